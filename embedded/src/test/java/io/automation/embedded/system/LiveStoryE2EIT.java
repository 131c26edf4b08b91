package io.automation.embedded.system;

import static io.automation.embedded.system.TestingSystem.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.automation.connectors.kafka.DeadLetterRecords;
import io.automation.embedded.parts.CaughtMail;
import io.automation.embedded.parts.DebeziumConnect;
import io.automation.embedded.parts.MailCatcher;
import io.automation.job.LiveEndpoints;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What an operator sees, step by step: rows in, runs and mails out, once.
 *
 * <p>That something does not happen is told by what happens after it: records of one account are
 * handled in their order.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LiveStoryE2EIT {

    /** Quiet it is a second or two. */
    private static final Duration SOON = Duration.ofSeconds(60);

    private static final UUID ORGANIZATION = UUID.randomUUID();
    private static final UUID ACCOUNT = UUID.randomUUID();
    private static final UUID DOOMED = UUID.randomUUID();
    private static final UUID WATCH = UUID.randomUUID();
    private static final UUID ALERT = UUID.randomUUID();
    private static final UUID BROKEN = UUID.randomUUID();

    private static TestingSystem system;
    private static TestingDatabase database;
    private static MailCatcher mails;
    private static DebeziumConnect capture;
    private static Map<String, String> options;
    private static JobID detect;
    private static JobID deliver;

    @BeforeAll
    static void start() throws Exception {
        system = TestingSystem.start("story", 2);
        database = TestingDatabase.start(system.folder().resolve("postgres"));
        mails = MailCatcher.start(system.folder().resolve("mails"));
        database.organization(ORGANIZATION, "Tall Ships");
        database.template(UUID.randomUUID(), ORGANIZATION, "alert");
        database.workflow(ALERT, ORGANIZATION, "Health alert", "alert");
        database.account(ACCOUNT, ORGANIZATION, "Kettles");
        database.account(DOOMED, ORGANIZATION, "Doomed");
        database.score(ACCOUNT, 72);
        database.score(DOOMED, 72);
        system.topics().create(TestingTopics.NAMES);
        capture =
                DebeziumConnect.start(
                        database.server(), TestingDatabase.NAME, system.kafka(), Map.of());
        options = system.delivering(database, mails.port());
        deliver = system.deliver(options, null);
        LiveEndpoints.check(TestingSystem.config(options), false);
        detect = system.detect(options, null);
    }

    @AfterAll
    static void end() throws SQLException {
        system.flink().cancel(detect);
        system.flink().cancel(deliver);
        capture.close();
        system.close();
        mails.close();
        database.close();
    }

    @Test
    @Order(1)
    void makesARunAndAMailOfAScoreBelowTheThreshold() throws SQLException {
        awaitAnswer(ALERT, "true");
        long committed = commit("INSERT INTO health_scores (account_id, score) VALUES (?, 41)");

        awaitRuns(ALERT, 1);

        CaughtMail mail = mails.mails().get(0);
        System.out.printf(
                "from commit to mail: %d ms%n", mail.receivedAt().toEpochMilli() - committed);
        assertThat(mails.count()).isEqualTo(1);
        assertThat(mail.to()).isEqualTo("ann@kettles.example.com");
        assertThat(mail.subject()).isEqualTo("Kettles fell");
        assertThat(
                        database.rows(
                                "SELECT r.status, r.mode, s.status, d.status, d.id, r.id"
                                        + " FROM automation_runs r"
                                        + " JOIN automation_run_steps s ON s.run_id = r.id"
                                        + " JOIN email_deliveries d ON d.run_id = r.id"))
                .containsExactly(
                        "success live success accepted %s %s"
                                .formatted(mail.headers().get("X-Action-Id"), mail.runId()));
    }

    @Test
    @Order(2)
    void doesNothingForTheSameRowAgain() throws Exception {
        commit("UPDATE health_scores SET score = score WHERE account_id = ? AND score = 41");
        commit("INSERT INTO health_scores (account_id, score) VALUES (?, 41)");
        for (ConsumerRecord<byte[], byte[]> change :
                system.topics().read(TestingTopics.NAMES.changes())) {
            if (text(change.value()).contains("\"table\":\"health_scores\"")) {
                system.topics().sendAgain(change);
            }
        }

        fall(ALERT, 2);
    }

    @Test
    @Order(3)
    void doesNothingForASnapshotThatComesAgain() throws SQLException {
        assertThat(capture.restartConnectorWithNewSnapshot()).isPositive();

        fall(ALERT, 3);
    }

    @Test
    @Order(4)
    void goesOnFromItsNewestCheckpoint() throws Exception {
        Path checkpoint = system.stop(detect);
        commit("INSERT INTO health_scores (account_id, score) VALUES (?, 90)");
        commit("INSERT INTO health_scores (account_id, score) VALUES (?, 20)");
        LiveEndpoints.check(TestingSystem.config(options), true);
        detect = system.detect(options, checkpoint);

        awaitRuns(ALERT, 4);
        fall(ALERT, 5);
    }

    @Test
    @Order(5)
    void actsNoMoreWhenPausedAndNeedsNoRestart() throws SQLException {
        database.workflow(WATCH, ORGANIZATION, "Watch", "alert");
        database.execute("UPDATE automation_workflows SET status = 'paused' WHERE id = ?", ALERT);
        awaitAnswer(WATCH, "true");
        awaitVersion(ALERT, 2);

        fall(WATCH, 1);

        assertThat(runs(ALERT)).isEqualTo(5);
        assertThat(mails.count()).isEqualTo(6);
    }

    @Test
    @Order(6)
    void refusesAnUnknownKeyReadablyAndGoesOnWithTheOthers() throws SQLException {
        database.workflow(
                BROKEN,
                ORGANIZATION,
                "Broken",
                "alert",
                "{\"direction\": \"decrease\", \"threshold\": 60, \"colour\": \"red\","
                        + " \"minimum_chance\": 5}");
        awaitAnswer(BROKEN, "false");

        fall(WATCH, 2);

        assertThat(runs(BROKEN)).isZero();
        assertThat(
                        database.rows(
                                "SELECT accepted, problem ->> 'pointer', problem ->> 'message'"
                                        + " FROM automation_definition_status,"
                                        + " jsonb_array_elements(problems) problem"
                                        + " WHERE id = ? ORDER BY 2",
                                BROKEN))
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem).startsWith("f /trigger_config/colour "))
                .anySatisfy(
                        problem ->
                                assertThat(problem)
                                        .startsWith("f /trigger_config/minimum_chance ")
                                        .contains("minimum_change"));
    }

    @Test
    @Order(7)
    void actsNoMoreWhenDeleted() throws SQLException {
        database.execute("UPDATE automation_workflows SET deleted_at = now() WHERE id = ?", WATCH);
        database.execute("UPDATE automation_workflows SET status = 'active' WHERE id = ?", ALERT);
        awaitVersion(WATCH, 2);
        awaitVersion(ALERT, 3);

        fall(ALERT, 6);

        assertThat(runs(WATCH)).isEqualTo(2);
    }

    @Test
    @Order(8)
    void makesADeadLetterOfARunWhoseAccountIsGone() throws Exception {
        Path checkpoint = system.stop(deliver);
        database.score(DOOMED, 30);
        await().atMost(SOON).until(() -> decided(DOOMED) == 1);
        database.execute("DELETE FROM accounts WHERE id = ?", DOOMED);
        deliver = system.deliver(options, checkpoint);

        await().atMost(SOON).until(() -> reasons().containsKey("parent_deleted"));

        fall(ALERT, 7);
        assertThat(reasons()).containsOnlyKeys("parent_deleted");
        assertThat(mails.mails()).noneMatch(mail -> mail.to().contains("doomed"));
    }

    @Test
    @Order(9)
    void writesWhenAWorkflowRanLast() {
        await().atMost(SOON)
                .until(
                        () ->
                                database.count(
                                                "SELECT count(*) FROM automation_workflows w"
                                                        + " WHERE id = ? AND last_run_at ="
                                                        + " (SELECT max(occurred_at) FROM automation_runs"
                                                        + " WHERE workflow_id = w.id)",
                                                ALERT)
                                        == 1);
    }

    @Test
    @Order(10)
    void hasSentEachMailOnceAndStartedNothingAgain() throws SQLException {
        Map<String, Integer> caught = new HashMap<>();
        mails.mails()
                .forEach(
                        mail ->
                                caught.merge(
                                        Objects.requireNonNull(mail.headers().get("X-Action-Id")),
                                        1,
                                        Integer::sum));

        assertThat(caught).allSatisfy((action, count) -> assertThat(count).isEqualTo(1));
        assertThat(caught.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        database.rows("SELECT id FROM email_deliveries WHERE status = 'accepted'"));
        assertThat(database.rows("SELECT DISTINCT status FROM automation_runs"))
                .containsExactly("success");
        assertThat(system.restarts(detect)).isZero();
        assertThat(system.restarts(deliver)).isZero();
    }

    @Test
    @Order(11)
    void takesInAnAccountOnWhichNothingHappens() throws SQLException {
        commit("UPDATE accounts SET status = 'at_risk' WHERE id = ?");
        UUID newcomers = UUID.randomUUID();
        database.execute(
                "INSERT INTO automation_workflows (id, organization_id, name, status, trigger_type,"
                        + " trigger_config, action_type, action_config, settings) VALUES (?, ?,"
                        + " 'Newcomers', 'active', 'status_change', '{\"to_status\": \"at_risk\"}',"
                        + " 'send_email', '{\"template_id\": \"alert\"}',"
                        + " '{\"enroll_existing\": true}')",
                newcomers,
                ORGANIZATION);

        awaitRuns(newcomers, 1);

        assertThat(
                        database.rows(
                                "SELECT occurrence_key, account_id FROM automation_runs"
                                        + " WHERE workflow_id = ?",
                                newcomers))
                .containsExactly("enroll " + ACCOUNT);
    }

    @Test
    @Order(12)
    void goesOnWithASequenceWhenItsMailWasAccepted() throws SQLException {
        UUID sequence = UUID.randomUUID();
        database.execute(
                "INSERT INTO automation_workflows (id, organization_id, name, status, trigger_type,"
                        + " trigger_config, action_type, action_config) VALUES (?, ?, 'Twice',"
                        + " 'active', 'status_change', '{\"to_status\": \"churned\"}', 'sequence',"
                        + " '{\"steps\": [{\"action_type\": \"send_email\", \"action_config\":"
                        + " {\"template_id\": \"alert\"}}, {\"after\": \"2s\", \"action_type\":"
                        + " \"send_email\", \"action_config\": {\"template_id\": \"alert\"}}]}')",
                sequence,
                ORGANIZATION);
        awaitAnswer(sequence, "true");
        commit("UPDATE accounts SET status = 'churned' WHERE id = ?");

        awaitRuns(sequence, 1);

        assertThat(
                        database.rows(
                                "SELECT s.step, s.status, d.status FROM automation_run_steps s"
                                        + " JOIN automation_runs r ON r.id = s.run_id"
                                        + " JOIN email_deliveries d ON d.run_id = r.id AND d.step = s.step"
                                        + " WHERE r.workflow_id = ? ORDER BY 1",
                                sequence))
                .containsExactly("0 success accepted", "1 success accepted");
    }

    @Test
    @Order(13)
    void recordsWhatWasDecidedWithItsNumbers() throws SQLException {
        UUID steep = UUID.randomUUID();
        database.workflow(
                steep,
                ORGANIZATION,
                "Steep",
                "alert",
                "{\"direction\": \"decrease\", \"threshold\": 60, \"minimum_change\": 60,"
                        + " \"time_window\": \"1d\"}");
        awaitAnswer(steep, "true");
        for (int score : List.of(100, 45, 85, 30)) {
            database.score(ACCOUNT, score);
        }

        awaitRuns(steep, 1);
        await().atMost(SOON)
                .until(
                        () ->
                                database.count(
                                                "SELECT count(*) FROM automation_decisions"
                                                        + " WHERE workflow_id = ?",
                                                steep)
                                        == 2);

        assertThat(
                        database.rows(
                                "SELECT d.verdict, r.status, c ->> 'test', c ->> 'asked',"
                                        + " c ->> 'found', c ->> 'holds'"
                                        + " FROM automation_decisions d"
                                        + " LEFT JOIN automation_runs r ON r.id = d.run_id,"
                                        + " jsonb_array_elements(d.compared -> 'trigger')"
                                        + " WITH ORDINALITY AS part (c, place)"
                                        + " WHERE d.workflow_id = ? ORDER BY d.at, place",
                                steep))
                .containsExactly(
                        "below_minimum_change null below 60 45 true",
                        "below_minimum_change null lost_at_least 60 55 false",
                        "started success below 60 30 true",
                        "started success lost_at_least 60 70 true",
                        "started success already {\"below\": 60, \"lost_at_least\": 60} 85 false");
    }

    @Test
    @Order(14)
    void followsAMailThatWasSentAndAnswersNoMailOfItsOwn() throws SQLException {
        database.template(UUID.randomUUID(), ORGANIZATION, "welcome");
        database.template(UUID.randomUUID(), ORGANIZATION, "getting_started");
        UUID welcome = mailing("Welcome", "account_created", "{}", "welcome", "1s");
        UUID started =
                mailing(
                        "Getting started",
                        "email_sent",
                        "{\"template_id\": \"welcome\"}",
                        "getting_started",
                        "3s");
        UUID echo = mailing("Echo", "previous_email_sent", "{}", "alert", "0s");
        awaitAnswer(echo, "true");
        UUID newcomer = UUID.randomUUID();
        database.account(newcomer, ORGANIZATION, "Newcomer");

        // Echo answers both mails, and is stopped at each answer.
        await().atMost(SOON).until(() -> runs(echo) == 4);

        assertThat(
                        database.rows(
                                "SELECT r.workflow_id, r.status, r.reason, r.occurrence_key = c.id::text,"
                                        + " r.occurred_at - c.accepted_at < interval '10 s'"
                                        + " FROM automation_runs r LEFT JOIN email_deliveries c"
                                        + " ON c.id::text = r.trigger_data ->> 'delivery_id'"
                                        + " WHERE r.account_id = ? ORDER BY r.occurred_at, r.status DESC",
                                newcomer))
                .containsExactlyInAnyOrder(
                        welcome + " success null null null",
                        started + " success null t t",
                        echo + " success null t t",
                        echo + " success null t t",
                        echo + " skipped loop_guard t t",
                        echo + " skipped loop_guard t t");
        assertThat(mails.mails().stream().filter(mail -> mail.to().contains("newcomer")).count())
                .isEqualTo(4);
    }

    @Test
    @Order(15)
    void runsOnceForAllAccountsWhenAPersonAsks() throws SQLException {
        UUID report = UUID.randomUUID();
        int nextMonth = LocalDate.now(ZoneOffset.UTC).plusMonths(1).getMonthValue();
        database.execute(
                "INSERT INTO email_templates (id, organization_id, name, subject, html_content)"
                        + " VALUES (gen_random_uuid(), ?, 'report', '{{accounts_total}} of us',"
                        + " '<p>{{#each accounts}}{{name}} {{/each}}</p>')",
                ORGANIZATION);
        String mail =
                "{\"action_type\": \"send_email\", \"action_config\": {\"template_id\":"
                        + " \"report\", \"recipients\": {\"specific_emails\": [\"desk@ships.example\"]}}}";
        database.execute(
                "INSERT INTO automation_workflows (id, organization_id, name, status, trigger_type,"
                        + " trigger_config, action_type, action_config, settings) VALUES (?, ?,"
                        + " 'Report', 'active', 'scheduled', ?::jsonb, 'sequence', ?::jsonb,"
                        + " '{\"fan_out\": \"per_organization\"}')",
                report,
                ORGANIZATION,
                "{\"schedule\": \"monthly\", \"time\": \"09:00\", \"months\": [" + nextMonth + "]}",
                "{\"steps\": [" + mail + ", " + mail + "]}");
        awaitAnswer(report, "true");

        database.execute(
                "INSERT INTO automation_requests (kind, workflow_id) VALUES ('run', ?)", report);
        awaitRuns(report, 1);

        assertThat(
                        database.rows(
                                "SELECT r.account_id IS NULL, r.mode, d.step, d.status, d.address"
                                        + " FROM automation_runs r JOIN email_deliveries d"
                                        + " ON d.run_id = r.id WHERE r.workflow_id = ? ORDER BY d.step",
                                report))
                .containsExactly(
                        "t manual 0 accepted desk@ships.example",
                        "t manual 1 accepted desk@ships.example");
    }

    private static UUID mailing(
            String name, String trigger, String config, String template, String delay)
            throws SQLException {
        UUID id = UUID.randomUUID();
        database.execute(
                "INSERT INTO automation_workflows (id, organization_id, name, status, trigger_type,"
                        + " trigger_config, action_type, action_config) VALUES (?, ?, ?, 'active', ?,"
                        + " ?::jsonb, 'send_email',"
                        + " jsonb_build_object('template_id', ?::text, 'delay', ?::text))",
                id,
                ORGANIZATION,
                name,
                trigger,
                config,
                template,
                delay);
        awaitAnswer(id, "true");
        return id;
    }

    /** A recovery and a fall: exactly one run more, and nothing of what went before it. */
    private static void fall(UUID workflow, int runs) throws SQLException {
        database.score(ACCOUNT, 85);
        database.score(ACCOUNT, 35);
        awaitRuns(workflow, runs);
        await().atMost(SOON)
                .until(
                        () ->
                                mails.count()
                                        == database.count("SELECT count(*) FROM automation_runs"));
    }

    private static void awaitRuns(UUID workflow, int count) throws SQLException {
        await().atMost(SOON)
                .until(
                        () ->
                                database.count(
                                                "SELECT count(*) FROM automation_runs"
                                                        + " WHERE workflow_id = ? AND status = 'success'",
                                                workflow)
                                        >= count);
        assertThat(runs(workflow)).isEqualTo(count);
    }

    private static long runs(UUID workflow) throws SQLException {
        return database.count(
                "SELECT count(*) FROM automation_runs WHERE workflow_id = ?", workflow);
    }

    private static void awaitAnswer(UUID workflow, String accepted) {
        await().atMost(PATIENCE)
                .until(
                        () ->
                                database.count(
                                                "SELECT count(*) FROM automation_definition_status"
                                                        + " WHERE id = ? AND accepted = ?::boolean",
                                                workflow,
                                                accepted)
                                        == 1);
    }

    private static void awaitVersion(UUID workflow, int version) {
        await().atMost(SOON)
                .until(
                        () ->
                                database.count(
                                                "SELECT count(*) FROM automation_definition_status"
                                                        + " WHERE id = ? AND version = ?",
                                                workflow,
                                                version)
                                        == 1);
    }

    /** How many runs of an account the topic has. */
    private static long decided(UUID account) {
        return system.topics().read(TestingTopics.NAMES.runs()).stream()
                .map(each -> text(each.value()))
                .filter(each -> each.contains("\"kind\":\"run\""))
                .filter(each -> each.contains("\"account_id\":\"" + account + "\""))
                .count();
    }

    private static Map<String, List<String>> reasons() {
        Map<String, List<String>> reasons = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> each :
                system.topics().read(TestingTopics.NAMES.deadLetters())) {
            String reason =
                    text(
                            each.headers()
                                    .lastHeader(DeadLetterRecords.HEADER_PREFIX + "reason")
                                    .value());
            reasons.merge(
                    reason,
                    List.of(text(each.value())),
                    (left, right) -> Stream.concat(left.stream(), right.stream()).toList());
        }
        return reasons;
    }

    /** One statement about the account; the instant at which it was committed. */
    private static long commit(String sql) throws SQLException {
        database.execute(sql, ACCOUNT);
        return System.currentTimeMillis();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
