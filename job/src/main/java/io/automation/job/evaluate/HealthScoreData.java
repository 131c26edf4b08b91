package io.automation.job.evaluate;

import io.automation.job.evaluate.TriggerIndex.Hit;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a health_score_change run says of its trigger: the contract's fields in their order. */
record HealthScoreData(
        String direction,
        @Nullable BigDecimal previous,
        @Nullable BigDecimal current,
        BigDecimal reference,
        @Nullable BigDecimal threshold,
        @Nullable BigDecimal minimumChange) {

    /** The data of an edge. */
    static HealthScoreData of(Hit hit, String direction) {
        return new HealthScoreData(
                direction,
                hit.previous(),
                hit.current(),
                hit.edge().reference(),
                hit.trigger().threshold(),
                hit.trigger().minimumChange());
    }

    /** The same as template variables; nulls are left out. */
    Map<String, Object> variables() {
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("direction", direction);
        put(variables, "previous", previous);
        put(variables, "current", current);
        variables.put("reference", reference);
        put(variables, "threshold", threshold);
        put(variables, "minimum_change", minimumChange);
        return variables;
    }

    String json() {
        return "{\"direction\":\""
                + direction
                + "\",\"previous\":"
                + number(previous)
                + ",\"current\":"
                + number(current)
                + ",\"reference\":"
                + number(reference)
                + ",\"threshold\":"
                + number(threshold)
                + ",\"minimum_change\":"
                + number(minimumChange)
                + '}';
    }

    private static void put(
            Map<String, Object> variables, String name, @Nullable BigDecimal value) {
        if (value != null) {
            variables.put(name, value);
        }
    }

    /** Without trailing zeros and without an exponent. */
    private static String number(@Nullable BigDecimal value) {
        if (value == null) {
            return "null";
        }
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0
                ? stripped.setScale(0).toPlainString()
                : stripped.toPlainString();
    }
}
