package io.automation.udfs.schedule;

import io.automation.model.workflow.Trigger.Scheduled;
import io.automation.model.workflow.Trigger.Scheduled.Schedule;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;

/** The instants of a scheduled trigger, in epoch milliseconds (semantics 3.3). */
public final class Timetable {

    /*
     * Every day of the timetable has one instant. Instants never run backwards from one day to a
     * later one: a time in a gap is read by the offset before the gap, and no zone ever changed its
     * offset by more than the day that lies between two equal times of day. Two days may share an
     * instant, where a zone skipped a whole day; that instant then counts once, as its key does.
     *
     * The date of an instant by the clock is at most one away from its day in the timetable: where
     * its time is shifted, or the clock is set back over midnight. So a search begins a day off.
     */

    private final Scheduled trigger;
    private final boolean isMonthly;
    private final Set<DayOfWeek> daysOfWeek;
    private final LocalTime time;
    private final ZoneId zone;

    private Timetable(Scheduled trigger, ZoneId zone) {
        this.trigger = trigger;
        this.zone = zone;
        isMonthly =
                trigger.schedule() == Schedule.MONTHLY || trigger.schedule() == Schedule.QUARTERLY;
        daysOfWeek =
                trigger.daysOfWeek().isEmpty() ? Set.of(DayOfWeek.values()) : trigger.daysOfWeek();
        time = trigger.time();
    }

    /** A trigger's timetable in its own zone, or else in its organization's. */
    public static Timetable of(Scheduled trigger, ZoneId organizationZone) {
        return new Timetable(
                trigger, Objects.requireNonNullElse(trigger.timezone(), organizationZone));
    }

    public ZoneId zone() {
        return zone;
    }

    /** The first instant that is not before the given one. */
    public long next(long from) {
        LocalDate day = dayOnOrAfter(dateOf(from).minusDays(1));
        long instant = instantOf(day);
        while (instant < from) {
            day = dayOnOrAfter(day.plusDays(1));
            instant = instantOf(day);
        }
        return instant;
    }

    /** The last instant that is not after the given one. */
    public long previous(long until) {
        LocalDate day = dayOnOrBefore(dateOf(until).plusDays(1));
        long instant = instantOf(day);
        while (instant > until) {
            day = dayOnOrBefore(day.minusDays(1));
            instant = instantOf(day);
        }
        return instant;
    }

    /** All instants from the given one on, without end. */
    public LongStream from(long from) {
        return LongStream.iterate(next(from), instant -> next(instant + 1));
    }

    /** The instants between two, both included. */
    public LongStream between(long from, long until) {
        return from(from).takeWhile(instant -> instant <= until);
    }

    private LocalDate dateOf(long instant) {
        return Instant.ofEpochMilli(instant).atZone(zone).toLocalDate();
    }

    private long instantOf(LocalDate day) {
        return LocalTimes.at(day, time, zone);
    }

    private LocalDate dayOnOrAfter(LocalDate date) {
        LocalDate day = date;
        while (!isOn(day)) {
            day = ahead(day);
        }
        return day;
    }

    private LocalDate dayOnOrBefore(LocalDate date) {
        LocalDate day = date;
        while (!isOn(day)) {
            day = back(day);
        }
        return day;
    }

    private boolean isOn(LocalDate date) {
        return isInMonth(date)
                && (isMonthly
                        ? date.getDayOfMonth() == dayOfMonth(date)
                        : daysOfWeek.contains(date.getDayOfWeek()));
    }

    private boolean isInMonth(LocalDate date) {
        return trigger.months().contains(date.getMonthValue());
    }

    /** The trigger's day in the month of a date. */
    private int dayOfMonth(LocalDate date) {
        int last = date.lengthOfMonth();
        return trigger.dayOfMonth() < 0 ? last : Math.min(trigger.dayOfMonth(), last);
    }

    /** A later date, with no day of the timetable between. */
    private LocalDate ahead(LocalDate date) {
        if (isInMonth(date)) {
            if (!isMonthly) {
                return date.plusDays(1);
            }
            if (date.getDayOfMonth() < dayOfMonth(date)) {
                return date.withDayOfMonth(dayOfMonth(date));
            }
        }
        return date.withDayOfMonth(1).plusMonths(1);
    }

    /** An earlier date, with no day of the timetable between. */
    private LocalDate back(LocalDate date) {
        if (isInMonth(date)) {
            if (!isMonthly) {
                return date.minusDays(1);
            }
            if (date.getDayOfMonth() > dayOfMonth(date)) {
                return date.withDayOfMonth(dayOfMonth(date));
            }
        }
        return date.withDayOfMonth(1).minusDays(1);
    }
}
