package io.automation.embedded.explain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What is said of a condition that does not hold, and how conditions are called in a table. */
final class ConditionSentences {

    private static final Set<String> LISTS = Set.of("industry", "size", "status");

    private final Wording words;

    ConditionSentences(Wording words) {
        this.words = words;
    }

    /** {@code Its arr is 9,000; the workflow asks for 10,000 or more.} */
    String failed(Comparison condition) {
        String reason = Wording.orElse(condition.text("reason"), "condition_failed");
        String subject = subject(condition);
        if (condition.isOf("expression")) {
            return expression(condition, reason);
        }
        if (condition.isOf("engagement_count")) {
            return engagements(condition);
        }
        String found = value(condition.found());
        return switch (reason) {
            case "missing_field" ->
                    "%s is empty, and the workflow filters by it.".formatted(subject);
            case "type_mismatch" ->
                    "%s is %s, which cannot be compared with %s."
                            .formatted(subject, found, words.value(condition.asked()));
            default ->
                    "%s is %s; the workflow asks for %s."
                            .formatted(subject, found, asked(condition));
        };
    }

    /** What a condition asks for, after "asks for". */
    private String asked(Comparison condition) {
        String test = condition.test();
        String asked = words.value(condition.asked());
        if (condition.isOf("custom")) {
            return switch (condition.extra("operator").asText()) {
                case "not_equals" -> "anything but " + asked;
                case "greater_than" -> "more than " + asked;
                case "less_than" -> "less than " + asked;
                case "contains" -> "one that contains " + asked;
                default -> asked;
            };
        }
        if (test.endsWith("_min")) {
            return asked + " or more";
        }
        return test.endsWith("_max") ? asked + " or less" : asked;
    }

    private String subject(Comparison condition) {
        return "Its " + field(condition);
    }

    /** The field a condition looks at: {@code arr}, {@code custom.plan}. */
    private static String field(Comparison condition) {
        String test = condition.test();
        if (condition.isOf("custom")) {
            String field = Wording.orElse(condition.text("field"), "custom");
            return field.startsWith("account.") ? field.substring("account.".length()) : field;
        }
        boolean isBound = test.endsWith("_min") || test.endsWith("_max");
        String name = isBound ? test.substring(0, test.length() - "_min".length()) : test;
        return name.equals("health_score") || name.equals("churn_risk")
                ? name.replace("_score", "").replace('_', ' ')
                : name;
    }

    private String engagements(Comparison condition) {
        JsonNode asked = condition.asked();
        String last = "in the last " + Wording.count(asked.path("days").asLong(90), "day");
        return "It had %s %s; the workflow asks for %s."
                .formatted(
                        Wording.count(condition.found().asLong(), noun(asked)), last, range(asked));
    }

    private String noun(JsonNode asked) {
        List<String> kinds = new ArrayList<>();
        for (String key : List.of("types", "engagement_types", "outcomes")) {
            if (asked.path(key).isArray() && !asked.path(key).isEmpty()) {
                kinds.add(words.list(asked.path(key), "or"));
            }
        }
        return kinds.isEmpty() ? "engagement" : String.join(" ", kinds) + " engagement";
    }

    private String range(JsonNode asked) {
        JsonNode min = asked.path("min");
        JsonNode max = asked.path("max");
        if (!max.isNumber()) {
            return "at least " + words.value(min);
        }
        return min.asLong() == 0
                ? "at most " + words.value(max)
                : "%s to %s".formatted(words.value(min), words.value(max));
    }

    private String expression(Comparison condition, String reason) {
        String asked = Wording.line(condition.asked().asText());
        String found = variables(condition.found());
        return switch (reason) {
            case "missing_field" ->
                    "The workflow asks for %s, and a value of it is empty (%s)."
                            .formatted(asked, found);
            case "type_mismatch" ->
                    "The workflow asks for %s, which cannot be judged (%s)."
                            .formatted(asked, found);
            default -> "The workflow asks for %s, which is not so: %s.".formatted(asked, found);
        };
    }

    private String variables(JsonNode found) {
        List<String> values = new ArrayList<>();
        found.properties()
                .forEach(
                        variable ->
                                values.add(
                                        "%s is %s"
                                                .formatted(
                                                        variable.getKey(),
                                                        words.value(variable.getValue()))));
        return values.isEmpty() ? "it looks at nothing" : Wording.list(values, "and");
    }

    /** A condition's cell in a table: {@code arr at least 10,000}. */
    String label(Comparison condition) {
        JsonNode asked = condition.asked();
        String test = condition.test();
        if (condition.isOf("expression")) {
            return Wording.line(asked.asText());
        }
        if (condition.isOf("engagement_count")) {
            return "%ss in %sd, %s"
                    .formatted(noun(asked), asked.path("days").asText("90"), range(asked));
        }
        if (condition.isOf("custom")) {
            String operator = condition.extra("operator").asText().replace('_', ' ');
            return "%s %s %s".formatted(field(condition), operator, words.value(asked));
        }
        if (LISTS.contains(test)) {
            return "%s one of %s".formatted(test, words.list(asked, "or"));
        }
        return "%s at %s %s"
                .formatted(
                        field(condition),
                        test.endsWith("_max") ? "most" : "least",
                        words.value(asked));
    }

    /** What was found, in a table. */
    String found(Comparison condition) {
        if (condition.isOf("expression")) {
            List<String> values = new ArrayList<>();
            condition
                    .found()
                    .properties()
                    .forEach(
                            each -> values.add(each.getKey() + " " + words.value(each.getValue())));
            return String.join(", ", values);
        }
        return value(condition.found());
    }

    /** What is there; of a list all of it. */
    private String value(JsonNode found) {
        return found.isArray() ? words.list(found, "and") : words.value(found);
    }
}
