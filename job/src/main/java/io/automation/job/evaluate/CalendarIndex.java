package io.automation.job.evaluate;

import io.automation.job.evaluate.TriggerIndex.Acting;
import io.automation.job.evaluate.TriggerIndex.Schedule;
import io.automation.model.change.Instants;
import io.automation.model.workflow.Trigger.DateReached;
import io.automation.udfs.condition.InstantText;
import io.automation.udfs.schedule.LocalTimes;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The instants of an organization's schedules and dates. They are the same for all its accounts, so
 * each is worked out once and then found by a search.
 */
final class CalendarIndex {

    /** More than the accounts of an organization have dates; what is over is worked out again. */
    private static final int MOST_KNOWN = 4096;

    final List<DateField> dateFields;

    private final List<Schedule> schedules;
    private final NavigableMap<Long, Firing> firings = new TreeMap<>();

    /** The schedules that go off at one instant; nothing does so from another one to it. */
    record Firing(long from, long instant, String text, List<Schedule> schedules) {}

    /** A date of the account, and when a workflow fires for it. */
    record Reached(Acting<DateReached> acting, LocalDate date, long instant) {}

    CalendarIndex(List<Schedule> schedules, List<Acting<DateReached>> dates, ZoneId zone) {
        this.schedules = schedules;
        Map<String, List<Acting<DateReached>>> byField = new TreeMap<>();
        for (Acting<DateReached> acting : dates) {
            byField.computeIfAbsent(acting.trigger().field(), f -> new ArrayList<>()).add(acting);
        }
        dateFields =
                byField.entrySet().stream()
                        .map(each -> new DateField(each.getKey(), each.getValue(), zone))
                        .toList();
    }

    /** What goes off first of the schedules at an instant or after it; null without schedules. */
    @Nullable Firing firing(long from) {
        if (schedules.isEmpty()) {
            return null;
        }
        Map.Entry<Long, Firing> known = firings.ceilingEntry(from);
        if (known != null && known.getValue().from() <= from) {
            return known.getValue();
        }
        if (firings.size() >= MOST_KNOWN) {
            firings.clear();
        }
        Firing firing = find(from);
        firings.put(firing.instant(), firing);
        return firing;
    }

    /** When a workflow's schedule goes off next; {@link Long#MAX_VALUE} if it has none here. */
    long next(String workflowId, long from) {
        for (Schedule schedule : schedules) {
            if (schedule.acting().workflow().id().equals(workflowId)) {
                return schedule.timetable().next(from);
            }
        }
        return Long.MAX_VALUE;
    }

    private Firing find(long from) {
        long instant = Long.MAX_VALUE;
        List<Schedule> first = new ArrayList<>();
        for (Schedule schedule : schedules) {
            long next = schedule.timetable().next(from);
            if (next < instant) {
                instant = next;
                first.clear();
            }
            if (next == instant) {
                first.add(schedule);
            }
        }
        return new Firing(from, instant, Instants.text(instant), first);
    }

    /** A field of the account's row that workflows wait for the date of. */
    static final class DateField {

        private final String name;
        private final List<Acting<DateReached>> acting;
        private final ZoneId zone;
        private final Map<String, List<Reached>> byText = new HashMap<>();

        private DateField(String name, List<Acting<DateReached>> acting, ZoneId zone) {
            this.name = name;
            this.acting = acting;
            this.zone = zone;
        }

        String name() {
            return name;
        }

        /** What is reached for a date that the field has as text, in the order of instants. */
        List<Reached> reached(String text) {
            List<Reached> known = byText.get(text);
            if (known == null) {
                if (byText.size() >= MOST_KNOWN) {
                    byText.clear();
                }
                known = find(text);
                byText.put(text, known);
            }
            return known;
        }

        private List<Reached> find(String text) {
            LocalDate date = InstantText.date(text);
            List<Reached> found = new ArrayList<>();
            if (date != null) {
                for (Acting<DateReached> each : acting) {
                    long instant = LocalTimes.reached(each.trigger(), date, zone);
                    found.add(new Reached(each, date, instant));
                }
                found.sort(Comparator.comparingLong(Reached::instant));
            }
            return found;
        }
    }
}
