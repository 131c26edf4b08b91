package io.automation.job.spec;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The timeline of spec files: {@code day 3}, {@code day 3 09:00}, {@code day 1.5} or an ISO
 * instant. Day 0 is Sunday, 2026-03-01, and everything is UTC.
 */
final class SpecTime {

    private static final LocalDate DAY_0 = LocalDate.of(2026, 3, 1);
    private static final BigDecimal MILLIS_A_DAY = BigDecimal.valueOf(86_400_000);

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern(" (EEE d MMM)", Locale.ENGLISH);

    private static final Pattern DAY =
            Pattern.compile(
                    "day (-?\\d+(?:\\.\\d+)?)(?: (\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?))?");

    private SpecTime() {}

    /**
     * Reads a time.
     *
     * @throws DateTimeException if it is none
     */
    static Instant instant(String text) {
        Matcher day = DAY.matcher(text);
        if (day.matches()) {
            long millis = new BigDecimal(day.group(1)).multiply(MILLIS_A_DAY).longValue();
            String time = day.group(2);
            Instant start = DAY_0.atStartOfDay().toInstant(ZoneOffset.UTC).plusMillis(millis);
            return time == null
                    ? start
                    : start.plus(Duration.ofNanos(LocalTime.parse(time).toNanoOfDay()));
        }
        return OffsetDateTime.parse(text).toInstant();
    }

    /** Whether a text is a day of the timeline. */
    static boolean isDay(String text) {
        return DAY.matcher(text).matches();
    }

    static LocalDate date(String text) {
        return isDay(text)
                ? LocalDate.ofInstant(instant(text), ZoneOffset.UTC)
                : LocalDate.parse(text);
    }

    /** {@code day 3 09:00 (Wed 4 Mar)}. */
    static String text(Instant instant) {
        OffsetDateTime at = instant.atOffset(ZoneOffset.UTC);
        long day = ChronoUnit.DAYS.between(DAY_0, at.toLocalDate());
        LocalTime time = at.toLocalTime();
        return "day " + day + " " + time + DATE.format(at);
    }
}
