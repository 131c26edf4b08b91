package io.automation.udfs.schedule;

import io.automation.model.workflow.Condition.TimeCondition;
import io.automation.model.workflow.Organization;
import io.automation.model.workflow.Organization.BusinessHours;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;

/** When a time_condition lets a step go, in epoch milliseconds (semantics 4). */
public final class OpeningHours {

    /** Days around an instant whose hours may reach it, and a day that a zone skipped. */
    private static final int SPARE_DAYS = 6;

    private final BusinessHours hours;
    private final boolean businessHoursOnly;
    private final Set<DayOfWeek> daysOfWeek;
    private final Set<LocalDate> excludedDates;
    private final ZoneId zone;

    private OpeningHours(TimeCondition condition, Organization organization) {
        hours = organization.businessHours();
        businessHoursOnly = condition.businessHoursOnly();
        daysOfWeek = EnumSet.allOf(DayOfWeek.class);
        if (businessHoursOnly) {
            daysOfWeek.retainAll(hours.days());
        }
        if (!condition.daysOfWeek().isEmpty()) {
            daysOfWeek.retainAll(condition.daysOfWeek());
        }
        excludedDates = condition.excludedDates();
        zone = Objects.requireNonNullElse(condition.timezone(), organization.zone());
    }

    /** A condition's hours, by the settings that its organization has at this instant. */
    public static OpeningHours of(TimeCondition condition, Organization organization) {
        return new OpeningHours(condition, organization);
    }

    /** The first open instant that is not before the given one; empty if it never opens. */
    public OptionalLong next(long from) {
        LocalDate day = Instant.ofEpochMilli(from).atZone(zone).toLocalDate().minusDays(1);
        LocalDate end = day.plusDays(daysToSearch());
        for (; day.isBefore(end); day = day.plusDays(1)) {
            if (isOpenOn(day)) {
                long opens = Math.max(from, startOf(day));
                if (opens < endOf(day)) {
                    return OptionalLong.of(opens);
                }
            }
        }
        return OptionalLong.empty();
    }

    /** Each excluded date takes one day away, and of seven in a row one is of each weekday. */
    private long daysToSearch() {
        return 7L * (excludedDates.size() + SPARE_DAYS);
    }

    private boolean isOpenOn(LocalDate day) {
        return daysOfWeek.contains(day.getDayOfWeek()) && !excludedDates.contains(day);
    }

    private long startOf(LocalDate day) {
        return businessHoursOnly
                ? LocalTimes.at(day, hours.start(), zone)
                : LocalTimes.startOf(day, zone);
    }

    private long endOf(LocalDate day) {
        return businessHoursOnly
                ? LocalTimes.at(day, hours.end(), zone)
                : LocalTimes.endOf(day, zone);
    }
}
