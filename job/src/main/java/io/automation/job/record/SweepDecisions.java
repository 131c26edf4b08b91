package io.automation.job.record;

import io.automation.job.OperatorId;
import io.automation.model.run.Decision;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Tells once an hour before which instant, in epoch milliseconds, decisions are no longer kept.
 *
 * <p>State: that the hour runs, which it does from the first decision on for ever.
 *
 * <p>Failure: an instant that is told twice, late or not at all until the next hour does no harm.
 */
public final class SweepDecisions extends KeyedProcessFunction<String, Decision, Long> {

    private static final long serialVersionUID = 1L;

    static final long KEPT_MILLIS = Duration.ofDays(30).toMillis();
    static final long EVERY_MILLIS = Duration.ofHours(1).toMillis();

    static final ValueStateDescriptor<Boolean> RUNS =
            new ValueStateDescriptor<>("runs", Types.BOOLEAN);

    private transient ValueState<Boolean> runs;

    SweepDecisions() {}

    public static DataStream<Long> on(DataStream<Decision> decisions) {
        return OperatorId.SWEEP_DECISIONS.on(
                decisions.keyBy(decision -> "").process(new SweepDecisions()));
    }

    @Override
    public void open(OpenContext context) {
        runs = getRuntimeContext().getState(RUNS);
    }

    @Override
    public void processElement(Decision decision, Context context, Collector<Long> out)
            throws Exception {
        if (runs.value() == null) {
            runs.update(true);
            sweep(context, out);
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Long> out) {
        sweep(context, out);
    }

    private static void sweep(Context context, Collector<Long> out) {
        long now = context.timerService().currentProcessingTime();
        out.collect(now - KEPT_MILLIS);
        context.timerService().registerProcessingTimeTimer(now + EVERY_MILLIS);
    }
}
