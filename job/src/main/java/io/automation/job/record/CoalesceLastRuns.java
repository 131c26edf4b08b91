package io.automation.job.record;

import io.automation.job.OperatorId;
import io.automation.model.run.Run;
import io.automation.model.run.RunStatus;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Of all runs of a workflow in ten seconds the latest, so that a busy workflow's row is not updated
 * at every run.
 *
 * <p>State: the latest instant, by workflow, for ten seconds.
 *
 * <p>Failure: an instant that is told twice changes nothing.
 */
public final class CoalesceLastRuns extends KeyedProcessFunction<String, Run, LastRun> {

    private static final long serialVersionUID = 1L;

    static final long MILLIS = 10_000;

    static final ValueStateDescriptor<Long> LAST_RUN =
            new ValueStateDescriptor<>("last-run", Types.LONG);

    private transient ValueState<Long> lastRun;

    CoalesceLastRuns() {}

    public static DataStream<LastRun> on(DataStream<Run> runs) {
        return OperatorId.COALESCE_LAST_RUNS.on(
                runs.keyBy(Run::workflowId).process(new CoalesceLastRuns()));
    }

    @Override
    public void open(OpenContext context) {
        lastRun = getRuntimeContext().getState(LAST_RUN);
    }

    @Override
    public void processElement(Run run, Context context, Collector<LastRun> out) throws Exception {
        if (run.status() == RunStatus.SKIPPED) {
            return;
        }
        Long latest = lastRun.value();
        if (latest == null) {
            context.timerService()
                    .registerProcessingTimeTimer(
                            context.timerService().currentProcessingTime() + MILLIS);
        }
        if (latest == null || latest < run.occurredAt()) {
            lastRun.update(run.occurredAt());
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<LastRun> out)
            throws Exception {
        Long latest = lastRun.value();
        if (latest != null) {
            out.collect(new LastRun(context.getCurrentKey(), latest));
            lastRun.clear();
        }
    }
}
