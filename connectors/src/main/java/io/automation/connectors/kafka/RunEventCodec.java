package io.automation.connectors.kafka;

import io.automation.model.run.Cancel;
import io.automation.model.run.Delivery;
import io.automation.model.run.DeliveryMode;
import io.automation.model.run.DeliveryStatus;
import io.automation.model.run.Intent;
import io.automation.model.run.MailClass;
import io.automation.model.run.Reason;
import io.automation.model.run.Run;
import io.automation.model.run.RunEvent;
import io.automation.model.run.RunMode;
import io.automation.model.run.RunStatus;
import io.automation.model.run.Step;
import io.automation.model.run.StepStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Records of the runs topic as JSON, a run's members named and ordered as in a replay's {@code
 * runs.jsonl}. A member that is added later may be missing in older records; one that changes its
 * meaning raises the version.
 */
public final class RunEventCodec {

    private static final Set<String> VERBATIM = Set.of("trigger_data", "data");

    private RunEventCodec() {}

    public static byte[] write(RunEvent event) {
        return JsonWriter.bytes(
                to -> {
                    to.text("kind", event.kind().name().toLowerCase(Locale.ROOT));
                    to.text("run_id", event.runId());
                    Run run = event.run();
                    if (run != null) {
                        to.object("run", json -> writeRun(run, json));
                    }
                    Intent intent = event.intent();
                    if (intent != null) {
                        to.object("intent", json -> writeIntent(intent, json));
                    }
                    Cancel cancel = event.cancel();
                    if (cancel != null) {
                        to.object("cancel", json -> writeCancel(cancel, json));
                    }
                });
    }

    public static RunEvent read(byte[] bytes) throws UnreadableRecordException {
        JsonRecord record = JsonRecord.read(bytes, VERBATIM);
        return switch (record.constant("kind", RunEvent.Kind.class)) {
            case RUN -> RunEvent.of(readRun(record.object("run")));
            case INTENT -> RunEvent.of(readIntent(record.object("intent")));
            case CANCEL -> RunEvent.of(readCancel(record.text("run_id"), record.object("cancel")));
        };
    }

    private static void writeRun(Run run, JsonWriter to) throws IOException {
        to.text("id", run.id());
        to.text("workflow_id", run.workflowId());
        to.number("workflow_version", run.workflowVersion());
        to.text("organization_id", run.organizationId());
        to.text("account_id", run.accountId());
        to.text("trigger_type", run.triggerType());
        to.text("occurrence_key", run.occurrenceKey());
        to.instant("occurred_at", run.occurredAt());
        to.text("status", run.status().code());
        to.text("reason", code(run.reason()));
        to.text("error", run.error());
        if (run.noop() || run.retracted()) {
            to.object("result", json -> writeResult(run, json));
        } else {
            to.none("result");
        }
        to.text("mode", run.mode().code());
        to.verbatim("trigger_data", run.triggerData());
        to.objects("steps", run.steps(), RunEventCodec::writeStep);
        to.objects("deliveries", run.deliveries(), RunEventCodec::writeDelivery);
    }

    private static void writeResult(Run run, JsonWriter to) throws IOException {
        if (run.noop()) {
            to.flag("noop", true);
        }
        if (run.retracted()) {
            to.flag("retracted", true);
        }
    }

    private static Run readRun(JsonRecord from) throws UnreadableRecordException {
        JsonRecord result = from.objectOrNull("result");
        List<Step> steps = new ArrayList<>();
        for (JsonRecord step : from.objects("steps")) {
            steps.add(readStep(step));
        }
        List<Delivery> deliveries = new ArrayList<>();
        for (JsonRecord delivery : from.objects("deliveries")) {
            deliveries.add(readDelivery(delivery));
        }
        return new Run(
                "",
                from.text("id"),
                from.text("workflow_id"),
                integerOrNull(from, "workflow_version"),
                from.text("organization_id"),
                from.textOrNull("account_id"),
                from.text("trigger_type"),
                from.text("occurrence_key"),
                from.instant("occurred_at"),
                from.constant("status", RunStatus.class),
                from.constantOrNull("reason", Reason.class),
                from.textOrNull("error"),
                result != null && result.flagOrFalse("noop"),
                result != null && result.flagOrFalse("retracted"),
                from.constant("mode", RunMode.class),
                from.text("trigger_data"),
                steps,
                deliveries);
    }

    private static void writeStep(Step step, JsonWriter to) throws IOException {
        to.number("step", step.step());
        to.text("action_type", step.actionType());
        to.text("status", step.status().code());
        to.instant("due_at", step.dueAt());
        to.text("reason", code(step.reason()));
        to.text("error", step.error());
    }

    private static Step readStep(JsonRecord from) throws UnreadableRecordException {
        return new Step(
                from.integer("step"),
                from.text("action_type"),
                from.constant("status", StepStatus.class),
                from.instantOrNull("due_at"),
                from.constantOrNull("reason", Reason.class),
                from.textOrNull("error"));
    }

    private static void writeDelivery(Delivery delivery, JsonWriter to) throws IOException {
        to.text("id", delivery.id());
        to.text("run_id", delivery.runId());
        to.number("step", delivery.step());
        to.text("organization_id", delivery.organizationId());
        to.text("account_id", delivery.accountId());
        to.text("contact_id", delivery.contactId());
        to.text("address", delivery.address());
        to.text("template_id", delivery.templateId());
        to.number("template_version", delivery.templateVersion());
        to.text("locale", delivery.locale());
        to.text("subject", delivery.subject());
        to.text("class", delivery.mailClass().code());
        to.text("status", delivery.status().code());
        to.text("reason", code(delivery.reason()));
        to.instant("due_at", delivery.dueAt());
    }

    private static Delivery readDelivery(JsonRecord from) throws UnreadableRecordException {
        return new Delivery(
                from.text("id"),
                from.text("run_id"),
                from.integer("step"),
                from.text("organization_id"),
                from.textOrNull("account_id"),
                from.textOrNull("contact_id"),
                from.text("address"),
                from.text("template_id"),
                integerOrNull(from, "template_version"),
                from.textOrNull("locale"),
                from.textOrNull("subject"),
                from.constant("class", MailClass.class),
                from.constant("status", DeliveryStatus.class),
                from.constantOrNull("reason", Reason.class),
                from.instant("due_at"));
    }

    private static void writeIntent(Intent intent, JsonWriter to) throws IOException {
        to.text("action_id", intent.delivery().id());
        to.text("endpoint", intent.endpoint());
        to.text("delivery_mode", intent.deliveryMode().code());
        to.object("delivery", json -> writeDelivery(intent.delivery(), json));
        to.object("run", json -> writeRun(intent.run(), json));
        to.verbatim("data", intent.data());
    }

    private static Intent readIntent(JsonRecord from) throws UnreadableRecordException {
        return new Intent(
                readRun(from.object("run")),
                readDelivery(from.object("delivery")),
                from.text("endpoint"),
                from.constant("delivery_mode", DeliveryMode.class),
                from.text("data"));
    }

    private static void writeCancel(Cancel cancel, JsonWriter to) throws IOException {
        to.text("organization_id", cancel.organizationId());
        to.text("action_id", cancel.actionId());
        to.text("endpoint", cancel.endpoint());
        to.text("reason", cancel.reason().code());
        to.instant("at", cancel.at());
    }

    private static Cancel readCancel(String runId, JsonRecord from)
            throws UnreadableRecordException {
        return new Cancel(
                runId,
                from.text("organization_id"),
                from.text("action_id"),
                from.text("endpoint"),
                from.constant("reason", Reason.class),
                from.instant("at"));
    }

    private static @Nullable String code(@Nullable Reason reason) {
        return reason == null ? null : reason.code();
    }

    private static @Nullable Integer integerOrNull(JsonRecord from, String name)
            throws UnreadableRecordException {
        return from.numberOrNull(name) == null ? null : (Integer) from.integer(name);
    }
}
