package io.automation.model.workflow;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What starts a run; durations are milliseconds, defaults are filled in. */
public sealed interface Trigger {

    TriggerType type();

    /**
     * A score crosses a line or moves by an amount.
     *
     * @param minimumChange positive; null if the amount does not matter
     * @param timeWindowMillis how far back the amount looks, 0 without minimumChange
     */
    record HealthScoreChange(
            Metric metric,
            Direction direction,
            @Nullable BigDecimal threshold,
            @Nullable BigDecimal minimumChange,
            long timeWindowMillis,
            @Nullable BigDecimal rearmThreshold)
            implements Trigger {

        @Override
        public TriggerType type() {
            return TriggerType.HEALTH_SCORE_CHANGE;
        }
    }

    /** Which of the two scores of health_scores. */
    enum Metric {
        HEALTH_SCORE,
        CHURN_RISK
    }

    /** Which way the score goes. */
    enum Direction {
        DECREASE,
        INCREASE,
        BOTH;

        private final String code = name().toLowerCase(Locale.ROOT);

        /** The word in keys and trigger data. */
        public String code() {
            return code;
        }
    }

    /**
     * A bad turn of an engagement.
     *
     * @param timeThresholdMillis how long the bad condition must last
     * @param engagementTypes empty: all
     */
    record EngagementEvent(
            EngagementTurn event, long timeThresholdMillis, List<String> engagementTypes)
            implements Trigger {

        public EngagementEvent {
            engagementTypes = List.copyOf(engagementTypes);
        }

        @Override
        public TriggerType type() {
            return TriggerType.ENGAGEMENT_EVENT;
        }
    }

    /** The bad turns of an engagement. */
    enum EngagementTurn {
        MEETING_MISSED,
        NEGATIVE_OUTCOME,
        NO_RESPONSE;

        private final String code = name().toLowerCase(Locale.ROOT);

        /** The word in definitions, keys and trigger data. */
        public String code() {
            return code;
        }
    }

    /**
     * A time of the clock.
     *
     * @param timezone null: the organization's
     * @param daysOfWeek empty: all; never on monthly and quarterly
     * @param dayOfMonth 1 to 31, cut to the month's length, or -1 for its last day
     * @param months the months in which it happens, never empty
     */
    record Scheduled(
            Schedule schedule,
            LocalTime time,
            @Nullable ZoneId timezone,
            Set<DayOfWeek> daysOfWeek,
            int dayOfMonth,
            Set<Integer> months)
            implements Trigger {

        /** How often. */
        public enum Schedule {
            DAILY,
            WEEKLY,
            MONTHLY,
            QUARTERLY
        }

        public Scheduled {
            daysOfWeek = Set.copyOf(daysOfWeek);
            months = Set.copyOf(months);
        }

        @Override
        public TriggerType type() {
            return TriggerType.SCHEDULED;
        }
    }

    /** An account's status becomes another one. */
    record StatusChange(@Nullable String fromStatus, String toStatus, boolean includeNewAccounts)
            implements Trigger {

        @Override
        public TriggerType type() {
            return TriggerType.STATUS_CHANGE;
        }
    }

    /** An account is new; with a status only in that. */
    record AccountCreated(@Nullable String status) implements Trigger {

        @Override
        public TriggerType type() {
            return TriggerType.ACCOUNT_CREATED;
        }
    }

    /** A goal's turn; no types: all. */
    record GoalEvent(GoalTurn event, List<String> goalTypes) implements Trigger {

        public GoalEvent {
            goalTypes = List.copyOf(goalTypes);
        }

        @Override
        public TriggerType type() {
            return TriggerType.GOAL_EVENT;
        }
    }

    /** The turns of a goal. */
    enum GoalTurn {
        CREATED,
        ACHIEVED,
        MISSED,
        AT_RISK;

        private final String code = name().toLowerCase(Locale.ROOT);

        /** The word in definitions, keys and trigger data. */
        public String code() {
            return code;
        }
    }

    /**
     * A date of the account, some days before or after.
     *
     * @param field {@code contract_end_date} or {@code custom.<path>}
     */
    record DateReached(String field, int offsetDays, LocalTime sendTime) implements Trigger {

        @Override
        public TriggerType type() {
            return TriggerType.DATE_REACHED;
        }
    }

    /**
     * A sequence of facts.
     *
     * @param partitionBy a fact field that all steps must agree on, or null
     */
    record Pattern(List<PatternStep> steps, long withinMillis, @Nullable String partitionBy)
            implements Trigger {

        public Pattern {
            steps = List.copyOf(steps);
        }

        @Override
        public TriggerType type() {
            return TriggerType.PATTERN;
        }
    }

    /** One step of a pattern; the fields of its conditions are those of its fact. */
    record PatternStep(
            String name,
            PatternEvent event,
            List<Condition.Custom> where,
            int times,
            boolean negated,
            Contiguity contiguity) {

        public PatternStep {
            where = List.copyOf(where);
        }
    }

    /** The facts a pattern sees. */
    enum PatternEvent {
        HEALTH_SCORE_CHANGED,
        STATUS_CHANGED,
        ENGAGEMENT_CHANGED,
        GOAL_CHANGED,
        ACCOUNT_CHANGED
    }

    /** How closely a step follows the one before. */
    enum Contiguity {
        NEXT,
        FOLLOWED_BY,
        FOLLOWED_BY_ANY
    }

    /** A mail of this system was accepted; without a template any. */
    record EmailSent(@Nullable String templateId) implements Trigger {

        @Override
        public TriggerType type() {
            return TriggerType.EMAIL_SENT;
        }
    }

    /** People ask for it. */
    record Manual() implements Trigger {

        @Override
        public TriggerType type() {
            return TriggerType.MANUAL;
        }
    }
}
