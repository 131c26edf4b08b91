package io.automation.udfs.schedule;

import io.automation.model.workflow.Trigger.DateReached;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * Instants of local dates, in epoch milliseconds. A time in a gap of the clock is shifted forward
 * by the gap's length, one that comes twice is the first (semantics 3.3).
 */
public final class LocalTimes {

    private LocalTimes() {}

    /** A time of a day. */
    public static long at(LocalDate date, LocalTime time, ZoneId zone) {
        return millis(ZonedDateTime.of(date, time, zone));
    }

    /** The first instant of a day; of one that the zone skipped, that of the day after. */
    public static long startOf(LocalDate date, ZoneId zone) {
        return millis(date.atStartOfDay(zone));
    }

    /** The first instant after a day, which is when what was due on it is overdue. */
    public static long endOf(LocalDate date, ZoneId zone) {
        return startOf(date.plusDays(1), zone);
    }

    /** When a trigger comes true for a date of the account (semantics 3.6). */
    public static long reached(DateReached trigger, LocalDate date, ZoneId zone) {
        return at(date.plusDays(trigger.offsetDays()), trigger.sendTime(), zone);
    }

    private static long millis(ZonedDateTime time) {
        return time.toInstant().toEpochMilli();
    }
}
