package io.automation.job.decode;

import io.automation.job.OperatorId;
import io.automation.job.evaluate.Definition;
import io.automation.model.change.Change;
import io.automation.model.change.DeadLetter;
import io.automation.model.change.Decoded;
import io.automation.model.change.Table;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Routes what the source decoded: facts go on by account, definitions to everybody, dead letters
 * aside. Decoding itself happens in the source, whose watermarks must see the heartbeats.
 */
public final class DecodeChanges extends ProcessFunction<Decoded, Change> {

    private static final long serialVersionUID = 1L;

    private static final OutputTag<Definition> DEFINITIONS =
            new OutputTag<>("definitions", TypeInformation.of(Definition.class));
    private static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-letters", TypeInformation.of(DeadLetter.class));

    private static final OutputTag<Change> ORGANIZATION_CHANGES =
            new OutputTag<>("organization-changes", TypeInformation.of(Change.class));

    private transient Counter changesDecoded;
    private transient Counter deadLetters;

    DecodeChanges() {}

    /**
     * What the stage puts out.
     *
     * @param organizationChanges requests and steps of organization runs, which no account owns
     */
    public record Outputs(
            DataStream<Change> facts,
            DataStream<Change> organizationChanges,
            DataStream<Definition> definitions,
            DataStream<DeadLetter> deadLetters) {}

    public static Outputs on(DataStream<Decoded> changes) {
        return on(OperatorId.DECODE_CHANGES, changes);
    }

    /** The same beside another one in the same job. */
    public static Outputs on(OperatorId id, DataStream<Decoded> changes) {
        SingleOutputStreamOperator<Change> facts = id.on(changes.process(new DecodeChanges()));
        return new Outputs(
                facts,
                facts.getSideOutput(ORGANIZATION_CHANGES),
                facts.getSideOutput(DEFINITIONS),
                facts.getSideOutput(DEAD_LETTERS));
    }

    @Override
    public void open(OpenContext context) {
        MetricGroup metrics = getRuntimeContext().getMetricGroup().addGroup("automation");
        changesDecoded = metrics.counter("changesDecoded");
        deadLetters = metrics.counter("deadLetters");
    }

    @Override
    public void processElement(Decoded decoded, Context context, Collector<Change> facts) {
        Change change = decoded.change();
        DeadLetter deadLetter = decoded.deadLetter();
        if (deadLetter != null) {
            deadLetters.inc();
            context.output(DEAD_LETTERS, deadLetter);
            return;
        }
        changesDecoded.inc();
        if (change != null && change.table().kind() == Table.Kind.DEFINITION) {
            context.output(DEFINITIONS, Definition.of(change));
        } else if (change != null && isEvaluated(change)) {
            if (change.accountId().isEmpty()) {
                context.output(ORGANIZATION_CHANGES, change);
            } else {
                facts.collect(change);
            }
        }
    }

    /** Whether something is decided by a change. */
    private static boolean isEvaluated(Change change) {
        return change.table().kind() == Table.Kind.FACT
                || change.table() == Table.AUTOMATION_RUN_STEPS
                || isToAnAccount(change);
    }

    /** A mail of an organization's run is to no account, and nobody follows it. */
    private static boolean isToAnAccount(Change change) {
        return change.table() == Table.EMAIL_DELIVERIES && !change.accountId().isEmpty();
    }
}
