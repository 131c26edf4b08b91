package io.automation.embedded.cli;

import io.automation.embedded.cases.EvaluateCommand;
import io.automation.embedded.cases.NextFiringsCommand;
import io.automation.embedded.definitions.ApplyCommand;
import io.automation.embedded.definitions.ExportCommand;
import io.automation.embedded.definitions.SchemaCommand;
import io.automation.embedded.definitions.ValidateCommand;
import io.automation.embedded.demo.DemoCommand;
import io.automation.embedded.demo.SqlCommand;
import io.automation.embedded.explain.ExplainCommand;
import io.automation.embedded.replay.ReplayCommand;
import io.automation.embedded.spec.SpecCommand;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code ./automation COMMAND}: all commands, and how their failures look. */
@Command(
        name = "automation",
        description = "Customer-success workflows on Apache Flink.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        usageHelpAutoWidth = true,
        scope = ScopeType.INHERIT)
public final class Automation implements Runnable {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Show where an unexpected failure happened.")
    private boolean verbose;

    private Automation() {}

    public static void main(String[] args) {
        int exitCode = commandLine(Terminal.ofProcess()).execute(args);
        System.exit(exitCode);
    }

    /** The command line, bound to a terminal. */
    public static CommandLine commandLine(Terminal terminal) {
        Automation automation = new Automation();
        CommandLine root = new CommandLine(automation);
        commands(terminal).forEach(root::addSubcommand);
        root.addSubcommand(new HelpCommand());
        root.getHelpSectionMap()
                .put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, help -> summaries(root));
        root.setOut(writer(terminal.out()));
        root.setErr(writer(terminal.err()));
        root.setParameterExceptionHandler(
                (e, args) -> {
                    terminal.err().println(oneLine(Objects.requireNonNullElse(e.getMessage(), "")));
                    return ExitCode.USAGE;
                });
        root.setExecutionExceptionHandler((e, command, result) -> automation.explain(e, terminal));
        return root;
    }

    /** A line a command: its name and the first sentence of what it says of itself. */
    private static String summaries(CommandLine root) {
        StringBuilder lines = new StringBuilder();
        root.getSubcommands()
                .forEach(
                        (name, command) ->
                                lines.append("  %-14s%s%n".formatted(name, summary(command))));
        return lines.toString();
    }

    private static String summary(CommandLine command) {
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        String[] said = usage.header().length > 0 ? usage.header() : usage.description();
        return String.join(" ", said).split("[.:;](\\s|$)", 2)[0] + ".";
    }

    private static List<Object> commands(Terminal terminal) {
        return List.of(
                new DemoCommand(terminal),
                new SqlCommand(terminal),
                new ReplayCommand(terminal),
                new SpecCommand(terminal),
                new ExplainCommand(terminal),
                new ValidateCommand(terminal),
                new ApplyCommand(terminal),
                new ExportCommand(terminal),
                new SchemaCommand(terminal),
                new NextFiringsCommand(terminal),
                new EvaluateCommand(terminal),
                new VersionCommand(terminal));
    }

    /** No command: help comes first. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private int explain(Exception failure, Terminal terminal) {
        terminal.progress("");
        terminal.err().println(oneLine(messageOf(failure)));
        if (verbose) {
            StackTraces.print(failure, terminal.err());
        }
        return ExitCode.SOFTWARE;
    }

    private static String messageOf(Exception failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.toString() : message;
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    private static String oneLine(String message) {
        return message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
