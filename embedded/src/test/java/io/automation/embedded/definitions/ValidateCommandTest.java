package io.automation.embedded.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.embedded.cli.TestingTerminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./automation validate} from its command line to its lines. */
class ValidateCommandTest {

    private static final String GOOD =
            """
            - kind: template
              organization: Otter & Oak
              name: churn_offer
              subject: An offer
              html_content: <p>Stay.</p>
            - kind: workflow
              organization: Otter & Oak
              name: Churn
              trigger_type: churn_risk_increase
              trigger_config: {threshold: 70}
              condition_config: {account_filter: {status: [active]}}
              action_type: send_email
              action_config: {template_id: churn_offer, recipients: [account_owner]}
            """;

    @TempDir private Path directory;

    private final TestingTerminal terminal = new TestingTerminal(false);

    @Test
    void isSilentAboutGoodFiles() throws IOException {
        write("good.yaml", GOOD);

        assertThat(terminal.run("validate", directory.toString())).isZero();
        assertThat(terminal.out()).isEmpty();
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void tellsAProblemALine() throws IOException {
        Path file =
                write("churn.yaml", GOOD.replace("threshold: 70", "treshold: 70, threshold: 1"));

        assertThat(terminal.run("validate", file.toString())).isEqualTo(1);
        assertThat(terminal.out())
                .isEqualTo(
                        "{\"file\":\""
                                + file
                                + "\",\"line\":10,\"pointer\":\"/1/trigger_config/treshold\","
                                + "\"level\":\"error\",\"code\":\"unknown_key\","
                                + "\"message\":\"unknown key; did you mean threshold?\"}\n");
    }

    @Test
    void staysGoodWithWarnings() throws IOException {
        Path file = write("loud.yaml", GOOD.replace("An offer", "AN OFFER"));

        assertThat(terminal.run("validate", file.toString())).isZero();
        assertThat(terminal.out()).contains("\"level\":\"warning\",\"code\":\"subject_capitals\"");
    }

    @Test
    void warnsOfWhatALiveJobRefuses() throws IOException {
        Path file =
                write(
                        "task.yaml",
                        GOOD.replace("action_type: send_email", "action_type: create_task")
                                .replace(
                                        "{template_id: churn_offer, recipients: [account_owner]}",
                                        "{title: Call them}"));

        assertThat(terminal.run("validate", file.toString())).isZero();
        assertThat(terminal.out().lines())
                .singleElement()
                .asString()
                .contains(
                        "\"pointer\":\"/1/action_type\",\"level\":\"warning\","
                                + "\"code\":\"only_replayed\","
                                + "\"message\":\"a live job refuses this: action create_task ");
    }

    @Test
    void tellsPeopleFileByFile() throws IOException {
        write("a/good.yaml", GOOD);
        write(
                "a/worse.yaml",
                GOOD.replace("name: Churn", "name: Other")
                        .replace("name: churn_offer", "name: other_offer")
                        .replace("subject: An offer", "subject: AN OFFER")
                        .replace("template_id: churn_offer", "template_id: other_ofer")
                        .replace("{threshold: 70}", "{threshold: 70, time_window: 1 week}"));
        write("a/.hidden.yaml", "nothing");
        write("a/notes.txt", "nothing");
        TestingTerminal watched = new TestingTerminal(true);
        String a = directory.resolve("a").toString();

        assertThat(watched.run("validate", a)).isEqualTo(1);
        assertThat(watched.out().lines())
                .startsWith(
                        a + "/good.yaml    ok", a + "/worse.yaml   refused, 3 problems, 1 warning")
                .contains(
                        "  line  13  /1/action_config/template_id"
                                + "   no template \"other_ofer\"; did you mean other_offer?",
                        "2 files: 1 good (1 warning), 1 refused.")
                .allSatisfy(line -> assertThat(line.length()).isLessThan(101 + a.length()));
    }

    @Test
    void namesCelThatIsNoCondition() throws IOException {
        Path file =
                write(
                        "cel.yaml",
                        GOOD.replace(
                                "{account_filter: {status: [active]}}",
                                "\n    expression:\n      cel: 1 + 1"));

        assertThat(terminal.run("validate", file.toString())).isEqualTo(1);
        assertThat(terminal.out())
                .contains(
                        "\"line\":13,\"pointer\":\"/1/condition_config/expression/cel\","
                                + "\"level\":\"error\",\"code\":\"bad_expression\"");
    }

    @Test
    void saysInOneLineWhatCannotBeRead() throws IOException {
        Files.write(directory.resolve("latin.yaml"), "é".getBytes(StandardCharsets.ISO_8859_1));
        Files.createDirectories(directory.resolve("empty"));

        assertThat(terminal.run("validate")).isEqualTo(2);
        assertThat(terminal.run("validate", "absent.yaml")).isEqualTo(2);
        assertThat(terminal.run("validate", directory.resolve("empty").toString())).isEqualTo(2);
        assertThat(terminal.run("validate", directory.resolve("latin.yaml").toString()))
                .isEqualTo(2);
        assertThat(terminal.err().lines())
                .hasSize(4)
                .contains("absent.yaml is no file that can be read");
    }

    private Path write(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        return Files.writeString(file, content);
    }
}
