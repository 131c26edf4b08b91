package io.automation.embedded.definitions;

import io.automation.embedded.cli.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what is wrong in definition files, without a database. */
@Command(
        name = "validate",
        description = {
            "Check definition files as the live job does, and warn of what is seldom meant.",
            "Without a terminal a problem a line:",
            "{file, line, pointer, level, code, message}."
        },
        sortOptions = false)
public final class ValidateCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE|DIR",
            description = "Definition files (YAML or JSON), or folders of them.")
    private List<Path> paths = new ArrayList<>();

    @Option(names = "--json", description = "Print JSON also on a terminal.")
    private boolean json;

    public ValidateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        DefinitionFiles.Loaded loaded;
        try {
            loaded = DefinitionFiles.load(paths);
        } catch (UnusableFilesException e) {
            throw new ParameterException(
                    spec.commandLine(), Objects.requireNonNull(e.getMessage()), e);
        }
        CheckedDefinitions checked = loaded.check(null);
        if (json || !terminal.isWatched()) {
            ProblemReport.printJson(checked.problems(), terminal);
        } else {
            ProblemReport.printText(loaded.files(), checked.problems(), terminal);
        }
        return checked.hasErrors() ? 1 : 0;
    }
}
