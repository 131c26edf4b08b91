package io.automation.embedded.replay;

import io.automation.embedded.cli.Terminal;
import io.automation.embedded.definitions.DefinitionsRefusedException;
import io.automation.embedded.definitions.ProblemReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Replays one history or many, and tells what came of it. */
@Command(
        name = "replay",
        description = "Judge a recorded history again, with every effect off.",
        sortOptions = false)
public final class ReplayCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Spec private CommandSpec spec = CommandSpec.create();

    @ArgGroup(multiplicity = "1")
    private Source source = new Source();

    @Option(
            names = "--output",
            required = true,
            paramLabel = "DIR",
            description = {
                "Takes runs.jsonl, deliveries.jsonl, dead_letters.jsonl, summary.json,",
                "with --with also compared.jsonl."
            })
    private Path output = Path.of("");

    @Mixin private ReplayArgs args = new ReplayArgs();

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            description = "How many things are done at a time (default: the processors).")
    private int parallelism = Runtime.getRuntime().availableProcessors();

    @Option(names = "--json", description = "Print JSON also on a terminal.")
    private boolean json;

    public ReplayCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Where the input is. */
    private static final class Source {

        @Option(
                names = "--input",
                paramLabel = "DIR",
                description = "A history: every *.jsonl and *.jsonl.gz below DIR.")
        private @Nullable Path input;

        @Option(
                names = "--each",
                paramLabel = "DIR",
                description = {
                    "Many: every folder directly below DIR is a history of its own,",
                    "with options of its own in a file replay.args."
                })
        private @Nullable Path each;
    }

    @Override
    public Integer call() throws Exception {
        try {
            Histories histories = histories();
            OutputLock lock = OutputLock.take(output);
            try {
                return replay(histories);
            } finally {
                lock.close();
            }
        } catch (DefinitionsRefusedException e) {
            refuse(e);
            return ExitCode.USAGE;
        } catch (UnusableArgsException e) {
            throw new ParameterException(
                    spec.commandLine(), Objects.requireNonNull(e.getMessage()), e);
        }
    }

    private int replay(Histories histories) throws Exception {
        Path temporary = output.toAbsolutePath().resolve(".replay");
        ReplayReport report =
                new Replay(histories, parallelism, temporary, terminal::progress).run();
        report.print(terminal, isJson());
        return report.isComplete() ? 0 : 1;
    }

    private boolean isJson() {
        return json || !terminal.isWatched();
    }

    private void refuse(DefinitionsRefusedException refused) {
        if (isJson()) {
            ProblemReport.printJson(refused.problems(), terminal);
        } else {
            ProblemReport.printText(refused.files(), refused.problems(), terminal);
        }
        terminal.err().println("--with: a definition is refused; nothing was replayed.");
    }

    private Histories histories() throws IOException {
        if (parallelism < 1) {
            throw new UnusableArgsException("--parallelism must be at least 1");
        }
        if (Files.exists(output) && !Files.isDirectory(output)) {
            throw new UnusableArgsException("--output " + output + " is no folder");
        }
        HistoryOptions options = args.over(HistoryOptions.RECORDED, Path.of(""));
        return source.input == null
                ? Histories.each(Objects.requireNonNull(source.each), output, options)
                : Histories.single(source.input, output, options);
    }
}
