package io.automation.embedded.explain;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automation.embedded.explain.Explanation.FactLine;
import io.automation.embedded.explain.RunStory.MailStory;
import io.automation.embedded.explain.RunStory.StepStory;
import io.automation.model.change.Instants;
import io.automation.model.run.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An answer for programs: one object, instants in UTC, ids in full. */
final class ExplanationJson {

    /** Reads and writes numbers as they are. */
    static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .nodeFactory(new JsonNodeFactory(true))
                    .build();

    private ExplanationJson() {}

    static String line(Explanation explanation) {
        Subject subject = explanation.subject();
        Decided decision = explanation.decision();
        ObjectNode answer = JSON.createObjectNode();
        answer.put("fired", explanation.isFired());
        answer.put("sentence", String.join(" ", explanation.sentences()));
        answer.put("verdict", decision == null ? null : decision.verdict().code());
        answer.put("reason", reason(decision, explanation.run()));
        answer.put("at", decision == null ? null : Instants.text(decision.at()));
        answer.putObject("workflow")
                .put("id", subject.workflowId())
                .put("name", subject.workflowName())
                .put("version", subject.version());
        if (subject.accountId() == null) {
            answer.putNull("account");
        } else {
            answer.putObject("account")
                    .put("id", subject.accountId())
                    .put("name", subject.accountName());
        }
        answer.putObject("organization")
                .put("id", subject.organizationId())
                .put("name", subject.organizationName())
                .put("timezone", subject.zone().getId());
        answer.put("occurrence_key", decision == null ? null : decision.key());
        for (String part : List.of("fact", "trigger", "conditions", "admission")) {
            var compared = decision == null ? null : decision.compared().get(part);
            answer.set(part, compared == null ? JSON.nullNode() : compared);
        }
        RunStory run = explanation.run();
        answer.set("run", run == null ? JSON.nullNode() : run(run));
        ArrayNode earlier = answer.putArray("facts");
        explanation.facts().forEach(fact -> earlier.add(fact(fact)));
        answer.put("not_before", instant(explanation.notBefore()));
        answer.put("records_since", instant(explanation.recordsSince()));
        try {
            return JSON.writeValueAsString(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can be written", e);
        }
    }

    /** That of the run as it was recorded, where it has one. */
    private static @Nullable String reason(@Nullable Decided decision, @Nullable RunStory run) {
        if (run != null && run.reason() != null) {
            return run.reason().code();
        }
        return decision == null ? null : code(decision.reason());
    }

    private static ObjectNode fact(FactLine line) {
        Decided decision = line.decision();
        return JSON.createObjectNode()
                .put("at", Instants.text(decision.at()))
                .put("what", line.what())
                .put("verdict", decision.verdict().code())
                .put("reason", code(decision.reason()))
                .put("occurrence_key", decision.key())
                .put("run_id", decision.runId());
    }

    private static ObjectNode run(RunStory run) {
        ObjectNode node =
                JSON.createObjectNode()
                        .put("id", run.id())
                        .put("workflow_version", run.workflowVersion())
                        .put("trigger_type", run.triggerType())
                        .put("occurred_at", Instants.text(run.at()))
                        .put("status", run.status().code())
                        .put("reason", code(run.reason()))
                        .put("error", run.error())
                        .put("retracted", run.isRetracted())
                        .put("recorded_by", run.isLive() ? "live" : "replay");
        node.set("trigger_data", run.triggerData());
        ArrayNode steps = node.putArray("steps");
        for (StepStory step : run.steps()) {
            steps.addObject()
                    .put("step", step.step())
                    .put("action_type", step.actionType())
                    .put("status", step.status().code())
                    .put("due_at", instant(step.dueAt()))
                    .put("reason", code(step.reason()))
                    .put("error", step.error());
        }
        ArrayNode mails = node.putArray("deliveries");
        for (MailStory mail : run.mails()) {
            mails.addObject()
                    .put("step", mail.step())
                    .put("to", mail.address())
                    .put("template_id", mail.templateId())
                    .put("template", mail.template())
                    .put("template_version", mail.templateVersion())
                    .put("locale", mail.locale())
                    .put("arm", mail.arm())
                    .put("subject", mail.subject())
                    .put("status", mail.status().code())
                    .put("reason", code(mail.reason()))
                    .put("accepted_at", instant(mail.acceptedAt()))
                    .put("error", mail.error());
        }
        return node;
    }

    private static @Nullable String code(@Nullable Reason reason) {
        return reason == null ? null : reason.code();
    }

    private static @Nullable String instant(@Nullable Long millis) {
        return millis == null ? null : Instants.text(millis);
    }
}
