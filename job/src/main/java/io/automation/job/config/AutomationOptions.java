package io.automation.job.config;

import static org.apache.flink.configuration.ConfigOptions.key;

import io.automation.connectors.cdc.TimePrecision;
import io.automation.connectors.mail.MailConfig;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.flink.configuration.ConfigOption;

/** Every option of the jobs: {@code automation.<area>.<name>}. */
public final class AutomationOptions {

    /** What the keys of all options begin with. */
    public static final String PREFIX = "automation.";

    /** What goes on to Kafka's clients, without this prefix. */
    public static final String KAFKA_CLIENT_PREFIX = "automation.kafka.client.";

    public static final ConfigOption<Jobs> JOB =
            key("automation.job.run")
                    .enumType(Jobs.class)
                    .defaultValue(Jobs.BOTH)
                    .withDescription(
                            "Which job to run: `detect`, `deliver`, or `both` in one cluster."
                                    + " Short: `--job`.");

    public static final ConfigOption<Integer> PARALLELISM =
            key("automation.job.parallelism")
                    .intType()
                    .defaultValue(1)
                    .withDescription(
                            "Subtasks of each operator, at most the number of partitions of the"
                                    + " topic of changes.");

    public static final ConfigOption<Boolean> FROM_NOW =
            key("automation.job.from-now")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            "Starts without state although the topic of changes no longer begins"
                                    + " with a snapshot; definitions are unknown until they change."
                                    + " Short: `--from-now`.");

    public static final ConfigOption<String> BOOTSTRAP_SERVERS =
            key("automation.kafka.bootstrap-servers")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("Kafka's brokers, `host:port,…`.");

    public static final ConfigOption<String> CHANGES_TOPIC =
            key("automation.kafka.changes-topic")
                    .stringType()
                    .defaultValue("automation.changes")
                    .withDescription("Where Debezium's captured changes are.");

    public static final ConfigOption<String> TOPIC_PREFIX =
            key("automation.kafka.topic-prefix")
                    .stringType()
                    .defaultValue("automation-out")
                    .withDescription(
                            "What the names of the jobs' own topics begin with: `.runs`,"
                                    + " `.decisions`, `.definitions`, `.dead-letters`.");

    public static final ConfigOption<String> GROUP_ID_PREFIX =
            key("automation.kafka.group-id-prefix")
                    .stringType()
                    .defaultValue("automation")
                    .withDescription("What the names of the jobs' consumer groups begin with.");

    public static final ConfigOption<String> TRANSACTIONAL_ID_PREFIX =
            key("automation.kafka.transactional-id-prefix")
                    .stringType()
                    .defaultValue("automation-runs")
                    .withDescription(
                            "Names the transactions of the job \"detect\"; no two jobs on the same"
                                    + " brokers may share it.");

    public static final ConfigOption<Duration> TRANSACTION_TIMEOUT =
            key("automation.kafka.transaction-timeout")
                    .durationType()
                    .defaultValue(Duration.ofHours(1))
                    .withDescription(
                            "After it the brokers drop what was not committed, for instance because"
                                    + " the job was down. At most their"
                                    + " `transaction.max.timeout.ms`, which is 15 min unless it is"
                                    + " raised.");

    public static final ConfigOption<Duration> HEARTBEAT_PATIENCE =
            key("automation.kafka.heartbeat-patience")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(30))
                    .withDescription(
                            "How long a start waits for a heartbeat in every partition of the topic"
                                    + " of changes.");

    public static final ConfigOption<String> JDBC_URL =
            key("automation.jdbc.url")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "The job's PostgreSQL, `jdbc:postgresql://host:port/database`."
                                    + " Needed to deliver.");

    public static final ConfigOption<String> JDBC_USER =
            key("automation.jdbc.user")
                    .stringType()
                    .defaultValue("automation")
                    .withDescription("A login with the role `automation_job`.");

    public static final ConfigOption<String> JDBC_PASSWORD =
            key("automation.jdbc.password")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Its password, by reference: `${env:NAME}` or `${file:/path}`.");

    public static final ConfigOption<String> SMTP_HOST =
            key("automation.smtp.host")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("The mail server. Needed to deliver.");

    public static final ConfigOption<Integer> SMTP_PORT =
            key("automation.smtp.port").intType().defaultValue(587).withDescription("Its port.");

    public static final ConfigOption<MailConfig.Security> SMTP_SECURITY =
            key("automation.smtp.security")
                    .enumType(MailConfig.Security.class)
                    .defaultValue(MailConfig.Security.STARTTLS)
                    .withDescription(
                            "`none`, `starttls` (refused if the server does not offer it) or"
                                    + " `tls`.");

    public static final ConfigOption<String> SMTP_USER =
            key("automation.smtp.user")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("The login; without one mails are sent without.");

    public static final ConfigOption<String> SMTP_PASSWORD =
            key("automation.smtp.password")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Its password, by reference: `${env:NAME}` or `${file:/path}`.");

    public static final ConfigOption<String> SMTP_FROM =
            key("automation.smtp.from")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "The sender where an organization names none. Needed to deliver.");

    public static final ConfigOption<Integer> SMTP_CONNECTIONS =
            key("automation.smtp.connections")
                    .intType()
                    .defaultValue(4)
                    .withDescription(
                            "Connections of one subtask, and with it the mails that are under way at"
                                    + " once.");

    public static final ConfigOption<Duration> SMTP_CONNECT_TIMEOUT =
            key("automation.smtp.connect-timeout")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(10))
                    .withDescription("For the connection.");

    public static final ConfigOption<Duration> SMTP_COMMAND_TIMEOUT =
            key("automation.smtp.command-timeout")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(1))
                    .withDescription("For each reply before a mail's end.");

    public static final ConfigOption<Duration> SMTP_ACCEPT_TIMEOUT =
            key("automation.smtp.accept-timeout")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(10))
                    .withDescription(
                            "For the reply to a mail's end. RFC 5321 asks for ten minutes: whoever"
                                    + " gives up earlier does not know what became of the mail.");

    public static final ConfigOption<Duration> MAX_EVENT_AGE =
            key("automation.clock.max-event-age")
                    .durationType()
                    .defaultValue(Duration.ofDays(3))
                    .withDescription(
                            "How old a change may be to start anything; older ones fill the state."
                                    + " At most 7 days.");

    public static final ConfigOption<Duration> RETENTION =
            key("automation.state.retention")
                    .durationType()
                    .defaultValue(Duration.ofDays(90))
                    .withDescription("How long scores stay in the state. At most 90 days.");

    public static final ConfigOption<StateBackend> STATE_BACKEND =
            key("automation.state.backend")
                    .enumType(StateBackend.class)
                    .defaultValue(StateBackend.HASHMAP)
                    .withDescription(
                            "`hashmap`: in memory, fastest; `rocksdb`: on disk, with incremental"
                                    + " checkpoints.");

    public static final ConfigOption<String> EFFECTS_FROM =
            key("automation.replay.effects-from")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "An instant; what was triggered before it fills the state and has no"
                                    + " effect. For a start behind a replayed history.");

    public static final ConfigOption<String> DECISIONS_ACCOUNTS =
            key("automation.decisions.accounts")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Ids of accounts, `id,id,…`, of which the decisions also say why"
                                    + " nothing came of a fact, workflow by workflow.");

    public static final ConfigOption<Double> DECISIONS_SAMPLE =
            key("automation.decisions.sample")
                    .doubleType()
                    .defaultValue(0.0)
                    .withDescription(
                            "The share of all accounts, 0 to 1, of which they do so besides, by"
                                    + " hash of their ids. Runs and near misses are told of every"
                                    + " account.");

    public static final ConfigOption<Integer> EPOCH =
            key("automation.cdc.epoch")
                    .intType()
                    .defaultValue(0)
                    .withDescription(
                            "Which life of the database this is. Add 1 when its log positions begin"
                                    + " anew, after a fail-over or an upgrade: positions are"
                                    + " compared within an epoch. At most 127.");

    public static final ConfigOption<TimePrecision> TIME_PRECISION =
            key("automation.cdc.time-precision")
                    .enumType(TimePrecision.class)
                    .defaultValue(TimePrecision.ISOSTRING)
                    .withDescription(
                            "Debezium's `time.precision.mode`: what a whole number in a column of"
                                    + " times means where no schema comes along.");

    public static final ConfigOption<Guarantee> GUARANTEE =
            key("automation.delivery.guarantee")
                    .enumType(Guarantee.class)
                    .defaultValue(Guarantee.EXACTLY_ONCE)
                    .withDescription(
                            "`exactly-once`: an intent counts once its checkpoint is complete;"
                                    + " `at-least-once`: at once. Effects are claimed in PostgreSQL"
                                    + " either way, so none happens twice.");

    public static final ConfigOption<Duration> LEASE =
            key("automation.delivery.lease")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(15))
                    .withDescription(
                            "How long a claimed mail belongs to the one that claimed it. After a"
                                    + " crash a mail that was under way is listed as `unknown`, or"
                                    + " sent again, when it ends.");

    public static final ConfigOption<Duration> PATIENCE =
            key("automation.delivery.patience")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(10))
                    .withDescription(
                            "How long a mail is tried while the server takes none; then it has"
                                    + " failed.");

    public static final ConfigOption<Integer> IN_FLIGHT =
            key("automation.delivery.in-flight")
                    .intType()
                    .defaultValue(16)
                    .withDescription(
                            "Mails of one subtask that are under way or wait to be tried again.");

    public static final ConfigOption<Duration> CHECKPOINT_INTERVAL =
            key("automation.checkpoint.interval")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(1))
                    .withDescription(
                            "How often the jobs save their state; with `exactly-once`, how long a"
                                    + " decision may wait before it counts.");

    public static final ConfigOption<String> CHECKPOINT_DIRECTORY =
            key("automation.checkpoint.directory")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Where to, a URI; without it, as the cluster is configured. The newest"
                                    + " three are kept.");

    private AutomationOptions() {}

    /** Where state lies. */
    public enum StateBackend {
        HASHMAP,
        ROCKSDB
    }

    /** What runs and intents are written with. */
    public enum Guarantee {
        EXACTLY_ONCE,
        AT_LEAST_ONCE;

        /** As it is written in a configuration; Flink reads it by this. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** All of them, in the order of the documentation. */
    public static List<ConfigOption<?>> all() {
        return List.of(
                JOB,
                PARALLELISM,
                FROM_NOW,
                BOOTSTRAP_SERVERS,
                CHANGES_TOPIC,
                TOPIC_PREFIX,
                GROUP_ID_PREFIX,
                TRANSACTIONAL_ID_PREFIX,
                TRANSACTION_TIMEOUT,
                HEARTBEAT_PATIENCE,
                JDBC_URL,
                JDBC_USER,
                JDBC_PASSWORD,
                SMTP_HOST,
                SMTP_PORT,
                SMTP_SECURITY,
                SMTP_USER,
                SMTP_PASSWORD,
                SMTP_FROM,
                SMTP_CONNECTIONS,
                SMTP_CONNECT_TIMEOUT,
                SMTP_COMMAND_TIMEOUT,
                SMTP_ACCEPT_TIMEOUT,
                MAX_EVENT_AGE,
                RETENTION,
                STATE_BACKEND,
                EFFECTS_FROM,
                DECISIONS_ACCOUNTS,
                DECISIONS_SAMPLE,
                EPOCH,
                TIME_PRECISION,
                GUARANTEE,
                LEASE,
                PATIENCE,
                IN_FLIGHT,
                CHECKPOINT_INTERVAL,
                CHECKPOINT_DIRECTORY);
    }
}
