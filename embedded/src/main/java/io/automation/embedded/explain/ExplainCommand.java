package io.automation.embedded.explain;

import io.automation.embedded.cli.Terminal;
import io.automation.embedded.explain.Names.Pair;
import io.automation.embedded.explain.ReplayedRuns.FoundRun;
import io.automation.embedded.parts.Folders;
import io.automation.embedded.parts.RunningDemo;
import io.automation.embedded.replay.AskedReplay;
import io.automation.embedded.replay.UnusableArgsException;
import io.automation.job.evaluate.Watch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code explain}: why a workflow did or did not fire, found out by replaying the history. */
@Command(
        name = "explain",
        description = {
            "Say why a workflow fired for an account, or why not.",
            "The history is judged again by the code that runs live, watching this workflow and"
                    + " account; nothing goes out."
        },
        sortOptions = false)
public final class ExplainCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--workflow",
            paramLabel = "W",
            description = "Its name, its id, or how the id begins.")
    private @Nullable String workflow;

    @Option(
            names = "--account",
            paramLabel = "A",
            description = "Its name, its id, or how the id begins.")
    private @Nullable String account;

    @Option(
            names = "--at",
            paramLabel = "INSTANT",
            converter = Millis.class,
            description = "The latest change at or before it (default: the latest of all).")
    private @Nullable Long at;

    @Option(
            names = "--run",
            paramLabel = "ID",
            description = "A run, by its id or how the id begins, instead of these three.")
    private @Nullable String run;

    @Option(
            names = "--input",
            paramLabel = "DIR",
            description = {
                "A history: every *.jsonl and *.jsonl.gz below DIR.",
                "Default: the history of the running demo, and what came of it."
            })
    private @Nullable Path input;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = ".automation",
            description = "Where the demo keeps everything (${DEFAULT-VALUE}).")
    private Path folder = Path.of(".automation");

    @Option(names = "--json", description = "Print JSON also on a terminal.")
    private boolean json;

    public ExplainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        checkArguments();
        Path output = Files.createTempDirectory("explain");
        try {
            Explanation explanation = input == null ? ofDemo(output) : of(input, output, null);
            terminal.progress("");
            print(explanation);
            return 0;
        } catch (UnknownNameException | UnusableArgsException e) {
            throw unusable(String.valueOf(e.getMessage()));
        } finally {
            terminal.progress("");
            Folders.delete(output);
        }
    }

    private void checkArguments() {
        if (run != null && (workflow != null || account != null || at != null)) {
            throw unusable(
                    "--run names a run; --workflow, --account and --at have no place with it");
        }
        if (run == null && workflow == null) {
            throw unusable(
                    account == null
                            ? "name a run (--run), or a workflow and an account (--workflow, --account)"
                            : "--workflow is needed too");
        }
    }

    private ParameterException unusable(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private Explanation ofDemo(Path output) throws Exception {
        String url = RunningDemo.databaseUrl(folder, "explain");
        if (url == null) {
            throw unusable(
                    "no demo runs in %s. Start one: ./automation demo, or name a history: --input"
                            .formatted(folder));
        }
        try (Connection connection = DriverManager.getConnection(url)) {
            return of(folder.resolve("history"), output, new LiveTables(connection));
        } catch (SQLException failed) {
            throw new IOException(
                    "no answer from the demo's database: " + failed.getMessage(), failed);
        }
    }

    private Explanation of(Path history, Path output, @Nullable LiveTables live) throws Exception {
        AskedReplay replay = new AskedReplay(history, output, terminal::progress);
        terminal.progress("    read    the names");
        Records records = Records.read(replay.files());
        ReplayedRuns replayed = new ReplayedRuns(output, records::templateName);
        FoundRun found = run == null ? null : find(run, replay, replayed, live);
        Pair pair =
                found == null
                        ? new Names(records).find(Objects.requireNonNull(workflow), account)
                        : new Pair(found.workflowId(), found.accountId());
        replay.run(Watch.of(pair.workflowId(), pair.accountId()));
        Explainer explainer =
                new Explainer(evidence(pair, records, replayed, live), at, isForPeople());
        return found == null ? explainer.explain() : explainer.explainRun(found.id());
    }

    private FoundRun find(
            String id, AskedReplay replay, ReplayedRuns replayed, @Nullable LiveTables live)
            throws Exception {
        String beginning = id.strip().toLowerCase(Locale.ROOT);
        List<FoundRun> runs = live == null ? List.of() : live.find(beginning);
        if (runs.isEmpty()) {
            replay.run(Watch.NOTHING);
            runs = replayed.find(beginning);
        }
        if (runs.isEmpty()) {
            throw new UnknownNameException("no run has an id that begins with " + Names.quoted(id));
        }
        if (runs.size() > 1) {
            throw new UnknownNameException(
                    "%d runs have an id that begins with %s; write more of it: %s and %s"
                            .formatted(
                                    runs.size(),
                                    Names.quoted(id),
                                    runs.get(0).id(),
                                    runs.get(1).id()));
        }
        return runs.get(0);
    }

    /** What was decided in the replay, and what the running system did. */
    private static Evidence evidence(
            Pair pair, Records records, ReplayedRuns replayed, @Nullable LiveTables live)
            throws IOException, SQLException {
        List<Decided> decisions = replayed.decisions(pair.workflowId(), pair.accountId());
        Map<String, RunStory> runs =
                new HashMap<>(replayed.runs(pair.workflowId(), pair.accountId()));
        if (live != null) {
            runs.putAll(live.runs(pair.workflowId(), pair.accountId()));
            decisions = believed(decisions, live.decisions(pair.workflowId(), pair.accountId()));
        }
        return new Evidence(
                records, pair.workflowId(), pair.accountId(), decisions, runs, live != null);
    }

    /** What was decided live, and of the replay what nobody kept; a run is decided on once. */
    private static List<Decided> believed(List<Decided> replayed, List<Decided> live) {
        Set<String> told = new HashSet<>();
        live.forEach(each -> told.add(nameOf(each)));
        List<Decided> all = new ArrayList<>(live);
        for (Decided each : replayed) {
            if (!told.contains(nameOf(each))) {
                all.add(each);
            }
        }
        return all;
    }

    private static String nameOf(Decided decision) {
        String verdict = decision.hasRun() ? "run" : decision.verdict().code();
        return verdict + ' ' + decision.key();
    }

    private boolean isForPeople() {
        return terminal.isWatched() && !json;
    }

    private void print(Explanation explanation) {
        if (isForPeople()) {
            String refused = System.getenv("NO_COLOR");
            boolean isColoured = refused == null || refused.isEmpty();
            ExplanationText.lines(explanation, isColoured).forEach(terminal.out()::println);
        } else {
            terminal.out().println(ExplanationJson.line(explanation));
        }
        terminal.out().flush();
    }

    /** Reads an instant, as precise as all times here. */
    static final class Millis implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            try {
                return OffsetDateTime.parse(text).toInstant().toEpochMilli();
            } catch (DateTimeException | ArithmeticException e) {
                throw new TypeConversionException(
                        "\"" + text + "\" is no instant; write 2026-03-01T09:00:00Z");
            }
        }
    }
}
