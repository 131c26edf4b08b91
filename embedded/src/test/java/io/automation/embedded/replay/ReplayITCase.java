package io.automation.embedded.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automation.embedded.cli.TestingTerminal;
import io.automation.embedded.definitions.TestingSchemas;
import io.automation.embedded.demo.DemoProcess;
import io.automation.model.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayITCase {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DAY1 = "2026-01-01T00:00:00Z";

    @TempDir private Path directory;

    private final TestingTerminal terminal = new TestingTerminal(false);

    @Test
    void writesRunsDeliveriesAndASummary() throws IOException {
        Path input =
                new History()
                        .company(DAY1, "active", 1)
                        .score("h1", 0, "2026-01-02T00:00:00Z", 70)
                        .score("h2", 0, "2026-01-03T00:00:00Z", 59)
                        .write(directory.resolve("in"), 2);

        assertThat(replay("--input", input.toString())).isZero();

        assertThat(lines("runs.jsonl"))
                .singleElement()
                .asString()
                .contains("\"occurred_at\":\"2026-01-03T00:00:00.000Z\",\"status\":\"success\"");
        assertThat(lines("deliveries.jsonl"))
                .singleElement()
                .asString()
                .contains("\"to\":\"ann0@example.com\"", "\"subject\":\"Größe 0 fell\"");
        assertThat(lines("dead_letters.jsonl")).isEmpty();
        JsonNode summary = JSON.readTree(terminal.out());
        assertThat(summary.at("/input/changes").asInt()).isEqualTo(7);
        assertThat(summary.at("/input/to").asText()).isEqualTo("2026-01-03T00:00:00.000Z");
        assertThat(summary.at("/workflows/0/runs").toString())
                .isEqualTo("[{\"status\":\"success\",\"reason\":null,\"count\":1}]");
        assertThat(summary.at("/mails").toString())
                .isEqualTo("{\"count\":1,\"accounts\":1,\"most_to_one_address_in_a_week\":1}");
        assertThat(names(directory.resolve("out")))
                .containsExactly(
                        "dead_letters.jsonl", "deliveries.jsonl", "runs.jsonl", "summary.json");
    }

    @Test
    void writesWhatTheSchemasSay() throws IOException {
        Path input =
                new History()
                        .company(DAY1, "active", 3)
                        .scores(300, 3, 7)
                        .write(directory.resolve("in"), 2);
        Files.writeString(input.resolve("bad.jsonl"), "no change\n");

        assertThat(replay("--input", input.toString())).isZero();

        assertThat(lines("runs.jsonl")).hasSizeGreaterThan(3);
        for (String line : lines("runs.jsonl")) {
            assertThat(TestingSchemas.problems(Schema.RUN, JSON.readTree(line))).isEmpty();
        }
        for (String line : lines("deliveries.jsonl")) {
            assertThat(TestingSchemas.problems(Schema.DELIVERY, JSON.readTree(line))).isEmpty();
        }
        assertThat(lines("dead_letters.jsonl"))
                .singleElement()
                .satisfies(
                        line ->
                                assertThat(
                                                TestingSchemas.problems(
                                                        Schema.DEAD_LETTER, JSON.readTree(line)))
                                        .isEmpty());
    }

    @Test
    void writesTheSameBytesForAnyOrderAndParallelism() throws IOException {
        History history = new History().company(DAY1, "active", 15).scores(3000, 15, 7);
        List<String> results = new ArrayList<>();

        for (int parallelism = 1; parallelism <= 3; parallelism++) {
            Path input =
                    history.shuffled(parallelism)
                            .write(directory.resolve("in" + parallelism), parallelism);
            Path output = directory.resolve("out" + parallelism);
            int exitCode =
                    terminal.run(
                            "replay",
                            "--input",
                            input.toString(),
                            "--output",
                            output.toString(),
                            "--parallelism",
                            Integer.toString(parallelism));
            assertThat(exitCode).isZero();
            results.add(
                    Files.readString(output.resolve("runs.jsonl"))
                            + Files.readString(output.resolve("deliveries.jsonl")));
        }

        assertThat(results.get(0).lines().count()).isGreaterThan(1000);
        assertThat(results.get(1)).isEqualTo(results.get(0));
        assertThat(results.get(2)).isEqualTo(results.get(0));
    }

    @Test
    void judgesByTheDefinitionsOfTheTimeOrByTheLastOnes() throws IOException {
        Path input =
                new History()
                        .company(DAY1, "active", 1)
                        .score("h1", 0, "2026-01-02T00:00:00Z", 70)
                        .score("h2", 0, "2026-01-03T00:00:00Z", 55)
                        .workflow("u", "2026-01-04T00:00:00Z", "active", 50)
                        .score("h3", 0, "2026-01-05T00:00:00Z", 45)
                        .write(directory.resolve("in"), 1);

        replay("--input", input.toString());
        List<String> recorded = instants();
        replay("--input", input.toString(), "--definitions", "pinned");
        List<String> pinned = instants();

        assertThat(recorded)
                .containsExactly("2026-01-03T00:00:00.000Z", "2026-01-05T00:00:00.000Z");
        assertThat(pinned).containsExactly("2026-01-05T00:00:00.000Z");
    }

    @Test
    void letsDraftsActWhenAsked() throws IOException {
        Path input =
                new History()
                        .company(DAY1, "draft", 1)
                        .score("h1", 0, "2026-01-02T00:00:00Z", 70)
                        .score("h2", 0, "2026-01-03T00:00:00Z", 55)
                        .write(directory.resolve("in"), 1);

        replay("--input", input.toString(), "--definitions", "pinned");
        List<String> without = instants();
        replay("--input", input.toString(), "--definitions", "pinned", "--include-drafts");

        assertThat(without).isEmpty();
        assertThat(instants()).containsExactly("2026-01-03T00:00:00.000Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-03T00:00:00Z", "2026-01-03T01:00:00+01:00"})
    void countsWhatHappensAtTheLastInstantAndNothingLater(String until) throws IOException {
        Path input =
                new History()
                        .company(DAY1, "active", 2)
                        .score("h1", 0, "2026-01-02T00:00:00Z", 70)
                        .score("h2", 1, "2026-01-02T00:00:00Z", 70)
                        .score("h3", 0, "2026-01-03T00:00:00Z", 55)
                        .score("h4", 1, "2026-01-03T00:00:00.001Z", 55)
                        .write(directory.resolve("in"), 1);

        replay("--input", input.toString(), "--until", until);

        assertThat(instants()).containsExactly("2026-01-03T00:00:00.000Z");
        assertThat(JSON.readTree(terminal.out()).at("/input/until").asText())
                .isEqualTo("2026-01-03T00:00:00.000Z");
    }

    @Test
    void listsDeadLettersByTheirPlaceAndGoesOn() throws IOException {
        Path input =
                new History()
                        .line("{\"op\":\"c\"")
                        .company(DAY1, "active", 1)
                        .score("h1", 0, "2026-01-02T00:00:00Z", 70)
                        .line("")
                        .line("null")
                        .line("[]")
                        .score("h2", 0, "2026-01-03T00:00:00Z", 55)
                        .write(directory.resolve("in"), 1);

        assertThat(replay("--input", input.toString())).isZero();

        assertThat(lines("dead_letters.jsonl"))
                .map(line -> line.replaceAll(",\"message.*", ""))
                .containsExactly(
                        "{\"file\":\"part0/changes.jsonl\",\"line\":1,\"reason\":\"not_json\"",
                        "{\"file\":\"part0/changes.jsonl\",\"line\":10,\"reason\":\"not_json\"");
        assertThat(instants()).hasSize(1);
    }

    @Test
    void takesASnapshotRowForAnUpdateWhereItsRowIsKnown() throws IOException {
        Path input =
                new History()
                        .company(DAY1, "active", 2)
                        .score("h1", 0, "2026-01-02T00:00:00Z", 70)
                        .score("r", "h1", 0, "2026-01-04T00:00:00Z", 70)
                        .score("h2", 0, "2026-01-05T00:00:00Z", 50)
                        .score("r", "h3", 1, "2026-01-02T00:00:00Z", 70)
                        .score("h4", 1, "2026-01-06T00:00:00Z", 50)
                        .write(directory.resolve("in"), 1);

        replay("--input", input.toString());

        assertThat(instants())
                .containsExactly("2026-01-05T00:00:00.000Z", "2026-01-06T00:00:00.000Z");
    }

    @Test
    void replaysEachFolderByItsOwnOptionsWhateverBecomesOfTheOthers() throws IOException {
        History history =
                new History()
                        .company(DAY1, "draft", 1)
                        .score("h1", 0, "2026-01-02T00:00:00Z", 70)
                        .score("h2", 0, "2026-01-03T00:00:00Z", 55)
                        .score("h3", 0, "2026-01-04T00:00:00Z", 65)
                        .score("h4", 0, "2026-01-05T00:00:00Z", 55);
        Path each = directory.resolve("each");
        history.write(each.resolve("default"), 1);
        args(
                history.write(each.resolve("drafts"), 2),
                "--definitions pinned",
                "",
                "--include-drafts");
        args(
                history.write(each.resolve("early"), 1),
                "--definitions pinned",
                "--include-drafts",
                "--until 2026-01-04T00:00:00Z");
        args(history.write(each.resolve("bad"), 1), "--nonsense");
        new History().line("").write(each.resolve("empty"), 1);
        Files.createDirectories(each.resolve("nothing"));

        assertThat(replay("--each", each.toString())).isEqualTo(1);

        Path out = directory.resolve("out");
        assertThat(out.resolve("default/runs.jsonl")).isEmptyFile();
        assertThat(Files.readAllLines(out.resolve("drafts/runs.jsonl"))).hasSize(2);
        assertThat(Files.readAllLines(out.resolve("early/runs.jsonl"))).hasSize(1);
        assertThat(out.resolve("empty/runs.jsonl")).isEmptyFile();
        assertThat(names(out.resolve("bad"))).containsExactly("error.txt");
        assertThat(out.resolve("bad/error.txt")).content().contains("replay.args", "--nonsense");
        assertThat(names(out.resolve("nothing"))).containsExactly("error.txt");
        JsonNode total = JSON.readTree(terminal.out());
        assertThat(total.path("failed").toString()).isEqualTo("[\"bad\",\"nothing\"]");
        assertThat(total.path("runs").asInt()).isEqualTo(3);
        assertThat(terminal.err().lines()).hasSize(2);
    }

    @Test
    void finishesTheOthersWhereOneFolderMakesTheJobFail() throws IOException {
        History history =
                new History()
                        .company(DAY1, "active", 1)
                        .score("h1", 0, "2026-01-02T00:00:00Z", 70)
                        .score("h2", 0, "2026-01-03T00:00:00Z", 59);
        Path each = directory.resolve("each");
        for (String name : List.of("a", "b", "c", "d", "e")) {
            history.write(each.resolve(name), 1);
        }
        Path out = directory.resolve("out");
        // What is in the way of the folder's results fails the job when it is about to write them.
        Files.createDirectories(out.resolve("d/runs.jsonl.part"));

        assertThat(replay("--each", each.toString())).isEqualTo(1);

        assertThat(names(out.resolve("d"))).containsExactly("error.txt");
        assertThat(out.resolve("d/error.txt")).content().contains("the replay failed: ", "d/runs");
        for (String name : List.of("a", "b", "c", "e")) {
            assertThat(out.resolve(name).resolve("error.txt")).doesNotExist();
            assertThat(Files.readAllLines(out.resolve(name).resolve("runs.jsonl"))).hasSize(1);
        }
        JsonNode total = JSON.readTree(terminal.out());
        assertThat(total.path("failed").toString()).isEqualTo("[\"d\"]");
        assertThat(total.path("runs").asInt()).isEqualTo(4);
    }

    @Test
    void leavesItsOwnResultsOutOfAnInputThatHoldsThem() throws IOException {
        Path input =
                new History()
                        .company(DAY1, "active", 1)
                        .score("h1", 0, "2026-01-02T00:00:00Z", 70)
                        .score("h2", 0, "2026-01-03T00:00:00Z", 59)
                        .write(directory, 1);

        replay("--input", input.toString());
        replay("--input", input.toString());

        assertThat(lines("runs.jsonl")).hasSize(1);
        assertThat(lines("dead_letters.jsonl")).isEmpty();
    }

    @Test
    void tellsAPersonWhatItWouldHaveDone() throws IOException {
        TestingTerminal watched = new TestingTerminal(true);
        Path input =
                new History()
                        .company(DAY1, "active", 1)
                        .score("h1", 0, "2026-01-02T00:00:00Z", 70)
                        .score("h2", 0, "2026-01-03T00:00:00Z", 59)
                        .write(directory.resolve("in"), 1);

        watched.run("replay", "--input", input.toString(), "--output", output());

        assertThat(watched.out().lines())
                .anySatisfy(
                        line ->
                                assertThat(line)
                                        .startsWith(
                                                "    read    7 changes, 1 Jan to 3 Jan 2026, in "))
                .contains(
                        "    runs    Health alert 1: success 1",
                        "    would   1 mail to 1 account, at most 1 to one address in a week",
                        "    nothing left this machine");
    }

    @Test
    void tellsAllProblemsOfTheNewestRefusal() throws IOException {
        TestingTerminal watched = new TestingTerminal(true);
        Path input =
                new History()
                        .company(DAY1, "active", 1)
                        .workflowTriggeredBy("2026-01-02T00:00:00Z", "{'direction':'up'}")
                        .workflowTriggeredBy(
                                "2026-01-03T00:00:00Z", "{'treshold':50,'direction':'down'}")
                        .write(directory.resolve("in"), 1);

        watched.run("replay", "--input", input.toString(), "--output", output());

        assertThat(watched.out().lines().map(line -> line.replaceAll("  \\S* is unknown.*", "")))
                .containsSubsequence(
                        "    refused Health alert, 2 problems",
                        "              /trigger_config/direction",
                        "              /trigger_config/treshold  unknown key; did you mean threshold?")
                .satisfiesOnlyOnce(line -> assertThat(line).contains("refused"));
    }

    @Test
    void leavesAFolderToTheReplayThatWritesThere() throws Exception {
        Path input =
                new History()
                        .company(DAY1, "active", 1)
                        .score("h1", 0, "2026-01-02T00:00:00Z", 70)
                        .write(directory.resolve("in"), 1);

        try (OutputLock other = OutputLock.take(Path.of(output()))) {
            assertThat(replayOfAnotherProcess(input)).isEqualTo(2);
            assertThat(replay("--input", input.toString())).isEqualTo(2);
            assertThat(other).isNotNull();
            assertThat(terminal.err().lines())
                    .singleElement()
                    .asString()
                    .contains("out: another replay writes there");
            assertThat(names(directory.resolve("out"))).containsExactly(".replay.lock");
        }

        assertThat(replay("--input", input.toString())).isZero();
    }

    private int replayOfAnotherProcess(Path input) throws IOException, InterruptedException {
        Path said = directory.resolve("other.out");
        try (DemoProcess process =
                DemoProcess.start(
                        said, "replay", "--input", input.toString(), "--output", output())) {
            int exitCode = process.awaitExit(Duration.ofMinutes(2));
            assertThat(process.text()).contains("another replay writes there");
            return exitCode;
        }
    }

    private int replay(String... args) {
        List<String> all = new ArrayList<>(List.of("replay", "--output", output()));
        all.addAll(List.of(args));
        return terminal.run(all.toArray(String[]::new));
    }

    private String output() {
        return directory.resolve("out").toString();
    }

    private List<String> lines(String name) throws IOException {
        return Files.readAllLines(directory.resolve("out").resolve(name));
    }

    private List<String> instants() throws IOException {
        List<String> instants = new ArrayList<>();
        for (String line : lines("runs.jsonl")) {
            instants.add(JSON.readTree(line).path("occurred_at").asText());
        }
        return instants;
    }

    private static void args(Path history, String... lines) throws IOException {
        Files.write(history.resolve("replay.args"), List.of(lines));
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
