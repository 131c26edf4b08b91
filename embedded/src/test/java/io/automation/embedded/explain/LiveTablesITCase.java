package io.automation.embedded.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.embedded.cli.TestingTerminal;
import io.automation.embedded.explain.ReplayedRuns.FoundRun;
import io.automation.embedded.parts.Folders;
import io.automation.embedded.parts.PostgresServer;
import io.automation.embedded.parts.RunningDemo;
import io.automation.model.run.DeliveryStatus;
import io.automation.model.run.Reason;
import io.automation.model.run.RunStatus;
import io.automation.model.run.Verdict;
import io.automation.sql.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the running system recorded, read from a real database, and told beside the history. */
class LiveTablesITCase {

    private static final Path FOLDER = Path.of("target", "parts", "explain").toAbsolutePath();
    private static final String TEMPLATE = "33333333-3333-4333-8333-333333333333";
    private static final String RUN = "7f3a1c52-1111-4111-8111-111111111111";
    private static final String REFUSED = "7f3a9999-1111-4111-8111-111111111111";
    private static final String BEGIN = "2026-11-02T08:00:00Z";

    private static PostgresServer server;

    @BeforeAll
    static void start() throws IOException {
        Folders.delete(FOLDER);
        server =
                PostgresServer.in(FOLDER.resolve("postgres"))
                        .binaries(Path.of("target", "parts", "binaries"))
                        .setting("fsync", "off")
                        .start();
        server.createDatabase(RunningDemo.DATABASE);
        Schema.migrate(
                server.jdbcUrl(RunningDemo.DATABASE, PostgresServer.OWNER),
                PostgresServer.OWNER,
                "");
        Files.writeString(FOLDER.resolve("ports"), "postgres=" + server.port() + "\n");
        execute(
                "INSERT INTO organizations (id, name, timezone) VALUES ('%s', 'Otter', 'Europe/Berlin')"
                        .formatted(TestingEvidence.ORGANIZATION),
                "INSERT INTO accounts (id, organization_id, name) VALUES ('%s', '%s', 'Cloud Kettles')"
                        .formatted(TestingEvidence.ACCOUNT, TestingEvidence.ORGANIZATION),
                """
                INSERT INTO automation_workflows (id, organization_id, name, trigger_type, action_type)
                VALUES ('%s', '%s', 'Health alert', 'health_score_change', 'send_email')"""
                        .formatted(TestingEvidence.WORKFLOW, TestingEvidence.ORGANIZATION),
                """
                INSERT INTO email_templates (id, organization_id, name, subject, html_content)
                VALUES ('%s', '%s', 'health_concern', 'Look', '<p>Look</p>')"""
                        .formatted(TEMPLATE, TestingEvidence.ORGANIZATION));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void forgetRuns() {
        execute("DELETE FROM automation_runs", "DELETE FROM automation_decisions");
    }

    @Test
    void readsARunWithItsStepsAndMails() throws SQLException {
        recordARun();

        Map<String, RunStory> runs =
                live(tables -> tables.runs(TestingEvidence.WORKFLOW, TestingEvidence.ACCOUNT));
        RunStory run = runs.get(RUN);

        assertThat(run.status()).isEqualTo(RunStatus.SUCCESS);
        assertThat(run.isRetracted()).isTrue();
        assertThat(run.isLive()).isTrue();
        assertThat(run.triggerData().path("current").asInt()).isEqualTo(58);
        assertThat(run.steps()).singleElement().extracting("actionType").isEqualTo("send_email");
        assertThat(run.mails())
                .singleElement()
                .satisfies(
                        mail -> {
                            assertThat(mail.address()).isEqualTo("ada@example.com");
                            assertThat(mail.template()).isEqualTo("health_concern");
                            assertThat(mail.templateId()).isEqualTo(TEMPLATE);
                            assertThat(mail.templateVersion()).isEqualTo(2);
                            assertThat(mail.status()).isEqualTo(DeliveryStatus.ACCEPTED);
                            assertThat(mail.acceptedAt()).isEqualTo(run.at() + 900);
                        });
    }

    @Test
    void findsRunsByTheBeginningOfTheirIds() throws SQLException {
        recordARun();

        List<FoundRun> found = live(tables -> tables.find("7f3a1c52"));
        List<FoundRun> none = live(tables -> tables.find("ffff"));

        assertThat(found)
                .containsExactly(
                        new FoundRun(RUN, TestingEvidence.WORKFLOW, TestingEvidence.ACCOUNT));
        assertThat(none).isEmpty();
    }

    @Test
    void readsDecisions() throws SQLException {
        execute(
                """
                INSERT INTO automation_decisions (at, organization_id, workflow_id, version, account_id,
                  occurrence_key, verdict, reason, compared, run_id)
                VALUES ('2026-11-24T16:06:29.5Z', '%s', '%s', 3, '%s', 'decrease:h:1', 'skipped',
                  'cooldown', '{"trigger": [{"test": "below", "asked": 60, "found": 58.10}]}', '%s')"""
                        .formatted(
                                TestingEvidence.ORGANIZATION,
                                TestingEvidence.WORKFLOW,
                                TestingEvidence.ACCOUNT,
                                RUN));

        List<Decided> decisions =
                live(tables -> tables.decisions(TestingEvidence.WORKFLOW, TestingEvidence.ACCOUNT));

        assertThat(decisions).hasSize(1);
        Decided decision = decisions.get(0);
        assertThat(decision.at()).isEqualTo(Instant.parse("2026-11-24T16:06:29.5Z").toEpochMilli());
        assertThat(decision.verdict()).isEqualTo(Verdict.SKIPPED);
        assertThat(decision.reason()).isEqualTo(Reason.COOLDOWN);
        assertThat(decision.version()).isEqualTo(3);
        assertThat(decision.runId()).isEqualTo(RUN);
        assertThat(decision.trigger().get(0).found().toString()).isEqualTo("58.10");
    }

    @Test
    void tellsWhatTheDemoDidBesideWhatItsHistorySays() throws IOException {
        recordARun();
        execute(
                """
                INSERT INTO automation_runs (id, workflow_id, account_id, organization_id, status,
                  reason, trigger_type, occurrence_key, occurred_at, trigger_data)
                VALUES ('%s', '%s', '%s', '%s', 'skipped', 'stale_event', 'health_score_change',
                  'decrease:h9:9', '2026-11-25T08:00:00Z', '{"previous": 70, "current": 50}')"""
                        .formatted(
                                REFUSED,
                                TestingEvidence.WORKFLOW,
                                TestingEvidence.ACCOUNT,
                                TestingEvidence.ORGANIZATION));
        TestingEvidence.healthAlert(BEGIN, "Cloud Kettles").write(FOLDER.resolve("history"));

        assertThat(explain("--run", "7f3a1c52"))
                .startsWith("FIRED   Health alert v3 · Cloud Kettles · Tue 24 Nov 2026, 17:06:29")
                .contains(
                        "Health fell from 63 to 58.",
                        "One mail to the account owner was accepted 0.9 s later.",
                        "template health_concern v2");
        assertThat(explain("--workflow", "Health alert", "--account", "Cloud Kettles"))
                .startsWith("NOT FIRED")
                .contains(
                        "The change was too old when it was judged",
                        "Health fell from 70 to 50.",
                        "run 7f3a9999, skipped");
    }

    private static void recordARun() {
        execute(
                """
                INSERT INTO automation_runs (id, workflow_id, account_id, organization_id, status,
                  workflow_version, trigger_type, occurrence_key, occurred_at, trigger_data, result)
                VALUES ('%s', '%s', '%s', '%s', 'success', 3, 'health_score_change',
                  'decrease:h1:7', '2026-11-24T16:06:29Z',
                  '{"direction": "decrease", "previous": 63, "current": 58, "threshold": 60}',
                  '{"retracted": true}')"""
                        .formatted(
                                RUN,
                                TestingEvidence.WORKFLOW,
                                TestingEvidence.ACCOUNT,
                                TestingEvidence.ORGANIZATION),
                """
                INSERT INTO automation_run_steps (run_id, step, workflow_id, account_id, action_type,
                  status, due_at)
                VALUES ('%s', 0, '%s', '%s', 'send_email', 'success', '2026-11-24T16:06:29Z')"""
                        .formatted(RUN, TestingEvidence.WORKFLOW, TestingEvidence.ACCOUNT),
                """
                INSERT INTO email_deliveries (run_id, step, organization_id, account_id, address,
                  template_id, template_version, locale, class, status, accepted_at)
                VALUES ('%s', 0, '%s', '%s', 'ada@example.com', '%s', 2, 'en', 'internal', 'accepted',
                  '2026-11-24T16:06:29.9Z')"""
                        .formatted(
                                RUN,
                                TestingEvidence.ORGANIZATION,
                                TestingEvidence.ACCOUNT,
                                TEMPLATE));
    }

    private static String explain(String... args) {
        TestingTerminal terminal = new TestingTerminal(true);
        String[] all = new String[args.length + 3];
        all[0] = "explain";
        all[1] = "--dir";
        all[2] = FOLDER.toString();
        System.arraycopy(args, 0, all, 3, args.length);
        assertThat(terminal.run(all)).describedAs(terminal.err()).isZero();
        return terminal.out().replaceAll("\u001b\\[[0-9]*m", "");
    }

    /** Asks the tables for something. */
    private interface Question<T> {
        T of(LiveTables tables) throws SQLException;
    }

    private static <T> T live(Question<T> question) throws SQLException {
        try (Connection connection = server.connect(RunningDemo.DATABASE, PostgresServer.OWNER)) {
            return question.of(new LiveTables(connection));
        }
    }

    private static void execute(String... statements) {
        try (Connection connection = server.connect(RunningDemo.DATABASE, PostgresServer.OWNER);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
