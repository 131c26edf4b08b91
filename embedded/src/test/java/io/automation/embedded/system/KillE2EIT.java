package io.automation.embedded.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automation.embedded.demo.DemoProcess;
import io.automation.embedded.parts.CaughtMail;
import io.automation.embedded.parts.Folders;
import io.automation.embedded.parts.FreePorts;
import io.automation.embedded.parts.MailCatcher;
import io.automation.embedded.parts.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The demo, killed in the middle of its traffic. What must be there is found by a replay of what
 * was captured, which knows nothing of runs, mails or kills.
 */
class KillE2EIT {

    private static final Path WORK = Path.of("target", "system", "kill").toAbsolutePath();
    private static final Path KEPT = WORK.resolve("kept");
    private static final Duration START = Duration.ofSeconds(240);

    /** Connections to the mail server: as many mails can be under way when the process ends. */
    private static final int UNDER_WAY = 4;

    private static final int MAILS_BETWEEN = 5;
    private static final ObjectMapper JSON = new ObjectMapper();

    @BeforeEach
    void beginAnew() throws IOException {
        Folders.delete(WORK);
        Files.createDirectories(WORK);
    }

    @Test
    void losesAndDoublesNothingWhenKilled() throws Exception {
        killAndCompare(1);
    }

    @Test
    @Tag("faults")
    void losesAndDoublesNothingWhenKilledAgainAndAgain() throws Exception {
        killAndCompare(5);
    }

    private static void killAndCompare(int kills) throws Exception {
        for (int kill = 0; kill < kills; kill++) {
            try (DemoProcess demo = demo("killed-" + kill)) {
                int before = mails();
                await().atMost(START)
                        .until(() -> !demo.isAlive() || mails() >= before + MAILS_BETWEEN);
                assertThat(demo.isAlive()).as(demo.text()).isTrue();
                demo.kill();
            }
        }
        try (DemoProcess demo = demo("last", "--exit-after", "35s")) {
            int code = demo.awaitExit(START);
            assertThat(code).as(demo.text()).isZero();
            assertThat(demo.text()).contains("resumed").contains("lost 0, doubled 0");
        }
        compare(kills);
    }

    private static void compare(int kills) throws Exception {
        Path replayed = WORK.resolve("replayed");
        try (DemoProcess replay =
                DemoProcess.start(
                        WORK.resolve("replay.out"),
                        "replay",
                        "--input",
                        KEPT.resolve("history").toString(),
                        "--output",
                        replayed.toString())) {
            assertThat(replay.awaitExit(START)).as(replay.text()).isZero();
        }
        Map<String, String> expectedRuns;
        Map<String, String> dueMails;
        Map<String, String> expectedMails = column(replayed.resolve("deliveries.jsonl"), "status");
        Map<String, String> runs;
        Map<String, String> deliveries;
        Map<String, String> followed;
        Map<String, String> rows;
        try (PostgresServer server = PostgresServer.in(KEPT.resolve("postgres")).start();
                Connection connection = server.connect("automation", PostgresServer.OWNER)) {
            // The clock goes on while the demo ends, as far as nobody knows.
            Instant last = lastFact(connection);
            expectedRuns =
                    until(last, "occurred_at", replayed.resolve("runs.jsonl"), "trigger_type");
            dueMails = until(last, "due_at", replayed.resolve("deliveries.jsonl"), "status");
            // What follows a mail that was sent is never in a replay (semantics 11).
            runs =
                    query(
                            connection,
                            "SELECT id, trigger_type FROM automation_runs"
                                    + " WHERE trigger_type <> 'email_sent' AND occurred_at <= '"
                                    + last
                                    + "'");
            followed =
                    query(
                            connection,
                            "SELECT d.id, d.status FROM email_deliveries d"
                                    + " JOIN automation_runs r ON r.id = d.run_id"
                                    + " WHERE r.trigger_type = 'email_sent'");
            deliveries = query(connection, "SELECT id, status FROM email_deliveries");
            rows =
                    query(
                            connection,
                            "SELECT workflow_id || ' ' || account_id || ' ' || occurrence_key,"
                                    + " count(*) FROM automation_runs GROUP BY 1");
        }
        Map<String, Integer> caught = caught();
        Set<String> unknown = withStatus(deliveries, "unknown");
        System.out.printf(
                "%d kills: %d runs, %d mails, unknown %s%n",
                kills, runs.size(), caught.size(), unknown);

        assertThat(runs).hasSizeGreaterThanOrEqualTo((kills + 1) * MAILS_BETWEEN);
        assertThat(without(expectedRuns, runs)).as("lost runs, by their trigger").isEmpty();
        assertThat(without(runs, expectedRuns)).as("runs of nothing, by their trigger").isEmpty();
        assertThat(rows).allSatisfy((row, count) -> assertThat(count).as(row).isEqualTo("1"));
        assertThat(caught).allSatisfy((id, count) -> assertThat(count).as(id).isEqualTo(1));
        assertThat(unknown).hasSizeLessThanOrEqualTo(kills * UNDER_WAY);
        Set<String> lost = withStatus(dueMails, "accepted");
        lost.removeAll(caught.keySet());
        lost.removeAll(unknown);
        assertThat(lost).as("mails that nobody got").isEmpty();
        Set<String> unforeseen = new TreeSet<>(caught.keySet());
        unforeseen.removeAll(followed.keySet());
        assertThat(withStatus(expectedMails, "accepted"))
                .as("mails that nobody was to get")
                .containsAll(unforeseen);
        Set<String> open = withStatus(deliveries, "queued");
        open.addAll(withStatus(deliveries, "claimed"));
        assertThat(open).isEmpty();
    }

    /** On ports of its own: another demo may start on the default ones at the same time. */
    private static DemoProcess demo(String name, String... further) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("demo", "--dir", KEPT.toString()));
        for (String part : List.of("postgres", "kafka", "mail", "mail-page", "flink")) {
            arguments.add("--" + part + "-port");
            arguments.add(Integer.toString(FreePorts.any()));
        }
        arguments.addAll(List.of(further));
        return DemoProcess.start(WORK.resolve(name + ".out"), arguments.toArray(String[]::new));
    }

    /** How many mails lie in the folder. */
    private static int mails() {
        Path folder = KEPT.resolve("mails");
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return (int) files.filter(file -> file.toString().endsWith(".eml")).count();
        } catch (IOException failed) {
            return 0;
        }
    }

    private static Map<String, Integer> caught() {
        Map<String, Integer> caught = new HashMap<>();
        try (MailCatcher mails = MailCatcher.start(KEPT.resolve("mails"))) {
            for (CaughtMail mail : mails.mails()) {
                caught.merge(String.valueOf(mail.headers().get("X-Action-Id")), 1, Integer::sum);
            }
        }
        return caught;
    }

    private static Map<String, String> without(
            Map<String, String> runs, Map<String, String> others) {
        Map<String, String> left = new HashMap<>(runs);
        left.keySet().removeAll(others.keySet());
        return left;
    }

    private static Set<String> withStatus(Map<String, String> statuses, String status) {
        Set<String> ids = new HashSet<>(statuses.keySet());
        ids.removeIf(id -> !status.equals(statuses.get(id)));
        return ids;
    }

    private static Map<String, String> query(Connection connection, String sql)
            throws SQLException {
        Map<String, String> found = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.put(rows.getString(1), rows.getString(2));
            }
        }
        return found;
    }

    /** When the simulator wrote its last score: it ends before the demo does. */
    private static Instant lastFact(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT max(created_at) FROM health_scores")) {
            row.next();
            return row.getTimestamp(1).toInstant();
        }
    }

    private static Map<String, String> column(Path file, String name) throws IOException {
        return until(Instant.MAX, "", file, name);
    }

    /** One column of a replay's records, by id, of those whose instant is not later. */
    private static Map<String, String> until(Instant last, String instant, Path file, String name)
            throws IOException {
        Map<String, String> found = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode record = JSON.readTree(line);
            JsonNode at = record.path(instant);
            if (at.isMissingNode() || !Instant.parse(at.asText()).isAfter(last)) {
                found.put(record.path("id").asText(), record.path(name).asText());
            }
        }
        return found;
    }
}
