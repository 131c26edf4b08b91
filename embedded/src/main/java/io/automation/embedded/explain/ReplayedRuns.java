package io.automation.embedded.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.automation.embedded.explain.RunStory.MailStory;
import io.automation.embedded.explain.RunStory.StepStory;
import io.automation.model.run.DeliveryStatus;
import io.automation.model.run.Reason;
import io.automation.model.run.RunStatus;
import io.automation.model.run.StepStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads what a replay wrote: its decisions, and the runs of a workflow and an account. */
final class ReplayedRuns {

    private final Path output;
    private final UnaryOperator<@Nullable String> templateNames;

    /**
     * @param templateNames gives the name of a template's id, null for none
     */
    ReplayedRuns(Path output, UnaryOperator<@Nullable String> templateNames) {
        this.output = output;
        this.templateNames = templateNames;
    }

    /** The decisions on one workflow and account; null for those on an organization. */
    List<Decided> decisions(String workflowId, @Nullable String accountId) throws IOException {
        List<Decided> decisions = new ArrayList<>();
        each(
                "decisions.jsonl",
                line -> {
                    if (isOf(line, workflowId, accountId)) {
                        decisions.add(Decided.read(line));
                    }
                });
        return decisions;
    }

    /** The runs of one workflow and account, by id, with their mails. */
    Map<String, RunStory> runs(String workflowId, @Nullable String accountId) throws IOException {
        Map<String, JsonNode> lines = new HashMap<>();
        each(
                "runs.jsonl",
                line -> {
                    if (isOf(line, workflowId, accountId)) {
                        lines.put(line.path("id").asText(), line);
                    }
                });
        Map<String, List<MailStory>> mails = new HashMap<>();
        each(
                "deliveries.jsonl",
                line -> {
                    String runId = line.path("run_id").asText();
                    if (lines.containsKey(runId)) {
                        mails.computeIfAbsent(runId, id -> new ArrayList<>()).add(mail(line));
                    }
                });
        Map<String, RunStory> runs = new HashMap<>();
        lines.forEach((id, line) -> runs.put(id, run(line, mails.getOrDefault(id, List.of()))));
        return runs;
    }

    /** The runs whose id begins so, each with its workflow and account. */
    List<FoundRun> find(String beginning) throws IOException {
        List<FoundRun> found = new ArrayList<>();
        each(
                "runs.jsonl",
                line -> {
                    String id = line.path("id").asText();
                    if (id.startsWith(beginning)) {
                        found.add(
                                new FoundRun(
                                        id,
                                        line.path("workflow_id").asText(),
                                        Comparison.textOf(line.path("account_id"))));
                    }
                });
        return found;
    }

    /** A run, and whose it is. */
    record FoundRun(String id, String workflowId, @Nullable String accountId) {}

    private static boolean isOf(JsonNode line, String workflowId, @Nullable String accountId) {
        return line.path("workflow_id").asText().equals(workflowId)
                && Objects.equals(Comparison.textOf(line.path("account_id")), accountId);
    }

    private static RunStory run(JsonNode line, List<MailStory> mails) {
        JsonNode version = line.path("workflow_version");
        List<StepStory> steps = new ArrayList<>();
        for (JsonNode step : line.path("steps")) {
            steps.add(
                    new StepStory(
                            step.path("step").asInt(),
                            step.path("action_type").asText(),
                            StepStatus.valueOf(upper(step.path("status").asText())),
                            Comparison.instantOf(step.path("due_at")),
                            reason(Comparison.textOf(step.path("reason"))),
                            null));
        }
        return new RunStory(
                line.path("id").asText(),
                version.isInt() ? Integer.valueOf(version.intValue()) : null,
                line.path("trigger_type").asText(),
                line.path("occurrence_key").asText(),
                Instant.parse(line.path("occurred_at").asText()).toEpochMilli(),
                RunStatus.valueOf(upper(line.path("status").asText())),
                reason(Comparison.textOf(line.path("reason"))),
                Comparison.textOf(line.path("error")),
                line.path("result").path("retracted").asBoolean(false),
                line.path("trigger_data"),
                steps,
                mails,
                false);
    }

    private MailStory mail(JsonNode line) {
        String template = Comparison.textOf(line.path("template_id"));
        return new MailStory(
                line.path("step").asInt(),
                line.path("to").asText(),
                template,
                templateNames.apply(template),
                null,
                null,
                null,
                Comparison.textOf(line.path("subject")),
                DeliveryStatus.valueOf(upper(line.path("status").asText())),
                reason(Comparison.textOf(line.path("reason"))),
                null,
                null);
    }

    /** The reason of a code; null for none, and for a text that is none of the list. */
    static @Nullable Reason reason(@Nullable String code) {
        for (Reason reason : Reason.values()) {
            if (reason.code().equals(code)) {
                return reason;
            }
        }
        return null;
    }

    static String upper(String code) {
        return code.toUpperCase(Locale.ROOT);
    }

    private void each(String file, Consumer<JsonNode> line) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(output.resolve(file))) {
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                line.accept(ExplanationJson.JSON.readTree(text));
            }
        }
    }
}
