package io.automation.udfs.schedule;

import io.automation.model.workflow.Trigger.Scheduled;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the page says of local time, computed the long way: of a zone it only asks which offset is
 * in force at an instant, and it looks at every day and every minute.
 */
final class NaiveClock {

    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private final ZoneRules rules;

    NaiveClock(ZoneId zone) {
        rules = zone.getRules();
    }

    /** Shifted forward by the length of a gap, the first pass of a fold. */
    long at(LocalDate date, LocalTime time) {
        long local = date.toEpochDay() * DAY + time.toSecondOfDay();
        long one = offset(local - 26 * HOUR);
        long other = offset(local + 26 * HOUR);
        long first = local - Math.max(one, other);
        long last = local - Math.min(one, other);
        for (long instant = first; instant <= last; instant += MINUTE) {
            if (local(instant) == local) {
                return 1_000 * instant;
            }
        }
        long after = first;
        while (local(after) < local) {
            after += MINUTE;
        }
        long gap = offset(after) - offset(after - MINUTE);
        return 1_000 * (local + gap - offset(after));
    }

    /** The first minute whose local date is the given one or a later one. */
    long startOf(LocalDate date) {
        long local = date.toEpochDay() * DAY;
        long instant = local - 27 * HOUR;
        while (local(instant) < local) {
            instant += MINUTE;
        }
        return 1_000 * instant;
    }

    /** One instant for each day of a schedule, in the days' order. */
    List<Long> slots(Scheduled trigger, LocalDate first, LocalDate last) {
        List<Long> slots = new ArrayList<>();
        for (LocalDate date = first; !date.isAfter(last); date = date.plusDays(1)) {
            if (falls(trigger, date)) {
                slots.add(at(date, trigger.time()));
            }
        }
        return slots;
    }

    private static boolean falls(Scheduled trigger, LocalDate date) {
        int sundayIsZero = (int) Math.floorMod(date.toEpochDay() + 4, 7L);
        DayOfWeek weekday = DayOfWeek.of(sundayIsZero == 0 ? 7 : sundayIsZero);
        boolean isLast = date.plusDays(1).getDayOfMonth() == 1;
        int wanted = trigger.dayOfMonth();
        boolean isDay =
                date.getDayOfMonth() == wanted
                        || (isLast && (wanted == -1 || wanted > date.getDayOfMonth()));
        boolean isQuarter = Set.of(1, 4, 7, 10).contains(date.getMonthValue());
        boolean isMonth = trigger.months().contains(date.getMonthValue());
        return switch (trigger.schedule()) {
            case DAILY -> trigger.daysOfWeek().isEmpty() || trigger.daysOfWeek().contains(weekday);
            case WEEKLY -> trigger.daysOfWeek().contains(weekday);
            case MONTHLY -> isDay && isMonth;
            case QUARTERLY -> isDay && isMonth && isQuarter;
        };
    }

    private long local(long instant) {
        return instant + offset(instant);
    }

    private long offset(long instant) {
        return rules.getOffset(Instant.ofEpochSecond(instant)).getTotalSeconds();
    }
}
