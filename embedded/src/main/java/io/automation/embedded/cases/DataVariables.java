package io.automation.embedded.cases;

import com.fasterxml.jackson.databind.JsonNode;
import io.automation.model.workflow.Numbers;
import io.automation.udfs.condition.InstantText;
import io.automation.udfs.condition.Values;
import io.automation.udfs.condition.Variables;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Variables given as JSON. Those whose type is known may be texts: {@code "health_score": "59.5"},
 * {@code "contract_end_date": "2026-12-31"}.
 */
final class DataVariables implements Variables {

    private static final Set<String> NUMBERS =
            Set.of(
                    "account.health_score",
                    "account.arr",
                    "account.churn_risk",
                    "goals.active_goals",
                    "goals.completed_goals",
                    "goals.at_risk_goals");

    private static final Set<String> INSTANTS =
            Set.of(
                    "account.contract_end_date",
                    "engagement.last_meeting_date",
                    "engagement.next_meeting_date");

    private final Map<?, ?> root;

    /** Of an object; anything else holds no variable. */
    DataVariables(@Nullable JsonNode data) {
        this.root = data != null && data.isObject() ? typed(data) : Map.of();
    }

    @Override
    public @Nullable Object value(String path) {
        Object value = root;
        for (String name : path.split("\\.", -1)) {
            value = value instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return value;
    }

    private static Map<?, ?> typed(JsonNode data) {
        Map<String, Object> root = new LinkedHashMap<>();
        data.properties()
                .forEach(
                        entry -> {
                            if (!entry.getValue().isNull()) {
                                Object value = Values.of(entry.getValue());
                                root.put(entry.getKey(), typed(entry.getKey(), value));
                            }
                        });
        return root;
    }

    private static Object typed(String root, Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        Map<String, @Nullable Object> typed = new LinkedHashMap<>();
        map.forEach(
                (key, below) -> typed.put(String.valueOf(key), typedLeaf(root + '.' + key, below)));
        return typed;
    }

    /** A text that cannot be read stays one, and no condition takes it for what it should be. */
    private static @Nullable Object typedLeaf(String path, @Nullable Object value) {
        if (!(value instanceof String text)) {
            return value;
        }
        if (NUMBERS.contains(path)) {
            BigDecimal number = Numbers.of(text);
            return number == null ? text : number;
        }
        Long millis = INSTANTS.contains(path) ? InstantText.millis(text) : null;
        return millis == null ? text : Instant.ofEpochMilli(millis);
    }
}
