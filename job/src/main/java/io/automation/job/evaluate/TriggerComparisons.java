package io.automation.job.evaluate;

import io.automation.job.pattern.StepFact;
import io.automation.model.run.Compared;
import io.automation.model.workflow.Durations;
import io.automation.model.workflow.Trigger.DateReached;
import io.automation.model.workflow.Trigger.EngagementEvent;
import io.automation.model.workflow.Trigger.GoalEvent;
import io.automation.model.workflow.Trigger.Pattern;
import io.automation.model.workflow.Trigger.PatternStep;
import io.automation.model.workflow.Trigger.Scheduled;
import io.automation.model.workflow.Trigger.StatusChange;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the triggers other than scores compared, each in the order it does. */
final class TriggerComparisons {

    /** Whether it was so before: then nothing came true. */
    static final String ALREADY = "already";

    private TriggerComparisons() {}

    /** What an engagement has become; for a meeting the status that says it, or is still open. */
    static Compared event(EngagementEvent trigger, @Nullable String found, boolean holds) {
        return Compared.of("event", trigger.event().code(), found, holds);
    }

    static Compared outcome(Collection<String> bad, @Nullable String found, boolean holds) {
        return Compared.of("outcome", List.copyOf(new TreeSet<>(bad)), found, holds);
    }

    static Compared already(Object asked, @Nullable Object found) {
        return Compared.of(ALREADY, asked, found, true);
    }

    /** Adds whether the type is one of those asked for, if any are. */
    static boolean isOfType(
            EngagementEvent trigger, @Nullable EngagementRow row, List<Compared> compared) {
        List<String> types = trigger.engagementTypes();
        boolean holds = row == null || row.isOfType(types);
        if (!types.isEmpty()) {
            String type = row == null ? null : row.type();
            compared.add(Compared.of("engagement_type", types, type, holds));
        }
        return holds;
    }

    /** Whether a bad condition has lasted; instants in epoch milliseconds. */
    static Compared lasted(EngagementEvent trigger, long since, boolean holds) {
        long threshold = trigger.timeThresholdMillis();
        return Compared.of(
                        "time_threshold",
                        Durations.text(threshold),
                        Instant.ofEpochMilli(since),
                        holds)
                .with("until", Instant.ofEpochMilli(since + threshold));
    }

    static Compared goalEvent(
            GoalEvent trigger, @Nullable String found, boolean holds, @Nullable String dueDate) {
        Compared compared = Compared.of("goal_event", trigger.event().code(), found, holds);
        return dueDate == null ? compared : compared.with("due_date", dueDate);
    }

    static Compared goalType(GoalEvent trigger, @Nullable String type, boolean holds) {
        return Compared.of("goal_type", trigger.goalTypes(), type, holds);
    }

    /**
     * What a status was compared with, up to what was not so.
     *
     * @param isNew whether the account has just been inserted
     */
    static List<Compared> status(
            StatusChange trigger, @Nullable String from, @Nullable String to, boolean isNew) {
        List<Compared> compared = new ArrayList<>(2);
        boolean isGoal = trigger.toStatus().equals(to);
        compared.add(Compared.of("to_status", trigger.toStatus(), to, isGoal));
        if (isGoal && isNew) {
            boolean isIncluded = trigger.includeNewAccounts();
            compared.add(Compared.of("include_new_accounts", true, isIncluded, isIncluded));
        }
        String asked = trigger.fromStatus();
        if (asked != null && compared.stream().allMatch(Compared::holds)) {
            compared.add(Compared.of("from_status", asked, from, asked.equals(from)));
        }
        return compared;
    }

    static List<Compared> created(@Nullable String asked, @Nullable String status) {
        return List.of(Compared.of("status", asked, status, asked == null || asked.equals(status)));
    }

    static List<Compared> date(DateReached trigger, LocalDate date) {
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("field", trigger.field());
        asked.put("offset", trigger.offsetDays() + "d");
        asked.put("send_time", trigger.sendTime().toString());
        return List.of(Compared.of("date", asked, date, true));
    }

    /**
     * @param zone in which it is told where the workflow names none
     */
    static List<Compared> schedule(Scheduled trigger, ZoneId zone, long instant) {
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("schedule", trigger.schedule().name().toLowerCase(Locale.ROOT));
        asked.put("time", trigger.time().toString());
        ZoneId own = trigger.timezone();
        asked.put("timezone", (own == null ? zone : own).getId());
        switch (trigger.schedule()) {
            case DAILY, WEEKLY -> {
                if (!trigger.daysOfWeek().isEmpty()) {
                    asked.put(
                            "days_of_week",
                            new TreeSet<>(trigger.daysOfWeek())
                                    .stream().map(day -> day.getValue() % 7).sorted().toList());
                }
            }
            case MONTHLY, QUARTERLY -> {
                asked.put("day_of_month", trigger.dayOfMonth());
                asked.put("months", List.copyOf(new TreeSet<>(trigger.months())));
            }
        }
        return List.of(Compared.of("schedule", asked, Instant.ofEpochMilli(instant), true));
    }

    /**
     * The steps of a pattern with the facts they took, up to the first one that is still awaited.
     *
     * @param facts in their order
     * @param isMatched whether they are a match; else an absence at the end is still awaited
     */
    static List<Compared> steps(Pattern pattern, List<StepFact> facts, boolean isMatched) {
        List<Compared> compared = new ArrayList<>();
        Iterator<StepFact> taken = facts.iterator();
        for (PatternStep step : pattern.steps()) {
            String event = step.event().name().toLowerCase(Locale.ROOT);
            for (int time = 0; !step.negated() && time < step.times(); time++) {
                if (!taken.hasNext()) {
                    compared.add(
                            Compared.of("pattern_step", event, null, false)
                                    .with("step", step.name()));
                    return compared;
                }
                compared.add(
                        Compared.of("pattern_step", event, found(taken.next()), true)
                                .with("step", step.name()));
            }
            if (step.negated()) {
                compared.add(
                        Compared.of("pattern_step", "no " + event, null, true)
                                .with("step", step.name()));
            }
        }
        if (!isMatched) {
            Compared awaited = compared.remove(compared.size() - 1);
            Instant deadline = Instant.ofEpochMilli(facts.get(0).at() + pattern.withinMillis());
            compared.add(
                    Compared.of(awaited.test(), awaited.asked(), null, false)
                            .with("step", pattern.steps().get(pattern.steps().size() - 1).name())
                            .with("until", deadline));
        }
        return compared;
    }

    private static Map<String, Object> found(StepFact fact) {
        Map<String, Object> found = new LinkedHashMap<>();
        found.put("table", fact.table().tableName());
        found.put("row_id", fact.rowId());
        found.put("at", Instant.ofEpochMilli(fact.at()));
        return found;
    }
}
