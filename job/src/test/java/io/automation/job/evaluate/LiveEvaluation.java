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
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * A live evaluation without limit of age, and the organization runs behind it, fed change by
 * change, that can be stopped and restored at any parallelism.
 */
public final class LiveEvaluation implements AutoCloseable {

    private final List<Run> runs = new ArrayList<>();
    private final Set<String> intents = new TreeSet<>();
    private final Set<String> accounts = new TreeSet<>();
    private final LiveStage<Change> evaluate;
    private final LiveStage<Gathered> gather;
    private long savepoints;

    /**
     * @param effectsFrom what was triggered before has no effect and is accepted at once
     */
    public LiveEvaluation(long effectsFrom) throws Exception {
        EvaluateOptions noAgeLimit =
                new EvaluateOptions(
                        false, Long.MAX_VALUE, EvaluateOptions.LIVE.retentionMillis(), effectsFrom);
        evaluate =
                new LiveStage<>(
                        () -> new EvaluateWorkflows(noAgeLimit),
                        EvaluateWorkflows.DEFINITIONS,
                        EvaluateWorkflows::accountKey);
        gather =
                new LiveStage<>(
                        () -> new GatherAccounts(noAgeLimit),
                        GatherAccounts.DEFINITIONS,
                        Gathered::key);
    }

    /** The next change of the one partition. */
    public void take(Change change) throws Exception {
        if (change.table().kind() == Table.Kind.HEARTBEAT) {
            return;
        }
        if (change.table().kind() == Table.Kind.DEFINITION) {
            evaluate.define(Definition.of(change), change.at());
            gather.define(Definition.of(change), change.at());
            for (String account : accounts) {
                evaluate.take(change.heardBy(account), change.at());
            }
            if (change.table() == Table.AUTOMATION_WORKFLOWS) {
                gather(Gathered.of(change));
            }
        } else if (change.table() == Table.AUTOMATION_REQUESTS && change.accountId().isEmpty()) {
            for (String account : accounts) {
                evaluate.take(change.askedOf(account), change.at());
            }
            gather(Gathered.of(change));
        } else if (!change.accountId().isEmpty()) {
            accounts.add(change.accountId());
            evaluate.take(change, change.at());
        }
        pass();
    }

    private void gather(@Nullable Gathered gathered) throws Exception {
        if (gathered != null) {
            gather.take(gathered, gathered.at());
        }
    }

    /** What accounts contribute goes on to the organization runs. */
    private void pass() throws Exception {
        for (Queue<StreamRecord<Member>> members :
                evaluate.sideOutputs(EvaluateWorkflows.MEMBERS)) {
            while (!members.isEmpty()) {
                gather(Gathered.of(members.remove().getValue()));
            }
        }
    }

    /** What the heartbeat says: everything before this instant has been seen. */
    public void heartbeat(long instant) throws Exception {
        evaluate.heartbeat(instant);
        pass();
        gather.heartbeat(instant);
    }

    /** What the machine's clock says meanwhile, in epoch milliseconds. */
    public void machineTime(long instant) throws Exception {
        evaluate.machineTime(instant);
        gather.machineTime(instant);
    }

    /** Takes a savepoint, ends the operators, and goes on with as many subtasks as asked for. */
    public void restart(int parallelism) throws Exception {
        collect();
        savepoints++;
        evaluate.restart(savepoints, parallelism);
        gather.restart(savepoints, parallelism);
    }

    /** All runs so far. */
    public List<Run> runs() {
        collect();
        return runs;
    }

    /** The runs of which something was asked for outside, so far. */
    public Set<String> intents() {
        collect();
        return intents;
    }

    /** The runs since the last time; they and their accounts are forgotten here. */
    public List<Run> drain() {
        List<Run> drained = List.copyOf(runs());
        runs.clear();
        intents.clear();
        accounts.clear();
        return drained;
    }

    /** How many values there are in keyed state. */
    public int entries() {
        return evaluate.entries() + gather.entries();
    }

    /** How many timers wait. */
    public int timers() {
        return evaluate.timers() + gather.timers();
    }

    @Override
    public void close() throws Exception {
        collect();
        evaluate.close();
        gather.close();
    }

    /** A run that starts comes with its intents, one that is skipped by itself. */
    private void collect() {
        List<RunEvent> told = new ArrayList<>(evaluate.drain());
        told.addAll(gather.drain());
        for (RunEvent event : told) {
            Run run = event.run();
            if (run != null) {
                runs.add(run);
            }
            if (event.kind() == RunEvent.Kind.INTENT) {
                intents.add(event.runId());
            }
        }
    }
}
