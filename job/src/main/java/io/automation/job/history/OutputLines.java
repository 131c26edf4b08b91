package io.automation.job.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.automation.job.evaluate.Bounds;
import io.automation.job.evaluate.DefinitionAnswer;
import io.automation.job.evaluate.UnfollowedMail;
import io.automation.model.change.Change;
import io.automation.model.change.DeadLetter;
import io.automation.model.change.Instants;
import io.automation.model.change.Table;
import io.automation.model.run.Decision;
import io.automation.model.run.Delivery;
import io.automation.model.run.DeliveryStatus;
import io.automation.model.run.Reason;
import io.automation.model.run.Run;
import io.automation.model.run.Step;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Prints what a replay found as the contract's lines. */
final class OutputLines {

    private static final JsonFactory JSON = new JsonFactory();

    private OutputLines() {}

    /** A run, its deliveries, and what the summary counts of them. */
    static void ofRun(Run run, Consumer<OutputLine> out) {
        String folder = run.folder();
        Reason reason = run.reason();
        RunTally tally =
                new RunTally(
                        run.workflowId(),
                        run.status().code(),
                        reason == null ? null : reason.code());
        out.accept(
                new OutputLine(
                        folder,
                        OutputSection.RUNS,
                        keyOf(run).bytes(),
                        json(json -> print(run, json)),
                        tally));
        for (Delivery delivery : run.deliveries()) {
            out.accept(
                    OutputLine.of(
                            folder,
                            OutputSection.DELIVERIES,
                            keyOf(run).number(delivery.step()).text(delivery.address()),
                            json(json -> print(delivery, json))));
            if (delivery.status() == DeliveryStatus.ACCEPTED) {
                out.accept(
                        OutputLine.of(
                                folder,
                                OutputSection.MAILED_ACCOUNTS,
                                new SortKey().text(delivery.accountId())));
                out.accept(
                        OutputLine.of(
                                folder,
                                OutputSection.MAILED_ADDRESSES,
                                new SortKey().text(delivery.address()).number(delivery.dueAt()),
                                utf8(delivery.address())));
            }
        }
    }

    static OutputLine ofDecision(Decision decision) {
        return OutputLine.of(
                decision.folder(),
                OutputSection.DECISIONS,
                new SortKey()
                        .number(decision.at())
                        .text(decision.workflowId())
                        .text(decision.accountId())
                        .text(decision.occurrenceKey())
                        .text(decision.verdict().code()),
                json(json -> print(decision, json)));
    }

    /** A workflow's name, and the definition itself if it was refused. */
    static void ofAnswer(DefinitionAnswer answer, Consumer<OutputLine> out) {
        String folder = answer.folder();
        if (answer.table().equals(Table.AUTOMATION_WORKFLOWS.tableName())) {
            out.accept(
                    OutputLine.of(
                            folder,
                            OutputSection.WORKFLOW_NAMES,
                            new SortKey().text(answer.id()).number(answer.at()),
                            json(json -> printName(answer, json))));
        }
        if (!answer.accepted()) {
            out.accept(
                    OutputLine.of(
                            folder,
                            OutputSection.REFUSED,
                            new SortKey()
                                    .number(answer.at())
                                    .text(answer.table())
                                    .text(answer.id()),
                            json(json -> print(answer, json))));
        }
    }

    static OutputLine ofUnfollowed(UnfollowedMail mail) {
        return OutputLine.of(
                mail.folder(),
                OutputSection.UNFOLLOWED,
                new SortKey().text(mail.workflowId()),
                utf8(mail.workflowId()));
    }

    static OutputLine ofDeadLetter(DeadLetter letter) {
        return OutputLine.of(
                letter.folder(),
                OutputSection.DEAD_LETTERS,
                new SortKey().text(letter.origin()).number(letter.line()),
                json(json -> print(letter, json)));
    }

    static OutputLine ofRange(FolderRange range, Bounds bounds) {
        return OutputLine.of(
                range.folder(),
                OutputSection.RANGE,
                new SortKey(),
                json(json -> print(range, bounds, json)));
    }

    private static SortKey keyOf(Run run) {
        return new SortKey()
                .number(run.occurredAt())
                .text(run.workflowId())
                .text(run.accountId())
                .text(run.id());
    }

    private static void print(Run run, JsonGenerator json) throws IOException {
        json.writeStringField("id", run.id());
        json.writeStringField("workflow_id", run.workflowId());
        printVersion("workflow_version", run.workflowVersion(), json);
        json.writeStringField("organization_id", run.organizationId());
        json.writeStringField("account_id", run.accountId());
        json.writeStringField("trigger_type", run.triggerType());
        json.writeStringField("occurrence_key", run.occurrenceKey());
        json.writeStringField("occurred_at", Instants.text(run.occurredAt()));
        json.writeStringField("status", run.status().code());
        json.writeStringField("reason", code(run.reason()));
        json.writeFieldName("result");
        printResult(run, json);
        json.writeStringField("mode", run.mode().code());
        json.writeFieldName("trigger_data");
        json.writeRawValue(run.triggerData());
        json.writeArrayFieldStart("steps");
        for (Step step : run.steps()) {
            json.writeStartObject();
            json.writeNumberField("step", step.step());
            json.writeStringField("action_type", step.actionType());
            json.writeStringField("status", step.status().code());
            json.writeStringField("due_at", instant(step.dueAt()));
            json.writeStringField("reason", code(step.reason()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void printResult(Run run, JsonGenerator json) throws IOException {
        if (!run.noop() && !run.retracted()) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        if (run.noop()) {
            json.writeBooleanField("noop", true);
        }
        if (run.retracted()) {
            json.writeBooleanField("retracted", true);
        }
        json.writeEndObject();
    }

    private static void print(Decision decision, JsonGenerator json) throws IOException {
        json.writeStringField("at", Instants.text(decision.at()));
        json.writeStringField("organization_id", decision.organizationId());
        json.writeStringField("workflow_id", decision.workflowId());
        printVersion("version", decision.version(), json);
        json.writeStringField("account_id", decision.accountId());
        json.writeStringField("occurrence_key", decision.occurrenceKey());
        json.writeStringField("verdict", decision.verdict().code());
        json.writeStringField("reason", code(decision.reason()));
        json.writeStringField("run_id", decision.runId());
        json.writeFieldName("compared");
        json.writeRawValue(decision.compared());
    }

    private static void printVersion(String name, @Nullable Integer version, JsonGenerator json)
            throws IOException {
        json.writeFieldName(name);
        if (version == null) {
            json.writeNull();
        } else {
            json.writeNumber(version);
        }
    }

    private static void print(Delivery delivery, JsonGenerator json) throws IOException {
        json.writeStringField("id", delivery.id());
        json.writeStringField("run_id", delivery.runId());
        json.writeNumberField("step", delivery.step());
        json.writeStringField("to", delivery.address());
        json.writeStringField("template_id", delivery.templateId());
        json.writeStringField("subject", delivery.subject());
        json.writeStringField("due_at", Instants.text(delivery.dueAt()));
        json.writeStringField("status", delivery.status().code());
        json.writeStringField("reason", code(delivery.reason()));
    }

    private static void print(DeadLetter letter, JsonGenerator json) throws IOException {
        json.writeStringField("file", letter.origin());
        json.writeNumberField("line", letter.line());
        json.writeStringField("reason", letter.reason());
        json.writeStringField("message", letter.message());
    }

    private static void printName(DefinitionAnswer answer, JsonGenerator json) throws IOException {
        json.writeStringField("id", answer.id());
        json.writeStringField("name", answer.name().isEmpty() ? answer.id() : answer.name());
    }

    private static void print(DefinitionAnswer answer, JsonGenerator json) throws IOException {
        json.writeStringField(nounOf(answer.table()), answer.id());
        json.writeStringField("name", answer.name());
        json.writeStringField("time", instant(answer.at()));
        json.writeFieldName("problems");
        json.writeRawValue(answer.problems());
    }

    private static void print(FolderRange range, Bounds bounds, JsonGenerator json)
            throws IOException {
        json.writeNumberField("changes", range.changes());
        json.writeStringField("from", instant(range.first()));
        json.writeStringField("to", instant(range.last()));
        json.writeStringField("until", instant(bounds.until()));
    }

    private static String nounOf(String table) {
        if (table.equals(Table.ORGANIZATIONS.tableName())) {
            return "organization";
        }
        return table.equals(Table.EMAIL_TEMPLATES.tableName()) ? "template" : "workflow";
    }

    private static @Nullable String code(@Nullable Reason reason) {
        return reason == null ? null : reason.code();
    }

    private static @Nullable String instant(@Nullable Long epochMillis) {
        return epochMillis == null || epochMillis <= Change.BEGINNING
                ? null
                : Instants.text(epochMillis);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] json(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            fields.print(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a line in memory can be written", e);
        }
        return bytes.toByteArray();
    }

    /** Prints an object's fields. */
    private interface Fields {
        void print(JsonGenerator json) throws IOException;
    }
}
