package io.automation.job.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The template variables of section 5, at one instant. */
final class Variables {

    private final World world;
    private final String organization;
    private final @Nullable String account;
    private final JsonNode trigger;

    Variables(World world, String organization, @Nullable String account, JsonNode trigger) {
        this.world = world;
        this.organization = organization;
        this.account = account;
        this.trigger = trigger;
    }

    /** The value of a dotted path; missing or null where it has none. */
    JsonNode value(String path) {
        String root = path.contains(".") ? path.substring(0, path.indexOf('.')) : path;
        String rest = path.contains(".") ? path.substring(path.indexOf('.') + 1) : "";
        return switch (root) {
            case "account" -> account == null ? missing() : accountValue(account, rest);
            case "engagement" -> account == null ? missing() : engagementValue(account, rest);
            case "goals" -> account == null ? missing() : goals(account, rest);
            case "custom" -> account == null ? missing() : walk(world.custom(account), rest);
            case "trigger" -> walk(trigger, rest);
            case "organization" ->
                    rest.equals("name")
                            ? world.organization(organization).name()
                            : walk(world.organization(organization).settings(), rest);
            case "product_name" -> {
                JsonNode name = world.organization(organization).settings().path("product_name");
                yield name.isTextual() ? name : missing();
            }
            default -> missing();
        };
    }

    private JsonNode accountValue(String id, String name) {
        return switch (name) {
            case "health_score" -> Values.printed(world.effectiveScore(id));
            case "churn_risk" -> Values.printed(world.churnRisk(id));
            case "arr" -> Values.printed(Values.decimal(world.accountRow(id).value("arr")));
            default -> world.accountRow(id).value(name);
        };
    }

    private JsonNode engagementValue(String id, String name) {
        Map<String, Row> engagements = world.rows("engagements", id);
        return switch (name) {
            case "last_meeting_date" -> {
                Long latest = null;
                for (Row row : engagements.values()) {
                    Long scheduled = Values.instant(row.value("scheduled_at"));
                    Long occurred = Values.instant(row.value("occurred_at"));
                    Long at = occurred == null ? scheduled : occurred;
                    if (scheduled != null && isHeld(row.values()) && at != null) {
                        latest = latest == null ? at : Math.max(latest, at);
                    }
                }
                yield instant(latest);
            }
            case "next_meeting_date" -> {
                Long next = null;
                for (Row row : engagements.values()) {
                    Long at = Values.instant(row.value("scheduled_at"));
                    boolean isPlanned = row.value("status").asText().equals("scheduled");
                    if (isPlanned && at != null && at > world.now) {
                        next = next == null ? at : Math.min(next, at);
                    }
                }
                yield instant(next);
            }
            default -> {
                ToLongFunction<Map.Entry<String, Row>> occurred =
                        entry -> {
                            Long at = Values.instant(entry.getValue().value("occurred_at"));
                            return at == null ? Long.MAX_VALUE : at;
                        };
                yield engagements.entrySet().stream()
                        .filter(entry -> occurred.applyAsLong(entry) <= world.now)
                        .max(Comparator.comparingLong(occurred).thenComparing(Map.Entry::getKey))
                        .map(entry -> entry.getValue().value("type"))
                        .orElse(missing());
            }
        };
    }

    /** Completed with an outcome that says it took place. */
    static boolean isHeld(Map<String, JsonNode> engagement) {
        return Values.get(engagement, "status").asText().equals("completed")
                && !Set.of("missed", "no_show")
                        .contains(Values.get(engagement, "outcome").asText());
    }

    private JsonNode goals(String id, String name) {
        String status =
                Map.of(
                                "active_goals", "active",
                                "completed_goals", "achieved",
                                "at_risk_goals", "at_risk")
                        .getOrDefault(name, "");
        long count =
                world.rows("goals", id).values().stream()
                        .filter(goal -> goal.value("status").asText().equals(status))
                        .count();
        return Values.JSON.getNodeFactory().numberNode(count);
    }

    private static JsonNode instant(@Nullable Long at) {
        return at == null ? missing() : Values.JSON.getNodeFactory().textNode(Values.iso(at));
    }

    private static JsonNode walk(JsonNode value, String path) {
        JsonNode found = value;
        for (String name : path.split("\\.")) {
            found = found.path(name);
        }
        return found;
    }

    private static JsonNode missing() {
        return MissingNode.getInstance();
    }
}
