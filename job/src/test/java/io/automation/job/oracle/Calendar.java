package io.automation.job.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Wall-clock words as instants. */
final class Calendar {

    private static final int YEARS_OF_DAYS = 800;

    private Calendar() {}

    static LocalDate localDate(long at, ZoneId zone) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(at), zone);
    }

    /** In a gap shifted forward by its length, in a fold the first pass. */
    static long instant(LocalDate date, LocalTime time, ZoneId zone) {
        return ZonedDateTime.of(date, time, zone).toInstant().toEpochMilli();
    }

    static long startOf(LocalDate date, ZoneId zone) {
        return date.atStartOfDay(zone).toInstant().toEpochMilli();
    }

    /**
     * The first instant of a schedule that is later, null where there is none within {@code to}.
     */
    static @Nullable Long next(JsonNode schedule, ZoneId usual, long later, long to) {
        ZoneId zone =
                schedule.hasNonNull("timezone")
                        ? ZoneId.of(schedule.path("timezone").asText())
                        : usual;
        LocalTime time = LocalTime.parse(schedule.path("time").asText());
        LocalDate date = localDate(later, zone).minusDays(2);
        LocalDate last = localDate(to, zone).plusDays(2);
        for (; !date.isAfter(last); date = date.plusDays(1)) {
            if (isDay(schedule, date)) {
                long at = instant(date, time, zone);
                if (at > later) {
                    return at;
                }
            }
        }
        return null;
    }

    private static boolean isDay(JsonNode schedule, LocalDate date) {
        String kind = schedule.path("schedule").asText();
        if (kind.equals("daily") || kind.equals("weekly")) {
            return isDayOfWeek(schedule.path("days_of_week"), date);
        }
        BigDecimal asked = Values.decimal(schedule.path("day_of_month"));
        int day = asked == null ? 1 : asked.intValue();
        int length = date.lengthOfMonth();
        if (date.getDayOfMonth() != (day == -1 ? length : Math.min(day, length))) {
            return false;
        }
        boolean isQuarterly = kind.equals("quarterly");
        Set<Integer> months = wholes(schedule.path("months"));
        return (months.isEmpty() || months.contains(date.getMonthValue()))
                && (!isQuarterly || date.getMonthValue() % 3 == 1);
    }

    private static boolean isDayOfWeek(JsonNode days, LocalDate date) {
        Set<Integer> asked = wholes(days);
        int day = dayOfWeek(date);
        return asked.isEmpty() || asked.contains(day) || (day == 0 && asked.contains(7));
    }

    private static int dayOfWeek(LocalDate date) {
        return date.getDayOfWeek() == DayOfWeek.SUNDAY ? 0 : date.getDayOfWeek().getValue();
    }

    private static Set<Integer> wholes(JsonNode list) {
        Set<Integer> wholes = new HashSet<>();
        for (JsonNode item : list) {
            BigDecimal number = Values.decimal(item);
            if (number != null) {
                wholes.add(number.intValue());
            }
        }
        return wholes;
    }

    /** Section 4: the first instant from {@code at} on that a time_condition admits, if any. */
    static @Nullable Long opening(JsonNode window, Organization organization, long at) {
        ZoneId zone =
                window.hasNonNull("timezone")
                        ? ZoneId.of(window.path("timezone").asText())
                        : organization.zone();
        boolean isBusiness = Values.isTrue(window.path("business_hours_only"));
        LocalDate date = localDate(at, zone).minusDays(1);
        for (int i = 0; i < YEARS_OF_DAYS; i++, date = date.plusDays(1)) {
            boolean isOpen =
                    isDayOfWeek(window.path("days_of_week"), date)
                            && !isExcluded(window, date)
                            && (!isBusiness || organization.days().contains(dayOfWeek(date)));
            if (!isOpen) {
                continue;
            }
            long from = startOf(date, zone);
            long to = startOf(date.plusDays(1), zone);
            if (isBusiness) {
                from = instant(date, organization.start(), zone);
                to = instant(date, organization.end(), zone);
            }
            if (at < to && from < to) {
                return Math.max(at, from);
            }
        }
        return null;
    }

    private static boolean isExcluded(JsonNode window, LocalDate date) {
        for (JsonNode excluded : window.path("excluded_dates")) {
            if (excluded.asText().equals(date.toString())) {
                return true;
            }
        }
        return false;
    }
}
