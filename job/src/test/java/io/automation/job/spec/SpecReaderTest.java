package io.automation.job.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.automation.job.oracle.NameBasedId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecReaderTest {

    private static final String WORKFLOW =
            """
            name: A rule
            workflow:
              trigger_type: health_score_change
              trigger_config: {threshold: 60, direction: decrease}
            """;

    @TempDir private Path directory;

    @ParameterizedTest
    @CsvSource({
        "day 0, 2026-03-01T00:00:00Z",
        "day -1, 2026-02-28T00:00:00Z",
        "day 3 09:30, 2026-03-04T09:30:00Z",
        "day 1.5, 2026-03-02T12:00:00Z",
        "day 1 11:59:59.999, 2026-03-02T11:59:59.999Z",
        "2026-03-01T02:00:00+02:00, 2026-03-01T00:00:00Z"
    })
    void understandsTimes(String text, String instant) {
        assertThat(SpecTime.instant(text)).isEqualTo(Instant.parse(instant));
    }

    @Test
    void writesWhatDebeziumWouldHaveCaptured() throws IOException {
        List<String> events =
                events(
                        WORKFLOW
                                + """
                                changes:
                                  - {at: day 0, score: 70, row: 5c000000-0000-4000-8000-000000000001}
                                  - {at: day 1, score: 59.50, row: 5c000000-0000-4000-8000-000000000001}
                                runs: []
                                """);

        assertThat(events.get(events.size() - 1))
                .startsWith(
                        "{\"op\":\"u\",\"before\":{\"id\":\"5c000000-0000-4000-8000-000000000001\"")
                .contains("\"score\":70", "\"score\":59.50")
                .contains("\"table\":\"health_scores\",\"ts_ms\":1772409600000")
                .endsWith("\"lsn\":1064}}");
    }

    @Test
    void leavesOutWhatAPartialUpdateDoesNotName() throws IOException {
        List<String> events =
                events(
                        WORKFLOW
                                + """
                                changes:
                                  - {at: day 1, account: {status: churned}, partial: true}
                                runs: []
                                """);

        assertThat(events.get(events.size() - 1))
                .contains("\"after\":{\"id\":\"" + account() + "\",\"status\":\"churned\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "runs: []; chnages: [] | 4 | unknown key chnages; did you mean changes?",
                "runs: []; changes: [{at: day 1, scroe: 5}] | 4 | a change says of one row what",
                "runs: []; changes:; - at: day 1;   account: {staus: x} | 6 | did you mean status?",
                "runs: []; changes: [{at: tomorrow, score: 5}] | 4 | 'tomorrow' is no time; write",
                "runs: []; changes:; - {score: 5} | 5 | at is missing here",
                "runs: []; changes: [{at: day 1, score: 5, op: upsert}] | 4 | op is insert, update",
                "changes: [] | 1 | runs is missing here",
                "runs: [{status: success}] | 3 | at is missing here",
                "runs:; - {at: day 1};- {at: day 2, skiped: cooldown} | 5 | did you mean skipped?",
                "runs: []; given: {acount: {}} | 4 | did you mean account?",
                "runs: []; replay: {include_drafts: true} | 4 | needs definitions: pinned",
                "runs: [}] | 3 | this is no YAML"
            })
    void saysWhereItDoesNotUnderstand(String rest, int line, String message) throws IOException {
        Path file =
                write(
                        "name: A rule\nworkflow: {trigger_type: manual}\n"
                                + rest.replaceAll("; ?", "\n"));

        assertThatThrownBy(() -> SpecReader.read(file))
                .isInstanceOfSatisfying(
                        SpecException.class, e -> assertThat(e.line()).isEqualTo(line))
                .hasMessageContaining(message);
    }

    @Test
    void takesWorkflowsWithTheirTemplatesFromFiles() throws IOException {
        Files.writeString(
                Files.createDirectories(directory.resolve("workflows")).resolve("nps.yaml"),
                """
                - kind: template
                  organization: Globex
                  name: thanks
                  subject: Thank you
                  html_content: <p>Thank you.</p>
                - kind: workflow
                  organization: Globex
                  name: Thanks
                  trigger_type: manual
                  accounts: [Quantum Teapots]
                  scope_all_accounts: false
                """);
        Path file = write("{name: A rule, workflow: workflows/nps.yaml, runs: []}");

        Spec spec = SpecReader.read(file);
        List<String> events = SpecHistory.events(spec.lines());

        assertThat(spec.definitions()).containsExactly(directory.resolve("workflows/nps.yaml"));
        assertThat(events)
                .map(event -> event.replaceAll(".*\"table\":\"([a-z_]*)\".*", "$1"))
                .containsExactly(
                        "organizations",
                        "email_templates",
                        "automation_workflows",
                        "accounts",
                        "automation_workflow_accounts",
                        "contacts",
                        "account_team");
        assertThat(events.get(0)).contains("\"name\":\"Globex\"");
        assertThat(events.get(2))
                .contains("\"status\":\"active\"", "\"scope_all_accounts\":false")
                .doesNotContain("kind", "accounts\":[");
    }

    @Test
    void namesAFileThatIsNotThere() throws IOException {
        Path file = write("name: A rule\nworkflow: absent.yaml\nruns: []\n");

        assertThatThrownBy(() -> SpecReader.read(file))
                .isInstanceOfSatisfying(SpecException.class, e -> assertThat(e.line()).isEqualTo(2))
                .hasMessageContaining("absent.yaml");
    }

    private static String account() {
        return NameBasedId.ofReadable("accounts", "Quantum Teapots");
    }

    private List<String> events(String text) throws IOException {
        return SpecHistory.events(SpecReader.read(write(text)).lines());
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("rule.yaml"), text);
    }
}
