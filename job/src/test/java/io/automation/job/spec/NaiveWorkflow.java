package io.automation.job.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A good version of a workflow on health scores as the oracle understands it, by the words of the
 * contract and only as far as random histories go.
 */
record NaiveWorkflow(
        String id,
        String organization,
        @Nullable Integer version,
        boolean isActive,
        boolean isEnabledDraft,
        boolean isForAll,
        String metric,
        String direction,
        @Nullable BigDecimal threshold,
        @Nullable BigDecimal minimumChange,
        @Nullable Long timeWindow,
        @Nullable BigDecimal rearmThreshold,
        long cooldown,
        boolean allowsOwn,
        long reEntryMax,
        long reEntryInterval,
        BigDecimal holdoutPercent,
        JsonNode conditions,
        String template,
        Map<String, String> triggerConfig) {

    private static final long DAY = 86_400_000;
    private static final Map<String, Long> UNITS =
            Map.of("s", 1000L, "m", 60_000L, "h", 3_600_000L, "d", DAY, "w", 7 * DAY);

    private static final Set<String> TRIGGERS =
            Set.of("health_score_change", "health_score_drop", "churn_risk_increase");
    private static final Set<String> CONFIG =
            Set.of(
                    "metric",
                    "direction",
                    "threshold",
                    "minimum_change",
                    "time_window",
                    "rearm_threshold");
    private static final Set<String> SETTINGS =
            Set.of(
                    "cooldown",
                    "allow_automation_origin",
                    "re_entry",
                    "holdout_percent",
                    "max_accounts_per_hour",
                    "recheck");

    /** A definition that is refused (semantics 2.7). */
    static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    static NaiveWorkflow read(String id, Map<String, JsonNode> row) throws RefusedException {
        String type = get(row, "trigger_type").asText();
        check(TRIGGERS.contains(type), "trigger_type");
        JsonNode config = get(row, "trigger_config");
        JsonNode settings = get(row, "settings");
        checkKeys(config, CONFIG);
        checkKeys(settings, SETTINGS);
        check(get(row, "action_config").hasNonNull("template_id"), "template_id");

        Map<String, String> resolved = resolved(type, config);
        String implied =
                switch (type) {
                    case "health_score_drop" -> "decrease";
                    case "churn_risk_increase" -> "increase";
                    default -> "";
                };
        String direction = config.path("direction").asText(implied);
        check(implied.isEmpty() || direction.equals(implied), "an alias says the direction");
        check(Set.of("decrease", "increase", "both").contains(direction), "direction");
        String metric =
                type.equals("churn_risk_increase")
                        ? "churn_risk"
                        : config.path("metric").asText("health_score");
        check(Set.of("health_score", "churn_risk").contains(metric), "metric");

        BigDecimal threshold = number(config, "threshold");
        BigDecimal minimumChange = number(config, "minimum_change");
        check(minimumChange == null || minimumChange.signum() >= 0, "minimum_change is negative");
        if (minimumChange != null && minimumChange.signum() == 0) {
            minimumChange = null;
        }
        Long timeWindow = duration(config, "time_window");
        check(timeWindow == null || (timeWindow > 0 && timeWindow <= 90 * DAY), "time_window");
        check((minimumChange == null) == (timeWindow == null), "the two need each other");
        check(threshold != null || minimumChange != null, "neither of the two");
        BigDecimal rearm = number(config, "rearm_threshold");
        if (rearm != null) {
            check(!direction.equals("both"), "rearm_threshold with both");
            boolean isBelow = threshold != null && rearm.compareTo(threshold) < 0;
            boolean isAbove = threshold != null && rearm.compareTo(threshold) >= 0;
            check(!(direction.equals("decrease") ? isBelow : isAbove), "on the firing side");
        }

        Long cooldown = duration(settings, "cooldown");
        long usualCooldown = timeWindow == null ? 0 : timeWindow;
        JsonNode reEntry = settings.path("re_entry");
        long max = Long.MAX_VALUE;
        long interval = Long.MAX_VALUE;
        if (reEntry.isObject()) {
            max = reEntry.path("max").asLong(1);
            check(max >= 1 && max <= 100, "re_entry max");
            Long asked = duration(reEntry, "interval");
            check(asked == null || asked > 0, "re_entry interval");
            interval = asked == null ? Long.MAX_VALUE : asked;
        } else if (reEntry.asText().equals("once")) {
            max = 1;
        }
        BigDecimal holdout = number(settings, "holdout_percent");
        BigDecimal percent = holdout == null ? BigDecimal.ZERO : holdout;
        check(
                percent.signum() >= 0 && percent.compareTo(BigDecimal.valueOf(100)) <= 0,
                "holdout_percent");
        boolean isEnabled = get(row, "enabled").asBoolean(true);
        String status = get(row, "status").asText();
        return new NaiveWorkflow(
                id,
                get(row, "organization_id").asText(),
                get(row, "version").isNumber() ? get(row, "version").asInt() : null,
                status.equals("active") && isEnabled,
                status.equals("draft") && isEnabled,
                get(row, "scope_all_accounts").asBoolean(true),
                metric,
                direction,
                threshold,
                minimumChange,
                timeWindow,
                rearm,
                cooldown == null ? usualCooldown : cooldown,
                settings.path("allow_automation_origin").asBoolean(false),
                max,
                interval,
                percent,
                get(row, "condition_config"),
                get(row, "action_config").path("template_id").asText(),
                resolved);
    }

    /** Whether a row stops its workflow even where it is refused (semantics 2.7). */
    static boolean isStopping(Map<String, JsonNode> row) {
        return !get(row, "status").asText().equals("active")
                || !get(row, "enabled").asBoolean(true);
    }

    /** The trigger as it is compared: aliases resolved, numbers by value, text apart from them. */
    private static Map<String, String> resolved(String type, JsonNode config) {
        Map<String, String> resolved = new TreeMap<>();
        for (Iterator<String> names = config.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            JsonNode value = config.path(name);
            resolved.put(
                    name,
                    value.isNumber()
                            ? "number " + value.decimalValue().stripTrailingZeros()
                            : value.toString());
        }
        if (type.equals("health_score_drop")) {
            resolved.put("direction", "\"decrease\"");
        }
        if (type.equals("churn_risk_increase")) {
            resolved.put("direction", "\"increase\"");
            resolved.put("metric", "\"churn_risk\"");
        }
        return resolved;
    }

    private static void checkKeys(JsonNode mapping, Set<String> keys) throws RefusedException {
        for (Iterator<String> names = mapping.fieldNames(); names.hasNext(); ) {
            check(keys.contains(names.next()), "unknown key");
        }
    }

    private static @Nullable BigDecimal number(JsonNode mapping, String key)
            throws RefusedException {
        JsonNode value = mapping.path(key);
        if (value.isNumber()) {
            return value.decimalValue();
        }
        if (value.isTextual()) {
            check(value.asText().matches("[+-]?\\d+(\\.\\d+)?"), key);
            return new BigDecimal(value.asText());
        }
        check(value.isMissingNode() || value.isNull(), key);
        return null;
    }

    private static @Nullable Long duration(JsonNode mapping, String key) throws RefusedException {
        JsonNode value = mapping.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        String text = value.asText();
        check(text.matches("\\d+[smhdw]"), key);
        int digits = text.length() - 1;
        return Long.parseLong(text.substring(0, digits)) * UNITS.get(text.substring(digits));
    }

    private static void check(boolean holds, String message) throws RefusedException {
        if (!holds) {
            throw new RefusedException(message);
        }
    }

    private static JsonNode get(Map<String, JsonNode> row, String column) {
        return row.getOrDefault(column, MissingNode.getInstance());
    }

    /** The directions that are looked at, each for itself. */
    List<String> directions() {
        return direction.equals("both") ? List.of("decrease", "increase") : List.of(direction);
    }
}
