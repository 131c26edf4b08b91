package io.automation.job.history;

import io.automation.connectors.cdc.ChangeDecoder;
import io.automation.connectors.cdc.DebeziumJsonDecoder;
import io.automation.connectors.cdc.DecoderOptions;
import io.automation.connectors.cdc.TimePrecision;
import io.automation.connectors.history.HistoryReader;
import io.automation.job.OperatorId;
import io.automation.model.change.Decoded;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Reads and decodes the files of all histories, several at a time, the largest first.
 *
 * <p>Failure: a file that cannot be read fails its own history and no other.
 */
public final class ReadHistory extends ProcessFunction<HistoryInput, Decoded> {

    private static final long serialVersionUID = 1L;

    /** The accumulator that counts the changes read so far. */
    public static final String CHANGES_READ = "changesRead";

    /** The accumulator that counts the bytes of the files read so far. */
    public static final String BYTES_READ = "bytesRead";

    private static final OutputTag<OutputLine> FAILURES =
            new OutputTag<>("failures", TypeInformation.of(OutputLine.class));

    private final DecoderOptions decoderOptions;
    private final LongCounter changesRead = new LongCounter();
    private final LongCounter bytesRead = new LongCounter();

    private transient ChangeDecoder decoder;

    private ReadHistory(DecoderOptions decoderOptions) {
        this.decoderOptions = decoderOptions;
    }

    /** What the stage puts out. */
    public record Outputs(DataStream<Decoded> changes, DataStream<OutputLine> failures) {}

    public static Outputs on(
            StreamExecutionEnvironment env, List<ReplayFolder> folders, TimePrecision precision) {
        List<HistoryInput> inputs =
                folders.stream()
                        .flatMap(
                                folder ->
                                        folder.files().stream()
                                                .map(file -> HistoryInput.of(folder.name(), file)))
                        .sorted(Comparator.comparingLong(HistoryInput::size).reversed())
                        .toList();
        DataStream<HistoryInput> files =
                OperatorId.HISTORY_SOURCE.on(
                        env.fromData(inputs, TypeInformation.of(HistoryInput.class))
                                .setParallelism(1));
        SingleOutputStreamOperator<Decoded> changes =
                OperatorId.READ_HISTORY.on(
                        files.rebalance()
                                .process(new ReadHistory(new DecoderOptions(precision, true))));
        return new Outputs(changes, changes.getSideOutput(FAILURES));
    }

    @Override
    public void open(OpenContext context) {
        decoder = new DebeziumJsonDecoder(decoderOptions);
        getRuntimeContext().addAccumulator(CHANGES_READ, changesRead);
        getRuntimeContext().addAccumulator(BYTES_READ, bytesRead);
    }

    @Override
    public void processElement(HistoryInput input, Context context, Collector<Decoded> changes) {
        Consumer<Decoded> out =
                decoded -> {
                    if (decoded.change() != null) {
                        changesRead.add(1);
                    }
                    changes.collect(decoded);
                };
        try (HistoryReader reader = new HistoryReader(input.file(), input.folder())) {
            long counted = 0;
            while (reader.next(decoder, out)) {
                long read = reader.bytesRead();
                bytesRead.add(read - counted);
                counted = read;
            }
        } catch (IOException e) {
            String message = input.name() + " cannot be read: " + e;
            context.output(FAILURES, OutputLine.failure(input.folder(), message));
        }
    }
}
