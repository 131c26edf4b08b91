package io.automation.bench;

import com.sun.management.OperatingSystemMXBean;
import io.automation.embedded.parts.CaughtMail;
import io.automation.embedded.parts.DebeziumConnect;
import io.automation.embedded.parts.FlinkCluster;
import io.automation.embedded.parts.Folders;
import io.automation.embedded.parts.KafkaBroker;
import io.automation.embedded.parts.MailCatcher;
import io.automation.embedded.parts.PostgresServer;
import io.automation.job.AutomationJob;
import io.automation.job.Environments;
import io.automation.job.LiveEndpoints;
import io.automation.job.config.AutomationOptions;
import io.automation.job.config.ConfigException;
import io.automation.job.config.JobConfig;
import io.automation.sql.Schema;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Milliseconds from SQL COMMIT to the run's row and to the mail accepted, on all real parts, for
 * each guarantee: every change is the fall of an account of its own below the threshold.
 *
 * <p>Three instants of one machine's clock are compared: when the client had its COMMIT, when
 * PostgreSQL committed the run's row, when the mail server had the mail on its disk.
 */
public final class LatencyBench {

    private static final String DATABASE = "automation";
    private static final int PARTITIONS = 3;
    private static final long LAST_MAIL_SECONDS = 120;
    private static final double AIM_EXACTLY_ONCE = 2_000;
    private static final double AIM_AT_LEAST_ONCE = 250;

    /** Not the product's: it keeps the transaction that wrote a run first. */
    private static final List<String> WATCH =
            List.of(
                    "CREATE TABLE bench_runs (account_id UUID PRIMARY KEY)",
                    """
                    CREATE FUNCTION bench_watch() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
                    BEGIN
                      INSERT INTO bench_runs VALUES (NEW.account_id);
                      RETURN NULL;
                    END $$
                    """,
                    "CREATE TRIGGER bench_watch AFTER INSERT ON automation_runs"
                            + " FOR EACH ROW EXECUTE FUNCTION bench_watch()");

    private final int changes;
    private final double perSecond;
    private final String interval;

    /** An account, and when its fall was committed. */
    private record Fall(UUID account, long committedAt) {}

    private LatencyBench(int changes, double perSecond, String interval) {
        this.changes = changes;
        this.perSecond = perSecond;
        this.interval = interval;
    }

    /**
     * Measures both guarantees; the arguments are the number of changes, how many a second, and the
     * interval of the checkpoints.
     */
    public static void main(String[] args) throws Exception {
        int changes = args.length > 0 ? Integer.parseInt(args[0]) : 1_000;
        double perSecond = args.length > 1 ? Double.parseDouble(args[1]) : 20;
        String interval = args.length > 2 ? args[2] : "1 s";
        LatencyBench bench = new LatencyBench(changes, perSecond, interval);
        System.out.printf(
                Locale.ROOT,
                "%,d changes at %.0f/s; %d processors; checkpoints every %s, parallelism 1, heap"
                        + " state, fsync on, %d partitions%n",
                changes,
                perSecond,
                Runtime.getRuntime().availableProcessors(),
                interval,
                PARTITIONS);
        bench.measure("exactly-once", AIM_EXACTLY_ONCE);
        bench.measure("at-least-once", AIM_AT_LEAST_ONCE);
        // Some of the parts leave threads behind.
        System.exit(0);
    }

    private void measure(String guarantee, double aim) throws Exception {
        Path folder = Path.of("target", "latency-" + guarantee).toAbsolutePath();
        Folders.delete(folder);
        Files.createDirectories(folder);
        try (PostgresServer postgres =
                        PostgresServer.in(folder.resolve("postgres"))
                                .setting("track_commit_timestamp", "on")
                                .start();
                MailCatcher mails = MailCatcher.start(folder.resolve("mails"));
                KafkaBroker kafka = KafkaBroker.start(folder.resolve("kafka"))) {
            postgres.createDatabase(DATABASE);
            Schema.migrate(
                    postgres.jdbcUrl(DATABASE, PostgresServer.OWNER), PostgresServer.OWNER, "");
            try (Connection connection = postgres.connect(DATABASE, PostgresServer.OWNER)) {
                List<UUID> accounts = fill(connection);
                createTopics(kafka);
                try (DebeziumConnect debezium =
                                DebeziumConnect.start(postgres, DATABASE, kafka, Map.of());
                        FlinkCluster flink = FlinkCluster.builder().slots(2).start()) {
                    debezium.awaitRunning();
                    debezium.awaitSnapshot();
                    Map<String, String> options = options(postgres, kafka, mails, guarantee);
                    JobID deliver = start(flink, options, folder, AutomationJob::defineDeliver);
                    JobID detect = start(flink, options, folder, AutomationJob::defineDetect);
                    awaitAnswer(connection);
                    measure(connection, mails, accounts, guarantee, aim);
                    flink.cancel(detect);
                    flink.cancel(deliver);
                }
            }
        }
    }

    private void measure(
            Connection connection,
            MailCatcher mails,
            List<UUID> accounts,
            String guarantee,
            double aim)
            throws SQLException, IOException {
        // The first tenth warms up and does not count.
        int warmUp = accounts.size() - changes;
        fall(connection, accounts.subList(0, warmUp));
        awaitMails(mails, warmUp);
        Machine before = Machine.now();
        List<Fall> falls = fall(connection, accounts.subList(warmUp, accounts.size()));
        awaitMails(mails, accounts.size());
        Machine after = Machine.now();

        Map<UUID, Long> runs = runs(connection);
        Map<UUID, Long> caught = caught(connection, mails);
        List<Double> toRun = new ArrayList<>();
        List<Double> toMail = new ArrayList<>();
        for (Fall fall : falls) {
            add(toRun, fall, runs);
            add(toMail, fall, caught);
        }
        System.out.printf(Locale.ROOT, "%n%s (%s)%n", guarantee, after.since(before));
        print("commit to run row", toRun, aim);
        print("commit to mail", toMail, aim);
    }

    private static void add(List<Double> millis, Fall fall, Map<UUID, Long> arrivals) {
        Long arrival = arrivals.get(fall.account);
        if (arrival != null) {
            millis.add((arrival - fall.committedAt) / 1_000.0);
        }
    }

    private void print(String what, List<Double> millis, double aim) {
        double[] sorted = millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "  %-18s p50 %6.0f ms   p99 %6.0f ms (aim %.0f)   max %6.0f ms   %,d of %,d%n",
                what,
                percentile(sorted, 0.50),
                percentile(sorted, 0.99),
                aim,
                percentile(sorted, 1),
                sorted.length,
                changes);
    }

    private static double percentile(double[] sorted, double share) {
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted.length == 0 ? Double.NaN : sorted[Math.max(0, rank - 1)];
    }

    /** One transaction after the other, each at its time. */
    private List<Fall> fall(Connection connection, List<UUID> accounts) throws SQLException {
        long pause = (long) (TimeUnit.SECONDS.toNanos(1) / perSecond);
        List<Fall> falls = new ArrayList<>();
        long next = System.nanoTime();
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO health_scores (account_id, score) VALUES (?, 41)")) {
            for (UUID account : accounts) {
                while (System.nanoTime() < next) {
                    LockSupport.parkNanos(next - System.nanoTime());
                }
                next += pause;
                insert.setObject(1, account);
                insert.executeUpdate();
                falls.add(
                        new Fall(
                                account,
                                TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis())));
            }
        }
        return falls;
    }

    /** When the run of each account was committed, in epoch microseconds. */
    private static Map<UUID, Long> runs(Connection connection) throws SQLException {
        return micros(
                connection, "SELECT account_id, pg_xact_commit_timestamp(xmin) FROM bench_runs");
    }

    /** When the mail of each account was accepted. */
    private static Map<UUID, Long> caught(Connection connection, MailCatcher mails)
            throws SQLException {
        Map<String, UUID> accounts = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT id, account_id FROM automation_runs")) {
            while (rows.next()) {
                accounts.put(rows.getString(1), rows.getObject(2, UUID.class));
            }
        }
        Map<UUID, Long> caught = new HashMap<>();
        for (CaughtMail mail : mails.mails()) {
            UUID account = accounts.get(String.valueOf(mail.runId()));
            if (account != null) {
                caught.put(
                        account, TimeUnit.MILLISECONDS.toMicros(mail.receivedAt().toEpochMilli()));
            }
        }
        return caught;
    }

    private static Map<UUID, Long> micros(Connection connection, String sql) throws SQLException {
        Map<UUID, Long> micros = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                Timestamp at = rows.getTimestamp(2);
                micros.put(
                        rows.getObject(1, UUID.class),
                        TimeUnit.SECONDS.toMicros(Math.floorDiv(at.getTime(), 1_000L))
                                + at.getNanos() / 1_000);
            }
        }
        return micros;
    }

    /** Healthy accounts with a contact each, and the workflow that waits for their fall. */
    private List<UUID> fill(Connection connection) throws SQLException {
        List<String> statements = new ArrayList<>(WATCH);
        statements.add("INSERT INTO organizations (name) VALUES ('Bench')");
        statements.add(
                "INSERT INTO email_templates (organization_id, name, subject, html_content)"
                        + " SELECT id, 'alert', '{{account.name}} fell', '<p>Look.</p>'"
                        + " FROM organizations");
        statements.add(
                "INSERT INTO automation_workflows (organization_id, name, status, trigger_type,"
                        + " trigger_config, action_type, action_config) SELECT id, 'Fall', 'active',"
                        + " 'health_score_change', '{\"direction\": \"decrease\", \"threshold\": 60}',"
                        + " 'send_email', '{\"template_id\": \"alert\"}' FROM organizations");
        statements.add(
                "INSERT INTO accounts (organization_id, name) SELECT id, 'Account ' || n"
                        + " FROM organizations, generate_series(1, %d) n"
                                .formatted(changes + changes / 10));
        statements.add(
                "INSERT INTO contacts (account_id, email) SELECT id, id || '@example.com'"
                        + " FROM accounts");
        statements.add("INSERT INTO health_scores (account_id, score) SELECT id, 75 FROM accounts");
        List<UUID> accounts = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
            try (ResultSet rows = statement.executeQuery("SELECT id FROM accounts")) {
                while (rows.next()) {
                    accounts.add(rows.getObject(1, UUID.class));
                }
            }
        }
        return accounts;
    }

    private static void createTopics(KafkaBroker kafka) {
        Map<String, String> configuration = Map.of("max.message.bytes", "16777216");
        kafka.createTopic("automation.changes", PARTITIONS, configuration);
        kafka.createTopic("automation-out.runs", PARTITIONS, configuration);
        kafka.createTopic("automation-out.decisions", 1, configuration);
        kafka.createTopic("automation-out.definitions", 1, configuration);
        kafka.createTopic("automation-out.dead-letters", 1, configuration);
    }

    private Map<String, String> options(
            PostgresServer postgres, KafkaBroker kafka, MailCatcher mails, String guarantee) {
        Map<String, String> options = new HashMap<>();
        options.put(AutomationOptions.BOOTSTRAP_SERVERS.key(), kafka.bootstrapServers());
        options.put(
                AutomationOptions.JDBC_URL.key(), postgres.jdbcUrl(DATABASE, PostgresServer.JOB));
        options.put(AutomationOptions.JDBC_USER.key(), PostgresServer.JOB);
        options.put(AutomationOptions.SMTP_HOST.key(), "127.0.0.1");
        options.put(AutomationOptions.SMTP_PORT.key(), Integer.toString(mails.port()));
        options.put(AutomationOptions.SMTP_SECURITY.key(), "none");
        options.put(AutomationOptions.SMTP_FROM.key(), "bench@example.com");
        options.put(AutomationOptions.GUARANTEE.key(), guarantee);
        options.put(AutomationOptions.CHECKPOINT_INTERVAL.key(), interval);
        return options;
    }

    private static JobID start(
            FlinkCluster flink,
            Map<String, String> options,
            Path folder,
            BiConsumer<StreamExecutionEnvironment, JobConfig> job)
            throws ConfigException, InterruptedException {
        Map<String, String> all = new HashMap<>(options);
        all.put(
                AutomationOptions.CHECKPOINT_DIRECTORY.key(),
                folder.resolve("checkpoints").toUri().toString());
        JobConfig config = JobConfig.of(all);
        LiveEndpoints.check(config, false);
        StreamExecutionEnvironment env = Environments.create(config);
        job.accept(env, config);
        JobID id = flink.submit(env.getStreamGraph());
        flink.awaitRunning(id);
        return id;
    }

    private static void awaitAnswer(Connection connection) throws SQLException {
        try (PreparedStatement answers =
                connection.prepareStatement(
                        "SELECT count(*) FROM automation_definition_status WHERE accepted"
                                + " AND \"table\" = 'automation_workflows'")) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LAST_MAIL_SECONDS);
            while (System.nanoTime() < end) {
                try (ResultSet rows = answers.executeQuery()) {
                    rows.next();
                    if (rows.getLong(1) == 1) {
                        return;
                    }
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
        throw new IllegalStateException("the workflow was not accepted");
    }

    /** Waits for all mails; what does not come is missing in the figures and shows there. */
    private static void awaitMails(MailCatcher mails, int count) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LAST_MAIL_SECONDS);
        while (mails.count() < count && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    /**
     * What the machine did up to an instant.
     *
     * @param ownNanos CPU of this process
     * @param busyTicks of all processes
     * @param stolenTicks of other machines on the same hardware
     */
    private record Machine(long at, long ownNanos, long busyTicks, long stolenTicks) {

        private static final double TICKS_PER_SECOND = 100;

        static Machine now() throws IOException {
            OperatingSystemMXBean system =
                    (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            long[] ticks =
                    Arrays.stream(
                                    Files.readAllLines(Path.of("/proc/stat"))
                                            .get(0)
                                            .substring("cpu".length())
                                            .strip()
                                            .split("\\s+"))
                            .mapToLong(Long::parseLong)
                            .toArray();
            // user, nice, system, idle, waiting, interrupts (two kinds), stolen
            long busy = ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6];
            return new Machine(System.nanoTime(), system.getProcessCpuTime(), busy, ticks[7]);
        }

        String since(Machine before) throws IOException {
            double seconds = (at - before.at) / 1e9;
            return String.format(
                    Locale.ROOT,
                    "%.0f s; cores: this process %.2f, all %.2f, stolen %.2f; load %s",
                    seconds,
                    (ownNanos - before.ownNanos) / 1e9 / seconds,
                    (busyTicks - before.busyTicks) / TICKS_PER_SECOND / seconds,
                    (stolenTicks - before.stolenTicks) / TICKS_PER_SECOND / seconds,
                    Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]);
        }
    }
}
