package io.automation.embedded.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automation.embedded.cli.Terminal;
import io.automation.embedded.definitions.CheckedDefinitions.Row;
import io.automation.embedded.definitions.DefinitionTables.Stored;
import io.automation.job.document.Document;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Brings definition files into the tables: all of them, in one transaction, or nothing. */
@Command(
        name = "apply",
        description = {
            "Bring definition files into the database: all are checked, the difference is",
            "shown, and written in one transaction or not at all. Nothing is deleted."
        },
        sortOptions = false)
public final class ApplyCommand implements Callable<Integer> {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int LONGEST_VALUE = 60;

    private final Terminal terminal;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE|DIR",
            description = "Definition files (YAML or JSON), or folders of them.")
    private List<Path> paths = new ArrayList<>();

    @Option(names = "--dry-run", description = "Check and show the difference; write nothing.")
    private boolean dryRun;

    @Mixin private DatabaseOption database = new DatabaseOption();

    @Option(names = "--json", description = "Print JSON also on a terminal.")
    private boolean json;

    public ApplyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** What becomes of a definition. */
    private enum Fate {
        NEW,
        CHANGED,
        UNCHANGED;

        private final String code = name().toLowerCase(Locale.ROOT);
    }

    private record Change(Row row, Fate fate, List<Difference> differences) {}

    @Override
    public Integer call() throws IOException, SQLException {
        DefinitionFiles.Loaded loaded;
        try {
            loaded = DefinitionFiles.load(paths);
        } catch (UnusableFilesException e) {
            throw new ParameterException(
                    spec.commandLine(), Objects.requireNonNull(e.getMessage()), e);
        }
        // What is not committed at its end is gone.
        try (Connection connection = database.connect()) {
            DefinitionTables tables = new DefinitionTables(connection);
            CheckedDefinitions checked = loaded.check(tables);
            List<FileProblem> problems = new ArrayList<>(checked.problems());
            List<Change> changes = new ArrayList<>();
            for (Row row : checked.rows()) {
                change(row, tables.stored(row), changes, problems);
            }
            if (problems.stream().anyMatch(FileProblem::isError)) {
                refuse(loaded.files(), problems);
                return 1;
            }
            if (!dryRun) {
                tables.write(
                        changes.stream()
                                .filter(change -> change.fate != Fate.UNCHANGED)
                                .map(Change::row)
                                .toList());
                connection.commit();
            }
            print(changes, problems.size());
            return 0;
        }
    }

    private static void change(
            Row row, @Nullable Stored stored, List<Change> changes, List<FileProblem> problems) {
        if (stored == null) {
            changes.add(new Change(row, Fate.NEW, List.of()));
            return;
        }
        if (!stored.organizationId().equals(row.organizationId())) {
            problems.add(
                    row.definition()
                            .error(
                                    "contradiction",
                                    "/id",
                                    "another organization has a definition of this id; leave the"
                                            + " id out"));
            return;
        }
        List<Difference> differences =
                new ArrayList<>(Difference.between(stored.fields(), DefinitionTables.fields(row)));
        if (stored.deleted()) {
            differences.add(new Difference("/deleted", BooleanNode.TRUE, BooleanNode.FALSE));
        }
        changes.add(
                new Change(
                        row, differences.isEmpty() ? Fate.UNCHANGED : Fate.CHANGED, differences));
    }

    private void refuse(List<String> files, List<FileProblem> problems) {
        if (json || !terminal.isWatched()) {
            ProblemReport.printJson(problems, terminal);
        } else {
            ProblemReport.printText(files, problems, terminal);
        }
        terminal.err().println("Nothing was written.");
    }

    private void print(List<Change> changes, int warnings) {
        if (json || !terminal.isWatched()) {
            changes.forEach(change -> terminal.out().println(json(change)));
            return;
        }
        int longest =
                changes.stream()
                        .mapToInt(change -> change.row.definition().name().length())
                        .max()
                        .orElse(0);
        for (Change change : changes) {
            Definition definition = change.row.definition();
            String name = definition.name();
            terminal.out()
                    .printf(
                            "%s   %s   %s%n",
                            name + " ".repeat(longest - name.length()),
                            definition.kind(),
                            change.fate.code);
            for (Difference difference : change.differences) {
                terminal.out()
                        .printf(
                                "  %s   %s -> %s%n",
                                difference.pointer(), cut(difference.from()), cut(difference.to()));
            }
        }
        terminal.out()
                .printf(
                        "%n%d new, %d changed, %d unchanged. %s%n",
                        count(changes, Fate.NEW),
                        count(changes, Fate.CHANGED),
                        count(changes, Fate.UNCHANGED),
                        dryRun ? "Nothing was written (--dry-run)." : "Written.");
        if (warnings > 0) {
            terminal.out().println("./automation validate warns of something in these files.");
        }
    }

    private static long count(List<Change> changes, Fate fate) {
        return changes.stream().filter(change -> change.fate == fate).count();
    }

    private static String cut(JsonNode value) {
        String text = value.isNull() ? "nothing" : value.toString();
        return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE - 1) + "…";
    }

    private ObjectNode json(Change change) {
        Definition definition = change.row.definition();
        ObjectNode line = JSON.createObjectNode();
        line.put("file", definition.file())
                .put("line", Document.line(definition.lines(), definition.pointer()))
                .put("kind", definition.kind())
                .put("id", change.row.id())
                .put("organization_id", change.row.organizationId())
                .put("name", definition.name())
                .put("change", change.fate.code)
                .put("written", !dryRun && change.fate != Fate.UNCHANGED);
        ArrayNode differences = line.putArray("differences");
        for (Difference difference : change.differences) {
            ObjectNode one = differences.addObject().put("pointer", difference.pointer());
            one.set("from", difference.from());
            one.set("to", difference.to());
        }
        return line;
    }
}
