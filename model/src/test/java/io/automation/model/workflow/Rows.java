package io.automation.model.workflow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows for tests; JSON is written with single quotes. */
final class Rows {

    static final String HEALTH = "{'threshold':60,'direction':'decrease'}";
    static final String MAIL = "{'template_id':'health_concern'}";

    private Rows() {}

    static String json(String text) {
        return text.replace('\'', '"');
    }

    static WorkflowRow workflow() {
        return workflow("health_score_change", HEALTH, null, "send_email", MAIL, null);
    }

    static WorkflowRow triggered(String type, @Nullable String config) {
        return workflow(type, config, null, "send_email", MAIL, null);
    }

    static WorkflowRow conditioned(@Nullable String conditions) {
        return workflow("health_score_change", HEALTH, conditions, "send_email", MAIL, null);
    }

    static WorkflowRow acting(String type, @Nullable String config) {
        return workflow("health_score_change", HEALTH, null, type, config, null);
    }

    static WorkflowRow set(String triggerType, String triggerConfig, @Nullable String settings) {
        return workflow(triggerType, triggerConfig, null, "send_email", MAIL, settings);
    }

    static WorkflowRow workflow(
            @Nullable String triggerType,
            @Nullable String triggerConfig,
            @Nullable String conditionConfig,
            @Nullable String actionType,
            @Nullable String actionConfig,
            @Nullable String settings) {
        return new WorkflowRow(
                "w1",
                "o1",
                "Health alert",
                "active",
                null,
                null,
                triggerType,
                quoted(triggerConfig),
                quoted(conditionConfig),
                actionType,
                quoted(actionConfig),
                quoted(settings),
                "3");
    }

    private static @Nullable String quoted(@Nullable String text) {
        return text == null ? null : json(text);
    }

    /** {@code code /pointer} of every problem. */
    static List<String> problems(ParsedWorkflow parsed) {
        return parsed.problems().stream()
                .map(problem -> problem.code() + ' ' + problem.pointer())
                .toList();
    }

    /** What the parser says; the JSON Schema must agree. */
    static ParsedWorkflow parse(WorkflowRow row) {
        return SchemaAgreement.parse(row);
    }

    static Workflow accepted(WorkflowRow row) {
        ParsedWorkflow parsed = parse(row);
        Workflow workflow = parsed.workflow();
        if (workflow == null) {
            throw new AssertionError(parsed.problems().toString());
        }
        return workflow;
    }
}
