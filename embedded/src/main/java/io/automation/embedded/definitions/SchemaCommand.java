package io.automation.embedded.definitions;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automation.embedded.cli.Terminal;
import io.automation.model.schema.Schema;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a JSON Schema, or which there are. */
@Command(
        name = "schema",
        description = "Print a JSON Schema (draft 2020-12); without a name, which there are.",
        sortOptions = false)
public final class SchemaCommand implements Callable<Integer> {

    private static final JsonMapper JSON = new JsonMapper();

    private final Terminal terminal;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Such as workflow or run.")
    private @Nullable String name;

    @Option(names = "--json", description = "Print JSON also on a terminal.")
    private boolean json;

    public SchemaCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (name == null) {
            list();
            return 0;
        }
        for (Schema schema : Schema.values()) {
            if (schema.code().equals(name)) {
                terminal.out()
                        .println(
                                JSON.writerWithDefaultPrettyPrinter()
                                        .writeValueAsString(schema.json()));
                return 0;
            }
        }
        throw new ParameterException(
                spec.commandLine(),
                "there is no schema "
                        + name
                        + "; write "
                        + Arrays.stream(Schema.values())
                                .map(Schema::code)
                                .collect(Collectors.joining(", ")));
    }

    private void list() {
        for (Schema schema : Schema.values()) {
            if (json || !terminal.isWatched()) {
                ObjectNode line = JSON.createObjectNode();
                line.put("name", schema.code()).put("title", schema.title());
                terminal.out().println(line);
            } else {
                terminal.out().printf("  %-15s %s%n", schema.code(), schema.title());
            }
        }
    }
}
