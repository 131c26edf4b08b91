package io.automation.embedded.explain;

import io.automation.model.workflow.Trigger;
import io.automation.model.workflow.Trigger.AccountCreated;
import io.automation.model.workflow.Trigger.DateReached;
import io.automation.model.workflow.Trigger.Direction;
import io.automation.model.workflow.Trigger.EngagementEvent;
import io.automation.model.workflow.Trigger.GoalEvent;
import io.automation.model.workflow.Trigger.HealthScoreChange;
import io.automation.model.workflow.Trigger.Metric;
import io.automation.model.workflow.Trigger.Pattern;
import io.automation.model.workflow.Trigger.Scheduled;
import io.automation.model.workflow.Trigger.StatusChange;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a workflow waits for, said where nothing of it has happened. */
record WaitsFor(@Nullable Trigger trigger, Wording words) {

    @Nullable String sentence() {
        Trigger asked = trigger;
        if (asked == null) {
            return null;
        }
        return switch (asked.type()) {
            case HEALTH_SCORE_CHANGE -> score((HealthScoreChange) asked);
            case ENGAGEMENT_EVENT -> engagement((EngagementEvent) asked);
            case SCHEDULED -> "It acts %s.".formatted(TriggerSentences.plan((Scheduled) asked));
            case STATUS_CHANGE -> status((StatusChange) asked);
            case ACCOUNT_CREATED -> created((AccountCreated) asked);
            case GOAL_EVENT ->
                    "It waits for a goal that is %s."
                            .formatted(((GoalEvent) asked).event().code().replace('_', ' '));
            case DATE_REACHED -> date((DateReached) asked);
            case PATTERN -> pattern((Pattern) asked);
            case EMAIL_SENT -> "It waits for a mail of this system.";
            case MANUAL -> "It acts when a person asks for it.";
        };
    }

    private String score(HealthScoreChange change) {
        String name = change.metric() == Metric.CHURN_RISK ? "churn risk" : "health";
        List<String> tests = new ArrayList<>();
        BigDecimal threshold = change.threshold();
        if (threshold != null) {
            tests.add(
                    switch (change.direction()) {
                        case DECREASE -> "is below " + Wording.number(threshold);
                        case INCREASE -> "is %s or more".formatted(Wording.number(threshold));
                        case BOTH -> "crosses " + Wording.number(threshold);
                    });
        }
        BigDecimal minimum = change.minimumChange();
        if (minimum != null) {
            String verb =
                    change.direction() == Direction.DECREASE
                            ? "has lost"
                            : change.direction() == Direction.INCREASE
                                    ? "has gained"
                                    : "has lost or gained";
            tests.add(
                    "%s %s or more within %s"
                            .formatted(
                                    verb,
                                    Wording.number(minimum),
                                    Wording.duration(change.timeWindowMillis())));
        }
        return "It waits until %s %s.".formatted(name, Wording.list(tests, "and"));
    }

    private static String engagement(EngagementEvent event) {
        String lasting =
                event.timeThresholdMillis() == 0
                        ? ""
                        : Wording.duration(event.timeThresholdMillis());
        return switch (event.event()) {
            case MEETING_MISSED -> "It waits for a meeting that is missed.";
            case NEGATIVE_OUTCOME ->
                    lasting.isEmpty()
                            ? "It waits for an engagement that turns out badly."
                            : "It waits for an engagement that turns out badly and stays so for %s."
                                    .formatted(lasting);
            case NO_RESPONSE ->
                    "It waits for %s without an answer."
                            .formatted(lasting.isEmpty() ? "a question" : lasting);
        };
    }

    private static String status(StatusChange change) {
        return change.fromStatus() == null
                ? "It waits for the status %s.".formatted(change.toStatus())
                : "It waits for a change of the status from %s to %s."
                        .formatted(change.fromStatus(), change.toStatus());
    }

    private static String created(AccountCreated created) {
        return created.status() == null
                ? "It acts when an account is created."
                : "It acts when an account is created with the status %s."
                        .formatted(created.status());
    }

    private static String date(DateReached date) {
        int days = date.offsetDays();
        return days == 0
                ? "It waits for the day of %s, %s.".formatted(date.field(), date.sendTime())
                : "It waits for the day %s %s %s, %s."
                        .formatted(
                                Wording.count(Math.abs(days), "day"),
                                days < 0 ? "before" : "after",
                                date.field(),
                                date.sendTime());
    }

    private static String pattern(Pattern pattern) {
        List<String> steps =
                pattern.steps().stream()
                        .map(step -> (step.negated() ? "no " : "") + Wording.line(step.name()))
                        .toList();
        return "It waits for a pattern within %s: %s."
                .formatted(Wording.duration(pattern.withinMillis()), Wording.list(steps, "then"));
    }
}
