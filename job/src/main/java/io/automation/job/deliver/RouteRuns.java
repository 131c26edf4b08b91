package io.automation.job.deliver;

import io.automation.connectors.kafka.RawRecord;
import io.automation.connectors.kafka.RunEventCodec;
import io.automation.connectors.kafka.UnreadableRecordException;
import io.automation.job.OperatorId;
import io.automation.model.change.DeadLetter;
import io.automation.model.run.Intent;
import io.automation.model.run.Run;
import io.automation.model.run.RunEvent;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Reads the runs topic: runs go to be recorded, intents to be done.
 *
 * <p>A call-back needs no way of its own: the run it belongs to is recorded with its reason, and
 * whoever claims an intent looks at its run first.
 */
public final class RouteRuns extends ProcessFunction<RawRecord, Run> {

    private static final long serialVersionUID = 1L;

    private static final OutputTag<Intent> INTENTS =
            new OutputTag<>("intents", TypeInformation.of(Intent.class));
    private static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-letters", TypeInformation.of(DeadLetter.class));

    private RouteRuns() {}

    /** What the stage puts out. */
    public record Outputs(
            DataStream<Run> runs, DataStream<Intent> intents, DataStream<DeadLetter> deadLetters) {}

    public static Outputs on(DataStream<RawRecord> records) {
        SingleOutputStreamOperator<Run> runs =
                OperatorId.ROUTE_RUNS.on(records.process(new RouteRuns()));
        return new Outputs(runs, runs.getSideOutput(INTENTS), runs.getSideOutput(DEAD_LETTERS));
    }

    @Override
    public void processElement(RawRecord record, Context context, Collector<Run> runs) {
        RunEvent event;
        try {
            event = RunEventCodec.read(record.value());
        } catch (UnreadableRecordException e) {
            context.output(DEAD_LETTERS, record.rejected(e));
            return;
        }
        Run run = event.run();
        if (run != null) {
            runs.collect(run);
        }
        Intent intent = event.intent();
        if (intent != null) {
            context.output(INTENTS, intent);
        }
    }
}
