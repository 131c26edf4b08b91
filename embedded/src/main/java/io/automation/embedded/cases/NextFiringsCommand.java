package io.automation.embedded.cases;

import io.automation.embedded.cli.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Says when schedules go off. */
@Command(
        name = "next-firings",
        description = {
            "Say when a scheduled trigger goes off. A case, or JSON lines, on standard input:",
            "{\"id\": …, \"trigger_config\": {…}, \"timezone\": \"Europe/Berlin\",",
            " \"from\": \"2026-03-01T00:00:00Z\", \"until\": … or \"count\": 5}"
        },
        sortOptions = false)
public final class NextFiringsCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--each",
            paramLabel = "FILE.jsonl",
            description = "Many cases, one a line; answers come in their order.")
    private @Nullable Path each;

    @Option(names = "--json", description = "Print JSON also on a terminal.")
    private boolean json;

    public NextFiringsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Cases cases = new Cases(NextFirings::of, terminal, json || !terminal.isWatched());
        if (each == null) {
            cases.answerInput();
        } else if (Files.isReadable(each) && !Files.isDirectory(each)) {
            cases.answerEach(each);
        } else {
            throw new ParameterException(
                    spec.commandLine(), "--each " + each + " is no file that can be read");
        }
        return 0;
    }
}
