package io.automation.embedded.demo;

import io.automation.embedded.cli.Terminal;
import io.automation.embedded.parts.RunningDemo;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sql}: statements on the demo's database, or a prompt for them. */
@Command(
        name = "sql",
        description = "Statements on the running demo's database; without one, a prompt.",
        sortOptions = false)
public final class SqlCommand implements Callable<Integer> {

    private static final String TABLES =
            "SELECT c.relname AS table, greatest(c.reltuples, 0)::bigint AS about_rows FROM"
                    + " pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'"
                    + " ORDER BY 1";
    private static final String COLUMNS =
            "SELECT column_name, data_type, is_nullable, column_default"
                    + " FROM information_schema.columns WHERE table_schema = 'public'"
                    + " AND table_name = '%s' ORDER BY ordinal_position";
    private static final String HELP =
            """
            Statements end with a semicolon.
              \\d          the tables
              \\d TABLE    the columns of a table
              \\q          ends, as Ctrl-D does
            """;

    private final Terminal terminal;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = ".automation",
            description = "Where the demo keeps everything (${DEFAULT-VALUE}).")
    private Path folder = Path.of(".automation");

    @Parameters(
            paramLabel = "SQL",
            arity = "0..1",
            description = "One or more statements, parted by semicolons.")
    private @Nullable String sql;

    public SqlCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        PrintStream out = terminal.out();
        PrintStream err = terminal.err();
        String url = RunningDemo.databaseUrl(folder, "sql");
        if (url == null) {
            err.printf("no demo runs in %s. Start one: ./automation demo%n", folder);
            err.flush();
            return 2;
        }
        try (Connection connection = DriverManager.getConnection(url)) {
            if (sql != null) {
                return execute(connection, sql, out, err) ? 0 : 1;
            }
            return prompt(connection, terminal);
        } catch (SQLException failed) {
            err.println("no answer from the demo's database: " + oneLine(failed));
            err.flush();
            return 1;
        }
    }

    private static int prompt(Connection connection, Terminal terminal) {
        PrintStream out = terminal.out();
        PrintStream err = terminal.err();
        boolean interactive = terminal.isWatched() && isTyped();
        boolean good = true;
        StringBuilder statement = new StringBuilder();
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()))) {
            while (true) {
                if (interactive) {
                    out.print(statement.isEmpty() ? "automation> " : "         -> ");
                    out.flush();
                }
                String line = in.readLine();
                if (line == null || line.strip().equals("\\q")) {
                    break;
                }
                if (statement.isEmpty() && line.strip().startsWith("\\")) {
                    good &= describe(connection, line.strip(), out, err);
                    continue;
                }
                statement.append(line).append('\n');
                if (line.stripTrailing().endsWith(";")) {
                    good &= execute(connection, statement.toString(), out, err);
                    statement.setLength(0);
                }
            }
        } catch (IOException failed) {
            err.println("the input cannot be read: " + failed.getMessage());
            err.flush();
            return 1;
        }
        if (!statement.toString().isBlank()) {
            good &= execute(connection, statement.toString(), out, err);
        }
        // At a prompt whoever made a mistake has seen it.
        return good || interactive ? 0 : 1;
    }

    /** Whether the input is a terminal, not a file or another command. */
    private static boolean isTyped() {
        try {
            String input = Files.readSymbolicLink(Path.of("/proc/self/fd/0")).toString();
            return input.startsWith("/dev/pts/") || input.startsWith("/dev/tty");
        } catch (IOException unknown) {
            return true;
        }
    }

    private static boolean describe(
            Connection connection, String command, PrintStream out, PrintStream err) {
        if (command.equals("\\d") || command.equals("\\dt")) {
            return execute(connection, TABLES, out, err);
        }
        if (command.matches("\\\\d +\\w+")) {
            return execute(connection, COLUMNS.formatted(command.substring(2).strip()), out, err);
        }
        out.print(HELP);
        out.flush();
        return true;
    }

    /** Whether all of it was good; the statements of one text are one transaction. */
    private static boolean execute(
            Connection connection, String text, PrintStream out, PrintStream err) {
        try (Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(text);
            while (true) {
                if (rows) {
                    try (ResultSet result = statement.getResultSet()) {
                        ResultTable.read(result).lines().forEach(out::println);
                    }
                } else if (statement.getUpdateCount() >= 0) {
                    int count = statement.getUpdateCount();
                    out.printf("%d row%s changed%n", count, count == 1 ? "" : "s");
                } else {
                    break;
                }
                rows = statement.getMoreResults();
            }
            out.flush();
            return true;
        } catch (SQLException refused) {
            out.flush();
            err.println(oneLine(refused));
            err.flush();
            return false;
        }
    }

    private static String oneLine(SQLException refused) {
        return String.valueOf(refused.getMessage())
                .lines()
                .reduce((a, b) -> a + " " + b.strip())
                .orElse("refused");
    }
}
