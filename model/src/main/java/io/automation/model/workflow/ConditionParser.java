package io.automation.model.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import io.automation.model.workflow.Condition.AccountFilter;
import io.automation.model.workflow.Condition.Custom;
import io.automation.model.workflow.Condition.EngagementHistory;
import io.automation.model.workflow.Condition.Expression;
import io.automation.model.workflow.Condition.TimeCondition;
import io.automation.model.workflow.Problems.Code;
import io.automation.model.workflow.Trigger.PatternEvent;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads conditions in their accepted shapes: one {type, config}, a list of them, or by type. */
public final class ConditionParser {

    private static final int MOST_DAYS = 90;

    /** Where conditions stand; a window of time may only defer a whole workflow. */
    enum Place {
        WORKFLOW,
        STEP,
        EXIT,
        /** By themselves, in no workflow that this version would have to execute. */
        ALONE
    }

    private final Place place;
    private final Problems problems;
    private final List<Condition> conditions = new ArrayList<>();

    private ConditionParser(Place place, Problems problems) {
        this.place = place;
        this.problems = problems;
    }

    /** What was understood of conditions that stand for themselves, and what is wrong. */
    public record Parsed(List<Condition> conditions, List<Problem> problems) {

        public Parsed {
            conditions = List.copyOf(conditions);
            problems = List.copyOf(problems);
        }

        /** Whether they are understood whole. */
        public boolean isGood() {
            return problems.stream().noneMatch(Problem::isError);
        }
    }

    /** Reads conditions that stand for themselves; problems point below the pointer. */
    public static Parsed parse(@Nullable JsonNode value, String pointer) {
        Problems problems = new Problems();
        List<Condition> conditions = parse(value, pointer, Place.ALONE, problems);
        return new Parsed(conditions, problems.list());
    }

    static List<Condition> parse(
            @Nullable JsonNode value, String pointer, Place place, Problems problems) {
        ConditionParser parser = new ConditionParser(place, problems);
        if (value != null && value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                parser.typed(value.get(i), pointer + '/' + i);
            }
        } else if (value != null && value.has("type")) {
            parser.typed(value, pointer);
        } else {
            parser.byType(value, pointer);
        }
        return parser.conditions;
    }

    /** One condition of a pattern's step: a comparison of a field of its fact. */
    static @Nullable Custom where(
            JsonNode value, String pointer, @Nullable PatternEvent event, Problems problems) {
        Fields fields = Fields.of(value, pointer, problems);
        if (!value.has("type")) {
            return custom(fields, event);
        }
        ConditionType type = fields.requireChoice("type", ConditionType.class);
        Fields config = fields.object("config");
        fields.end();
        if (type != null && type != ConditionType.CUSTOM) {
            fields.error(Code.NOT_ALLOWED_HERE, "type", "where takes custom conditions only");
            return null;
        }
        return type == null ? null : custom(config, event);
    }

    private static @Nullable Custom custom(Fields fields, @Nullable PatternEvent event) {
        return custom(fields, path -> event == null ? null : VariablePaths.problem(event, path));
    }

    private void typed(JsonNode value, String pointer) {
        Fields fields = Fields.of(value, pointer, problems);
        ConditionType type = fields.requireChoice("type", ConditionType.class);
        if (type != null) {
            read(type, fields.object("config"), pointer);
        } else {
            fields.take("config");
        }
        fields.end();
    }

    private void byType(@Nullable JsonNode value, String pointer) {
        Fields fields = Fields.of(value, pointer, problems);
        for (ConditionType type : ConditionType.values()) {
            if (fields.has(type.code())) {
                read(type, fields.object(type.code()), fields.at(type.code()));
            }
        }
        fields.end();
    }

    private void read(ConditionType type, Fields config, String pointer) {
        Condition condition =
                switch (type) {
                    case ACCOUNT_FILTER -> accountFilter(config);
                    case TIME_CONDITION -> timeCondition(config, pointer);
                    case ENGAGEMENT_HISTORY -> engagementHistory(config);
                    case CUSTOM -> custom(config, VariablePaths::problem);
                    case EXPRESSION -> expression(config);
                };
        if (condition != null) {
            conditions.add(condition);
        }
    }

    private static Condition accountFilter(Fields config) {
        List<String> industry = config.texts("industry");
        List<String> size = config.texts("size");
        List<String> status = config.texts("status");
        BigDecimal arrMin = config.number("arr_min");
        BigDecimal arrMax = config.number("arr_max");
        BigDecimal healthMin = config.number("health_score_min");
        BigDecimal healthMax = config.number("health_score_max");
        BigDecimal churnMin = config.number("churn_risk_min");
        BigDecimal churnMax = config.number("churn_risk_max");
        config.end();
        ordered(config, "arr", arrMin, arrMax);
        ordered(config, "health_score", healthMin, healthMax);
        ordered(config, "churn_risk", churnMin, churnMax);
        return new AccountFilter(
                industry, size, status, arrMin, arrMax, healthMin, healthMax, churnMin, churnMax);
    }

    private static void ordered(
            Fields config, String name, @Nullable BigDecimal min, @Nullable BigDecimal max) {
        if (min != null && max != null && min.compareTo(max) > 0) {
            config.error(
                    Code.CONTRADICTION,
                    name + "_min",
                    neverBetween(name, Numbers.text(min), Numbers.text(max)));
        }
    }

    private static String neverBetween(String name, String min, String max) {
        return name + "_min " + min + " is above " + name + "_max " + max + ": no match ever";
    }

    private Condition timeCondition(Fields config, String pointer) {
        if (place == Place.STEP || place == Place.EXIT) {
            problems.error(
                    Code.NOT_ALLOWED_HERE,
                    pointer,
                    "a time_condition belongs into the workflow's own conditions");
        } else if (conditions.stream().anyMatch(TimeCondition.class::isInstance)) {
            problems.error(
                    Code.CONTRADICTION,
                    pointer,
                    "a workflow has at most one time_condition; put both into one");
        }
        TimeCondition condition =
                new TimeCondition(
                        config.flag("business_hours_only", false),
                        config.zone("timezone"),
                        config.daysOfWeek("days_of_week"),
                        new LinkedHashSet<>(config.list("excluded_dates", this::date)),
                        outside(config));
        config.end();
        return condition;
    }

    private static TimeCondition.Outside outside(Fields config) {
        TimeCondition.Outside outside = config.choice("outside", TimeCondition.Outside.class);
        return outside == null ? TimeCondition.Outside.DEFER : outside;
    }

    private @Nullable LocalDate date(JsonNode value, String pointer) {
        LocalDate date = value.isTextual() ? Clocks.date(value.textValue()) : null;
        if (date == null) {
            problems.error(
                    value.isTextual() ? Code.BAD_TIME : Code.WRONG_TYPE,
                    pointer,
                    "write a date as YYYY-MM-DD, not " + Json.typeName(value));
        }
        return date;
    }

    private static Condition engagementHistory(Fields config) {
        Integer days = config.whole("last_engagement_days", 0, MOST_DAYS);
        Integer min = config.count("engagement_count_min");
        Integer max = config.count("engagement_count_max");
        List<String> types = config.texts("engagement_types");
        List<String> outcomes = config.texts("outcomes");
        config.end();
        if (min != null && max != null && min > max) {
            config.error(
                    Code.CONTRADICTION,
                    "engagement_count_min",
                    neverBetween("engagement_count", min.toString(), max.toString()));
        }
        int least = min != null ? min : config.has("engagement_count_max") ? 0 : 1;
        return new EngagementHistory(days == null ? MOST_DAYS : days, least, max, types, outcomes);
    }

    /** A comparison; null unless the field is a path and the rest is readable. */
    private static @Nullable Custom custom(
            Fields fields, Function<String, @Nullable String> pathProblem) {
        String field = fields.requireText("field");
        Custom.Operator operator = fields.requireChoice("operator", Custom.Operator.class);
        JsonNode value = fields.require("value");
        fields.end();
        String problem = field == null ? null : pathProblem.apply(field);
        if (problem != null) {
            fields.error(Code.UNKNOWN_FIELD, "field", problem);
            return null;
        }
        return field == null || operator == null || value == null
                ? null
                : new Custom(field, operator, value);
    }

    private static @Nullable Condition expression(Fields config) {
        String cel = config.requireText("cel");
        config.end();
        return cel == null ? null : new Expression(cel, config.at("cel"));
    }
}
