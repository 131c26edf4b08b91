package io.automation.job.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compares the fields of runs and mails, and how numbers are written, with the contract. */
final class ContractFields {

    private static final List<String> RUN =
            List.of(
                    "id",
                    "workflow_id",
                    "workflow_version",
                    "organization_id",
                    "account_id",
                    "trigger_type",
                    "occurrence_key",
                    "occurred_at",
                    "status",
                    "reason",
                    "result",
                    "mode",
                    "trigger_data",
                    "steps");
    private static final List<String> STEP =
            List.of("step", "action_type", "status", "due_at", "reason");
    private static final List<String> DELIVERY =
            List.of(
                    "id",
                    "run_id",
                    "step",
                    "to",
                    "template_id",
                    "subject",
                    "due_at",
                    "status",
                    "reason");

    private static final Map<String, List<String>> TRIGGER_DATA =
            Map.of(
                    "health_score_change",
                    List.of(
                            "direction",
                            "previous",
                            "current",
                            "reference",
                            "threshold",
                            "minimum_change"),
                    "engagement_event",
                    List.of("event_type", "engagement_id", "engagement_type", "since"),
                    "scheduled",
                    List.of("instant"),
                    "status_change",
                    List.of("from", "to"),
                    "account_created",
                    List.of("status"),
                    "goal_event",
                    List.of("event", "goal_id", "goal_type", "due_date"),
                    "date_reached",
                    List.of("field", "date", "offset_days"),
                    "pattern",
                    List.of("facts"),
                    "email_sent",
                    List.of("delivery_id", "template_id"),
                    "manual",
                    List.of("user_id"));

    private ContractFields() {}

    /** The fields in their order; numbers without trailing zeros or exponent. */
    static void check(List<JsonNode> runs, List<JsonNode> deliveries) {
        for (JsonNode run : runs) {
            assertThat(names(run)).isEqualTo(RUN);
            run.path("steps").forEach(step -> assertThat(names(step)).isEqualTo(STEP));
            JsonNode data = run.path("trigger_data");
            List<String> fields = new ArrayList<>(names(data));
            if (run.path("account_id").isNull()) {
                fields.remove("accounts");
            }
            assertThat(fields).isEqualTo(TRIGGER_DATA.get(run.path("trigger_type").asText()));
            for (JsonNode value : data) {
                if (value.isNumber()) {
                    assertThat(value.toString()).matches("-?(0|[1-9]\\d*)(\\.\\d*[1-9])?");
                }
            }
        }
        deliveries.forEach(delivery -> assertThat(names(delivery)).isEqualTo(DELIVERY));
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
