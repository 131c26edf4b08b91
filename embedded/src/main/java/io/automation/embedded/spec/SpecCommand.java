package io.automation.embedded.spec;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automation.connectors.history.HistoryFiles;
import io.automation.embedded.cli.Terminal;
import io.automation.embedded.definitions.DefinitionFiles;
import io.automation.embedded.definitions.FileProblem;
import io.automation.embedded.definitions.ProblemReport;
import io.automation.embedded.definitions.UnusableFilesException;
import io.automation.embedded.parts.Folders;
import io.automation.embedded.replay.Replay;
import io.automation.job.history.Replacements;
import io.automation.job.history.ReplayFolder;
import io.automation.job.spec.Spec;
import io.automation.job.spec.SpecCheck;
import io.automation.job.spec.SpecException;
import io.automation.job.spec.SpecHistory;
import io.automation.job.spec.SpecReader;
import io.automation.model.workflow.Problem.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Runs spec files, all in one replay, and tells which of them do not hold. */
@Command(
        name = "spec",
        description = {
            "Test workflows: run spec files, which say what has to happen on a timeline.",
            "Without a terminal a spec a line: {file, name, holds, differences}."
        },
        sortOptions = false)
public final class SpecCommand implements Callable<Integer> {

    private static final JsonMapper JSON = new JsonMapper();

    private final Terminal terminal;

    @CommandLine.Spec private CommandSpec command = CommandSpec.create();

    @Parameters(
            arity = "1..*",
            paramLabel = "DIR|FILE",
            description = "Spec files, or folders of them.")
    private List<Path> paths = new ArrayList<>();

    @Option(names = "--json", description = "Print JSON also on a terminal.")
    private boolean json;

    public SpecCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        Map<Path, Spec> specs = new LinkedHashMap<>();
        List<FileProblem> problems = read(specs);
        if (problems.stream().anyMatch(FileProblem::isError)) {
            refuse(problems);
            return ExitCode.USAGE;
        }
        Path temporary = Files.createTempDirectory("automation-spec");
        try {
            return print(specs, run(List.copyOf(specs.values()), temporary)) ? 0 : 1;
        } finally {
            Folders.delete(temporary);
        }
    }

    /** Reads all specs, and gives everything that is wrong with them and their definitions. */
    private List<FileProblem> read(Map<Path, Spec> specs) throws IOException {
        List<FileProblem> problems = new ArrayList<>();
        List<Path> definitions = new ArrayList<>();
        try {
            for (Path file : DefinitionFiles.files(paths)) {
                try {
                    Spec spec = SpecReader.read(file);
                    specs.put(file, spec);
                    definitions.addAll(spec.definitions());
                } catch (SpecException e) {
                    String message = Objects.requireNonNull(e.getMessage());
                    problems.add(
                            new FileProblem(
                                    file.toString(),
                                    e.line(),
                                    "",
                                    Level.ERROR,
                                    "bad_spec",
                                    message));
                }
            }
            for (Path file : definitions.stream().distinct().toList()) {
                DefinitionFiles.load(List.of(file)).check(null).problems().stream()
                        .filter(FileProblem::isError)
                        .forEach(problems::add);
            }
        } catch (UnusableFilesException e) {
            throw new ParameterException(
                    command.commandLine(), Objects.requireNonNull(e.getMessage()), e);
        }
        return problems;
    }

    private void refuse(List<FileProblem> problems) {
        if (isJson()) {
            ProblemReport.printJson(problems, terminal);
        } else {
            List<String> files = problems.stream().map(FileProblem::file).distinct().toList();
            ProblemReport.printText(files, problems, terminal);
        }
        terminal.err().println("Nothing was run.");
    }

    private boolean isJson() {
        return json || !terminal.isWatched();
    }

    /** How each spec differs from what came of it. */
    private List<List<String>> run(List<Spec> specs, Path temporary) throws Exception {
        List<ReplayFolder> folders = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            String name = String.valueOf(i);
            Path input = Files.createDirectories(temporary.resolve("in").resolve(name));
            Files.write(input.resolve("history.jsonl"), SpecHistory.events(specs.get(i).lines()));
            folders.add(
                    new ReplayFolder(
                            name,
                            HistoryFiles.below(input),
                            specs.get(i).options(),
                            Replacements.NONE,
                            temporary.resolve("out").resolve(name)));
        }
        Map<String, String> failed =
                Replay.all(
                        folders,
                        Runtime.getRuntime().availableProcessors(),
                        temporary.resolve("tmp"),
                        terminal::progress);
        List<List<String>> differences = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            String failure = failed.get(String.valueOf(i));
            differences.add(
                    failure == null
                            ? SpecCheck.differences(specs.get(i), folders.get(i).output())
                            : List.of(failure));
        }
        return differences;
    }

    /** Tells every spec in its order; gives whether all hold. */
    private boolean print(Map<Path, Spec> specs, List<List<String>> differences) {
        int longest = specs.keySet().stream().mapToInt(f -> f.toString().length()).max().orElse(0);
        int i = 0;
        for (Map.Entry<Path, Spec> spec : specs.entrySet()) {
            String file = spec.getKey().toString();
            List<String> own = differences.get(i++);
            if (isJson()) {
                terminal.out().println(line(file, spec.getValue(), own));
                continue;
            }
            terminal.out()
                    .printf(
                            "%s   %-6s   %s%n",
                            file + " ".repeat(longest - file.length()),
                            own.isEmpty() ? "holds" : "fails",
                            spec.getValue().name());
            own.forEach(difference -> terminal.out().println("  " + difference));
        }
        long failing = differences.stream().filter(own -> !own.isEmpty()).count();
        if (!isJson()) {
            terminal.out()
                    .printf(
                            "%n%d %s: %d hold, %d fail.%n",
                            specs.size(),
                            specs.size() == 1 ? "spec" : "specs",
                            specs.size() - failing,
                            failing);
        }
        return failing == 0;
    }

    private static ObjectNode line(String file, Spec spec, List<String> differences) {
        ObjectNode line = JSON.createObjectNode();
        line.put("file", file).put("name", spec.name()).put("holds", differences.isEmpty());
        differences.forEach(line.putArray("differences")::add);
        return line;
    }
}
