package io.automation.job.spec;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The timeline of spec files: {@code day 3}, {@code day 3 09:00}, {@code day 1.5} or an ISO
 * instant. Day 0 is Sunday, 2026-03-01, and everything is UTC.
 */
final class SpecTime {

    private static final LocalDate DAY_0 = LocalDate.of(2026, 3, 1);
    private static final BigDecimal MILLIS_A_DAY = BigDecimal.valueOf(86_400_000);

    private static final Pattern DAY =
            Pattern.compile(
                    "day (-?\\d+(?:\\.\\d+)?)(?: (\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?))?");

    private SpecTime() {}

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
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new SpecException(
                    "'" + text + "' is no time: say 'day 3 09:00' or an instant", e);
        }
    }

    static LocalDate date(String text) {
        return DAY.matcher(text).matches()
                ? LocalDate.ofInstant(instant(text), ZoneOffset.UTC)
                : LocalDate.parse(text);
    }
}
