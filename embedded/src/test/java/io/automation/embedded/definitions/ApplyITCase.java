package io.automation.embedded.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.embedded.cli.TestingTerminal;
import io.automation.embedded.parts.PostgresServer;
import io.automation.embedded.parts.RunningDemo;
import io.automation.model.run.Ids;
import io.automation.sql.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./automation apply} and {@code export} on a real database. */
class ApplyITCase {

    private static final String KETTLES = "22222222-2222-4222-8222-222222222221";
    private static final String TWIN = "22222222-2222-4222-8222-222222222222";
    private static final String DEFINITIONS =
            """
            - kind: template
              organization: Otter & Oak
              name: health_concern
              subject: "{{account.name}} fell"
              html_content: |
                <p>Look.</p>
              variables: [{name: contact.name, fallback: friends}]
            - kind: workflow
              organization: Otter & Oak
              name: Health alert
              status: active
              scope_all_accounts: false
              accounts: [Cloud Kettles]
              trigger_type: health_score_change
              trigger_config: {threshold: 60, direction: decrease}
              action_type: send_email
              action_config: {template_id: health_concern, recipients: [account_owner]}
            """;

    @TempDir private static Path folder;

    @TempDir private Path directory;

    private static PostgresServer server;
    private static Connection connection;
    private static String url;

    private String organization = "";

    private final TestingTerminal terminal = new TestingTerminal(false);

    @BeforeAll
    static void start() throws SQLException {
        server =
                PostgresServer.in(Path.of("target", "definitions").toAbsolutePath())
                        .binaries(Path.of("target", "parts", "binaries"))
                        .start();
        String name = RunningDemo.DATABASE;
        server.createDatabase(name);
        Schema.migrate(server.jdbcUrl(name, PostgresServer.OWNER), PostgresServer.OWNER, "");
        connection = server.connect(name, PostgresServer.OWNER);
        url = server.jdbcUrl(name, PostgresServer.OWNER);
    }

    @AfterAll
    static void stop() throws SQLException {
        connection.close();
        server.close();
    }

    @BeforeEach
    void fill() throws SQLException {
        for (String table :
                List.of(
                        "automation_workflow_accounts",
                        "automation_workflows",
                        "email_templates",
                        "accounts",
                        "organizations")) {
            execute("DELETE FROM " + table);
        }
        // Versions outlive their rows, so every test has definitions of its own.
        organization = UUID.randomUUID().toString();
        execute(
                "INSERT INTO organizations (id, name) VALUES ('%s', 'Otter & Oak')"
                        .formatted(organization));
        execute(
                "INSERT INTO accounts (id, organization_id, name) VALUES ('%s', '%s', 'Cloud Kettles')"
                        .formatted(KETTLES, organization));
    }

    @Test
    void writesWhatIsNewOnceAndWhatChangedAfterwards() throws IOException, SQLException {
        assertThat(apply(DEFINITIONS)).containsExactly("new", "new");
        assertThat(apply(DEFINITIONS)).containsExactly("unchanged", "unchanged");
        assertThat(apply(DEFINITIONS.replace("threshold: 60", "threshold: 60.0")))
                .containsExactly("unchanged", "unchanged");
        assertThat(versions()).containsExactly("1 60");

        assertThat(apply(DEFINITIONS.replace("threshold: 60", "threshold: 55")))
                .containsExactly("unchanged", "changed");

        assertThat(terminal.out())
                .contains(
                        "\"differences\":[{\"pointer\":\"/trigger_config/threshold\",\"from\":60,"
                                + "\"to\":55}]}");
        assertThat(versions()).containsExactly("1 60", "2 55");
        assertThat(rows("SELECT id FROM automation_workflows"))
                .containsExactly(Ids.uuid5(organization, "workflow|Health alert"));
        assertThat(rows("SELECT account_id FROM automation_workflow_accounts"))
                .containsExactly(KETTLES);
    }

    @Test
    void writesNothingInADryRun() throws IOException, SQLException {
        assertThat(apply(DEFINITIONS, "--dry-run")).containsExactly("new", "new");

        assertThat(rows("SELECT name FROM automation_workflows")).isEmpty();
        assertThat(rows("SELECT name FROM email_templates")).isEmpty();
    }

    @Test
    void writesAllOrNothing() throws IOException, SQLException {
        Path file =
                write(DEFINITIONS.replace("template_id: health_concern", "template_id: concern"));

        assertThat(run("apply", file.toString())).isEqualTo(1);

        assertThat(terminal.out())
                .contains(
                        "\"line\":17,\"pointer\":\"/1/action_config/template_id\","
                                + "\"level\":\"error\",\"code\":\"unknown_template\"");
        assertThat(terminal.err()).isEqualTo("Nothing was written.\n");
        assertThat(rows("SELECT name FROM email_templates")).isEmpty();
    }

    @Test
    void writesNothingWhereTheDatabaseRefuses() throws IOException, SQLException {
        // PostgreSQL takes no such character, and the check does not look for it.
        Path file = write(DEFINITIONS.replace("name: Health alert", "name: \"Health\\0alert\""));

        assertThat(run("apply", file.toString())).isEqualTo(1);

        assertThat(terminal.err().lines()).hasSize(1);
        assertThat(rows("SELECT name FROM email_templates")).isEmpty();
    }

    @Test
    void neverDeletesButBringsBack() throws IOException, SQLException {
        apply(DEFINITIONS);
        execute("UPDATE automation_workflows SET deleted_at = now()");

        assertThat(apply(DEFINITIONS.substring(0, DEFINITIONS.indexOf("- kind: workflow"))))
                .containsExactly("unchanged");
        assertThat(rows("SELECT name FROM automation_workflows WHERE deleted_at IS NULL"))
                .isEmpty();

        assertThat(apply(DEFINITIONS)).containsExactly("unchanged", "changed");
        assertThat(rows("SELECT name FROM automation_workflows WHERE deleted_at IS NULL"))
                .containsExactly("Health alert");
    }

    @Test
    void keepsOffTheDefinitionsOfOthers() throws IOException, SQLException {
        apply(DEFINITIONS);
        execute("INSERT INTO organizations (name) VALUES ('Koi & Compass')");
        String id = Ids.uuid5(organization, "template|health_concern");
        Path file =
                write(
                        """
                        kind: template
                        id: %s
                        organization: Koi & Compass
                        name: mine
                        subject: Mine
                        html_content: <p>Mine.</p>
                        """
                                .formatted(id));

        assertThat(run("apply", file.toString())).isEqualTo(1);
        assertThat(terminal.out()).contains("another organization has a definition of this id");
        assertThat(rows("SELECT name FROM email_templates")).containsExactly("health_concern");
    }

    @Test
    void exportsWhatItFindsUnchanged() throws IOException, SQLException {
        apply(DEFINITIONS);
        execute(
                "INSERT INTO accounts (id, organization_id, name, deleted_at) VALUES"
                        + " ('%s', '%s', 'Cloud Kettles', NULL)".formatted(TWIN, organization));
        execute(
                "INSERT INTO email_templates (organization_id, name, subject, html_content,"
                        + " text_content, variables) SELECT '%s', n.name, n.name, n.text, n.text, NULL"
                                .formatted(organization)
                        + " FROM (VALUES ('a', E'one\\n two  \\n'), ('A', E'tab\\there\\r\\nthere'),"
                        + " ('60', ''), ('null', E' \\nled'), ('é: #', E'x\\u2028y\\u0085z'),"
                        + " ('..', E'\\U0001F600 \\u00a0')) n(name, text)");
        execute(
                "INSERT INTO automation_workflows (organization_id, name, trigger_type,"
                        + " trigger_config, condition_config, action_type, action_config, settings,"
                        + " status, enabled) VALUES ('%s', 'Odd', 'churn_risk_increase',"
                                .formatted(organization)
                        + " '{\"threshold\": 70.50}', 'null', 'send_email', '{\"template_id\": \"60\","
                        + " \"recipients\": [\"account_owner\"], \"personalization\": {\"y\": \"~\","
                        + " \"n\": \"1e3\"}}', NULL, NULL, false)");

        Path export = directory.resolve("export");
        assertThat(run("export", export.toString())).isZero();
        assertThat(terminal.out().lines().filter(line -> line.contains("/export/"))).hasSize(9);
        TestingTerminal again = new TestingTerminal(false);
        assertThat(again.run("apply", export.toString(), "--jdbc-url", url)).isZero();

        assertThat(again.out().lines())
                .hasSize(9)
                .allSatisfy(line -> assertThat(line).contains("\"change\":\"unchanged\""));
        try (Stream<Path> files = Files.walk(export)) {
            assertThat(files.map(file -> export.relativize(file).toString()))
                    .contains(
                            "otter-oak/workflows/health-alert.yaml",
                            "otter-oak/templates/health_concern.yaml",
                            "otter-oak/templates/60.yaml");
        }
        assertThat(Files.readString(export.resolve("otter-oak/workflows/health-alert.yaml")))
                .startsWith("kind: \"workflow\"\norganization: \"Otter & Oak\"\nname:")
                .contains(KETTLES);
    }

    @Test
    void findsTheDatabaseOfTheRunningDemo() throws IOException {
        Path file = write(DEFINITIONS);
        assertThat(terminal.run("apply", file.toString(), "--dir", folder.toString())).isEqualTo(2);
        assertThat(terminal.err().lines()).singleElement().asString().startsWith("no demo runs in");

        RunningDemo.write(folder, Map.of("postgres", server.port()));
        assertThat(
                        terminal.run(
                                "export",
                                directory.resolve("e").toString(),
                                "--dir",
                                folder.toString()))
                .isZero();
    }

    @Test
    void showsPeopleTheDifference() throws IOException {
        apply(DEFINITIONS);
        Path file = write(DEFINITIONS.replace("threshold: 60", "threshold: 55"));
        TestingTerminal watched = new TestingTerminal(true);

        assertThat(watched.run("apply", file.toString(), "--dry-run", "--jdbc-url", url)).isZero();

        assertThat(watched.out())
                .isEqualTo(
                        """
                        health_concern   template   unchanged
                        Health alert     workflow   changed
                          /trigger_config/threshold   60 -> 55

                        0 new, 1 changed, 1 unchanged. Nothing was written (--dry-run).
                        """);

        Path loud = write(DEFINITIONS.replace("{{account.name}} fell", "LOUD"));
        assertThat(watched.run("apply", loud.toString(), "--jdbc-url", url)).isZero();
        assertThat(watched.out())
                .endsWith(
                        """
                        Written.
                        ./automation validate warns of something in these files.
                        """);
    }

    private List<String> apply(String definitions, String... options) throws IOException {
        List<String> args = new ArrayList<>(List.of("apply", write(definitions).toString()));
        args.addAll(List.of(options));
        int before = (int) terminal.out().lines().count();
        assertThat(run(args.toArray(String[]::new))).as(terminal.err()).isZero();
        return terminal.out()
                .lines()
                .skip(before)
                .map(line -> line.replaceAll(".*\"change\":\"(\\w+)\".*", "$1"))
                .toList();
    }

    private int run(String... args) {
        return terminal.run(
                Stream.concat(Stream.of(args), Stream.of("--jdbc-url", url))
                        .toArray(String[]::new));
    }

    private Path write(String definitions) throws IOException {
        return Files.writeString(directory.resolve("definitions.yaml"), definitions);
    }

    private List<String> versions() throws SQLException {
        return rows(
                "SELECT version || ' ' || (row #>> '{trigger_config,threshold}')"
                        + " FROM automation_workflow_versions WHERE row ->> 'organization_id' = '"
                        + organization
                        + "' ORDER BY version");
    }

    private static void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> rows(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            while (found.next()) {
                rows.add(found.getString(1));
            }
        }
        return rows;
    }
}
