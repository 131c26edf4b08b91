package io.automation.job.deliver;

import io.automation.job.OperatorId;
import io.automation.model.run.Intent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Lets intents through when they are due, by organization and endpoint: the place where what leaves
 * can be paced.
 *
 * <p>State: what is not due yet, by action id; it goes when it is due.
 *
 * <p>Time: the machine's. An intent is decided by event time, a little ahead of it where clocks
 * differ.
 *
 * <p>Failure: an intent that comes twice goes out twice; whoever does it claims it first.
 */
public final class QueueDeliveries extends KeyedProcessFunction<String, Intent, Intent> {

    private static final long serialVersionUID = 1L;

    static final MapStateDescriptor<String, Intent> WAITING =
            new MapStateDescriptor<>("waiting", Types.STRING, TypeInformation.of(Intent.class));

    private static final Comparator<Intent> BY_TIME =
            Comparator.<Intent>comparingLong(intent -> intent.delivery().dueAt())
                    .thenComparing(intent -> intent.delivery().id());

    private transient MapState<String, Intent> waiting;

    QueueDeliveries() {}

    /** The intents that are due. */
    public static DataStream<Intent> on(DataStream<Intent> intents) {
        return OperatorId.QUEUE_DELIVERIES.on(
                intents.keyBy(QueueDeliveries::key).process(new QueueDeliveries()));
    }

    /** The organization and what its mails are reached through. */
    static String key(Intent intent) {
        return intent.delivery().organizationId() + '|' + intent.endpoint();
    }

    @Override
    public void open(OpenContext context) {
        waiting = getRuntimeContext().getMapState(WAITING);
    }

    @Override
    public void processElement(Intent intent, Context context, Collector<Intent> due)
            throws Exception {
        long dueAt = intent.delivery().dueAt();
        if (dueAt <= context.timerService().currentProcessingTime()) {
            due.collect(intent);
        } else {
            waiting.put(intent.delivery().id(), intent);
            context.timerService().registerProcessingTimeTimer(dueAt);
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Intent> due)
            throws Exception {
        List<Intent> leaving = new ArrayList<>();
        for (Map.Entry<String, Intent> entry : waiting.entries()) {
            if (entry.getValue().delivery().dueAt() <= timestamp) {
                leaving.add(entry.getValue());
            }
        }
        leaving.sort(BY_TIME);
        for (Intent intent : leaving) {
            waiting.remove(intent.delivery().id());
            due.collect(intent);
        }
    }
}
