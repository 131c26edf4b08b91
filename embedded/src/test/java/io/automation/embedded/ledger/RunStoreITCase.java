package io.automation.embedded.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.automation.connectors.jdbc.Refusal;
import io.automation.connectors.jdbc.RunStore;
import io.automation.connectors.jdbc.TemplateStore;
import io.automation.job.record.LastRun;
import io.automation.job.record.PostgresSinks;
import io.automation.model.run.Delivery;
import io.automation.model.run.DeliveryStatus;
import io.automation.model.run.Reason;
import io.automation.model.run.Run;
import io.automation.model.run.RunStatus;
import io.automation.model.run.StepStatus;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RunStoreITCase {

    private static LedgerDatabase database;
    private static RunStore runs;

    @BeforeAll
    static void start() {
        database = new LedgerDatabase("run-store");
        runs = new RunStore(database.source());
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void recordsARunWithAllThatIsBelowIt() throws Exception {
        Run run = LedgerDatabase.run("a@b.example", "c@d.example");

        assertThat(runs.recordRun(run)).isNull();
        assertThat(runs.recordRun(run)).isNull();

        assertThat(database.state(run)).isEqualTo("queued [queued] [queued queued]");
        assertThat(
                        database.value(
                                """
                                SELECT concat_ws('|', trigger_type, occurrence_key, mode,
                                  trigger_data ->> 'direction', workflow_version, started_at,
                                  finished_at, extract(epoch FROM occurred_at)::bigint)
                                FROM automation_runs WHERE id = ?::uuid
                                """,
                                run.id()))
                .isEqualTo("health_score_change|decrease:x:1|live|decrease|1|1772355600");
    }

    @Test
    void movesStatusesOnlyForwardInWhateverOrderTheyCome() throws Exception {
        Run queued = LedgerDatabase.run("a@b.example");
        Run running = LedgerDatabase.with(queued, RunStatus.RUNNING, null, StepStatus.CLAIMED);
        Run done = LedgerDatabase.with(queued, RunStatus.SUCCESS, null, StepStatus.SUCCESS);
        Random random = new Random(3);
        for (int round = 0; round < 50; round++) {
            String id = UUID.randomUUID().toString();
            List<Run> words = new ArrayList<>(List.of(queued, running, done, queued, running));
            Collections.shuffle(words, random);
            for (Run word : words) {
                assertThat(runs.recordRun(named(word, id))).isNull();
            }
            assertThat(database.state(named(done, id))).isEqualTo("success [success] [queued]");
        }
    }

    @Test
    void neverChangesWhatHasEnded() throws Exception {
        Run run = LedgerDatabase.run("a@b.example");
        runs.recordRun(LedgerDatabase.with(run, RunStatus.FAILED, null, StepStatus.FAILED));

        runs.recordRun(LedgerDatabase.with(run, RunStatus.SUCCESS, null, StepStatus.SUCCESS));
        runs.recordRun(
                LedgerDatabase.with(run, RunStatus.SKIPPED, Reason.CANCELLED, StepStatus.SKIPPED));

        assertThat(database.state(run)).isEqualTo("failed [failed] [queued]");
    }

    @Test
    void addsARetractionToWhatHasEnded() throws Exception {
        Run run = LedgerDatabase.run("a@b.example");
        Run done = LedgerDatabase.with(run, RunStatus.SUCCESS, null, StepStatus.SUCCESS);
        runs.recordRun(done);

        runs.recordRun(retracted(done));
        runs.recordRun(retracted(done));

        assertThat(database.state(run)).isEqualTo("success [success] [queued]");
        assertThat(
                        database.value(
                                "SELECT result::text FROM automation_runs WHERE id = ?::uuid",
                                run.id()))
                .isEqualTo("{\"retracted\": true}");
    }

    @Test
    void writesNothingWhereNothingIsNew() throws Exception {
        Run run = LedgerDatabase.run("a@b.example");
        runs.recordRun(run);
        String versions =
                """
                SELECT concat_ws(' ', (SELECT xmin FROM automation_runs WHERE id = r.run_id),
                  (SELECT xmin FROM automation_run_steps WHERE run_id = r.run_id),
                  (SELECT xmin FROM email_deliveries WHERE run_id = r.run_id))
                FROM (VALUES (?::uuid)) AS r (run_id)
                """;
        String before = database.value(versions, run.id());

        runs.recordRun(run);

        assertThat(database.value(versions, run.id())).isEqualTo(before);
    }

    @Test
    void refusesOneRunAndWritesTheRestOfTheBatch() throws Exception {
        Run orphan =
                LedgerDatabase.run(
                        LedgerDatabase.WORKFLOW,
                        UUID.randomUUID().toString(),
                        RunStatus.QUEUED,
                        null,
                        "a@b.example");
        Run noUuid =
                LedgerDatabase.run(
                        "workflow-1",
                        LedgerDatabase.ACCOUNT,
                        RunStatus.QUEUED,
                        null,
                        "a@b.example");
        Run good = LedgerDatabase.run("a@b.example");
        Run other = LedgerDatabase.run();
        Run half =
                LedgerDatabase.copy(
                        UUID.randomUUID().toString(),
                        LedgerDatabase.WORKFLOW,
                        LedgerDatabase.ACCOUNT,
                        RunStatus.QUEUED,
                        null,
                        List.of(),
                        List.of(
                                LedgerDatabase.delivery(
                                        UUID.randomUUID().toString(),
                                        LedgerDatabase.ACCOUNT,
                                        "a@b.example",
                                        DeliveryStatus.QUEUED,
                                        null)));

        List<Refusal> refusals = runs.recordRuns(List.of(orphan, good, noUuid, half, other));

        assertThat(refusals)
                .extracting(Refusal::runId, Refusal::reason)
                .containsExactly(
                        tuple(orphan.id(), Refusal.PARENT_DELETED),
                        tuple(noUuid.id(), Refusal.WRITE_REFUSED),
                        tuple(half.id(), Refusal.PARENT_DELETED));
        assertThat(database.state(good)).isEqualTo("queued [queued] [queued]");
        assertThat(database.state(other)).isEqualTo("queued [] []");
        assertThat(database.state(half)).isEqualTo("null");
    }

    @Test
    void recordsKeptBackDeliveriesAndLeavesTheOthers() throws Exception {
        Run run = LedgerDatabase.run("a@b.example", "c@d.example");
        runs.recordRun(run);
        Delivery kept =
                LedgerDatabase.delivery(
                        run.id(),
                        LedgerDatabase.ACCOUNT,
                        "c@d.example",
                        DeliveryStatus.SKIPPED,
                        Reason.MISSING_VARIABLE);

        runs.recordRun(
                LedgerDatabase.copy(
                        run.id(),
                        run.workflowId(),
                        LedgerDatabase.ACCOUNT,
                        RunStatus.QUEUED,
                        null,
                        run.steps(),
                        List.of(run.deliveries().get(0), kept)));

        assertThat(database.state(run))
                .isEqualTo("queued [queued] [queued skipped:missing_variable]");
    }

    @Test
    void goesOnWhenItsConnectionsAreCut() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Run> all = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            all.add(LedgerDatabase.run("a@b.example"));
        }
        try {
            List<Future<List<Refusal>>> written = new ArrayList<>();
            for (int i = 0; i < all.size(); i += 10) {
                List<Run> some = all.subList(i, i + 10);
                written.add(threads.submit(() -> runs.recordRuns(some)));
                if (i % 50 == 0) {
                    database.execute(
                            """
                            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                            WHERE usename = 'job'
                            """);
                }
            }
            for (Future<List<Refusal>> one : written) {
                assertThat(one.get()).isEmpty();
            }
        } finally {
            threads.shutdownNow();
        }

        for (Run run : all) {
            assertThat(database.state(run)).isEqualTo("queued [queued] [queued]");
        }
    }

    @Test
    void writesTheSameRunsFromManyThreadsInAnyOrder() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Run> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            all.add(LedgerDatabase.run("a@b.example", "c@d.example"));
        }
        try {
            List<Future<List<Refusal>>> written = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                List<Run> shuffled = new ArrayList<>(all);
                Collections.shuffle(shuffled, new Random(i));
                written.add(threads.submit(() -> runs.recordRuns(shuffled)));
            }
            for (Future<List<Refusal>> one : written) {
                assertThat(one.get()).isEmpty();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(all)
                .allMatch(run -> database.state(run).equals("queued [queued] [queued queued]"));
    }

    @Test
    void waitsForADatabaseThatIsAway() throws Exception {
        Run run = LedgerDatabase.run();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            database.stopServer();
            Future<?> written = thread.submit(() -> runs.recordRun(run));
            database.startServer();

            assertThat(written.get()).isNull();
        } finally {
            thread.shutdownNow();
        }
        assertThat(database.state(run)).isEqualTo("queued [] []");
    }

    @Test
    void endsItsWaitingWhenItIsInterrupted() throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        database.stopServer();
        try {
            Future<?> written = thread.submit(() -> runs.recordRun(LedgerDatabase.run()));
            thread.shutdownNow();

            assertThatThrownBy(written::get)
                    .cause()
                    .isInstanceOfAny(InterruptedException.class, CancellationException.class);
        } finally {
            database.startServer();
        }
    }

    @Test
    void loadsTheVersionOfATemplateThatARunBeganWith() throws Exception {
        TemplateStore templates = new TemplateStore(database.source());
        database.execute(
                "UPDATE email_templates SET subject = 'second' WHERE id = '%s'"
                        .formatted(LedgerDatabase.TEMPLATE));

        assertThat(templates.load(LedgerDatabase.TEMPLATE, 1).orElseThrow()).contains("\"first\"");
        assertThat(templates.load(LedgerDatabase.TEMPLATE, 2).orElseThrow()).contains("\"second\"");
        assertThat(templates.load(LedgerDatabase.TEMPLATE, null).orElseThrow())
                .contains("\"second\"");
        assertThat(templates.load(LedgerDatabase.TEMPLATE, 3)).isEmpty();
        assertThat(templates.load(UUID.randomUUID().toString(), null)).isEmpty();
        assertThat(templates.load("no id", null)).isEmpty();
    }

    @Test
    void neverTurnsTheLastRunBack() throws Exception {
        Instant later = Instant.parse("2026-03-01T10:00:00Z");

        record(
                new LastRun(LedgerDatabase.WORKFLOW, later.toEpochMilli()),
                new LastRun(UUID.randomUUID().toString(), later.toEpochMilli()),
                new LastRun(LedgerDatabase.WORKFLOW, later.minusSeconds(60).toEpochMilli()));

        assertThat(
                        database.value(
                                """
                                SELECT version || ' ' || extract(epoch FROM last_run_at)::bigint
                                FROM automation_workflows WHERE id = ?::uuid
                                """,
                                LedgerDatabase.WORKFLOW))
                .isEqualTo("1 " + later.getEpochSecond());
    }

    private static void record(LastRun... lastRuns) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(1);
        env.fromData(lastRuns).sinkTo(PostgresSinks.lastRuns(database.access()));
        env.execute();
    }

    @Test
    void survivesAConflictWithSomebodyElsesLock() throws Exception {
        Run run = LedgerDatabase.run("a@b.example");
        runs.recordRun(run);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "SELECT 1 FROM automation_runs WHERE id = '%s' FOR UPDATE".formatted(run.id()));
            Run done = LedgerDatabase.with(run, RunStatus.SUCCESS, null, StepStatus.SUCCESS);
            Future<?> written = thread.submit(() -> runs.recordRun(done));
            connection.rollback();
            written.get();
        } finally {
            thread.shutdownNow();
        }
        assertThat(database.state(run)).isEqualTo("success [success] [queued]");
    }

    private static Run named(Run run, String id) {
        List<Delivery> deliveries =
                List.of(
                        LedgerDatabase.delivery(
                                id,
                                LedgerDatabase.ACCOUNT,
                                "a@b.example",
                                DeliveryStatus.QUEUED,
                                null));
        return LedgerDatabase.copy(
                id,
                run.workflowId(),
                LedgerDatabase.ACCOUNT,
                run.status(),
                run.reason(),
                run.steps(),
                deliveries);
    }

    private static Run retracted(Run run) {
        return new Run(
                run.folder(),
                run.id(),
                run.workflowId(),
                run.workflowVersion(),
                run.organizationId(),
                run.accountId(),
                run.triggerType(),
                run.occurrenceKey(),
                run.occurredAt(),
                run.status(),
                run.reason(),
                run.error(),
                run.noop(),
                true,
                run.mode(),
                run.triggerData(),
                run.steps(),
                run.deliveries());
    }
}
