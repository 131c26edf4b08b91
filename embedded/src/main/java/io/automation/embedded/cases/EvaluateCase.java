package io.automation.embedded.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automation.model.run.Reason;
import io.automation.model.workflow.Condition;
import io.automation.model.workflow.ConditionParser;
import io.automation.model.workflow.Problem;
import io.automation.udfs.condition.Conditions;
import io.automation.udfs.condition.Engagement;
import io.automation.udfs.condition.InstantText;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Conditions and the data they are judged for, read from one JSON object. */
final class EvaluateCase {

    private static final Set<String> KEYS = Set.of("id", "condition", "cel", "data", "now");

    private final ObjectNode asked;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Condition> conditions = new ArrayList<>();
    private final List<Engagement> engagements = new ArrayList<>();
    private final DataVariables variables;
    private final long now;

    private EvaluateCase(ObjectNode asked, Clock clock) {
        this.asked = asked;
        this.now = now(clock);
        readConditions();
        JsonNode data = present(asked, "data");
        if (data != null && !data.isObject()) {
            problem("wrong_type", "/data", "write an object {…}");
        }
        this.variables = new DataVariables(data);
        if (data != null) {
            readEngagements(present(data, "engagements"));
        }
    }

    /** The case, with everything that is wrong with it. */
    static EvaluateCase read(ObjectNode asked, Clock clock) {
        return new EvaluateCase(asked, clock);
    }

    List<Problem> problems() {
        return problems;
    }

    /** Why the conditions of a case without problems do not hold; null if they do. */
    @Nullable Reason judge() {
        return Conditions.compile(conditions).judge(variables, engagements, now);
    }

    private long now(Clock clock) {
        JsonNode value = present(asked, "now");
        if (value == null) {
            return clock.millis();
        }
        Long instant = instant(value, "/now");
        return instant == null ? 0 : instant;
    }

    private void readConditions() {
        asked.fieldNames()
                .forEachRemaining(
                        key -> {
                            if (!KEYS.contains(key)) {
                                problem("unknown_key", '/' + escaped(key), "unknown key");
                            }
                        });
        JsonNode condition = present(asked, "condition");
        JsonNode cel = present(asked, "cel");
        if ((condition == null) == (cel == null)) {
            problem("missing", "", "a case has either condition or cel");
            return;
        }
        if (condition != null) {
            ConditionParser.Parsed parsed = ConditionParser.parse(condition, "/condition");
            conditions.addAll(parsed.conditions());
            problems.addAll(parsed.problems().stream().filter(Problem::isError).toList());
        } else if (cel != null && cel.isTextual()) {
            conditions.add(new Condition.Expression(cel.textValue(), "/cel"));
        } else {
            problem("wrong_type", "/cel", "write a text");
        }
        problems.addAll(Conditions.problems(conditions));
    }

    private void readEngagements(@Nullable JsonNode list) {
        if (list == null) {
            return;
        }
        if (!list.isArray()) {
            problem("wrong_type", "/data/engagements", "write a list […]");
            return;
        }
        for (int i = 0; i < list.size(); i++) {
            String at = "/data/engagements/" + i;
            if (!list.get(i).isObject()) {
                problem("wrong_type", at, "write an object {…}");
                continue;
            }
            JsonNode row = list.get(i);
            String id = text(row, "id");
            engagements.add(
                    new Engagement(
                            id == null ? "" : id.toLowerCase(Locale.ROOT),
                            text(row, "type"),
                            text(row, "status"),
                            text(row, "outcome"),
                            instant(present(row, "scheduled_at"), at + "/scheduled_at"),
                            instant(present(row, "occurred_at"), at + "/occurred_at")));
        }
    }

    private @Nullable Long instant(@Nullable JsonNode value, String pointer) {
        if (value == null) {
            return null;
        }
        Long millis = value.isTextual() ? InstantText.millis(value.textValue()) : null;
        if (millis == null) {
            problem("bad_time", pointer, "write an instant like 2026-03-01T09:00:00Z");
        }
        return millis;
    }

    private static @Nullable String text(JsonNode row, String column) {
        JsonNode value = present(row, column);
        return value == null ? null : value.asText();
    }

    private static @Nullable JsonNode present(JsonNode object, String key) {
        JsonNode value = object.get(key);
        return value == null || value.isNull() ? null : value;
    }

    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    private void problem(String code, String pointer, String message) {
        problems.add(new Problem(code, pointer, Problem.Level.ERROR, message));
    }
}
