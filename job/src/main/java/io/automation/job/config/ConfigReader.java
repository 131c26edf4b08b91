package io.automation.job.config;

import io.automation.connectors.cdc.DecoderOptions;
import io.automation.connectors.kafka.KafkaClients;
import io.automation.connectors.kafka.Topics;
import io.automation.connectors.mail.Addresses;
import io.automation.job.evaluate.EvaluateOptions;
import io.automation.job.evaluate.Watch;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/** Turns flat text into a configuration and collects every problem on the way. */
final class ConfigReader {

    private static final int MAX_PARALLELISM = 720;
    private static final int LAST_EPOCH = 127;
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(365);

    private final List<String> problems;
    private final Configuration configuration = new Configuration();
    private final Map<String, String> kafkaClient = new TreeMap<>();
    private final Map<String, String> flink = new TreeMap<>();

    ConfigReader(Map<String, String> values, List<String> problems) {
        this.problems = problems;
        values.forEach(this::sort);
    }

    private void sort(String key, String value) {
        if (key.startsWith(AutomationOptions.KAFKA_CLIENT_PREFIX)) {
            kafkaClient.put(key.substring(AutomationOptions.KAFKA_CLIENT_PREFIX.length()), value);
        } else if (!key.startsWith(AutomationOptions.PREFIX)) {
            flink.put(key, value);
        } else if (AutomationOptions.all().stream().anyMatch(option -> option.key().equals(key))) {
            configuration.setString(key, value);
        } else {
            problems.add(key + ": no option; did you mean " + nearest(key) + "?");
        }
    }

    /** The configuration, null if it cannot even be built; it is good if there is no problem. */
    @Nullable JobConfig read() {
        Jobs jobs = get(AutomationOptions.JOB);
        Integer parallelism = within(AutomationOptions.PARALLELISM, 1, MAX_PARALLELISM);
        Boolean fromNow = get(AutomationOptions.FROM_NOW);
        KafkaOptions kafka = kafka();
        Integer epoch = within(AutomationOptions.EPOCH, 0, LAST_EPOCH);
        DecoderOptions decoder = decoder();
        EvaluateOptions evaluation = evaluation();
        CheckpointOptions checkpoints = checkpoints();
        DeliverOptions deliver = jobs == null || jobs.delivers() ? deliver() : null;
        if (jobs == null
                || parallelism == null
                || fromNow == null
                || kafka == null
                || epoch == null
                || decoder == null
                || evaluation == null
                || checkpoints == null) {
            return null;
        }
        return new JobConfig(
                jobs,
                parallelism,
                fromNow,
                kafka,
                decoder,
                epoch,
                evaluation,
                deliver,
                checkpoints,
                flink);
    }

    private @Nullable KafkaOptions kafka() {
        String servers = required(AutomationOptions.BOOTSTRAP_SERVERS);
        String changes = get(AutomationOptions.CHANGES_TOPIC);
        String prefix = get(AutomationOptions.TOPIC_PREFIX);
        String groups = get(AutomationOptions.GROUP_ID_PREFIX);
        AutomationOptions.Guarantee guarantee = get(AutomationOptions.GUARANTEE);
        String transactions = get(AutomationOptions.TRANSACTIONAL_ID_PREFIX);
        Duration timeout = within(AutomationOptions.TRANSACTION_TIMEOUT, SHORTEST, LONGEST);
        Duration patience = within(AutomationOptions.HEARTBEAT_PATIENCE, SHORTEST, LONGEST);
        Duration interval = get(AutomationOptions.CHECKPOINT_INTERVAL);
        if (timeout != null && interval != null && timeout.compareTo(interval) <= 0) {
            problem(
                    AutomationOptions.TRANSACTION_TIMEOUT,
                    "no longer than the time between two checkpoints, so every transaction would"
                            + " be dropped");
        }
        if (servers == null
                || changes == null
                || prefix == null
                || groups == null
                || guarantee == null
                || transactions == null
                || timeout == null
                || patience == null) {
            return null;
        }
        return new KafkaOptions(
                new KafkaClients(servers, kafkaClient),
                new Topics(changes, prefix),
                groups,
                guarantee == AutomationOptions.Guarantee.EXACTLY_ONCE,
                transactions,
                timeout,
                patience);
    }

    private @Nullable DecoderOptions decoder() {
        var precision = get(AutomationOptions.TIME_PRECISION);
        return precision == null ? null : new DecoderOptions(precision, false);
    }

    private @Nullable EvaluateOptions evaluation() {
        Duration maxAge = within(AutomationOptions.MAX_EVENT_AGE, SHORTEST, Duration.ofDays(7));
        Duration retention = within(AutomationOptions.RETENTION, SHORTEST, Duration.ofDays(90));
        long effectsFrom = Long.MIN_VALUE;
        String from = get(AutomationOptions.EFFECTS_FROM);
        if (from != null) {
            try {
                effectsFrom = Instant.parse(from).toEpochMilli();
            } catch (DateTimeException | ArithmeticException e) {
                problem(
                        AutomationOptions.EFFECTS_FROM,
                        "no instant; write it like 2026-03-01T09:00:00Z");
            }
        }
        Watch watch = watch();
        return maxAge == null || retention == null || watch == null
                ? null
                : new EvaluateOptions(
                        false, maxAge.toMillis(), retention.toMillis(), effectsFrom, watch);
    }

    private @Nullable Watch watch() {
        String accounts = get(AutomationOptions.DECISIONS_ACCOUNTS);
        Double sample = within(AutomationOptions.DECISIONS_SAMPLE, 0.0, 1.0);
        Set<String> ids = new TreeSet<>();
        for (String id : accounts == null ? new String[0] : accounts.split(",", -1)) {
            if (!id.isBlank()) {
                ids.add(id.strip().toLowerCase(Locale.ROOT));
            }
        }
        return sample == null ? null : new Watch(Set.of(), ids, sample);
    }

    private @Nullable CheckpointOptions checkpoints() {
        Duration interval =
                within(AutomationOptions.CHECKPOINT_INTERVAL, Duration.ofMillis(10), LONGEST);
        AutomationOptions.StateBackend backend = get(AutomationOptions.STATE_BACKEND);
        return interval == null || backend == null
                ? null
                : new CheckpointOptions(
                        interval,
                        get(AutomationOptions.CHECKPOINT_DIRECTORY),
                        backend == AutomationOptions.StateBackend.ROCKSDB);
    }

    private @Nullable DeliverOptions deliver() {
        Database database = database();
        MailServer mail = mail();
        Duration lease = within(AutomationOptions.LEASE, Duration.ofSeconds(1), LONGEST);
        Duration patience = within(AutomationOptions.PATIENCE, SHORTEST, LONGEST);
        Integer inFlight = within(AutomationOptions.IN_FLIGHT, 1, 10_000);
        if (mail != null && lease != null) {
            Duration longest = mail.commandTimeout().plus(mail.acceptTimeout());
            if (lease.compareTo(longest) <= 0) {
                problem(
                        AutomationOptions.LEASE,
                        ("not longer than a mail may take by its time-outs, %d s: it would be"
                                        + " taken for lost while it is under way")
                                .formatted(longest.toSeconds()));
            }
        }
        return database == null
                        || mail == null
                        || lease == null
                        || patience == null
                        || inFlight == null
                ? null
                : new DeliverOptions(database, mail, lease, patience, inFlight);
    }

    private @Nullable Database database() {
        String url = required(AutomationOptions.JDBC_URL);
        String user = get(AutomationOptions.JDBC_USER);
        Secret password = secret(AutomationOptions.JDBC_PASSWORD);
        if (url != null && !url.startsWith("jdbc:postgresql:")) {
            problem(AutomationOptions.JDBC_URL, "write jdbc:postgresql://host:port/database");
        } else if (url != null && url.toLowerCase(Locale.ROOT).contains("password=")) {
            problem(
                    AutomationOptions.JDBC_URL,
                    "a password does not belong here; name it with "
                            + AutomationOptions.JDBC_PASSWORD.key());
        }
        return url == null || user == null ? null : new Database(url, user, password);
    }

    private @Nullable MailServer mail() {
        String host = required(AutomationOptions.SMTP_HOST);
        Integer port = within(AutomationOptions.SMTP_PORT, 1, 65_535);
        var security = get(AutomationOptions.SMTP_SECURITY);
        String user = get(AutomationOptions.SMTP_USER);
        Secret password = secret(AutomationOptions.SMTP_PASSWORD);
        String from = required(AutomationOptions.SMTP_FROM);
        Integer connections = within(AutomationOptions.SMTP_CONNECTIONS, 1, 100);
        Duration connect = within(AutomationOptions.SMTP_CONNECT_TIMEOUT, SHORTEST, LONGEST);
        Duration command = within(AutomationOptions.SMTP_COMMAND_TIMEOUT, SHORTEST, LONGEST);
        Duration accept = within(AutomationOptions.SMTP_ACCEPT_TIMEOUT, SHORTEST, LONGEST);
        if (from != null) {
            String wrong = Addresses.problem(from);
            if (wrong != null) {
                problem(AutomationOptions.SMTP_FROM, wrong);
            }
        }
        if ((user == null) != (password == null)) {
            problem(
                    AutomationOptions.SMTP_USER,
                    "user and password belong together: set both or none");
        }
        return host == null
                        || port == null
                        || security == null
                        || from == null
                        || connections == null
                        || connect == null
                        || command == null
                        || accept == null
                ? null
                : new MailServer(
                        host,
                        port,
                        security,
                        user,
                        password,
                        from,
                        connect,
                        command,
                        accept,
                        connections);
    }

    private @Nullable Secret secret(ConfigOption<String> option) {
        String reference = get(option);
        if (reference == null) {
            return null;
        }
        if (!Secret.isReference(reference)) {
            problem(option, "a secret stands elsewhere; write ${env:NAME} or ${file:/path}");
            return null;
        }
        return new Secret(reference);
    }

    private @Nullable String required(ConfigOption<String> option) {
        String value = get(option);
        if (value == null || value.isBlank()) {
            problem(option, "is missing");
            return null;
        }
        return value;
    }

    private <T extends Comparable<T>> @Nullable T within(
            ConfigOption<T> option, T least, T greatest) {
        T value = get(option);
        if (value == null || (value.compareTo(least) >= 0 && value.compareTo(greatest) <= 0)) {
            return value;
        }
        problem(option, "not between %s and %s".formatted(shown(least), shown(greatest)));
        return null;
    }

    private static Object shown(Object bound) {
        if (!(bound instanceof Duration duration)) {
            return bound;
        }
        return duration.toHours() % 24 == 0 && duration.toDays() > 0
                ? duration.toDays() + " d"
                : duration.toMillis() + " ms";
    }

    /** The value, null if there is none or it cannot be read, which then is a problem. */
    private <T> @Nullable T get(ConfigOption<T> option) {
        try {
            return configuration.getOptional(option).orElseGet(option::defaultValue);
        } catch (IllegalArgumentException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            problem(option, String.valueOf(cause.getMessage()));
            return null;
        }
    }

    private void problem(ConfigOption<?> option, String what) {
        String line = option.key() + ": " + what;
        if (!problems.contains(line)) {
            problems.add(line);
        }
    }

    private static String nearest(String key) {
        String best = AutomationOptions.PREFIX;
        int least = Integer.MAX_VALUE;
        for (ConfigOption<?> option : AutomationOptions.all()) {
            int distance = distance(key, option.key());
            if (distance < least) {
                least = distance;
                best = option.key();
            }
        }
        return best;
    }

    /** How many letters have to be added, dropped or changed. */
    private static int distance(String left, String right) {
        int[] before = new int[right.length() + 1];
        for (int column = 0; column <= right.length(); column++) {
            before[column] = column;
        }
        for (int row = 1; row <= left.length(); row++) {
            int[] now = new int[right.length() + 1];
            now[0] = row;
            for (int column = 1; column <= right.length(); column++) {
                int changed = left.charAt(row - 1) == right.charAt(column - 1) ? 0 : 1;
                now[column] =
                        Math.min(
                                before[column - 1] + changed,
                                1 + Math.min(before[column], now[column - 1]));
            }
            before = now;
        }
        return before[right.length()];
    }
}
