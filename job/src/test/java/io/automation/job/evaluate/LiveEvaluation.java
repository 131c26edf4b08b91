package io.automation.job.evaluate;

import io.automation.model.change.Change;
import io.automation.model.change.Table;
import io.automation.model.run.Run;
import io.automation.model.run.RunEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;

/**
 * A live evaluation without limit of age, and the organization runs behind it, fed change by
 * change, that can be stopped and restored.
 */
public final class LiveEvaluation implements AutoCloseable {

    private final long effectsFrom;
    private final List<Run> runs = new ArrayList<>();
    private final Set<String> accounts = new TreeSet<>();
    private KeyedTwoInputStreamOperatorTestHarness<String, Change, Definition, RunEvent> harness;
    private KeyedTwoInputStreamOperatorTestHarness<String, Gathered, Definition, RunEvent> gather;
    private long checkpoints;

    /**
     * @param effectsFrom what was triggered before has no effect and is accepted at once
     */
    public LiveEvaluation(long effectsFrom) throws Exception {
        this.effectsFrom = effectsFrom;
        harness = unopened();
        harness.open();
        gather = unopenedGather();
        gather.open();
    }

    private KeyedTwoInputStreamOperatorTestHarness<String, Change, Definition, RunEvent> unopened()
            throws Exception {
        return new KeyedTwoInputStreamOperatorTestHarness<>(
                new CoBroadcastWithKeyedOperator<>(
                        new EvaluateWorkflows(noAgeLimit()),
                        List.of(EvaluateWorkflows.DEFINITIONS)),
                EvaluateWorkflows::accountKey,
                definition -> "",
                Types.STRING);
    }

    private KeyedTwoInputStreamOperatorTestHarness<String, Gathered, Definition, RunEvent>
            unopenedGather() throws Exception {
        return new KeyedTwoInputStreamOperatorTestHarness<>(
                new CoBroadcastWithKeyedOperator<>(
                        new GatherAccounts(noAgeLimit()), List.of(GatherAccounts.DEFINITIONS)),
                Gathered::key,
                definition -> "",
                Types.STRING);
    }

    private EvaluateOptions noAgeLimit() {
        return new EvaluateOptions(
                false, Long.MAX_VALUE, EvaluateOptions.LIVE.retentionMillis(), effectsFrom);
    }

    /** The next change of the one partition. */
    public void take(Change change) throws Exception {
        if (change.table().kind() == Table.Kind.HEARTBEAT) {
            return;
        }
        if (change.table().kind() == Table.Kind.DEFINITION) {
            harness.processElement2(new StreamRecord<>(Definition.of(change), change.at()));
            gather.processElement2(new StreamRecord<>(Definition.of(change), change.at()));
            for (String account : accounts) {
                harness.processElement1(new StreamRecord<>(change.heardBy(account), change.at()));
            }
            if (change.table() == Table.AUTOMATION_WORKFLOWS) {
                gather(Gathered.of(change));
            }
        } else if (change.table() == Table.AUTOMATION_REQUESTS && change.accountId().isEmpty()) {
            for (String account : accounts) {
                harness.processElement1(new StreamRecord<>(change.askedOf(account), change.at()));
            }
            gather(Gathered.of(change));
        } else if (!change.accountId().isEmpty()) {
            accounts.add(change.accountId());
            harness.processElement1(new StreamRecord<>(change, change.at()));
        }
        pass();
    }

    private void gather(@Nullable Gathered gathered) throws Exception {
        if (gathered != null) {
            gather.processElement1(new StreamRecord<>(gathered, gathered.at()));
        }
    }

    /** What accounts contribute goes on to the organization runs. */
    private void pass() throws Exception {
        Queue<StreamRecord<Member>> members = harness.getSideOutput(EvaluateWorkflows.MEMBERS);
        while (members != null && !members.isEmpty()) {
            gather(Gathered.of(members.remove().getValue()));
        }
    }

    /** What the heartbeat says: everything before this instant has been seen. */
    public void heartbeat(long instant) throws Exception {
        harness.processBothWatermarks(new Watermark(instant));
        pass();
        gather.processBothWatermarks(new Watermark(instant));
    }

    /** Takes a checkpoint, ends the operator, and goes on with a new one. */
    public void restart() throws Exception {
        OperatorSubtaskState checkpoint = harness.snapshot(++checkpoints, checkpoints);
        OperatorSubtaskState gathered = gather.snapshot(checkpoints, checkpoints);
        close();
        harness = unopened();
        harness.initializeState(checkpoint);
        harness.open();
        gather = unopenedGather();
        gather.initializeState(gathered);
        gather.open();
    }

    /** All runs so far. */
    public List<Run> runs() {
        collect();
        return runs;
    }

    @Override
    public void close() throws Exception {
        collect();
        harness.close();
        gather.close();
    }

    /** A run that starts comes with its intents, one that is skipped by itself. */
    private void collect() {
        List.of(harness, gather).forEach(this::collect);
    }

    private void collect(KeyedTwoInputStreamOperatorTestHarness<?, ?, ?, RunEvent> from) {
        for (RunEvent event : from.extractOutputValues()) {
            Run run = event.run();
            if (run != null) {
                runs.add(run);
            }
        }
        from.getOutput().clear();
    }
}
