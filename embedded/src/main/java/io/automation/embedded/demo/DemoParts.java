package io.automation.embedded.demo;

import io.automation.embedded.definitions.DefinitionCheck;
import io.automation.embedded.definitions.DefinitionTables;
import io.automation.embedded.parts.DebeziumConnect;
import io.automation.embedded.parts.FlinkCluster;
import io.automation.embedded.parts.KafkaBroker;
import io.automation.embedded.parts.MailCatcher;
import io.automation.embedded.parts.PartException;
import io.automation.embedded.parts.PostgresServer;
import io.automation.embedded.parts.RunningDemo;
import io.automation.sql.Schema;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MetricOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of a running demo.
 *
 * <p>They start side by side where one does not need another, are told of in a fixed order, and end
 * in the order in which records travel: nothing ends before what writes to it.
 */
final class DemoParts implements AutoCloseable {

    static final String DATABASE = RunningDemo.DATABASE;

    private static final Logger LOG = LoggerFactory.getLogger(DemoParts.class);
    private static final int PARTITIONS = 3;
    private static final int SLOTS = 2;
    private static final Duration ANSWERS = Duration.ofSeconds(30);
    private static final long POLL_MILLIS = 50;
    private static final long PROBLEM_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final DemoFolder folder;
    private final DemoOptions options;
    private final DemoPorts ports;
    private final Instant startedAt = Instant.now();
    private final ExecutorService starters =
            Executors.newCachedThreadPool(
                    task -> {
                        Thread thread = new Thread(task, "starter");
                        thread.setDaemon(true);
                        return thread;
                    });

    private final CompletableFuture<Started<PostgresServer>> postgres;
    private final CompletableFuture<Started<KafkaBroker>> kafka;
    private final CompletableFuture<Started<MailCatcher>> mails;
    private final CompletableFuture<Started<FlinkCluster>> flink;
    private @Nullable DebeziumConnect debezium;
    private @Nullable HistoryWriter history;
    private @Nullable DemoJobs jobs;
    private @Nullable TopicCounter deadLetters;
    private long lookedAt;

    /** A part and how long it took. */
    private record Started<T>(T part, Duration took) {}

    /** Begins to start what needs nothing else. */
    DemoParts(DemoFolder folder, DemoOptions options, DemoPorts ports) {
        this.folder = folder;
        this.options = options;
        this.ports = ports;
        this.postgres = start("PostgreSQL", this::startPostgres, DemoPort.POSTGRES);
        this.kafka = start("Kafka", this::startKafka, DemoPort.KAFKA);
        this.mails = start("mail catcher", this::startMails, DemoPort.MAIL, DemoPort.MAIL_PAGE);
        this.flink = start("Flink", this::startFlink, DemoPort.FLINK);
    }

    /** Starts the rest, and tells of each part as it is ready. */
    void start(StartTable table) throws SQLException, InterruptedException {
        PostgresServer database = tellPostgres(table);
        Started<KafkaBroker> broker = await("Kafka", kafka);
        table.ready("Kafka", "port " + broker.part.port(), broker.took);

        boolean first = !folder.isLoaded();
        tellDebezium(table, database, broker.part, first);
        tell(table, "mail catcher", mails, catcher -> "port " + catcher.port());
        tellFlink(table, database, broker.part);
        folder.loaded();
        tellWorkflows(table);
        folder.ports(ports.byCode());
    }

    Instant startedAt() {
        return startedAt;
    }

    PostgresServer postgres() {
        return await("PostgreSQL", postgres).part;
    }

    MailCatcher mails() {
        return await("mail catcher", mails).part;
    }

    URI flinkPage() {
        return await("Flink", flink).part.webPage();
    }

    HistoryWriter history() {
        return started(history);
    }

    FlinkWatch flinkWatch() {
        DemoJobs running = started(jobs);
        return new FlinkWatch(
                flinkPage(), running.detect().toHexString(), running.deliver().toHexString());
    }

    Connection connect() throws SQLException {
        return postgres().connect(DATABASE, PostgresServer.OWNER);
    }

    long deadLetters() {
        return started(deadLetters).count();
    }

    /** What ended by itself and ends the demo with it; null while all is well. */
    @Nullable String problem() {
        if (System.nanoTime() - lookedAt < PROBLEM_NANOS) {
            return null;
        }
        lookedAt = System.nanoTime();
        FlinkCluster cluster = await("Flink", flink).part;
        DemoJobs running = started(jobs);
        for (var job :
                Map.of("detect", running.detect(), "deliver", running.deliver()).entrySet()) {
            JobStatus status = cluster.jobStatus(job.getValue());
            if (status.isGloballyTerminalState()) {
                return "the job %s is %s; log %s"
                        .formatted(job.getKey(), status, DemoFolder.log(folder.path()));
            }
        }
        return null;
    }

    /** Whether detection goes on where an earlier start ended. */
    boolean isResumed() {
        return jobs != null && jobs.isResumed();
    }

    @Override
    public void close() {
        if (jobs != null) {
            end("jobs", jobs);
        }
        end("Flink", flink);
        if (debezium != null) {
            end("Debezium", debezium);
        }
        if (history != null) {
            end("history", history);
        }
        if (deadLetters != null) {
            end("dead letters", deadLetters);
        }
        end("Kafka", kafka);
        end("mail catcher", mails);
        end("PostgreSQL", postgres);
        starters.shutdownNow();
    }

    private PostgresServer startPostgres() throws SQLException {
        PostgresServer server =
                PostgresServer.in(folder.postgres())
                        .port(ports.of(DemoPort.POSTGRES))
                        .setting("track_commit_timestamp", "on")
                        .start();
        try {
            server.createDatabase(DATABASE);
            Schema.migrate(
                    server.jdbcUrl(DATABASE, PostgresServer.OWNER), PostgresServer.OWNER, "");
            load(server);
            return server;
        } catch (SQLException | RuntimeException failed) {
            server.close();
            throw failed;
        }
    }

    /** Customers and examples, once, and in one transaction: all of it or nothing. */
    private static void load(PostgresServer server) throws SQLException {
        try (Connection connection = server.connect(DATABASE, PostgresServer.OWNER)) {
            if (new DemoTables(connection).count("SELECT count(*) FROM organizations") > 0) {
                return;
            }
            connection.setAutoCommit(false);
            SampleData.insert(connection, Instant.now());
            DefinitionTables tables = new DefinitionTables(connection);
            tables.write(DefinitionCheck.check(Examples.read(), tables).orRefuse());
            connection.commit();
        }
    }

    private KafkaBroker startKafka() {
        KafkaBroker broker = KafkaBroker.start(folder.kafka(), ports.of(DemoPort.KAFKA));
        try {
            DemoTopics.create(broker, PARTITIONS);
            return broker;
        } catch (RuntimeException failed) {
            broker.close();
            throw failed;
        }
    }

    private MailCatcher startMails() {
        return MailCatcher.start(
                folder.mails(), ports.of(DemoPort.MAIL), ports.of(DemoPort.MAIL_PAGE));
    }

    private FlinkCluster startFlink() {
        Configuration configuration = new Configuration();
        configuration.set(MetricOptions.METRIC_FETCHER_UPDATE_INTERVAL, Duration.ofSeconds(1));
        return FlinkCluster.builder()
                .webPort(ports.of(DemoPort.FLINK))
                .slots(SLOTS)
                .configuration(configuration)
                .start();
    }

    private PostgresServer tellPostgres(StartTable table) throws SQLException {
        Started<PostgresServer> started = await("PostgreSQL", postgres);
        String killed = folder.killed();
        if (killed != null) {
            table.line(
                    "left behind",
                    "process %s was killed: %s"
                            .formatted(
                                    killed,
                                    started.part
                                            .cleanedUp()
                                            .orElse(
                                                    "nothing of it runs, it goes on where it"
                                                            + " stood")));
        }
        try (Connection connection = connect()) {
            DemoTables tables = new DemoTables(connection);
            table.ready(
                    "PostgreSQL",
                    "port %d, %d tables, %d organizations"
                            .formatted(
                                    started.part.port(),
                                    tables.count(
                                            "SELECT count(*) FROM pg_tables WHERE schemaname ="
                                                    + " 'public' AND tablename NOT LIKE 'flyway%'"),
                                    tables.count("SELECT count(*) FROM organizations")),
                    started.took);
        }
        return started.part;
    }

    private void tellDebezium(
            StartTable table, PostgresServer database, KafkaBroker broker, boolean first)
            throws SQLException {
        long began = System.nanoTime();
        DebeziumConnect capture = DebeziumConnect.start(database, DATABASE, broker, Map.of());
        debezium = capture;
        capture.awaitRunning();
        long rows = capture.awaitSnapshot();
        try {
            history =
                    HistoryWriter.start(
                            folder.history(), broker.bootstrapServers(), DebeziumConnect.TOPIC);
        } catch (IOException failed) {
            throw new PartException("history", "cannot be kept: " + failed.getMessage(), failed);
        }
        deadLetters = DemoTopics.deadLetters(broker);
        long tables;
        try (Connection connection = connect()) {
            tables = new DemoTables(connection).count("SELECT count(*) FROM pg_publication_tables");
        }
        table.ready(
                "Debezium",
                first
                        ? "%d tables, snapshot of %,d rows".formatted(tables, rows)
                        : "%d tables, goes on where it stood".formatted(tables),
                since(began));
    }

    private void tellFlink(StartTable table, PostgresServer database, KafkaBroker broker)
            throws InterruptedException {
        Started<FlinkCluster> cluster = await("Flink", flink);
        long began = System.nanoTime();
        DemoJobs running =
                DemoJobs.start(
                        cluster.part,
                        folder,
                        DemoJobs.options(
                                database.jdbcUrl(DATABASE, PostgresServer.JOB),
                                broker.bootstrapServers(),
                                mails().port(),
                                options.guarantee()));
        jobs = running;
        table.ready(
                "Flink",
                "%d slots, checkpoint every 1 s%s"
                        .formatted(SLOTS, running.isResumed() ? ", resumed" : ""),
                cluster.took.plus(since(began)));
    }

    private void tellWorkflows(StartTable table) throws SQLException, InterruptedException {
        long began = System.nanoTime();
        Instant end = Instant.now().plus(ANSWERS);
        try (Connection connection = connect()) {
            DemoTables tables = new DemoTables(connection);
            String unanswered =
                    "SELECT count(*) FROM automation_workflows w WHERE deleted_at IS NULL AND NOT"
                            + " EXISTS (SELECT FROM automation_definition_status s WHERE s.id = w.id)";
            while (tables.count(unanswered) > 0 && Instant.now().isBefore(end)) {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
            long active =
                    tables.count(
                            "SELECT count(*) FROM automation_workflows WHERE status = 'active'"
                                    + " AND enabled IS DISTINCT FROM false AND deleted_at IS NULL");
            long refused =
                    tables.count(
                            "SELECT count(*) FROM automation_definition_status WHERE NOT accepted");
            table.ready(
                    "workflows", "%d active, %d refused".formatted(active, refused), since(began));
        }
    }

    private static <T> void tell(
            StartTable table,
            String name,
            CompletableFuture<Started<T>> part,
            java.util.function.Function<T, String> what) {
        Started<T> started = await(name, part);
        table.ready(name, what.apply(started.part), started.took);
    }

    private <T> CompletableFuture<Started<T>> start(
            String name, Callable<T> start, DemoPort... listensOn) {
        return CompletableFuture.supplyAsync(
                () -> {
                    long began = System.nanoTime();
                    try {
                        T part = ports.start(start, listensOn);
                        return new Started<>(part, since(began));
                    } catch (PartException failed) {
                        LOG.error("{} did not start", name, failed);
                        throw failed;
                    } catch (Exception failed) {
                        LOG.error("{} did not start", name, failed);
                        throw new PartException(
                                name, "did not start: " + failed.getMessage(), failed);
                    }
                },
                starters);
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private static <T> Started<T> await(String name, CompletableFuture<Started<T>> part) {
        try {
            return part.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof PartException reason) {
                throw reason;
            }
            throw new PartException(name, "did not start: " + failed.getCause(), failed);
        }
    }

    private static <T> T started(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("asked for before it was started");
        }
        return part;
    }

    private static <T extends AutoCloseable> void end(
            String name, CompletableFuture<Started<T>> part) {
        try {
            end(name, part.join().part);
        } catch (CompletionException neverStarted) {
            LOG.debug("{} never started", name);
        }
    }

    /** Whatever one of them does, the others are to end too. */
    private static void end(String name, AutoCloseable part) {
        try {
            part.close();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (Exception failed) {
            LOG.warn("{} did not end well", name, failed);
        }
    }
}
