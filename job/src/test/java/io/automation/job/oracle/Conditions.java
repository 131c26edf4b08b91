package io.automation.job.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Section 4: whether conditions hold for an account now. */
final class Conditions {

    /** In the order in which they are given. */
    private static final List<String> REASONS =
            List.of("condition_failed", "missing_field", "type_mismatch");

    private final World world;
    private final String account;
    private final Variables variables;

    Conditions(World world, String organization, String account, JsonNode trigger) {
        this.world = world;
        this.account = account;
        this.variables = new Variables(world, organization, account, trigger);
    }

    /** Empty where all of them hold. */
    String reason(List<Condition> conditions) {
        Set<String> reasons = new TreeSet<>();
        for (Condition condition : conditions) {
            switch (condition.type()) {
                case "account_filter" -> filter(condition.config(), reasons);
                case "engagement_history" -> history(condition.config(), reasons);
                case "custom" -> reasons.add(custom(condition.config()));
                default -> {} // A time_condition defers.
            }
        }
        return REASONS.stream().filter(reasons::contains).findFirst().orElse("");
    }

    private void filter(JsonNode filter, Set<String> reasons) {
        Row row = world.accountRow(account);
        for (String list : List.of("industry", "size", "status")) {
            if (!filter.path(list).isEmpty()) {
                JsonNode value = row.value(list);
                if (Values.isNull(value)) {
                    reasons.add("missing_field");
                } else {
                    reasons.add(isListed(filter.path(list), value) ? "" : "condition_failed");
                }
            }
        }
        between(filter, "arr", Values.decimal(row.value("arr")), reasons);
        between(filter, "health_score", world.effectiveScore(account), reasons);
        between(filter, "churn_risk", world.churnRisk(account), reasons);
    }

    private static void between(
            JsonNode filter, String name, @Nullable BigDecimal value, Set<String> reasons) {
        BigDecimal min = Values.decimal(filter.path(name + "_min"));
        BigDecimal max = Values.decimal(filter.path(name + "_max"));
        if (min == null && max == null) {
            return;
        }
        if (value == null) {
            reasons.add("missing_field");
            return;
        }
        boolean isIn =
                (min == null || value.compareTo(min) >= 0)
                        && (max == null || value.compareTo(max) <= 0);
        reasons.add(isIn ? "" : "condition_failed");
    }

    private void history(JsonNode config, Set<String> reasons) {
        BigDecimal days = Values.decimal(config.path("last_engagement_days"));
        BigDecimal min = Values.decimal(config.path("engagement_count_min"));
        BigDecimal max = Values.decimal(config.path("engagement_count_max"));
        long from = world.now - (days == null ? 90 : days.longValue()) * Values.DAY;
        long least = min != null ? min.longValue() : max == null ? 1 : 0;
        long count =
                world.rows("engagements", account).values().stream()
                        .filter(row -> isBetween(row.value("occurred_at"), from, world.now))
                        .filter(row -> admits(config.path("engagement_types"), row.value("type")))
                        .filter(row -> admits(config.path("outcomes"), row.value("outcome")))
                        .count();
        boolean isEnough = count >= least && (max == null || count <= max.longValue());
        reasons.add(isEnough ? "" : "condition_failed");
    }

    private static boolean isBetween(JsonNode value, long from, long to) {
        Long at = Values.instant(value);
        return at != null && from <= at && at <= to;
    }

    private static boolean admits(JsonNode list, JsonNode value) {
        return list.isEmpty() || isListed(list, value);
    }

    private static boolean isListed(JsonNode list, JsonNode value) {
        for (JsonNode admitted : list) {
            if (admitted.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private String custom(JsonNode config) {
        JsonNode found = variables.value(config.path("field").asText());
        if (Values.isNull(found)) {
            return config.path("operator").asText().equals("not_equals") ? "" : "missing_field";
        }
        return compared(found, config);
    }

    /** Whether a value that there is holds, and if not, why. */
    static String compared(JsonNode found, JsonNode config) {
        JsonNode asked = config.path("value");
        String operator = config.path("operator").asText();
        if (operator.equals("contains")) {
            return contains(found, asked);
        }
        if (operator.equals("equals") || operator.equals("not_equals")) {
            boolean isWanted = operator.equals("equals");
            return isEqual(found, asked) == isWanted ? "" : "condition_failed";
        }
        Integer order = order(found, asked);
        if (order == null) {
            return "type_mismatch";
        }
        boolean holds = operator.equals("greater_than") ? order > 0 : order < 0;
        return holds ? "" : "condition_failed";
    }

    private static String contains(JsonNode found, JsonNode asked) {
        if (found.isArray()) {
            for (JsonNode member : found) {
                if (isEqual(member, asked)) {
                    return "";
                }
            }
            return "condition_failed";
        }
        if (!found.isTextual()) {
            return "type_mismatch";
        }
        return found.asText().contains(asText(asked)) ? "" : "condition_failed";
    }

    private static boolean isEqual(JsonNode one, JsonNode other) {
        Integer order = order(one, other);
        return order == null ? asText(one).equals(asText(other)) : order == 0;
    }

    /** As numbers or as instants; null where they are neither. */
    private static @Nullable Integer order(JsonNode one, JsonNode other) {
        BigDecimal number = Values.decimal(one);
        BigDecimal otherNumber = Values.decimal(other);
        if (number != null && otherNumber != null) {
            return number.compareTo(otherNumber);
        }
        Long at = Values.instant(one);
        Long otherAt = Values.instant(other);
        return at != null && otherAt != null ? Long.compare(at, otherAt) : null;
    }

    private static String asText(JsonNode value) {
        if (value.isNumber()) {
            return Values.plainText(value.decimalValue());
        }
        return value.isTextual() ? value.asText() : Values.write(value);
    }

    static Conditions of(World world, Workflow workflow, String account, JsonNode trigger) {
        return new Conditions(world, workflow.organization(), account, trigger);
    }
}
