package io.automation.job.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automation.job.oracle.NameBasedId;
import io.automation.job.spec.Spec.ExpectedRefusal;
import io.automation.job.spec.Spec.ExpectedRun;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares what a replay found with what a spec asks for, and every id with one computed here. */
final class SpecCheck {

    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

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

    private final Spec spec;
    private final List<JsonNode> runs;
    private final List<JsonNode> deliveries;

    SpecCheck(Spec spec, List<JsonNode> runs, List<JsonNode> deliveries) {
        this.spec = spec;
        this.runs = runs;
        this.deliveries = deliveries;
    }

    void hasTheRunsAskedFor() {
        List<JsonNode> left = new ArrayList<>(runs);
        List<String> expected = new ArrayList<>();
        List<String> found = new ArrayList<>();
        for (ExpectedRun run : spec.runs()) {
            JsonNode asked = asked(run);
            JsonNode match = take(run, asked, left);
            expected.add(asked.toString());
            if (match != null) {
                found.add(view(match, run).toString());
            }
        }
        left.forEach(run -> found.add(run.toString()));
        assertThat(found).as(spec.name()).containsExactlyElementsOf(expected);
    }

    void hasTheIdsOfTheContract() {
        for (JsonNode run : runs) {
            assertThat(run.path("id").asText())
                    .isEqualTo(
                            NameBasedId.ofRun(
                                    run.path("workflow_id").asText(),
                                    run.path("account_id").asText(""),
                                    run.path("trigger_type").asText(),
                                    run.path("occurrence_key").asText()));
        }
        for (JsonNode delivery : deliveries) {
            assertThat(delivery.path("id").asText())
                    .isEqualTo(
                            NameBasedId.ofAction(
                                    delivery.path("run_id").asText(),
                                    delivery.path("step").asInt(),
                                    delivery.path("to").asText().toLowerCase(Locale.ROOT)));
        }
    }

    /** The fields in their order; numbers without trailing zeros or exponent. */
    void hasTheFieldsOfTheContract() {
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

    void hasTheRefusalsAskedFor(JsonNode summary) {
        List<JsonNode> refused = new ArrayList<>();
        summary.path("refused").forEach(refused::add);
        assertThat(refused).as("refused definitions").hasSameSizeAs(spec.refusals());
        for (int i = 0; i < refused.size(); i++) {
            ExpectedRefusal expected = spec.refusals().get(i);
            Instant at = expected.at();
            if (at != null) {
                assertThat(Instant.parse(refused.get(i).path("time").asText())).isEqualTo(at);
            }
            assertThat(refused.get(i).path("problems").findValuesAsText("pointer"))
                    .contains(expected.pointer());
        }
    }

    private @Nullable JsonNode take(ExpectedRun expected, JsonNode asked, List<JsonNode> left) {
        for (Iterator<JsonNode> runs = left.iterator(); runs.hasNext(); ) {
            JsonNode run = runs.next();
            if (view(run, expected).equals(asked)) {
                runs.remove();
                return run;
            }
        }
        return null;
    }

    /** What a spec says of a run. */
    private static JsonNode asked(ExpectedRun run) {
        ObjectNode asked = NODES.objectNode();
        asked.put("occurred_at", run.at().toString());
        asked.put("status", run.status());
        asked.put("reason", run.reason());
        if (run.workflowId() != null) {
            asked.put("workflow_id", run.workflowId());
        }
        if (run.accountId() != null) {
            asked.put("account_id", run.accountId());
        }
        copy(run.columns(), run.columns(), asked);
        copy(run.data(), run.data(), asked.putObject("trigger_data"));
        List<JsonNode> mails = run.deliveries();
        if (mails != null) {
            ArrayNode list = asked.putArray("mails");
            for (JsonNode mail : mails) {
                JsonNode columns = mail.isTextual() ? mailTo(mail.asText()) : mail;
                copy(columns, columns, list.addObject());
            }
        }
        return asked;
    }

    private static ObjectNode mailTo(String address) {
        return NODES.objectNode().put("to", address);
    }

    /** The same of a run that was found. */
    private JsonNode view(JsonNode run, ExpectedRun expected) {
        ObjectNode view = NODES.objectNode();
        view.put("occurred_at", Instant.parse(run.path("occurred_at").asText()).toString());
        view.set("status", run.path("status"));
        view.set("reason", run.path("reason"));
        if (expected.workflowId() != null) {
            view.set("workflow_id", run.path("workflow_id"));
        }
        if (expected.accountId() != null) {
            view.set("account_id", run.path("account_id"));
        }
        copy(expected.columns(), run, view);
        copy(expected.data(), run.path("trigger_data"), view.putObject("trigger_data"));
        List<JsonNode> mails = expected.deliveries();
        if (mails != null) {
            ArrayNode list = view.putArray("mails");
            for (JsonNode delivery : deliveries) {
                if (delivery.path("run_id").equals(run.path("id"))) {
                    JsonNode mail = list.size() < mails.size() ? mails.get(list.size()) : delivery;
                    ObjectNode seen = list.addObject();
                    copy(mail.isTextual() ? mailTo("") : mail, delivery, seen);
                }
            }
        }
        return view;
    }

    /** Copies the fields of a mask; numbers by value. */
    private static void copy(JsonNode mask, JsonNode from, ObjectNode to) {
        for (Iterator<Map.Entry<String, JsonNode>> i = mask.fields(); i.hasNext(); ) {
            String name = i.next().getKey();
            JsonNode value = from.path(name);
            if (value.isMissingNode()) {
                to.put(name, "(absent)");
            } else if (value.isNumber()) {
                BigDecimal number = value.decimalValue();
                to.put(
                        name,
                        number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString());
            } else {
                to.set(name, value);
            }
        }
    }
}
