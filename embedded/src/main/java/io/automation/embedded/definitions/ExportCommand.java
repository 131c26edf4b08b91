package io.automation.embedded.definitions;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automation.embedded.cli.Terminal;
import io.automation.embedded.definitions.DefinitionTables.Exported;
import io.automation.embedded.definitions.DefinitionTables.Stored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the definitions of the tables as files, which apply finds unchanged. */
@Command(
        name = "export",
        description = {
            "Write every workflow and template of the database as a YAML file below a folder:",
            "ORGANIZATION/workflows/NAME.yaml. Files of the same name are written over."
        },
        sortOptions = false)
public final class ExportCommand implements Callable<Integer> {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int LONGEST_NAME = 80;

    private final Terminal terminal;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR", description = "Takes the files.")
    private Path folder = Path.of("");

    @Mixin private DatabaseOption database = new DatabaseOption();

    @Option(names = "--json", description = "Print JSON also on a terminal.")
    private boolean json;

    public ExportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, SQLException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new ParameterException(spec.commandLine(), folder + " is no folder");
        }
        try (Connection connection = database.connect()) {
            // One state of the tables, whoever writes meanwhile.
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            DefinitionTables tables = new DefinitionTables(connection);
            DefinitionWriter writer = new DefinitionWriter(tables);
            List<Exported> all = tables.all();
            Set<Path> taken = new HashSet<>();
            for (Exported exported : all) {
                Path file = file(exported, taken);
                Files.createDirectories(Objects.requireNonNull(file.getParent()));
                Files.writeString(file, writer.yaml(exported));
                print(exported.stored(), file);
            }
            if (!json && terminal.isWatched()) {
                terminal.out().printf("%n%d definitions below %s.%n", all.size(), folder);
            }
            return 0;
        }
    }

    private void print(Stored stored, Path file) {
        String name = stored.fields().path("name").asText();
        if (json || !terminal.isWatched()) {
            ObjectNode line = JSON.createObjectNode();
            line.put("file", file.toString())
                    .put("kind", stored.kind())
                    .put("id", stored.id())
                    .put("name", name);
            terminal.out().println(line);
        } else {
            terminal.out().println(file + "   " + name);
        }
    }

    /** A file of its own for each, the same at every export as long as the names are. */
    private Path file(Exported exported, Set<Path> taken) {
        Stored stored = exported.stored();
        Path below = folder.resolve(slug(exported.organization())).resolve(stored.kind() + "s");
        String name = slug(stored.fields().path("name").asText());
        Path file = below.resolve(name + ".yaml");
        if (!taken.add(file)) {
            file = below.resolve(name + "-" + stored.id() + ".yaml");
            taken.add(file);
        }
        return file;
    }

    private static String slug(String name) {
        String plain =
                Normalizer.normalize(name, Normalizer.Form.NFKD)
                        .replaceAll("\\p{M}", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}_]+", "-")
                        .replaceAll("^-+|-+$", "");
        String cut = plain.length() <= LONGEST_NAME ? plain : plain.substring(0, LONGEST_NAME);
        return cut.isEmpty() ? "unnamed" : cut;
    }
}
