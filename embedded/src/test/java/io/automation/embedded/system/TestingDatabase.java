package io.automation.embedded.system;

import io.automation.embedded.parts.PostgresServer;
import io.automation.sql.Schema;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A PostgreSQL of a test's own with the schema, and sentences to fill and ask it. */
final class TestingDatabase implements AutoCloseable {

    static final String NAME = "automation";

    /** The programs that the tests of the parts unpack too. */
    private static final Path BINARIES = Path.of("target", "parts", "binaries");

    private final PostgresServer server;
    private final Connection connection;

    private TestingDatabase(PostgresServer server, Connection connection) {
        this.server = server;
        this.connection = connection;
    }

    static TestingDatabase start(Path folder) throws SQLException {
        PostgresServer server = PostgresServer.in(folder).binaries(BINARIES).start();
        server.createDatabase(NAME);
        Schema.migrate(server.jdbcUrl(NAME, PostgresServer.OWNER), PostgresServer.OWNER, "");
        return new TestingDatabase(server, server.connect(NAME, PostgresServer.OWNER));
    }

    PostgresServer server() {
        return server;
    }

    String jdbcUrlOfJob() {
        return server.jdbcUrl(NAME, PostgresServer.JOB);
    }

    /** Runs one statement; a parameter's type follows from its place. */
    int execute(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepared(sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    /** All rows, their columns as text joined by a blank. */
    List<String> rows(String sql, Object... parameters) throws SQLException {
        List<String> found = new ArrayList<>();
        try (PreparedStatement statement = prepared(sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    row.add(String.valueOf(rows.getString(column)));
                }
                found.add(String.join(" ", row));
            }
        }
        return found;
    }

    /** The number of a query of one value. */
    long count(String sql, Object... parameters) throws SQLException {
        return Long.parseLong(rows(sql, parameters).get(0));
    }

    UUID organization(UUID id, String name) throws SQLException {
        execute("INSERT INTO organizations (id, name) VALUES (?, ?)", id, name);
        return id;
    }

    /** An account with one contact. */
    UUID account(UUID id, UUID organization, String name) throws SQLException {
        execute(
                "INSERT INTO accounts (id, organization_id, name) VALUES (?, ?, ?)",
                id,
                organization,
                name);
        execute(
                "INSERT INTO contacts (account_id, name, email) VALUES (?, 'Ann', ?)",
                id,
                "ann@" + name + ".example.com");
        return id;
    }

    UUID template(UUID id, UUID organization, String name) throws SQLException {
        execute(
                "INSERT INTO email_templates (id, organization_id, name, subject, html_content)"
                        + " VALUES (?, ?, ?, '{{account.name}} fell', '<p>Look.</p>')",
                id,
                organization,
                name);
        return id;
    }

    /** An active workflow that mails the contacts when health falls below 60. */
    UUID workflow(UUID id, UUID organization, String name, String template) throws SQLException {
        return workflow(
                id,
                organization,
                name,
                template,
                "{\"direction\": \"decrease\", \"threshold\": 60}");
    }

    /** An active workflow that mails the contacts when health changes. */
    UUID workflow(UUID id, UUID organization, String name, String template, String triggerConfig)
            throws SQLException {
        execute(
                "INSERT INTO automation_workflows (id, organization_id, name, status,"
                        + " trigger_type, trigger_config, action_type, action_config) VALUES (?, ?, ?,"
                        + " 'active', 'health_score_change', ?::jsonb, 'send_email',"
                        + " jsonb_build_object('template_id', ?::text))",
                id,
                organization,
                name,
                triggerConfig,
                template);
        return id;
    }

    void score(UUID account, int score) throws SQLException {
        execute("INSERT INTO health_scores (account_id, score) VALUES (?, ?)", account, score);
    }

    private PreparedStatement prepared(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        server.close();
    }
}
