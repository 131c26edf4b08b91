package io.automation.embedded.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.automation.model.change.Table;
import io.automation.sql.Schema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The migrations on a real server: defaults, versions, requests and what each role may do. */
class SchemaITCase {

    private static final String DATABASE = "automation";
    private static final String DENIED = "42501";
    private static final String RESTRICTED = "23001";

    private static PostgresServer postgres;

    private String organization;
    private String account;
    private String workflow;

    @BeforeAll
    static void start() {
        postgres =
                PostgresServer.in(PartFolders.empty("schema"))
                        .binaries(PartFolders.BINARIES)
                        .start();
        postgres.createDatabase(DATABASE);
        migrate(DATABASE);
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @BeforeEach
    void createDefinitions() throws SQLException {
        organization = owner("INSERT INTO organizations (name) VALUES ('Tall Ships') RETURNING id");
        account =
                owner(
                        "INSERT INTO accounts (organization_id, name) VALUES ('%s', 'Llamas') RETURNING id"
                                .formatted(organization));
        workflow =
                owner(
                        ("INSERT INTO automation_workflows (organization_id, name, trigger_type, action_type)"
                                        + " VALUES ('%s', 'Health alert', 'health_score_change', 'send_email')"
                                        + " RETURNING id")
                                .formatted(organization));
    }

    @Test
    void migratesAgainAndBesideAnotherDatabase() {
        migrate(DATABASE);
        postgres.createDatabase("second");
        migrate("second");

        assertThatCode(() -> as("second", PostgresServer.JOB, "SELECT count(*) FROM accounts"))
                .doesNotThrowAnyException();
    }

    @Test
    void publishesTheCapturedTables() throws SQLException {
        List<String> captured =
                Arrays.stream(Table.values()).map(Table::tableName).sorted().toList();

        assertThat(
                        rows(
                                "SELECT tablename FROM pg_publication_tables"
                                        + " WHERE pubname = 'automation_publication' ORDER BY 1"))
                .isEqualTo(captured);
    }

    @ParameterizedTest
    @EnumSource(Table.class)
    void hasEveryColumnThatIsRead(Table table) throws SQLException {
        List<String> columns =
                rows(
                        "SELECT column_name FROM information_schema.columns WHERE table_name = '%s'"
                                .formatted(table.tableName()));

        assertThat(columns).containsAll(table.columns().stream().map(c -> c.name()).toList());
    }

    @ParameterizedTest
    @EnumSource(Table.class)
    void capturesWholeOldRowsOfAllButTheClock(Table table) throws SQLException {
        String identity =
                owner(
                        "SELECT relreplident FROM pg_class WHERE relname = '%s'"
                                .formatted(table.tableName()));

        assertThat(identity).isEqualTo(table == Table.AUTOMATION_HEARTBEAT ? "d" : "f");
    }

    @Test
    void seedsARowForEachPartitionSlot() throws SQLException {
        assertThat(
                        owner(
                                "SELECT min(id) || ' ' || max(id) || ' ' || count(*) FROM automation_heartbeat"))
                .isEqualTo("1 24 24");
    }

    @Test
    void givesFactsTheirTimes() throws SQLException {
        String score =
                owner(
                        "INSERT INTO health_scores (account_id, score) VALUES ('%s', 59.50)"
                                        .formatted(account)
                                + " RETURNING score || ' ' || (recorded_at > now() - interval '1 minute')");
        String call =
                owner(
                        "INSERT INTO engagements (account_id, type) VALUES ('%s', 'call') RETURNING occurred_at"
                                .formatted(account));
        String meeting =
                owner(
                        ("INSERT INTO engagements (account_id, type, scheduled_at) VALUES ('%s', 'meeting', now())"
                                        + " RETURNING occurred_at IS NULL")
                                .formatted(account));

        assertThat(score).isEqualTo("59.50 true");
        assertThat(call).isNotNull();
        assertThat(meeting).isEqualTo("t");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name = 'Other'                                  | 2",
                "trigger_config = '{\"threshold\": 60}'          | 2",
                "deleted_at = now()                              | 2",
                "last_run_at = now()                             | 1",
                "updated_at = now() + interval '1 hour'          | 1",
                "created_at = now() - interval '1 hour'          | 1",
                "version = 9                                     | 1",
                "name = name                                     | 1",
                "trigger_config = '{}'                           | 1",
                "name = 'Other', version = 9, last_run_at = now()| 2",
            })
    void countsVersionsByMeaning(String change, int version) throws SQLException {
        String counted =
                owner(
                        "UPDATE automation_workflows SET %s WHERE id = '%s' RETURNING version"
                                .formatted(change, workflow));
        List<String> kept =
                rows(
                        "SELECT version || ' ' || (row ->> 'version') FROM automation_workflow_versions"
                                + " WHERE id = '%s' ORDER BY version".formatted(workflow));

        assertThat(counted).isEqualTo(Integer.toString(version));
        assertThat(kept).isEqualTo(List.of("1 1", "2 2").subList(0, version));
    }

    @Test
    void keepsEveryVersionOfATemplate() throws SQLException {
        String template =
                owner(
                        ("INSERT INTO email_templates (organization_id, name, subject, html_content)"
                                        + " VALUES ('%s', 'hello', 'Hi', '<p>Hi</p>') RETURNING id")
                                .formatted(organization));
        owner(
                "UPDATE email_templates SET subject = 'Hello' WHERE id = '%s' RETURNING 1"
                        .formatted(template));

        assertThat(
                        rows(
                                "SELECT version || ' ' || (row ->> 'subject') FROM email_template_versions"
                                        + " WHERE id = '%s' ORDER BY version".formatted(template)))
                .containsExactly("1 Hi", "2 Hello");
    }

    @Test
    void countsOnAfterADelete() throws SQLException {
        owner("DELETE FROM automation_workflows WHERE id = '%s' RETURNING 1".formatted(workflow));

        String version =
                owner(
                        ("INSERT INTO automation_workflows (id, organization_id, name, trigger_type, action_type)"
                                        + " VALUES ('%s', '%s', 'Health alert', 'manual', 'send_email')"
                                        + " RETURNING version")
                                .formatted(workflow, organization));

        assertThat(version).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE automation_workflow_versions SET version = 7",
                "DELETE FROM automation_workflow_versions",
                "TRUNCATE automation_workflow_versions",
                "UPDATE email_template_versions SET row = '{}'",
                "DELETE FROM email_template_versions",
                "TRUNCATE email_template_versions",
            })
    void refusesToRewriteVersions(String statement) {
        assertRefused(PostgresServer.OWNER, statement, RESTRICTED);
    }

    @Test
    void completesARetryFromItsRun() throws SQLException {
        String run = run();
        owner(
                "UPDATE automation_workflows SET name = 'Renamed' WHERE id = '%s' RETURNING 1"
                        .formatted(workflow));

        String retry =
                as(
                        DATABASE,
                        PostgresServer.CONSOLE,
                        ("INSERT INTO automation_requests (kind, run_id) VALUES ('retry', '%s') RETURNING"
                                        + " concat_ws(' ', workflow_id, account_id, workflow_version,"
                                        + " trigger_data ->> 'previous', workflow ->> 'name', definition)")
                                .formatted(run));

        assertThat(retry).isEqualTo("%s %s 1 63 Health alert present".formatted(workflow, account));
    }

    @Test
    void movesUpdatedAtWithARealChangeOnly() throws SQLException {
        String untouched =
                owner(
                        "UPDATE accounts SET name = name WHERE id = '%s' RETURNING updated_at = created_at"
                                .formatted(account));
        String touched =
                owner(
                        "UPDATE accounts SET status = 'churned' WHERE id = '%s' RETURNING updated_at > created_at"
                                .formatted(account));

        assertThat(untouched).isEqualTo("t");
        assertThat(touched).isEqualTo("t");
    }

    @Test
    void deletesWhatAnAccountOwnsWithIt() throws SQLException {
        owner(
                "INSERT INTO contacts (account_id, email) VALUES ('%s', 'a@b.example') RETURNING 1"
                        .formatted(account));
        owner(
                "INSERT INTO automation_workflow_accounts VALUES ('%s', '%s') RETURNING 1"
                        .formatted(workflow, account));

        owner("DELETE FROM accounts WHERE id = '%s' RETURNING 1".formatted(account));

        assertThat(
                        owner(
                                ("SELECT (SELECT count(*) FROM contacts WHERE account_id = '%1$s')"
                                                + " + (SELECT count(*) FROM automation_workflow_accounts"
                                                + " WHERE account_id = '%1$s')")
                                        .formatted(account)))
                .isEqualTo("0");
    }

    @Test
    void letsTheJobWriteRunsAndNothingOfPeople() throws SQLException {
        String insert =
                "INSERT INTO automation_runs (workflow_id, account_id) VALUES ('%s', '%s') RETURNING 1"
                        .formatted(workflow, account);
        String lastRun =
                "UPDATE automation_workflows SET last_run_at = now() WHERE id = '%s' RETURNING version"
                        .formatted(workflow);

        assertThat(as(DATABASE, PostgresServer.JOB, insert)).isEqualTo("1");
        assertThat(as(DATABASE, PostgresServer.JOB, lastRun)).isEqualTo("1");
        assertRefused(PostgresServer.JOB, "UPDATE automation_workflows SET name = 'x'", DENIED);
        assertRefused(PostgresServer.JOB, "DELETE FROM automation_workflows", DENIED);
        assertRefused(PostgresServer.JOB, "UPDATE email_templates SET subject = 'x'", DENIED);
        assertRefused(PostgresServer.JOB, "UPDATE accounts SET arr = 1", DENIED);
        assertRefused(PostgresServer.JOB, "DELETE FROM automation_runs", DENIED);
        assertRefused(PostgresServer.JOB, "DELETE FROM automation_controls", DENIED);
        assertRefused(
                PostgresServer.JOB,
                "INSERT INTO automation_requests (kind) VALUES ('run')",
                DENIED);
    }

    @ParameterizedTest
    @EnumSource(Table.class)
    void letsTheCaptureReadAndWriteTheClockOnly(Table table) throws SQLException {
        String name = table.tableName();

        as(DATABASE, PostgresServer.CDC, "SELECT count(*) FROM " + name);
        assertRefused(PostgresServer.CDC, "DELETE FROM " + name, DENIED);
        if (table == Table.AUTOMATION_HEARTBEAT) {
            as(
                    DATABASE,
                    PostgresServer.CDC,
                    "UPDATE automation_heartbeat SET n = n + 1 RETURNING 1");
        } else {
            String column = table.columns().get(0).name();
            assertRefused(
                    PostgresServer.CDC,
                    "UPDATE %1$s SET %2$s = %2$s".formatted(name, column),
                    DENIED);
        }
    }

    @Test
    void letsTheConsoleWriteDefinitionsAndNoRuns() throws SQLException {
        String pause =
                "UPDATE automation_workflows SET status = 'paused' WHERE id = '%s' RETURNING version"
                        .formatted(workflow);

        assertThat(as(DATABASE, PostgresServer.CONSOLE, pause)).isEqualTo("2");
        as(DATABASE, PostgresServer.CONSOLE, "SELECT count(*) FROM automation_runs");
        for (String table :
                List.of(
                        "automation_runs",
                        "automation_run_steps",
                        "email_deliveries",
                        "accounts")) {
            assertRefused(PostgresServer.CONSOLE, "DELETE FROM " + table, DENIED);
        }
        assertRefused(
                PostgresServer.CONSOLE, "UPDATE automation_runs SET status = 'failed'", DENIED);
    }

    @Test
    void keepsTheSuperuserToItself() {
        assertThatThrownBy(() -> postgres.connect("postgres", "postgres").close())
                .isInstanceOf(SQLException.class);
    }

    private static void migrate(String database) {
        Schema.migrate(postgres.jdbcUrl(database, PostgresServer.OWNER), PostgresServer.OWNER, "");
    }

    private String run() throws SQLException {
        String id = UUID.randomUUID().toString();
        owner(
                ("INSERT INTO automation_runs (id, workflow_id, account_id, workflow_version, trigger_data)"
                                + " VALUES ('%s', '%s', '%s', 1, '{\"previous\": 63}') RETURNING 1")
                        .formatted(id, workflow, account));
        return id;
    }

    private static String owner(String statement) throws SQLException {
        return as(DATABASE, PostgresServer.OWNER, statement);
    }

    private static List<String> rows(String query) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = postgres.connect(DATABASE, PostgresServer.OWNER);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    /** The first value of the first row, which must be there. */
    private static String as(String database, String user, String statement) throws SQLException {
        try (Connection connection = postgres.connect(database, user);
                Statement run = connection.createStatement();
                ResultSet row = run.executeQuery(statement)) {
            assertThat(row.next()).as(statement).isTrue();
            return row.getString(1);
        }
    }

    private static void assertRefused(String user, String statement, String state) {
        assertThatThrownBy(
                        () -> {
                            try (Connection connection = postgres.connect(DATABASE, user);
                                    Statement run = connection.createStatement()) {
                                run.execute(statement);
                            }
                        })
                .as("%s: %s", user, statement)
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refused -> assertThat(refused.getSQLState()).isEqualTo(state));
    }
}
