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
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sql}: statements on the demo's database, or a prompt for them. */
@Command(
        name = "sql",
        description = "Run SQL on the running demo's database; without a statement, a prompt.",
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
              \\q          ends, as exit, quit and Ctrl-D do
            """;
    private static final String GREETING =
            "Statements end with a semicolon; \\d lists the tables; exit, \\q or Ctrl-D ends.";
    private static final Pattern EXIT =
            Pattern.compile("\\\\q|(exit|quit)\\s*;?", Pattern.CASE_INSENSITIVE);

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

    @Option(names = "--json", description = "Print JSON lines also on a terminal.")
    private boolean json;

    public SqlCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        PrintStream err = terminal.err();
        String url = RunningDemo.databaseUrl(folder, "sql");
        if (url == null) {
            err.printf("no demo runs in %s. Start one: ./automation demo%n", folder);
            err.flush();
            return 2;
        }
        try (Connection connection = DriverManager.getConnection(url)) {
            if (sql != null) {
                return execute(connection, sql) ? 0 : 1;
            }
            return prompt(connection);
        } catch (SQLException failed) {
            err.println("no answer from the demo's database: " + oneLine(failed));
            err.flush();
            return 1;
        }
    }

    private int prompt(Connection connection) {
        PrintStream out = terminal.out();
        boolean interactive = terminal.isWatched() && isTyped();
        boolean good = true;
        StringBuilder statement = new StringBuilder();
        if (interactive) {
            out.println(GREETING);
        }
        try (BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(terminal.in(), Charset.defaultCharset()))) {
            while (true) {
                if (interactive) {
                    out.print(statement.isEmpty() ? "automation> " : "         -> ");
                    out.flush();
                }
                String line = in.readLine();
                if (line == null) {
                    break;
                }
                if (EXIT.matcher(line.strip()).matches()) {
                    // Whoever leaves in the middle of a statement does not mean it.
                    return good || interactive ? 0 : 1;
                }
                if (statement.isEmpty() && line.strip().startsWith("\\")) {
                    good &= describe(connection, line.strip());
                    continue;
                }
                if (!statement.isEmpty() || !line.isBlank()) {
                    statement.append(line).append('\n');
                }
                if (line.stripTrailing().endsWith(";")) {
                    good &= execute(connection, statement.toString());
                    statement.setLength(0);
                }
            }
        } catch (IOException failed) {
            terminal.err().println("the input cannot be read: " + failed.getMessage());
            return 1;
        }
        if (!statement.isEmpty()) {
            good &= execute(connection, statement.toString());
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

    private boolean describe(Connection connection, String command) {
        if (command.equals("\\d") || command.equals("\\dt")) {
            return execute(connection, TABLES);
        }
        if (command.matches("\\\\d +\\w+")) {
            return execute(connection, COLUMNS.formatted(command.substring(2).strip()));
        }
        terminal.err().print(HELP);
        terminal.err().flush();
        return true;
    }

    /** Whether all of it was good; the statements of one text are one transaction. */
    private boolean execute(Connection connection, String text) {
        PrintStream out = terminal.out();
        try (Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(text);
            while (true) {
                if (rows) {
                    try (ResultSet result = statement.getResultSet()) {
                        lines(result).forEach(out::println);
                    }
                } else if (statement.getUpdateCount() >= 0) {
                    out.println(changed(statement.getUpdateCount()));
                } else {
                    break;
                }
                rows = statement.getMoreResults();
            }
            out.flush();
            return true;
        } catch (SQLException refused) {
            out.flush();
            terminal.err().println(oneLine(refused));
            terminal.err().flush();
            return false;
        }
    }

    private List<String> lines(ResultSet result) throws SQLException {
        return isJson()
                ? ResultJson.lines(result)
                : ResultTable.read(result).lines(Screen.size().width());
    }

    private String changed(int rows) {
        return isJson()
                ? ResultJson.changed(rows)
                : "%d row%s changed".formatted(rows, rows == 1 ? "" : "s");
    }

    private boolean isJson() {
        return json || !terminal.isWatched();
    }

    private static String oneLine(SQLException refused) {
        return String.valueOf(refused.getMessage())
                .lines()
                .reduce((a, b) -> a + " " + b.strip())
                .orElse("refused");
    }
}
