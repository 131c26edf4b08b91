package io.automation.model.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import io.automation.model.workflow.Problems.Code;
import io.automation.model.workflow.Trigger.AccountCreated;
import io.automation.model.workflow.Trigger.Contiguity;
import io.automation.model.workflow.Trigger.DateReached;
import io.automation.model.workflow.Trigger.Direction;
import io.automation.model.workflow.Trigger.EmailSent;
import io.automation.model.workflow.Trigger.EngagementEvent;
import io.automation.model.workflow.Trigger.EngagementTurn;
import io.automation.model.workflow.Trigger.GoalEvent;
import io.automation.model.workflow.Trigger.GoalTurn;
import io.automation.model.workflow.Trigger.HealthScoreChange;
import io.automation.model.workflow.Trigger.Manual;
import io.automation.model.workflow.Trigger.Metric;
import io.automation.model.workflow.Trigger.Pattern;
import io.automation.model.workflow.Trigger.PatternEvent;
import io.automation.model.workflow.Trigger.PatternStep;
import io.automation.model.workflow.Trigger.Scheduled;
import io.automation.model.workflow.Trigger.Scheduled.Schedule;
import io.automation.model.workflow.Trigger.StatusChange;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads trigger_config; what it returns is right only if no problem was found. */
final class TriggerParser {

    private static final int MOST_STEPS = 16;
    private static final int MOST_TIMES = 20;
    private static final Set<Integer> QUARTERS = Set.of(1, 4, 7, 10);
    private static final LocalTime DEFAULT_SEND_TIME = LocalTime.of(9, 0);

    private final Fields config;
    private final Map<String, String> implied;

    private TriggerParser(Fields config, Map<String, String> implied) {
        this.config = config;
        this.implied = implied;
    }

    /**
     * The trigger of a configuration.
     *
     * @param alias the name it was given, if that is an alias
     * @param delayedDays of a contract_expiry the negative delay of its action
     */
    static @Nullable Trigger parse(
            TriggerType type,
            @Nullable TriggerAlias alias,
            Fields config,
            @Nullable Integer delayedDays) {
        TriggerParser parser =
                new TriggerParser(config, alias == null ? Map.of() : alias.implied());
        Trigger trigger =
                switch (type) {
                    case HEALTH_SCORE_CHANGE -> parser.healthScoreChange();
                    case ENGAGEMENT_EVENT -> parser.engagementEvent();
                    case SCHEDULED -> parser.scheduled();
                    case STATUS_CHANGE -> parser.statusChange();
                    case ACCOUNT_CREATED -> new AccountCreated(config.text("status"));
                    case GOAL_EVENT -> parser.goalEvent();
                    case DATE_REACHED -> parser.dateReached(delayedDays);
                    case PATTERN -> parser.pattern();
                    case EMAIL_SENT -> new EmailSent(config.text("template_id"));
                    case MANUAL -> new Manual();
                };
        config.end();
        return trigger;
    }

    private @Nullable Trigger healthScoreChange() {
        BigDecimal threshold = config.number("threshold");
        Direction direction = word("direction", Direction.class, true);
        Metric metric = word("metric", Metric.class, false);
        BigDecimal change = minimumChange();
        Long window = config.remembered("time_window");
        BigDecimal rearm = config.number("rearm_threshold");
        boolean changes = config.has("minimum_change") && !isZero(change);
        if (!config.has("threshold") && !changes) {
            config.missing(
                    Set.of("threshold", "minimum_change"),
                    "threshold",
                    "give a threshold, or minimum_change with time_window");
        }
        if (changes && !config.has("time_window")) {
            config.missing(
                    "time_window", "minimum_change needs a time_window: changed within how long?");
        }
        if (config.has("time_window") && !changes) {
            config.without(
                    Set.of("minimum_change"),
                    Code.CONTRADICTION,
                    "time_window",
                    "time_window needs a minimum_change above 0; give one, or remove time_window");
        }
        if (rearm != null && direction != null) {
            rearmingSide(rearm, direction, threshold);
        }
        if (direction == null) {
            return null;
        }
        return new HealthScoreChange(
                metric == null ? Metric.HEALTH_SCORE : metric,
                direction,
                threshold,
                isZero(change) ? null : change,
                window == null ? 0 : window,
                rearm);
    }

    private @Nullable BigDecimal minimumChange() {
        BigDecimal change = config.number("minimum_change");
        if (change != null && change.signum() < 0) {
            config.error(
                    Code.OUT_OF_RANGE,
                    "minimum_change",
                    "it is a size and never negative; the direction says which way");
            return null;
        }
        return change;
    }

    private static boolean isZero(@Nullable BigDecimal number) {
        return number != null && number.signum() == 0;
    }

    private void rearmingSide(
            BigDecimal rearm, Direction direction, @Nullable BigDecimal threshold) {
        if (direction == Direction.BOTH) {
            config.error(
                    Code.CONTRADICTION,
                    "rearm_threshold",
                    "rearm_threshold needs one direction; remove it, or make two workflows");
        } else if (threshold != null) {
            boolean decrease = direction == Direction.DECREASE;
            int side = rearm.compareTo(threshold);
            if (decrease ? side < 0 : side >= 0) {
                config.error(
                        Code.CONTRADICTION,
                        "rearm_threshold",
                        "a score of "
                                + Numbers.text(rearm)
                                + " fires; write "
                                + (decrease ? "" : "less than ")
                                + Numbers.text(threshold)
                                + (decrease ? " or more" : ""));
            }
        }
    }

    private @Nullable Trigger engagementEvent() {
        EngagementTurn event = config.requireChoice("event_type", EngagementTurn.class);
        Long threshold = config.duration("time_threshold");
        List<String> types = config.texts("engagement_types");
        if (event == null) {
            return null;
        }
        long otherwise =
                switch (event) {
                    case MEETING_MISSED -> Durations.HOUR;
                    case NEGATIVE_OUTCOME -> 0;
                    case NO_RESPONSE -> 3 * Durations.DAY;
                };
        return new EngagementEvent(event, threshold == null ? otherwise : threshold, types);
    }

    private @Nullable Trigger scheduled() {
        Schedule schedule = config.requireChoice("schedule", Schedule.class);
        LocalTime time = config.requireTime("time");
        ZoneId zone = config.zone("timezone");
        Set<DayOfWeek> days = config.daysOfWeek("days_of_week");
        Integer dayOfMonth = dayOfMonth();
        Set<Integer> months = config.wholes("months", 1, 12);
        if (schedule == null || time == null) {
            return null;
        }
        if (schedule == Schedule.WEEKLY && !config.has("days_of_week")) {
            config.missing("days_of_week", "a weekly schedule needs days_of_week, [1] for Mondays");
        }
        if (schedule == Schedule.MONTHLY || schedule == Schedule.QUARTERLY) {
            notOn(schedule, "days_of_week");
        } else {
            notOn(schedule, "day_of_month");
            notOn(schedule, "months");
        }
        return new Scheduled(
                schedule,
                time,
                zone,
                days,
                dayOfMonth == null ? 1 : dayOfMonth,
                monthsOf(schedule, months));
    }

    private @Nullable Integer dayOfMonth() {
        Integer day = config.whole("day_of_month", -1, 31);
        if (day != null && day == 0) {
            config.error(
                    Code.OUT_OF_RANGE, "day_of_month", "write 1 to 31, or -1 for the last day");
        }
        return day;
    }

    private void notOn(Schedule schedule, String key) {
        if (config.has(key)) {
            config.error(
                    Code.NOT_ALLOWED_HERE,
                    key,
                    "a "
                            + schedule.name().toLowerCase(Locale.ROOT)
                            + " schedule has no "
                            + key
                            + "; remove it");
        }
    }

    private Set<Integer> monthsOf(Schedule schedule, Set<Integer> given) {
        Set<Integer> months =
                schedule == Schedule.QUARTERLY
                        ? new LinkedHashSet<>(QUARTERS)
                        : IntStream.rangeClosed(1, 12).boxed().collect(Collectors.toSet());
        if (!given.isEmpty()) {
            months.retainAll(given);
            if (months.isEmpty()) {
                config.error(
                        Code.CONTRADICTION,
                        "months",
                        "a quarterly schedule falls into the months 1, 4, 7 and 10; leave one");
            }
        }
        return months;
    }

    private @Nullable Trigger statusChange() {
        String from = config.text("from_status");
        String to = config.requireText("to_status");
        boolean newAccounts = config.flag("include_new_accounts", false);
        if (to == null) {
            return null;
        }
        if (to.equals(from)) {
            config.error(
                    Code.CONTRADICTION,
                    "from_status",
                    "a change from " + Problems.quote(to) + " to itself never happens");
        }
        return new StatusChange(from, to, newAccounts);
    }

    private @Nullable Trigger goalEvent() {
        GoalTurn event = config.requireChoice("event", GoalTurn.class);
        List<String> types = config.texts("goal_types");
        return event == null ? null : new GoalEvent(event, types);
    }

    private @Nullable Trigger dateReached(@Nullable Integer delayedDays) {
        String field = dateField();
        Integer offset = config.signedDays("offset");
        LocalTime sendTime = config.time("send_time");
        if (offset != null && delayedDays != null && !offset.equals(delayedDays)) {
            config.error(
                    Code.CONTRADICTION,
                    "offset",
                    "the action's negative delay says " + delayedDays + "d; keep one of the two");
        }
        if (field == null) {
            return null;
        }
        int days = offset != null ? offset : delayedDays != null ? delayedDays : 0;
        return new DateReached(field, days, sendTime == null ? DEFAULT_SEND_TIME : sendTime);
    }

    private @Nullable String dateField() {
        String said = implied.get("field");
        String field = said == null ? config.requireText("field") : config.text("field");
        if (field == null) {
            return said;
        }
        if (said != null && !said.equals(field)) {
            contradictsName("field", said);
        } else if (!field.equals("contract_end_date")
                && (!field.startsWith("custom.") || VariablePaths.problem(field) != null)) {
            config.error(
                    Code.UNKNOWN_FIELD,
                    "field",
                    Problems.quote(field)
                            + " is no date; write contract_end_date or custom.<name>");
        }
        return field;
    }

    /** A word of an enumeration that an alias may imply. */
    private <E extends Enum<E>> @Nullable E word(String key, Class<E> words, boolean required) {
        String said = implied.get(key);
        if (said == null) {
            return required ? config.requireChoice(key, words) : config.choice(key, words);
        }
        E meant = Enum.valueOf(words, said.toUpperCase(Locale.ROOT));
        E written = config.choice(key, words);
        if (written != null && written != meant) {
            contradictsName(key, said);
        }
        return meant;
    }

    private void contradictsName(String key, String said) {
        config.error(
                Code.CONTRADICTION,
                key,
                "this trigger's name says " + said + " already; remove " + key);
    }

    private @Nullable Trigger pattern() {
        JsonNode list = config.require("steps");
        List<PatternStep> steps = new ArrayList<>(config.list("steps", this::patternStep));
        config.require("within");
        Long within = config.remembered("within");
        String partitionBy = config.text("partition_by");
        if (partitionBy != null && !List.of("engagement_id", "goal_id").contains(partitionBy)) {
            Fields.unknownWord(
                    partitionBy,
                    config.at("partition_by"),
                    List.of("engagement_id", "goal_id"),
                    config.problems());
        }
        if (list == null || !list.isArray() || list.size() != steps.size()) {
            return null;
        }
        if (steps.size() > MOST_STEPS) {
            config.error(
                    Code.OUT_OF_RANGE, "steps", "a pattern has at most " + MOST_STEPS + " steps");
        }
        neighbours(steps, partitionBy);
        return new Pattern(steps, within == null ? 0 : within, partitionBy);
    }

    private @Nullable PatternStep patternStep(JsonNode value, String pointer) {
        Fields step = Fields.of(value, pointer, config.problems());
        String name = step.requireText("name");
        PatternEvent event = step.requireChoice("event", PatternEvent.class);
        List<Condition.Custom> where =
                step.list(
                        "where",
                        (condition, at) ->
                                ConditionParser.where(condition, at, event, config.problems()));
        Integer times = step.whole("times", 1, MOST_TIMES);
        boolean negated = step.flag("negated", false);
        Contiguity contiguity = step.choice("contiguity", Contiguity.class);
        step.end();
        if (name == null || event == null) {
            return null;
        }
        return new PatternStep(
                name,
                event,
                where,
                times == null ? 1 : times,
                negated,
                contiguity == null ? Contiguity.FOLLOWED_BY : contiguity);
    }

    private void neighbours(List<PatternStep> steps, @Nullable String partitionBy) {
        for (int i = 0; i < steps.size(); i++) {
            PatternStep step = steps.get(i);
            String at = config.at("steps") + '/' + i;
            if (step.negated() && i == 0) {
                config.problems()
                        .error(
                                Code.CONTRADICTION,
                                at + "/negated",
                                "a pattern begins with something that happens");
            }
            if (step.negated() && step.times() > 1) {
                config.problems()
                        .error(
                                Code.CONTRADICTION,
                                at + "/times",
                                "what does not happen has no count; remove times");
            }
            if (i > 0 && contradicts(steps.get(i - 1), step)) {
                config.problems()
                        .error(
                                Code.CONTRADICTION,
                                at,
                                "the step before says that this does not happen: no match ever");
            }
            if (partitionBy != null
                    && !VariablePaths.factFields(step.event()).contains(partitionBy)) {
                config.problems()
                        .error(
                                Code.UNKNOWN_FIELD,
                                at + "/event",
                                "this event has no " + partitionBy + " to partition by");
            }
        }
    }

    private static boolean contradicts(PatternStep before, PatternStep step) {
        return before.negated()
                && !step.negated()
                && before.event() == step.event()
                && Set.copyOf(before.where()).equals(Set.copyOf(step.where()));
    }
}
