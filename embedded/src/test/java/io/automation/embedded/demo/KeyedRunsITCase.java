package io.automation.embedded.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.embedded.parts.PostgresServer;
import io.automation.sql.Schema;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One workflow of each trigger that is compared by a row, and one row for each. */
class KeyedRunsITCase {

    private static final String ID = "00000000-0000-4000-8000-0000000000";
    private static final Instant LATER = Instant.now().plusSeconds(3_600);

    private static PostgresServer server;
    private static Connection connection;

    @BeforeAll
    static void start() throws SQLException {
        server =
                PostgresServer.in(
                                Path.of(
                                        "target",
                                        "parts",
                                        "keyed-runs-" + ProcessHandle.current().pid()))
                        .binaries(Path.of("target", "parts", "binaries"))
                        .start();
        server.createDatabase("keyed");
        Schema.migrate(server.jdbcUrl("keyed", PostgresServer.OWNER), PostgresServer.OWNER, "");
        connection = server.connect("keyed", PostgresServer.OWNER);
        execute(
                "INSERT INTO organizations (id, name) VALUES ('%s01', 'Acme')",
                "INSERT INTO accounts (id, organization_id, name, created_at)"
                        + " VALUES ('%s02', '%s01', 'Old', now() - interval '1 d')",
                "INSERT INTO email_templates (id, organization_id, name, subject, html_content)"
                        + " VALUES ('%s03', '%s01', 'welcome', 'x', 'x')",
                workflow("04", "manual", "{}"),
                workflow("05", "email_sent", "{\"template_id\": \"welcome\"}"),
                workflow("06", "account_created", "{}"),
                workflow("07", "email_sent", "{\"template_id\": \"another\"}"),
                "INSERT INTO accounts (id, organization_id, name) VALUES ('%s08', '%s01', 'New')",
                "INSERT INTO automation_requests (id, kind, workflow_id, account_id)"
                        + " VALUES ('%s09', 'run', '%s04', '%s02')");
    }

    @AfterAll
    static void end() throws SQLException {
        connection.close();
        server.close();
    }

    /** The sent mail belongs to the run of the request. */
    @BeforeEach
    void forgetRuns() throws SQLException {
        execute(
                "DELETE FROM automation_runs",
                run("10", "04", "02", "manual", "%s09"),
                "INSERT INTO email_deliveries (id, run_id, step, organization_id, account_id, address,"
                        + " template_id, class, status, accepted_at) VALUES ('%s11', '%s10', 0, '%s01',"
                        + " '%s02', 'a@b.example', '%s03', 'customer', 'accepted',"
                        + " clock_timestamp())");
    }

    @Test
    void findsNothingAmissWhereEachRowHasItsRun() throws SQLException {
        execute(
                run("12", "05", "02", "email_sent", "%s11"),
                run("13", "06", "08", "account_created", "1042"));

        Comparison.Tally tally = compared(LATER);

        assertThat(List.of(tally.expected, tally.lostRuns, tally.doubledRuns))
                .containsExactly(3, 0, 0);
    }

    @Test
    void findsWhatIsLostAndWhatIsDoubled() throws SQLException {
        execute(
                run("13", "06", "08", "account_created", "1042"),
                run("14", "06", "08", "account_created", "1043"));

        Comparison.Tally tally = compared(LATER);

        assertThat(List.of(tally.expected, tally.lostRuns, tally.doubledRuns))
                .containsExactly(3, 1, 1);
    }

    @Test
    void looksAtNothingThatCameLater() throws SQLException {
        assertThat(compared(Instant.now().minusSeconds(3_600)).expected).isZero();
    }

    private static Comparison.Tally compared(Instant until) throws SQLException {
        Comparison.Tally tally = new Comparison.Tally();
        KeyedRuns.compare(connection, until, tally);
        return tally;
    }

    private static String workflow(String id, String trigger, String config) {
        return "INSERT INTO automation_workflows (id, organization_id, name, status, trigger_type,"
                + " trigger_config, action_type, action_config) VALUES ('%s"
                + id
                + "', '%s01', '"
                + id
                + "', 'active', '"
                + trigger
                + "', '"
                + config
                + "', 'send_email', '{}')";
    }

    private static String run(
            String id, String workflow, String account, String trigger, String key) {
        return "INSERT INTO automation_runs (id, workflow_id, account_id, trigger_type,"
                + " occurrence_key) VALUES ('%s"
                + id
                + "', '%s"
                + workflow
                + "', '%s"
                + account
                + "', '"
                + trigger
                + "', '"
                + key
                + "')";
    }

    /** Statements in which {@code %s} stands for all but the end of an id. */
    private static void execute(String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql.replace("%s", ID));
            }
        }
    }
}
