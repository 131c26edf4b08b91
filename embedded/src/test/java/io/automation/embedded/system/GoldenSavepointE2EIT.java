package io.automation.embedded.system;

import static io.automation.embedded.system.TestingSystem.PARTITIONS;
import static io.automation.embedded.system.TestingSystem.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automation.embedded.parts.CaughtMail;
import io.automation.embedded.parts.Folders;
import io.automation.embedded.parts.FreePorts;
import io.automation.embedded.parts.MailCatcher;
import io.automation.job.config.AutomationOptions;
import io.automation.model.run.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goes on from savepoints that earlier versions wrote, on a broker and a database that know nothing
 * of them: whatever happens rightly comes from their state.
 *
 * <p>{@code -Dgolden.write=true} writes those of the present version first.
 */
class GoldenSavepointE2EIT {

    private static final Path GOLDEN = Path.of("src", "test", "resources", "savepoints");
    private static final String VERSION = "0.1";
    private static final String ENDS = "ends.properties";

    /** When the state was made, in epoch milliseconds. */
    private static final String BEGAN = "began";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Longer than anybody keeps a savepoint. */
    private static final String COOLDOWN = "\"{\\\"cooldown\\\": \\\"36500d\\\"}\"";

    /** Whose cooldown has begun, and who is above the threshold again. */
    private static final int RECOVERED = 0;

    /** Who has always been above the threshold. */
    private static final int HEALTHY = 1;

    /** Who has fallen, and whose mail no server has taken. */
    private static final int FALLEN = 2;

    /** Who waits in every way there is: by a sequence, a pattern, a deadline, under an overlay. */
    private static final int WAITING = 3;

    /** A run whose second step is a hundred years off, unless the account churns. */
    private static final String SEQUENCE = "0c000000-0000-4000-8000-000000000011";

    /** Half matched. */
    private static final String PATTERN = "0c000000-0000-4000-8000-000000000012";

    /** A meeting that ends after the savepoint. */
    private static final String MEETING = "0c000000-0000-4000-8000-000000000013";

    /** Holds by the overlay alone. */
    private static final String OVERLAY = "0c000000-0000-4000-8000-000000000014";

    private static final String ANSWERED =
            "SELECT count(*) FROM email_deliveries WHERE attempts > 0 AND status = 'queued'";

    private static final String OVER =
            "SELECT count(*) FROM automation_runs WHERE status IN ('success', 'skipped')"
                    + " AND account_id <> '"
                    + Envelopes.account(WAITING)
                    + "'";

    private static final String WAITED =
            "SELECT workflow_id, status, reason FROM automation_runs WHERE account_id = '"
                    + Envelopes.account(WAITING)
                    + "' ORDER BY workflow_id";

    /** What is older when it is judged starts nothing. */
    private static final Duration MAX_EVENT_AGE = AutomationOptions.MAX_EVENT_AGE.defaultValue();

    /** Where a change belongs, and its bytes. */
    private record Sent(int partition, byte[] value) {}

    @BeforeAll
    static void writeIfAsked() throws Exception {
        if (Boolean.getBoolean("golden.write")) {
            write(GOLDEN.resolve(VERSION));
        }
    }

    static Stream<String> versions() throws IOException {
        try (Stream<Path> folders = Files.list(GOLDEN)) {
            return folders
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void goesOnFromTheStateOf(String version) throws Exception {
        Path golden = GOLDEN.resolve(version).toAbsolutePath();
        Envelopes envelopes = new Envelopes();
        List<Sent> past = past(envelopes, Instant.now().toEpochMilli());
        try (TestingSystem system = TestingSystem.start("golden-" + version, 2);
                TestingDatabase database = database(system);
                MailCatcher mails = MailCatcher.start(system.folder().resolve("mails"))) {
            system.topics().create(TestingTopics.NAMES);
            pad(system, golden.resolve(ENDS));
            Map<String, String> options = system.delivering(database, mails.port());
            JobID deliver = system.deliver(options, golden.resolve("deliver"));
            JobID detect = system.detect(options, golden.resolve("detect"));

            // Mails that were under way.
            await().atMost(PATIENCE).until(() -> mails.count() == 2);
            assertThat(mails.mails())
                    .extracting(CaughtMail::runId)
                    .containsExactlyInAnyOrder(runOf(RECOVERED, past), runOf(FALLEN, past));

            long now = Instant.now().toEpochMilli();
            // Again what was judged long ago, then what the state says about each.
            past.stream()
                    .filter(sent -> read(sent.value()).at("/after").has("score"))
                    .forEach(sent -> send(system, sent));
            int row = past.size();
            send(system, scored(envelopes, row, RECOVERED, now, 50));
            send(system, scored(envelopes, row + 1, HEALTHY, now, 50));
            send(system, scored(envelopes, row + 2, FALLEN, now, 40));
            long began = Long.parseLong(ends(golden.resolve(ENDS)).getProperty(BEGAN));
            send(system, goal(envelopes, began + 5));
            send(system, status(envelopes, now, "churned"));
            beats(envelopes, now + 1).forEach(sent -> send(system, sent));

            await().atMost(PATIENCE).until(() -> mails.count() == 3);
            await().atMost(PATIENCE).until(() -> database.count(OVER) == 2);
            assertThat(
                            database.rows(
                                    "SELECT account_id, status, reason FROM automation_runs"
                                            + " WHERE account_id <> '"
                                            + Envelopes.account(WAITING)
                                            + "' ORDER BY account_id, occurred_at"))
                    .containsExactly(
                            // The record of a run that says it has no further mails was read then.
                            Envelopes.account(RECOVERED) + " running null",
                            Envelopes.account(RECOVERED) + " skipped cooldown",
                            Envelopes.account(HEALTHY) + " success null",
                            Envelopes.account(FALLEN) + " running null");
            String late = now - began > MAX_EVENT_AGE.toMillis() ? "stale_event" : "no_recipient";
            await().atMost(PATIENCE).until(() -> database.rows(WAITED).size() == 4);
            assertThat(database.rows(WAITED))
                    .containsExactly(
                            SEQUENCE + " skipped exit_condition",
                            PATTERN + " skipped " + late,
                            MEETING + " skipped " + late,
                            OVERLAY + " skipped no_recipient");
            assertThat(mails.mails().get(2).to()).isEqualTo("ann" + HEALTHY + "@example.com");
            assertThat(system.restarts(detect)).isZero();
            assertThat(system.restarts(deliver)).isZero();
            assertThat(system.topics().read(TestingTopics.NAMES.deadLetters())).isEmpty();
            system.flink().cancel(detect);
            system.flink().cancel(deliver);
        }
    }

    /** Lets both jobs come to a state worth keeping and keeps it. */
    private static void write(Path golden) throws Exception {
        Folders.delete(golden);
        Files.createDirectories(golden);
        try (TestingSystem system = TestingSystem.start("golden-write", 2);
                TestingDatabase database = database(system)) {
            system.topics().create(TestingTopics.NAMES);
            // Nobody listens: the mails stay under way.
            Map<String, String> options = system.delivering(database, FreePorts.any());
            options.put(AutomationOptions.SMTP_CONNECT_TIMEOUT.key(), "1 s");
            JobID deliver = system.deliver(options, null);
            JobID detect = system.detect(options, null);
            long began = Instant.now().toEpochMilli();
            past(new Envelopes(), began).forEach(sent -> send(system, sent));
            await().atMost(PATIENCE).until(() -> database.count(ANSWERED) == 2);
            // Then nothing is open in the sink.
            system.awaitCheckpoint(detect);
            system.awaitCheckpoint(deliver);
            keep(system, detect, golden.resolve("detect"));
            keep(system, deliver, golden.resolve("deliver"));
            system.flink().cancel(detect);
            system.flink().cancel(deliver);
            Properties ends = new Properties();
            ends.setProperty(BEGAN, Long.toString(began));
            for (String topic : topics()) {
                system.topics()
                        .ends(topic)
                        .forEach((place, end) -> ends.setProperty("" + place, "" + end));
            }
            try (var writer = Files.newBufferedWriter(golden.resolve(ENDS))) {
                for (String place : ends.stringPropertyNames().stream().sorted().toList()) {
                    writer.write(place + "=" + ends.getProperty(place) + "\n");
                }
            }
        }
    }

    /** Written elsewhere and copied: the path of a savepoint stays in it as a name. */
    private static void keep(TestingSystem system, JobID job, Path folder) throws IOException {
        Path elsewhere = Files.createTempDirectory("golden");
        Path written = Path.of(URI.create(system.flink().triggerSavepoint(job, elsewhere)));
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(written)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        Folders.delete(elsewhere);
    }

    /** Fills the topics to where the savepoints read on; nobody reads what lies before. */
    private static void pad(TestingSystem system, Path file) throws IOException {
        Properties ends = ends(file);
        for (String topic : topics()) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                String end = ends.getProperty(topic + "-" + partition, "0");
                for (int i = 0; i < Integer.parseInt(end); i++) {
                    system.topics().send(topic, partition, null);
                }
            }
        }
        system.topics().flush();
    }

    private static Properties ends(Path file) throws IOException {
        Properties ends = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            ends.load(reader);
        }
        return ends;
    }

    private static List<String> topics() {
        return List.of(
                TestingTopics.NAMES.changes(),
                TestingTopics.NAMES.runs(),
                TestingTopics.NAMES.definitions());
    }

    /** What the state of the savepoints was made of; always at the same positions. */
    private static List<Sent> past(Envelopes envelopes, long at) {
        List<Sent> past = new ArrayList<>();
        past.add(new Sent(0, envelopes.organization(at)));
        past.add(new Sent(0, envelopes.template(at)));
        past.add(new Sent(0, envelopes.workflow(at, COOLDOWN)));
        for (int account : List.of(RECOVERED, HEALTHY, FALLEN)) {
            past.add(new Sent(account, envelopes.accountRow(account, at)));
            past.add(new Sent(account, envelopes.contact(account, at)));
        }
        past.addAll(waitingWorkflows(envelopes, at));
        past.add(new Sent(WAITING % PARTITIONS, envelopes.accountRow(WAITING, at)));
        past.addAll(beats(envelopes, at));
        for (int account : List.of(RECOVERED, HEALTHY, FALLEN)) {
            past.add(scored(envelopes, past.size(), account, at + 1, 70));
        }
        past.add(scored(envelopes, past.size(), RECOVERED, at + 2, 50));
        past.add(scored(envelopes, past.size(), RECOVERED, at + 3, 75));
        past.add(scored(envelopes, past.size(), FALLEN, at + 3, 45));
        past.add(status(envelopes, at + 1, "at_risk"));
        past.add(scored(envelopes, past.size(), WAITING, at + 2, 50));
        past.add(
                owned(
                        envelopes,
                        "engagements",
                        at + 3,
                        "\"type\":\"meeting\",\"status\":\"scheduled\",\"scheduled_at\":\""
                                + Instant.ofEpochMilli(at + 3)
                                + "\""));
        past.add(
                owned(
                        envelopes,
                        "health_score_overlays",
                        at + 3,
                        "\"adjustment\":-30,\"starts_at\":\"2026-01-01T00:00:00Z\","
                                + "\"ends_at\":\"2126-01-01T00:00:00Z\""));
        past.addAll(beats(envelopes, at + 4));
        return past;
    }

    /** Their mails find nobody: what they decide can be told without them. */
    private static List<Sent> waitingWorkflows(Envelopes envelopes, long at) {
        String nobody =
                "\"action_type\":\"send_email\",\"action_config\":{\"template_id\":\"alert\","
                        + "\"recipients\":[\"account_owner\"]}";
        String sequence =
                "\"trigger_type\":\"status_change\",\"trigger_config\":"
                        + "{\"to_status\":\"at_risk\"},\"action_type\":\"sequence\","
                        + "\"action_config\":{\"steps\":[{%s},{\"after\":\"36500d\",%s}],"
                                .formatted(nobody, nobody)
                        + "\"exit_if\":{\"account_filter\":{\"status\":[\"churned\"]}}}";
        String pattern =
                "\"trigger_type\":\"pattern\",\"trigger_config\":{\"within\":\"1d\",\"steps\":["
                        + "{\"name\":\"low\",\"event\":\"health_score_changed\"},"
                        + "{\"name\":\"goal\",\"event\":\"goal_changed\"}]},";
        String meeting =
                "\"trigger_type\":\"engagement_event\",\"trigger_config\":"
                        + "{\"event_type\":\"meeting_missed\",\"time_threshold\":\"1s\"},";
        String overlay =
                "\"trigger_type\":\"status_change\",\"trigger_config\":"
                        + "{\"to_status\":\"churned\"},\"condition_config\":"
                        + "{\"account_filter\":{\"health_score_max\":30}},";
        return Stream.of(
                        envelopes.workflow(SEQUENCE, at, sequence),
                        envelopes.workflow(PATTERN, at, pattern + nobody),
                        envelopes.workflow(MEETING, at, meeting + nobody),
                        envelopes.workflow(OVERLAY, at, overlay + nobody))
                .map(value -> new Sent(0, value))
                .toList();
    }

    private static Sent status(Envelopes envelopes, long at, String status) {
        String row =
                "{\"id\":\"%s\",\"organization_id\":\"%s\",\"status\":\"%s\"}"
                        .formatted(Envelopes.account(WAITING), Envelopes.ORGANIZATION, status);
        return new Sent(WAITING % PARTITIONS, envelopes.change("u", "accounts", at, row));
    }

    private static Sent goal(Envelopes envelopes, long at) {
        return owned(envelopes, "goals", at, "\"type\":\"adoption\",\"status\":\"active\"");
    }

    /** A new row of the account that waits. */
    private static Sent owned(Envelopes envelopes, String table, long at, String columns) {
        String row =
                "{\"id\":\"0e100000-0000-4000-8000-000000000000\",\"account_id\":\"%s\",%s}"
                        .formatted(Envelopes.account(WAITING), columns);
        return new Sent(WAITING % PARTITIONS, envelopes.change("c", table, at, row));
    }

    private static List<Sent> beats(Envelopes envelopes, long at) {
        return IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new Sent(partition, envelopes.heartbeat(partition + 1, at)))
                .toList();
    }

    private static Sent scored(Envelopes envelopes, int row, int account, long at, int score) {
        return new Sent(account % PARTITIONS, envelopes.score(row, account, at, "" + score));
    }

    /** The id of the one run that an account's past started. */
    private static String runOf(int account, List<Sent> past) {
        for (Sent sent : past) {
            JsonNode change = read(sent.value());
            boolean isOwn =
                    change.at("/after/account_id").asText().equals(Envelopes.account(account));
            if (isOwn && change.at("/after/score").asInt(100) < 60) {
                String key =
                        "decrease:"
                                + change.at("/after/id").asText()
                                + ":"
                                + change.at("/source/lsn").asText();
                return Ids.runId(
                        Envelopes.WORKFLOW, Envelopes.account(account), "health_score_change", key);
            }
        }
        throw new IllegalArgumentException("account " + account + " never fell");
    }

    private static JsonNode read(byte[] value) {
        try {
            return JSON.readTree(value);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void send(TestingSystem system, Sent sent) {
        system.topics().send(TestingTopics.NAMES.changes(), sent.partition(), sent.value());
    }

    /** The parents of what the jobs write; what else there was is in their state alone. */
    private static TestingDatabase database(TestingSystem system) throws Exception {
        TestingDatabase database = TestingDatabase.start(system.folder().resolve("postgres"));
        UUID organization =
                database.organization(UUID.fromString(Envelopes.ORGANIZATION), "Tall Ships");
        database.template(UUID.fromString(Envelopes.TEMPLATE), organization, "alert");
        database.workflow(
                UUID.fromString(Envelopes.WORKFLOW), organization, "Health alert", "alert");
        for (String waiting : List.of(SEQUENCE, PATTERN, MEETING, OVERLAY)) {
            database.workflow(UUID.fromString(waiting), organization, waiting, "alert");
        }
        for (int account : List.of(RECOVERED, HEALTHY, FALLEN, WAITING)) {
            database.execute(
                    "INSERT INTO accounts (id, organization_id, name) VALUES (?, ?, ?)",
                    UUID.fromString(Envelopes.account(account)),
                    organization,
                    "Größe " + account);
        }
        return database;
    }
}
