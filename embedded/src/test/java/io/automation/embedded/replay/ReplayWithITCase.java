package io.automation.embedded.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automation.embedded.cli.TestingTerminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ./automation replay --with}: what definitions in files would have changed. */
class ReplayWithITCase {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The history's own workflow, to be replaced by its name or by an id. */
    private static final String FILE =
            """
            kind: workflow
            organization: Käse & Co
            name: Health alert
            status: active
            trigger_type: health_score_change
            trigger_config: {direction: decrease, threshold: 60}
            action_type: send_email
            action_config: {template_id: alert}
            """;

    @TempDir private Path directory;

    private final TestingTerminal terminal = new TestingTerminal(false);

    /** Three crossings of 60, of which one is of 50 too, and one of 50 alone. */
    @BeforeEach
    void writeHistory() throws IOException {
        new History()
                .company("2026-01-01T00:00:00Z", "active", 2)
                .score("h1", 0, "2026-01-02T00:00:00Z", 70)
                .score("h2", 0, "2026-01-03T00:00:00Z", 55)
                .score("h3", 0, "2026-01-04T00:00:00Z", 45)
                .score("h4", 0, "2026-01-05T00:00:00Z", 65)
                .score("h5", 0, "2026-01-06T00:00:00Z", 40)
                .score("h6", 1, "2026-01-06T00:00:00Z", 70)
                .score("h7", 1, "2026-01-07T00:00:00Z", 58)
                .write(directory.resolve("in"), 2);
    }

    @Test
    void listsRunsThatAreAddedOrGone() throws IOException {
        Path file = write("alert.yaml", FILE.replace("threshold: 60", "threshold: 50"));

        assertThat(replay("--with", file.toString())).isZero();

        assertThat(instants("runs.jsonl"))
                .containsExactly("2026-01-04T00:00:00.000Z", "2026-01-06T00:00:00.000Z");
        // The run of 6 January is there in both, whatever line it was compared with.
        assertThat(lines("compared.jsonl"))
                .map(line -> line.replaceAll(",\"workflow_id.*\"occurred_at\":", " "))
                .map(line -> line.replaceAll("\"id\":\"[^\"]*\"| ?,\"status.*", ""))
                .containsExactly(
                        "{\"change\":\"gone\", \"2026-01-03T00:00:00.000Z\"",
                        "{\"change\":\"added\", \"2026-01-04T00:00:00.000Z\"",
                        "{\"change\":\"gone\", \"2026-01-07T00:00:00.000Z\"");
        List<String> runs = lines("runs.jsonl");
        assertThat(lines("compared.jsonl").get(1))
                .isEqualTo("{\"change\":\"added\"," + runs.get(0).substring(1));
        JsonNode compared = JSON.readTree(terminal.out()).path("compared");
        assertThat(compared.toString())
                .isEqualTo(
                        "{\"added\":1,\"gone\":2,\"workflows\":[{\"id\":\""
                                + History.WORKFLOW
                                + "\",\"name\":\"Health alert\",\"runs\":2,\"without\":3,"
                                + "\"added\":1,\"gone\":2}]}");
    }

    @Test
    void tellsAPerson() throws IOException {
        TestingTerminal watched = new TestingTerminal(true);
        Path file = write("alert.yaml", FILE.replace("threshold: 60", "threshold: 50"));

        watched.run(
                "replay",
                "--input",
                directory.resolve("in").toString(),
                "--output",
                directory.resolve("out").toString(),
                "--with",
                file.toString());

        assertThat(watched.out().lines())
                .anySatisfy(
                        line ->
                                assertThat(line)
                                        .startsWith(
                                                "    runs    Health alert 2, without the file 3:"
                                                        + " 1 new, 2 gone"));
    }

    @Test
    void countsARunThatCameToSomethingElseAsGoneAndAdded() throws IOException {
        Path file = write("alert.yaml", FILE + "settings: {cooldown: 30d}\n");

        assertThat(replay("--with", file.toString())).isZero();

        List<String> compared = lines("compared.jsonl");
        assertThat(compared).hasSize(2);
        assertThat(compared.get(0))
                .startsWith("{\"change\":\"gone\"")
                .contains("\"occurred_at\":\"2026-01-06", "\"status\":\"success\"");
        assertThat(compared.get(1))
                .startsWith("{\"change\":\"added\"")
                .contains("\"status\":\"skipped\",\"reason\":\"cooldown\"");
        assertThat(idOf(compared.get(0))).isEqualTo(idOf(compared.get(1)));
    }

    @Test
    void holdsFromTheBeginningWhateverTheHistorySays() throws IOException {
        new History()
                .company("2026-01-01T00:00:00Z", "active", 1)
                .score("h1", 0, "2026-01-02T00:00:00Z", 70)
                .score("h2", 0, "2026-01-03T00:00:00Z", 55)
                .workflow("u", "2026-01-04T00:00:00Z", "paused", 60)
                .write(directory.resolve("in"), 2);
        Path file = write("alert.yaml", FILE);

        assertThat(replay("--with", file.toString())).isZero();

        assertThat(lines("runs.jsonl")).hasSize(1);
        assertThat(lines("compared.jsonl"))
                .singleElement()
                .asString()
                .startsWith("{\"change\":\"added\"");
    }

    @Test
    void putsAnIdThatIsStatedInPlaceOfTheOneOfItsName() throws IOException {
        String id = "99999999-9999-4999-8999-999999999999";
        Path file = write("alert.yaml", FILE + "id: " + id + "\n");

        assertThat(replay("--with", file.toString())).isZero();

        assertThat(lines("runs.jsonl"))
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).contains("\"workflow_id\":\"" + id));
        assertThat(lines("compared.jsonl")).hasSize(6);
    }

    @Test
    void addsADefinitionThatTheHistoryDoesNotHave() throws IOException {
        Path file =
                write(
                        "other.yaml",
                        FILE.replace("name: Health alert", "name: Other")
                                + "scope_all_accounts: false\naccounts: [Größe 1]\n");

        assertThat(replay("--with", file.toString())).isZero();

        assertThat(lines("runs.jsonl")).hasSize(4);
        assertThat(lines("compared.jsonl"))
                .singleElement()
                .asString()
                .contains("\"account_id\":\"" + History.account(1));
    }

    @Test
    void replacesTemplatesToo() throws IOException {
        Path file =
                write(
                        "template.yaml",
                        """
                        kind: template
                        organization: Käse & Co
                        name: alert
                        subject: Look at {{account.name}}
                        html_content: <p>Look</p>
                        """);

        assertThat(replay("--with", file.toString())).isZero();

        assertThat(lines("deliveries.jsonl"))
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).contains("\"subject\":\"Look at Größe"));
        assertThat(lines("compared.jsonl")).isEmpty();
    }

    @Test
    void letsADraftActOnlyWhenAsked() throws IOException {
        Path file =
                write(
                        "other.yaml",
                        FILE.replace("name: Health alert", "name: Other")
                                .replace("active", "draft"));

        replay("--with", file.toString());
        List<String> without = lines("compared.jsonl");
        replay("--with", file.toString(), "--include-drafts");

        assertThat(without).isEmpty();
        assertThat(terminal.err())
                .isEqualTo(
                        "Other is a draft in the file and starts nothing; add --include-drafts\n");
        assertThat(lines("compared.jsonl")).hasSize(3);
    }

    @Test
    void writesTheSameBytesForAnyOrderAndParallelism() throws IOException {
        History history =
                new History().company("2026-01-01T00:00:00Z", "active", 9).scores(900, 9, 3);
        Path file = write("alert.yaml", FILE.replace("threshold: 60", "threshold: 55"));
        List<String> results = new ArrayList<>();

        for (int parallelism = 1; parallelism <= 2; parallelism++) {
            Path input =
                    history.shuffled(parallelism)
                            .write(directory.resolve("in" + parallelism), parallelism);
            Path output = directory.resolve("out" + parallelism);
            terminal.run(
                    "replay",
                    "--input",
                    input.toString(),
                    "--output",
                    output.toString(),
                    "--parallelism",
                    Integer.toString(parallelism),
                    "--with",
                    file.toString());
            results.add(Files.readString(output.resolve("compared.jsonl")));
        }

        assertThat(results.get(0).lines().count()).isGreaterThan(50);
        assertThat(results.get(1)).isEqualTo(results.get(0));
    }

    @Test
    void takesEachHistorysOwnFiles() throws IOException {
        Path each = directory.resolve("each");
        for (String name : List.of("a", "b", "c", "d")) {
            new History()
                    .company("2026-01-01T00:00:00Z", "active", 1)
                    .score("h1", 0, "2026-01-02T00:00:00Z", 70)
                    .score("h2", 0, "2026-01-03T00:00:00Z", 55)
                    .write(each.resolve(name), 1);
        }
        Files.writeString(each.resolve("b/own.yaml"), FILE.replace("60", "50"));
        Files.writeString(each.resolve("b/replay.args"), "--with own.yaml\n");
        Files.writeString(each.resolve("c/own.yaml"), FILE.replace("Käse", "Wurst"));
        Files.writeString(each.resolve("c/replay.args"), "--with own.yaml\n");
        Files.writeString(each.resolve("d/replay.args"), "--definitions recorded\n");
        Path usual = write("usual.yaml", FILE.replace("name: Health alert", "name: Other"));

        int exitCode =
                terminal.run(
                        "replay",
                        "--each",
                        each.toString(),
                        "--output",
                        directory.resolve("out").toString(),
                        "--with",
                        usual.toString());

        assertThat(exitCode).isEqualTo(1);
        assertThat(lines("a/compared.jsonl"))
                .singleElement()
                .asString()
                .contains("{\"change\":\"added\"");
        assertThat(lines("b/compared.jsonl"))
                .singleElement()
                .asString()
                .contains("{\"change\":\"gone\"");
        assertThat(lines("c/error.txt"))
                .singleElement()
                .asString()
                .contains("own.yaml line 2 /organization: there is no organization \"Wurst & Co\"");
        assertThat(directory.resolve("out/c/runs.jsonl")).doesNotExist();
        assertThat(directory.resolve("out/d/compared.jsonl")).doesNotExist();
        assertThat(lines("d/runs.jsonl")).hasSize(1);
        JsonNode total = JSON.readTree(terminal.out());
        assertThat(total.path("added").asInt()).isEqualTo(1);
        assertThat(total.path("gone").asInt()).isEqualTo(1);
    }

    @Test
    void forgetsAnOlderComparison() throws IOException {
        Path file = write("alert.yaml", FILE);

        replay("--with", file.toString());
        replay();

        assertThat(directory.resolve("out/compared.jsonl")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Käse & Co    | Wurst & Co | unknown_organization | there is no organization
                    : alert}     | : alarm}   | unknown_template     | no template
                    threshold:   | treshold:  | unknown_key          | did you mean threshold?
                    """)
    void refusesAFileThatIsNotGood(String good, String bad, String code, String message)
            throws IOException {
        Path file = write("alert.yaml", FILE.replace(good, bad));

        assertThat(replay("--with", file.toString())).isEqualTo(2);

        assertThat(terminal.out())
                .contains("\"code\":\"" + code)
                .contains(message, "\"file\":\"" + file);
        assertThat(terminal.err())
                .isEqualTo("--with: a definition is refused; nothing was replayed.\n");
        assertThat(directory.resolve("out")).doesNotExist();
    }

    @Test
    void saysInOneLineWhatCannotBeReplayedWith() throws IOException {
        Path file = write("alert.yaml", FILE);

        assertThat(replay("--with", "absent.yaml")).isEqualTo(2);
        assertThat(replay("--with", file.toString(), "--definitions", "recorded")).isEqualTo(2);

        assertThat(terminal.err().lines())
                .containsExactly(
                        "--with: absent.yaml is no file that can be read",
                        "--with needs --definitions pinned: its definitions hold from the"
                                + " beginning");
    }

    private int replay(String... args) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "replay",
                                "--input",
                                directory.resolve("in").toString(),
                                "--output",
                                directory.resolve("out").toString()));
        all.addAll(List.of(args));
        return terminal.run(all.toArray(String[]::new));
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    private List<String> lines(String name) throws IOException {
        return Files.readAllLines(directory.resolve("out").resolve(name));
    }

    private List<String> instants(String name) throws IOException {
        List<String> instants = new ArrayList<>();
        for (String line : lines(name)) {
            instants.add(JSON.readTree(line).path("occurred_at").asText());
        }
        return instants;
    }

    private static String idOf(String line) throws IOException {
        return JSON.readTree(line).path("id").asText();
    }
}
