package io.automation.embedded.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import io.automation.model.workflow.Suggestions;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The columns that a definition may have, and what their plain values look like. */
final class DefinitionColumns {

    private static final Set<String> COMMON =
            Set.of("kind", "id", "organization", "organization_id", "name", "version");
    private static final Set<String> OF_WORKFLOWS =
            Set.of(
                    "description",
                    "status",
                    "enabled",
                    "scope_all_accounts",
                    "accounts",
                    "trigger_type",
                    "trigger_config",
                    "condition_config",
                    "action_type",
                    "action_config",
                    "settings");
    private static final Set<String> OF_TEMPLATES =
            Set.of(
                    "subject",
                    "html_content",
                    "text_content",
                    "variables",
                    "category",
                    "delivery_mode",
                    "variants");
    private static final Set<String> FLAGS = Set.of("enabled", "scope_all_accounts");
    private static final Set<String> TEXTS =
            Set.of(
                    "kind",
                    "id",
                    "organization",
                    "organization_id",
                    "name",
                    "description",
                    "status",
                    "trigger_type",
                    "action_type",
                    "subject",
                    "html_content",
                    "text_content",
                    "category",
                    "delivery_mode");

    /** What the columns take, in characters. */
    private static final Map<String, Integer> LONGEST =
            Map.of("name", 255, "subject", 500, "category", 50);

    private static final Pattern UUID =
            Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private DefinitionColumns() {}

    static boolean isUuid(String id) {
        return UUID.matcher(id).matches();
    }

    /** Checks keys and plain values; gives the pointers of those of a wrong type. */
    static Set<String> check(Definition definition, List<FileProblem> problems) {
        Set<String> bad = new LinkedHashSet<>();
        String kind = definition.kind();
        boolean isTemplate = kind.equals(Definition.TEMPLATE);
        if (!isTemplate && !definition.isWorkflow()) {
            problems.add(
                    definition.error(
                            kind.isEmpty() ? "missing" : "unknown_value",
                            "/kind",
                            "write kind: workflow or kind: template"));
            return bad;
        }
        Set<String> known = new LinkedHashSet<>(COMMON);
        known.addAll(isTemplate ? OF_TEMPLATES : OF_WORKFLOWS);
        definition
                .fields()
                .fieldNames()
                .forEachRemaining(
                        key -> {
                            if (!known.contains(key)) {
                                problems.add(
                                        definition.error(
                                                "unknown_key",
                                                '/' + key.replace("~", "~0").replace("/", "~1"),
                                                "unknown key"
                                                        + Suggestions.didYouMean(key, known)));
                            } else if (!isPlain(definition, key, problems)) {
                                bad.add('/' + key);
                            }
                        });
        if (!bad.contains("/name") && definition.name().isBlank()) {
            problems.add(definition.error("missing", "/name", "a definition needs a name"));
        }
        String id = definition.text("id");
        if (!bad.contains("/id") && id != null && !isUuid(id)) {
            problems.add(
                    definition.error("wrong_type", "/id", "write a UUID, or leave it to the name"));
        }
        return bad;
    }

    /** Whether a column's value has the type of the column. */
    private static boolean isPlain(Definition definition, String key, List<FileProblem> problems) {
        JsonNode value = definition.value(key);
        if (value == null) {
            return true;
        }
        if (TEXTS.contains(key) && !value.isTextual()) {
            problems.add(definition.error("wrong_type", '/' + key, "write a text, in quotes"));
            return false;
        }
        if (FLAGS.contains(key) && !value.isBoolean()) {
            problems.add(definition.error("wrong_type", '/' + key, "write true or false"));
            return false;
        }
        if (key.equals("version") && !(value.isNumber() && isCount(value.decimalValue()))) {
            problems.add(definition.error("wrong_type", "/version", "write a whole number"));
            return false;
        }
        Integer longest = LONGEST.get(key);
        if (longest != null && value.textValue().length() > longest) {
            problems.add(
                    definition.error(
                            "out_of_range",
                            '/' + key,
                            "it has more than the " + longest + " characters it may have"));
        }
        return true;
    }

    private static boolean isCount(BigDecimal number) {
        return number.signum() > 0 && number.stripTrailingZeros().scale() <= 0;
    }
}
