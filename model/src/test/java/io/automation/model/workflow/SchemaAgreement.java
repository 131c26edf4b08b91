package io.automation.model.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automation.model.schema.Schema;
import io.automation.model.schema.TestingSchema;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses rows and holds the JSON Schema to what the parser said of each. */
final class SchemaAgreement {

    /**
     * What the schema cannot say, as code and pointer: two values that contradict each other,
     * bounds of durations and of long numbers, names from lists that are too long or grow.
     */
    static final List<String> UNSAID =
            List.of(
                    "contradiction /trigger_config/(rearm_threshold|months|offset|from_status)",
                    "contradiction /trigger_config/steps/\\d+",
                    "contradiction .*/(arr|health_score|churn_risk|engagement_count)_min",
                    "contradiction /variables/\\d+/name",
                    "out_of_range /trigger_config/(time_window|within|threshold)",
                    "bad_duration /trigger_config/time_window",
                    "unknown_zone .*",
                    "bad_time .*/excluded_dates/\\d+",
                    "not_allowed_here /settings/(spread|holdout_percent)",
                    "not_allowed_here /action_config/(recipients|exit_if)",
                    "not_allowed_here (/action_config/steps/\\d+)?/action_type",
                    "not_allowed_here /action_config/steps/\\d+/condition_config");

    private static final Pattern IS_UNSAID = Pattern.compile(String.join("|", UNSAID));
    private static final TestingSchema WORKFLOW = new TestingSchema(Schema.WORKFLOW);
    private static final TestingSchema TEMPLATE = new TestingSchema(Schema.TEMPLATE);

    private SchemaAgreement() {}

    static ParsedWorkflow parse(WorkflowRow row) {
        ParsedWorkflow parsed = WorkflowParser.parse(row);
        ObjectNode document = document(row);
        if (document != null) {
            agrees(parsed.problems(), WORKFLOW.problems(document), document);
        }
        return parsed;
    }

    static ParsedTemplate parse(TemplateRow row) {
        ParsedTemplate parsed = TemplateParser.parse(row);
        ObjectNode document = document(row);
        if (document != null) {
            agrees(parsed.problems(), TEMPLATE.problems(document), document);
        }
        return parsed;
    }

    /** What the schema has against a workflow. */
    static List<String> problems(WorkflowRow row) {
        return WORKFLOW.problems(Objects.requireNonNull(document(row)));
    }

    static boolean isUnsaid(String problem) {
        return IS_UNSAID.matcher(problem).matches();
    }

    private static void agrees(List<Problem> ofParser, List<String> ofSchema, ObjectNode document) {
        List<String> errors =
                ofParser.stream()
                        .filter(Problem::isError)
                        .map(problem -> problem.code() + ' ' + problem.pointer())
                        .toList();
        if (errors.isEmpty()) {
            assertThat(ofSchema).as("accepted by the parser: %s", document).isEmpty();
        } else if (!errors.stream().allMatch(SchemaAgreement::isUnsaid)) {
            assertThat(ofSchema).as("refused with %s: %s", errors, document).isNotEmpty();
        }
    }

    /** The row as a definition file would say it; null where a column holds no JSON. */
    private static @Nullable ObjectNode document(WorkflowRow row) {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("kind", "workflow");
        document.put("organization_id", row.organizationId());
        document.put("name", row.name() == null ? "unnamed" : row.name());
        document.put("status", row.status());
        flag(document, "enabled", row.enabled());
        flag(document, "scope_all_accounts", row.scopeAllAccounts());
        document.put("trigger_type", row.triggerType());
        document.put("action_type", row.actionType());
        boolean good =
                column(document, "trigger_config", row.triggerConfig())
                        && column(document, "condition_config", row.conditionConfig())
                        && column(document, "action_config", row.actionConfig())
                        && column(document, "settings", row.settings());
        return good ? document : null;
    }

    private static @Nullable ObjectNode document(TemplateRow row) {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("kind", "template");
        document.put("organization_id", row.organizationId());
        document.put("name", row.name() == null ? "unnamed" : row.name());
        document.put("subject", row.subject() == null ? "" : row.subject());
        document.put("html_content", row.html() == null ? "" : row.html());
        document.put("text_content", row.text());
        document.put("category", row.category());
        document.put("delivery_mode", row.deliveryMode());
        return column(document, "variables", row.variables()) ? document : null;
    }

    private static void flag(ObjectNode document, String key, @Nullable String text) {
        if ("true".equals(text) || "false".equals(text)) {
            document.put(key, text.equals("true"));
        } else {
            document.put(key, text);
        }
    }

    private static boolean column(ObjectNode document, String key, @Nullable String text) {
        if (text == null) {
            return true;
        }
        Problems problems = new Problems();
        JsonNode value = Json.read(text, "", problems);
        document.set(key, value);
        return value != null && !problems.refused();
    }
}
