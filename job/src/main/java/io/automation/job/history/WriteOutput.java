package io.automation.job.history;

import io.automation.job.OperatorId;
import io.automation.job.evaluate.DefinitionAnswer;
import io.automation.job.evaluate.UnfollowedMail;
import io.automation.model.change.DeadLetter;
import io.automation.model.run.Decision;
import io.automation.model.run.Run;
import io.automation.model.run.RunEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the results of all folders: one writer, which sorts whole lines on disk and moves the
 * files into place when everything is written.
 */
public final class WriteOutput implements Sink<OutputLine> {

    private static final long serialVersionUID = 1L;

    /** How much is sorted in memory; beyond it, on disk. */
    private static final long SORT_BYTES = 64L << 20;

    /** The output folder of every replayed folder, as text. */
    private final HashMap<String, String> outputs = new HashMap<>();

    private final String temporary;
    private final long startedAt;
    private final boolean hasDecisions;

    private WriteOutput(
            List<ReplayFolder> folders, String temporary, long startedAt, boolean hasDecisions) {
        folders.forEach(folder -> outputs.put(folder.name(), folder.output().toString()));
        this.temporary = temporary;
        this.startedAt = startedAt;
        this.hasDecisions = hasDecisions;
    }

    /**
     * Ends a replay.
     *
     * @param organizationRuns those over all accounts; apart, so that the others are printed where
     *     they are made
     * @param others lines that are printed already
     * @param startedAt when the replay was started, in epoch milliseconds
     * @param hasDecisions whether decisions are among the others, or at least asked for
     */
    public static void on(
            DataStream<RunEvent> runs,
            DataStream<RunEvent> organizationRuns,
            DataStream<UnfollowedMail> unfollowed,
            DataStream<DefinitionAnswer> answers,
            DataStream<DeadLetter> deadLetters,
            DataStream<OutputLine> others,
            List<ReplayFolder> folders,
            long startedAt,
            boolean hasDecisions) {
        String temporary =
                runs.getExecutionEnvironment().getConfiguration().get(CoreOptions.TMP_DIRS);
        DataStream<OutputLine> lines =
                lines(OperatorId.PRINT_RUNS, runs, (event, out) -> printRun(event, out::collect))
                        .union(
                                lines(
                                        OperatorId.PRINT_ORGANIZATION_RUNS,
                                        organizationRuns,
                                        (event, out) -> printRun(event, out::collect)),
                                lines(
                                        OperatorId.PRINT_UNFOLLOWED,
                                        unfollowed,
                                        (mail, out) -> out.collect(OutputLines.ofUnfollowed(mail))),
                                lines(
                                        OperatorId.PRINT_DEFINITIONS,
                                        answers,
                                        (answer, out) ->
                                                OutputLines.ofAnswer(answer, out::collect)),
                                lines(
                                        OperatorId.PRINT_DEAD_LETTERS,
                                        deadLetters,
                                        (letter, out) ->
                                                out.collect(OutputLines.ofDeadLetter(letter))),
                                others);
        OperatorId.WRITE_OUTPUT
                .on(lines.sinkTo(new WriteOutput(folders, temporary, startedAt, hasDecisions)))
                .setParallelism(1);
    }

    /** What was decided, printed. */
    public static DataStream<OutputLine> lines(DataStream<Decision> decisions) {
        return lines(
                OperatorId.PRINT_DECISIONS,
                decisions,
                (decision, out) -> out.collect(OutputLines.ofDecision(decision)));
    }

    private static <T> DataStream<OutputLine> lines(
            OperatorId id, DataStream<T> stream, FlatMapFunction<T, OutputLine> print) {
        return id.on(stream.flatMap(print, TypeInformation.of(OutputLine.class)));
    }

    private static void printRun(RunEvent event, Consumer<OutputLine> lines) {
        Run run = event.run();
        if (run != null) {
            OutputLines.ofRun(run, lines);
        }
    }

    @Override
    public SinkWriter<OutputLine> createWriter(WriterInitContext context) {
        return new Writer(outputs, Path.of(temporary), startedAt, hasDecisions);
    }

    /** Collects everything and writes at the end of the input. */
    private static final class Writer implements SinkWriter<OutputLine> {

        private final Map<String, String> outputs;
        private final long startedAt;
        private final boolean hasDecisions;
        private final LineSorter sorter;
        private final Map<String, Map<RunTally, Long>> tallies = new HashMap<>();
        private @Nullable FolderOutput current;

        Writer(Map<String, String> outputs, Path temporary, long startedAt, boolean hasDecisions) {
            this.outputs = outputs;
            this.startedAt = startedAt;
            this.hasDecisions = hasDecisions;
            sorter = new LineSorter(temporary, SORT_BYTES);
        }

        @Override
        public void write(OutputLine line, Context context) throws IOException {
            RunTally tally = line.tally();
            if (tally != null) {
                tallies.computeIfAbsent(line.folder(), folder -> new HashMap<>())
                        .merge(tally, 1L, Long::sum);
            }
            sorter.add(line);
        }

        @Override
        public void flush(boolean endOfInput) throws IOException {
            if (!endOfInput) {
                return;
            }
            Map<String, FolderOutput> folders = new TreeMap<>();
            for (Map.Entry<String, String> output : outputs.entrySet()) {
                String folder = output.getKey();
                folders.put(
                        folder,
                        new FolderOutput(
                                Path.of(output.getValue()),
                                tallies.getOrDefault(folder, Map.of()),
                                startedAt,
                                hasDecisions));
            }
            try {
                sorter.drain(line -> take(line, folders));
                for (FolderOutput folder : folders.values()) {
                    folder.finish();
                }
                for (FolderOutput folder : folders.values()) {
                    folder.publish();
                }
            } finally {
                for (FolderOutput folder : folders.values()) {
                    folder.close();
                }
            }
        }

        private void take(OutputLine line, Map<String, FolderOutput> folders) throws IOException {
            FolderOutput folder = folders.get(line.folder());
            if (folder == null) {
                throw new IllegalStateException("a line of an unknown folder: " + line.folder());
            }
            if (current != null && current != folder) {
                current.finish();
            }
            current = folder;
            folder.add(line);
        }

        @Override
        public void close() throws IOException {
            sorter.close();
        }
    }
}
