package io.automation.embedded.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparedRunsTest {

    private static final String NOON = "2026-03-01T12:00:00.000Z";
    private static final String LATER = "2026-03-01T12:00:00.001Z";

    @TempDir private Path directory;

    @Test
    void keepsTheOrderOfRuns() throws IOException {
        String organization = run("9", "w1", null, NOON, "success");
        String first = run("1", "w1", "a1", NOON, "success");
        String both = run("2", "w1", "a2", NOON, "success");
        String other = run("0", "w2", "a1", NOON, "success");
        String last = run("3", "w1", "a1", LATER, "success");

        assertThat(compare(List.of(first, both, last), List.of(organization, both, other)))
                .containsExactly(
                        line("gone", organization),
                        line("added", first),
                        line("gone", other),
                        line("added", last));
    }

    @Test
    void listsTheSameRunWithAnotherOutcomeTwice() throws IOException {
        String before = run("1", "w1", "a1", NOON, "success");
        String now = run("1", "w1", "a1", NOON, "skipped");

        assertThat(compare(List.of(now), List.of(before)))
                .containsExactly(line("gone", before), line("added", now));
    }

    @Test
    void passesOverWhatTheDefinitionItselfSays() throws IOException {
        String before = run("1", "w1", "a1", NOON, "success");
        String now =
                before.replace("\"threshold\":60", "\"threshold\":55")
                        .replace("\"workflow_version\":1", "\"workflow_version\":null");

        assertThat(now).isNotEqualTo(before);
        assertThat(compare(List.of(now), List.of(before))).isEmpty();
    }

    @Test
    void seesThatARunMovedInTime() throws IOException {
        String before = run("1", "w1", "a1", NOON, "success");
        String now = run("1", "w1", "a1", LATER, "success");

        assertThat(compare(List.of(now), List.of(before)))
                .containsExactly(line("gone", before), line("added", now));
    }

    private List<String> compare(List<String> runs, List<String> without) throws IOException {
        Path output = Files.createDirectories(directory.resolve("with"));
        Path other = Files.createDirectories(directory.resolve("without"));
        Files.write(output.resolve("runs.jsonl"), runs);
        Files.write(other.resolve("runs.jsonl"), without);

        ComparedRuns.of(output, other);

        return Files.readAllLines(output.resolve("compared.jsonl"));
    }

    private static String line(String change, String run) {
        return "{\"change\":\"" + change + "\"," + run.substring(1);
    }

    private static String run(
            String id, String workflow, String account, String at, String status) {
        return String.join(
                ",",
                Arrays.asList(
                        "{\"id\":\"" + id + "\"",
                        "\"workflow_id\":\"" + workflow + "\"",
                        "\"workflow_version\":1",
                        "\"account_id\":" + (account == null ? "null" : "\"" + account + "\""),
                        "\"occurred_at\":\"" + at + "\"",
                        "\"status\":\"" + status + "\"",
                        "\"trigger_data\":{\"threshold\":60}}"));
    }
}
