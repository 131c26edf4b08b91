package io.automation.embedded.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.embedded.cli.TestingTerminal;
import io.automation.embedded.parts.Folders;
import io.automation.embedded.parts.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements on a real database, for people and for programs. */
class SqlCommandITCase {

    private static final Path FOLDER = Path.of("target", "parts", "sql").toAbsolutePath();
    private static final String LONG = "x".repeat(500);

    private static PostgresServer server;

    private final TestingTerminal program = new TestingTerminal(false);
    private final TestingTerminal person = new TestingTerminal(true);

    @BeforeAll
    static void start() throws IOException {
        Folders.delete(FOLDER);
        server =
                PostgresServer.in(FOLDER.resolve("postgres"))
                        .binaries(Path.of("target", "parts", "binaries"))
                        .start();
        server.createDatabase(DemoParts.DATABASE);
        Files.writeString(FOLDER.resolve("ports"), "postgres=" + server.port() + "\n");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void printsARowAsAJsonLineWithItsTypes() {
        String statement =
                "SELECT 1 AS n, 2.50::numeric AS d, 'NaN'::float8 AS no, true AS yes,"
                        + " '{\"a\": [1.10, null]}'::jsonb AS j, NULL AS none,"
                        + " '2026-03-01 10:00:00.5+01'::timestamptz AS at,"
                        + " 'infinity'::timestamptz AS ever, E'two\\nlines' AS t, 7 AS n";

        assertThat(sql(program, statement)).isZero();

        assertThat(program.out())
                .isEqualTo(
                        "{\"n\":1,\"d\":2.50,\"no\":\"NaN\",\"yes\":true,"
                                + "\"j\":{\"a\":[1.10,null]},\"none\":null,"
                                + "\"at\":\"2026-03-01T09:00:00.500Z\",\"ever\":\"infinity\","
                                + "\"t\":\"two\\nlines\",\"n_2\":7}\n");
    }

    @Test
    void printsJsonOnATerminalWhenAsked() {
        assertThat(sql(person, "--json", "SELECT 1 AS n")).isZero();

        assertThat(person.out()).isEqualTo("{\"n\":1}\n");
    }

    @Test
    void tellsHowManyRowsWereChanged() {
        String statement = "CREATE TEMP TABLE t (i INT); INSERT INTO t VALUES (1), (2)";

        sql(program, statement);
        sql(person, statement);

        assertThat(program.out()).endsWith("{\"rows_changed\":2}\n");
        assertThat(person.out()).endsWith("2 rows changed\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 30})
    void showsAPersonEveryValueWhole(int rows) {
        String statement = "SELECT i, repeat('x', 500) AS v FROM generate_series(1, %d) i";

        sql(person, statement.formatted(rows));

        assertThat(person.out().lines().filter(line -> line.endsWith(LONG))).hasSize(rows);
    }

    @Test
    void saysOnStderrWhatIsRefused() {
        assertThat(sql(program, "SELECT nonsense")).isEqualTo(1);

        assertThat(program.out()).isEmpty();
        assertThat(program.err().lines())
                .singleElement()
                .asString()
                .contains("column \"nonsense\" does not exist");
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit", "quit", "EXIT;", " quit ; ", "\\q"})
    void endsWhenToldTo(String word) {
        program.type("SELECT 1 AS n;\n\n" + word + "\nSELECT 2 AS n;\n");

        assertThat(sql(program)).isZero();

        assertThat(program.out()).isEqualTo("{\"n\":1}\n");
    }

    @Test
    void forgetsTheStatementInWhoseMiddleItIsToldToEnd() {
        program.type("SELECT 1 AS n\nexit\n");

        assertThat(sql(program)).isZero();

        assertThat(program.out()).isEmpty();
    }

    @Test
    void runsAlsoALastStatementWithoutSemicolon() {
        program.type("SELECT 1\n AS n");

        assertThat(sql(program)).isZero();

        assertThat(program.out()).isEqualTo("{\"n\":1}\n");
    }

    @Test
    void listsTables() {
        program.type("\\d\n\\d pets\n\\?\n");
        sql(new TestingTerminal(false), "CREATE TABLE IF NOT EXISTS pets (name TEXT)");

        assertThat(sql(program)).isZero();

        assertThat(program.out()).contains("\"table\":\"pets\"", "\"column_name\":\"name\"");
        assertThat(program.err()).contains("exit, quit and Ctrl-D");
    }

    @Test
    void saysWhereNoDemoRuns() {
        assertThat(program.run("sql", "--dir", "/nowhere", "SELECT 1")).isEqualTo(2);

        assertThat(program.err())
                .isEqualTo("no demo runs in /nowhere. Start one: ./automation demo\n");
    }

    private static int sql(TestingTerminal terminal, String... args) {
        String[] all = new String[args.length + 3];
        all[0] = "sql";
        all[1] = "--dir";
        all[2] = FOLDER.toString();
        System.arraycopy(args, 0, all, 3, args.length);
        return terminal.run(all);
    }
}
