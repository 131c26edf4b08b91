package io.automation.embedded.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automation.sql.Schema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A row's way from PostgreSQL through Debezium into the one topic, and what its key is. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DebeziumConnectITCase {

    private static final String DATABASE = "automation";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PARTITIONS = 3;
    private static final int ACCOUNTS = 30;
    private static final ObjectMapper JSON = new ObjectMapper();

    private static PostgresServer postgres;
    private static KafkaBroker kafka;
    private static DebeziumConnect debezium;
    private static KafkaConsumer<byte[], byte[]> consumer;
    private static final List<Captured> CAPTURED = new ArrayList<>();

    /** A change with the place at which it lies. */
    private record Captured(int partition, String key, JsonNode value) {

        String table() {
            return value.at("/source/table").asText();
        }

        String operation() {
            return value.path("op").asText();
        }
    }

    @BeforeAll
    static void start() throws SQLException {
        Path folder = PartFolders.empty("capture");
        postgres =
                PostgresServer.in(folder.resolve("postgres"))
                        .binaries(PartFolders.BINARIES)
                        .start();
        postgres.createDatabase(DATABASE);
        Schema.migrate(postgres.jdbcUrl(DATABASE, PostgresServer.OWNER), PostgresServer.OWNER, "");
        execute(
                "INSERT INTO organizations (id, name) VALUES ('11111111-0000-4000-8000-000000000000', 'Tall Ships')");
        execute(
                "INSERT INTO accounts (organization_id, name, arr) SELECT o.id, 'Account ' || n, 120000.50"
                        + " FROM organizations o, generate_series(1, %d) n".formatted(ACCOUNTS));
        kafka = KafkaBroker.start(folder.resolve("kafka"));
        kafka.createTopic(
                DebeziumConnect.TOPIC, PARTITIONS, Map.of("max.message.bytes", "16777216"));
        debezium = DebeziumConnect.start(postgres, DATABASE, kafka, Map.of());
        debezium.awaitRunning();
        consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                kafka.bootstrapServers(),
                                "auto.offset.reset",
                                "earliest"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        List<TopicPartition> partitions =
                IntStream.range(0, PARTITIONS)
                        .mapToObj(partition -> new TopicPartition(DebeziumConnect.TOPIC, partition))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    @AfterAll
    static void stop() {
        consumer.close();
        debezium.close();
        kafka.close();
        postgres.close();
    }

    @Test
    @Order(1)
    void snapshotsWhatIsThere() {
        // One organization, the accounts and the clock's rows.
        assertThat(debezium.awaitSnapshot()).isEqualTo(1 + ACCOUNTS + 24);

        List<Captured> accounts =
                awaitCaptured(ACCOUNTS, change -> change.table().equals("accounts"));
        JsonNode row = accounts.get(0).value().path("after");
        assertThat(accounts).allMatch(change -> change.operation().equals("r"));
        assertThat(row.path("arr").asText()).isEqualTo("120000.50");
        assertThat(row.path("created_at").asText()).endsWith("Z");
    }

    @Test
    @Order(2)
    void keysAnAccountAndWhatItOwnsAlike() throws SQLException {
        execute("INSERT INTO health_scores (account_id, score) SELECT id, 59.5 FROM accounts");
        execute("INSERT INTO contacts (account_id, email) SELECT id, 'a@b.example' FROM accounts");
        execute(
                "INSERT INTO account_team (account_id, email) SELECT id, 'a@b.example' FROM accounts");
        execute("INSERT INTO engagements (account_id, type) SELECT id, 'call' FROM accounts");
        execute("INSERT INTO goals (account_id, name) SELECT id, 'grow' FROM accounts");
        execute(
                "INSERT INTO health_score_overlays (account_id, adjustment, ends_at)"
                        + " SELECT id, 1, now() FROM accounts");
        execute(
                "INSERT INTO automation_workflows (id, organization_id, name, trigger_type, action_type)"
                        + " SELECT '22222222-0000-4000-8000-000000000000', id, 'w', 'manual', 'send_email'"
                        + " FROM organizations");
        execute(
                "INSERT INTO automation_workflow_accounts SELECT w.id, a.id"
                        + " FROM automation_workflows w, accounts a");
        execute(
                "INSERT INTO automation_requests (kind, workflow_id, account_id) SELECT 'run', w.id, a.id"
                        + " FROM automation_workflows w, accounts a");
        execute(
                "INSERT INTO automation_runs (workflow_id, account_id) SELECT w.id, a.id"
                        + " FROM automation_workflows w, accounts a");
        execute(
                "INSERT INTO automation_run_steps (run_id, step, workflow_id, account_id, action_type)"
                        + " SELECT id, 0, workflow_id, account_id, 'send_email' FROM automation_runs");
        execute(
                "INSERT INTO email_deliveries (run_id, step, organization_id, account_id, address, class)"
                        + " SELECT r.id, 0, o.id, r.account_id, 'a@b.example', 'customer'"
                        + " FROM automation_runs r, organizations o");
        List<String> owned =
                List.of(
                        "health_scores",
                        "contacts",
                        "account_team",
                        "engagements",
                        "goals",
                        "health_score_overlays",
                        "automation_workflow_accounts",
                        "automation_requests",
                        "automation_run_steps",
                        "email_deliveries");

        List<Captured> children =
                awaitCaptured(
                        owned.size() * ACCOUNTS,
                        change -> owned.contains(change.table()) && change.operation().equals("c"));

        for (Captured child : children) {
            String account = child.value().at("/after/account_id").asText();
            assertThat(child.key()).isEqualTo("{\"account_id\":\"" + account + "\"}");
        }
        for (Captured account :
                awaitCaptured(ACCOUNTS, change -> change.table().equals("accounts"))) {
            String id = account.value().at("/after/id").asText();
            assertThat(account.key()).isEqualTo("{\"account_id\":\"" + id + "\"}");
        }
        assertThat(partitionsOfEachAccount()).allMatch(partitions -> partitions.size() == 1);
    }

    @Test
    @Order(3)
    void keysADeleteByItsAccount() throws SQLException {
        execute("DELETE FROM goals");

        List<Captured> deletes =
                awaitCaptured(
                        ACCOUNTS,
                        change -> change.table().equals("goals") && change.operation().equals("d"));

        assertThat(deletes)
                .allSatisfy(
                        delete ->
                                assertThat(delete.key())
                                        .contains(
                                                delete.value().at("/before/account_id").asText()));
        assertThat(partitionsOfEachAccount()).allMatch(partitions -> partitions.size() == 1);
    }

    @Test
    @Order(4)
    void beatsInEveryPartition() {
        await().atMost(PATIENCE)
                .until(
                        () -> {
                            poll();
                            return beats().mapToInt(Captured::partition).distinct().count()
                                    == PARTITIONS;
                        });
    }

    @Test
    @Order(5)
    void carriesALongTextThatAnUpdateLeavesAlone() throws SQLException {
        execute(
                "INSERT INTO email_templates (organization_id, name, subject, html_content)"
                        + " SELECT id, 'long', 'Hi',"
                        + " (SELECT string_agg(md5(n::text), '') FROM generate_series(1, 1000) n)"
                        + " FROM organizations");
        execute("UPDATE email_templates SET subject = 'Hello'");

        Captured update =
                awaitCaptured(
                                1,
                                change ->
                                        change.table().equals("email_templates")
                                                && change.operation().equals("u"))
                        .get(0);

        assertThat(update.value().at("/after/html_content").asText()).hasSize(32_000);
        assertThat(update.value().at("/after/version").asInt()).isEqualTo(2);
    }

    @Test
    @Order(6)
    void passesARecordOfTenMegabytes() throws SQLException {
        execute(
                "UPDATE organizations SET settings = jsonb_build_object('note', repeat('x', 10000000))");

        Captured update =
                awaitCaptured(
                                1,
                                change ->
                                        change.table().equals("organizations")
                                                && change.operation().equals("u"))
                        .get(0);

        assertThat(update.value().at("/after/settings").asText().length())
                .isGreaterThan(10_000_000);
    }

    @Test
    @Order(7)
    void showsATruncate() throws SQLException {
        execute("TRUNCATE goals");

        awaitCaptured(
                1, change -> change.table().equals("goals") && change.operation().equals("t"));
    }

    @Test
    @Order(8)
    void capturesEverythingAgainOnRequest() {
        assertThat(debezium.restartConnectorWithNewSnapshot()).isGreaterThan(ACCOUNTS);

        awaitCaptured(
                2 * ACCOUNTS,
                change -> change.table().equals("accounts") && change.operation().equals("r"));
    }

    @Test
    @Order(9)
    void goesOnAfterARestart() throws SQLException {
        // A beat says that the snapshot before it has left the connector whole.
        long beats = beats().count();
        await().atMost(PATIENCE)
                .until(
                        () -> {
                            poll();
                            return beats().count() > beats + 24;
                        });
        debezium.close();
        execute("UPDATE accounts SET status = 'churned'");
        debezium = DebeziumConnect.start(postgres, DATABASE, kafka, Map.of());

        debezium.awaitRunning();

        awaitCaptured(
                ACCOUNTS,
                change -> change.table().equals("accounts") && change.operation().equals("u"));
        assertThat(debezium.awaitSnapshot()).isZero();
        assertThat(partitionsOfEachAccount()).allMatch(partitions -> partitions.size() == 1);
    }

    private static Stream<Captured> beats() {
        return CAPTURED.stream()
                .filter(
                        change ->
                                change.table().equals("automation_heartbeat")
                                        && change.operation().equals("u"));
    }

    private static List<Set<Integer>> partitionsOfEachAccount() {
        try (Connection connection = postgres.connect(DATABASE, PostgresServer.OWNER);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id FROM accounts")) {
            List<Set<Integer>> partitions = new ArrayList<>();
            while (rows.next()) {
                String id = rows.getString(1);
                Set<Integer> places = new HashSet<>();
                CAPTURED.stream()
                        .filter(change -> change.key().contains(id))
                        .forEach(change -> places.add(change.partition()));
                partitions.add(places);
            }
            return partitions;
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static List<Captured> awaitCaptured(int count, Predicate<Captured> wanted) {
        return await().atMost(PATIENCE)
                .until(
                        () -> {
                            poll();
                            return CAPTURED.stream().filter(wanted).toList();
                        },
                        found -> found.size() >= count);
    }

    private static void poll() throws IOException {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(50))) {
            String key =
                    record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
            CAPTURED.add(new Captured(record.partition(), key, JSON.readTree(record.value())));
        }
    }

    private static void execute(String statement) throws SQLException {
        try (Connection connection = postgres.connect(DATABASE, PostgresServer.OWNER);
                Statement run = connection.createStatement()) {
            run.execute(statement);
        }
    }
}
