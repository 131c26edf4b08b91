package io.automation.embedded.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automation.embedded.cli.TestingTerminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./automation spec} from its command line to its lines. */
class SpecCommandITCase {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path DOCS = Path.of("../docs");

    private static final String SPEC =
            """
            name: A fall below 60 mails the owner
            workflow:
              trigger_type: health_score_change
              trigger_config: {threshold: 60, direction: decrease}
            changes:
              - {at: day 0, score: 70}
              - {at: day 1, score: 59}
            runs:
              - {at: day 1, mails: [olga@acme.example]}
            """;

    @TempDir private Path directory;

    private final TestingTerminal terminal = new TestingTerminal(false);

    @Test
    void tellsASpecALine() throws IOException {
        Path good = write("a.yaml", SPEC);
        Path bad = write("b.yaml", SPEC.replace("score: 59", "score: 60"));

        assertThat(terminal.run("spec", directory.toString())).isEqualTo(1);

        assertThat(terminal.out().lines())
                .containsExactly(
                        "{\"file\":\"%s\",\"name\":\"A fall below 60 mails the owner\","
                                        .formatted(good)
                                + "\"holds\":true,\"differences\":[]}",
                        "{\"file\":\"%s\",\"name\":\"A fall below 60 mails the owner\","
                                        .formatted(bad)
                                + "\"holds\":false,\"differences\":[\"day 1 00:00 (Mon 2 Mar)"
                                + "  expected success; there is no such run\"]}");
    }

    @Test
    void speaksToPeopleOnATerminal() throws IOException {
        TestingTerminal watched = new TestingTerminal(true);
        Path bad = write("b.yaml", SPEC.replace("olga@", "ada@").replace("59", "58"));

        assertThat(watched.run("spec", bad.toString())).isEqualTo(1);

        assertThat(watched.out())
                .isEqualTo(
                        bad
                                + "   fails    A fall below 60 mails the owner\n"
                                + "  day 1 00:00 (Mon 2 Mar)  mails: expected [\"ada@acme.example\"],"
                                + " found [\"olga@acme.example\"]\n\n"
                                + "1 spec: 0 hold, 1 fail.\n");
    }

    @Test
    void runsNothingWhereAFileIsNotUnderstood() throws IOException {
        write("a.yaml", SPEC);
        Path bad = write("b.yaml", SPEC.replace("changes:", "chnages:"));
        Path workflow = write("w/w.yaml", "kind: workflow\norganization: Acme\nname: W\n");
        Path refers = write("c.yaml", "name: A rule\nworkflow: w/w.yaml\nruns: []\n");

        assertThat(terminal.run("spec", directory.resolve("a.yaml").toString(), bad.toString()))
                .isEqualTo(2);
        assertThat(terminal.run("spec", refers.toString())).isEqualTo(2);
        assertThat(terminal.run("spec", "absent")).isEqualTo(2);

        assertThat(terminal.out().lines())
                .anySatisfy(
                        line ->
                                assertThat(line)
                                        .contains(
                                                "\"file\":\"" + bad + "\",\"line\":5,",
                                                "unknown key chnages; did you mean changes?"))
                .anySatisfy(
                        line ->
                                assertThat(line)
                                        .contains("\"file\":\"" + workflow, "trigger_type"));
        assertThat(terminal.err().lines())
                .containsExactly(
                        "Nothing was run.",
                        "Nothing was run.",
                        "absent is no file that can be read");
    }

    @Test
    void theOneToCopyHolds() throws IOException {
        String text = Files.readString(DOCS.resolve("specs.md"));
        int start = text.indexOf("```yaml") + "```yaml".length();
        Path spec = write("my-specs/alert.yaml", text.substring(start, text.indexOf("```", start)));
        String workflow = Files.readString(DOCS.resolve("templates/health-alert.yaml"));

        write("docs/templates/health-alert.yaml", workflow);
        assertThat(terminal.run("spec", spec.toString())).isZero();
        write("docs/templates/health-alert.yaml", workflow.replace("7d", "1d"));
        assertThat(terminal.run("spec", spec.toString())).isEqualTo(1);

        assertThat(terminal.out().lines())
                .last()
                .asString()
                .contains(
                        "[\"day 3 00:00 (Wed 4 Mar)  expected skipped (cooldown), found success\"]");
    }

    @Test
    void theExamplesAndTemplatesDoWhatTheirStoriesTell() throws IOException {
        int exitCode = terminal.run("spec", DOCS.resolve("specs").toString());

        List<String> failing = new ArrayList<>();
        for (String line : terminal.out().lines().toList()) {
            JsonNode spec = JSON.readTree(line);
            if (!spec.path("holds").asBoolean()) {
                failing.add(spec.path("file").asText() + spec.path("differences"));
            }
        }
        assertThat(failing).isEmpty();
        assertThat(exitCode).as(terminal.err()).isZero();
        assertThat(terminal.out().lines()).hasSizeGreaterThanOrEqualTo(24);
    }

    @Test
    void everyExampleAndTemplateHasAStory() throws IOException {
        TreeSet<String> without = new TreeSet<>();
        for (String folder : List.of("examples", "templates")) {
            without.addAll(files(DOCS.resolve(folder)));
            for (String story : files(DOCS.resolve("specs").resolve(folder))) {
                String text =
                        Files.readString(DOCS.resolve("specs").resolve(folder).resolve(story));
                without.removeIf(file -> text.contains("/" + folder + "/" + file));
            }
        }

        assertThat(without).isEmpty();
    }

    @Test
    void templatesAreValidWithoutAWarning() {
        assertThat(terminal.run("validate", DOCS.resolve("templates").toString())).isZero();
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void templatesLeaveTheExamplesAlone() {
        int exitCode =
                terminal.run(
                        "validate",
                        DOCS.resolve("templates").toString(),
                        DOCS.resolve("examples").toString());

        assertThat(exitCode).as(terminal.out()).isZero();
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .toList();
        }
    }

    private Path write(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        return Files.writeString(file, content);
    }
}
