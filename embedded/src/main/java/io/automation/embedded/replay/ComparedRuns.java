package io.automation.embedded.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automation.job.history.FolderOutput;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the runs of two replays of one history have not in common.
 *
 * <p>A run with the same id counts as the same if it came to the same: status, reason, result and
 * steps. That another version compared it with another line is no difference by itself.
 */
final class ComparedRuns {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RUNS = "runs.jsonl";
    private static final List<String> NOT_COMPARED = List.of("workflow_version", "trigger_data");

    private final Map<String, Counts> byWorkflow = new TreeMap<>();

    /** How many runs of a workflow there are, and how many were not there or are no more. */
    static final class Counts {
        private long runs;
        private long without;
        private long added;
        private long gone;

        void writeTo(ObjectNode json) {
            json.put("runs", runs).put("without", without).put("added", added).put("gone", gone);
        }

        boolean isDifferent() {
            return added + gone > 0;
        }
    }

    /**
     * Compares the runs in the outputs of two replays, and writes the differences, in their order,
     * to the first.
     */
    static ComparedRuns of(Path output, Path without) throws IOException {
        ComparedRuns compared = new ComparedRuns();
        Path differences = output.resolve(FolderOutput.COMPARED);
        Path unfinished = output.resolve(FolderOutput.COMPARED + ".part");
        try (BufferedReader ours = Files.newBufferedReader(output.resolve(RUNS));
                BufferedReader others = Files.newBufferedReader(without.resolve(RUNS));
                BufferedWriter out = Files.newBufferedWriter(unfinished)) {
            compared.merge(new Runs(ours), new Runs(others), out);
        }
        Files.move(unfinished, differences, StandardCopyOption.REPLACE_EXISTING);
        return compared;
    }

    /** Adds what was counted of the files' workflows, and of all others that differ. */
    void addToSummary(Path output, FileDefinitions files) throws IOException {
        Path file = output.resolve(FolderOutput.SUMMARY);
        ObjectNode summary = (ObjectNode) JSON.readTree(file.toFile());
        Map<String, String> names = new TreeMap<>();
        for (JsonNode workflow : summary.path("workflows")) {
            names.put(workflow.path("id").asText(), workflow.path("name").asText());
        }
        files.workflows().keySet().forEach(id -> byWorkflow.putIfAbsent(id, new Counts()));
        ObjectNode compared = summary.putObject("compared");
        compared.put("added", byWorkflow.values().stream().mapToLong(each -> each.added).sum());
        compared.put("gone", byWorkflow.values().stream().mapToLong(each -> each.gone).sum());
        ArrayNode workflows = compared.putArray("workflows");
        byWorkflow.entrySet().stream()
                .filter(each -> isTold(each, files))
                .sorted(Comparator.comparing(each -> names.getOrDefault(each.getKey(), "")))
                .forEach(
                        each ->
                                each.getValue()
                                        .writeTo(
                                                workflows
                                                        .addObject()
                                                        .put("id", each.getKey())
                                                        .put("name", names.get(each.getKey()))));
        Files.writeString(file, summary + "\n");
    }

    private static boolean isTold(Map.Entry<String, Counts> workflow, FileDefinitions files) {
        return files.workflows().containsKey(workflow.getKey())
                || workflow.getValue().isDifferent();
    }

    private void merge(Runs ours, Runs others, BufferedWriter out) throws IOException {
        while (ours.head != null || others.head != null) {
            int order = RunLine.ORDER.compare(ours.head, others.head);
            boolean isChanged =
                    order == 0 && !requireNonNull(ours.head).isLike(requireNonNull(others.head));
            if (order >= 0) {
                RunLine other = requireNonNull(others.head);
                Counts counts = counts(other);
                counts.without++;
                if (order > 0 || isChanged) {
                    counts.gone++;
                    write(other, "gone", out);
                }
            }
            if (order <= 0) {
                RunLine own = requireNonNull(ours.head);
                Counts counts = counts(own);
                counts.runs++;
                if (order < 0 || isChanged) {
                    counts.added++;
                    write(own, "added", out);
                }
                ours.advance();
            }
            if (order >= 0) {
                others.advance();
            }
        }
    }

    private Counts counts(RunLine run) {
        return byWorkflow.computeIfAbsent(
                run.json.path("workflow_id").asText(), id -> new Counts());
    }

    private static void write(RunLine run, String change, BufferedWriter out) throws IOException {
        out.write("{\"change\":\"" + change + "\"," + run.text.substring(1) + '\n');
    }

    private static RunLine requireNonNull(@Nullable RunLine run) {
        return Objects.requireNonNull(run);
    }

    /** The runs of a file, one at a time. */
    private static final class Runs {

        private final BufferedReader reader;
        private @Nullable RunLine head;

        Runs(BufferedReader reader) throws IOException {
            this.reader = reader;
            advance();
        }

        void advance() throws IOException {
            String line = reader.readLine();
            head = line == null ? null : RunLine.of(line);
        }
    }

    /** A line of {@code runs.jsonl}. */
    private record RunLine(String text, JsonNode json, Instant at) {

        /** The contract's order; after the last line comes nothing. */
        static final Comparator<@Nullable RunLine> ORDER =
                Comparator.nullsLast(
                        Comparator.comparing(RunLine::at)
                                .thenComparing(run -> run.json.path("workflow_id").asText())
                                .thenComparing(run -> run.json.path("account_id").asText(""))
                                .thenComparing(run -> run.json.path("id").asText()));

        static RunLine of(String line) throws IOException {
            JsonNode json = JSON.readTree(line);
            return new RunLine(line, json, Instant.parse(json.path("occurred_at").asText()));
        }

        boolean isLike(RunLine other) {
            return text.equals(other.text) || outcome().equals(other.outcome());
        }

        private ObjectNode outcome() {
            return json.<ObjectNode>deepCopy().remove(NOT_COMPARED);
        }
    }
}
