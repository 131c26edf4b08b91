package io.automation.job.evaluate;

import io.automation.job.history.ReplayOptions;
import io.automation.model.change.Change;
import io.automation.model.change.Operation;
import io.automation.model.change.Table;
import io.automation.model.run.Run;
import io.automation.model.run.RunEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.operators.sorted.state.BatchExecutionInternalTimeServiceManager;
import org.apache.flink.streaming.api.operators.sorted.state.BatchExecutionStateBackend;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;

/**
 * Replays many histories on the operators as a batch job does it, without the cluster: all
 * definitions, then account after account by event time, ties in any order, with Flink's own batch
 * state and timers; then the organization runs in the same way.
 */
public final class ReplayEvaluation {

    private final Random random;
    private final List<Definition> definitions = new ArrayList<>();
    private final Map<String, List<StreamRecord<Change>>> facts = new TreeMap<>();
    private final Map<String, List<StreamRecord<Gathered>>> members = new TreeMap<>();
    private final Map<String, List<Run>> runs = new HashMap<>();

    /**
     * @param seed of the order in which ties and definitions come
     */
    public ReplayEvaluation(long seed) {
        random = new Random(seed);
    }

    /** Adds a history, in any order of its lines. */
    public void add(String folder, List<String> lines, ReplayOptions options) {
        List<Change> changes = settled(DecodedLines.of(folder, lines));
        Collections.shuffle(changes, random);
        for (Change change : changes) {
            boolean isFact = change.table().kind() == Table.Kind.FACT;
            boolean isAskedOfAll =
                    change.table() == Table.AUTOMATION_REQUESTS && change.accountId().isEmpty();
            if (change.table().kind() == Table.Kind.DEFINITION || isAskedOfAll) {
                definitions.add(Definition.of(change));
            } else if (isFact && !change.accountId().isEmpty()) {
                boolean isPinned =
                        options.pinned() && change.table() == Table.AUTOMATION_WORKFLOW_ACCOUNTS;
                long at = isPinned ? Change.BEGINNING : change.at();
                put(facts, EvaluateWorkflows.accountKey(change), new StreamRecord<>(change, at));
            }
        }
        definitions.add(Definition.of(bounds(folder, changes, options)));
    }

    private static <T> void put(Map<String, List<T>> lists, String key, T element) {
        lists.computeIfAbsent(key, absent -> new ArrayList<>()).add(element);
    }

    /** Semantics 1.1: a snapshot row that an earlier change of its row precedes is an update. */
    private static List<Change> settled(List<Change> changes) {
        Map<String, List<Change>> byRow = new HashMap<>();
        for (Change change : changes) {
            put(byRow, change.table() + "/" + change.rowId(), change);
        }
        List<Change> settled = new ArrayList<>();
        for (Change change : changes) {
            boolean isLater =
                    change.operation() == Operation.READ
                            && byRow.get(change.table() + "/" + change.rowId()).stream()
                                    .anyMatch(other -> other.precedesRow(change));
            settled.add(isLater ? change.asUpdate() : change);
        }
        return settled;
    }

    private static Bounds bounds(String folder, List<Change> changes, ReplayOptions options) {
        List<Change> timed =
                changes.stream().filter(change -> change.at() != Change.BEGINNING).toList();
        List<Change> told =
                timed.stream().filter(change -> change.operation() != Operation.READ).toList();
        List<Change> counted = told.isEmpty() ? timed : told;
        long begin = counted.stream().mapToLong(Change::at).min().orElse(Change.BEGINNING);
        long end = timed.stream().mapToLong(Change::at).max().orElse(Change.BEGINNING);
        Long until = options.until();
        return new Bounds(
                folder,
                begin,
                until == null ? end : until,
                options.pinned(),
                options.includeDrafts());
    }

    /** The runs of every history, by folder. */
    public Map<String, List<Run>> run() throws Exception {
        Collections.shuffle(definitions, random);
        run(
                new EvaluateWorkflows(EvaluateOptions.REPLAY),
                EvaluateWorkflows.DEFINITIONS,
                EvaluateWorkflows::accountKey,
                facts);
        run(
                new GatherAccounts(EvaluateOptions.REPLAY),
                GatherAccounts.DEFINITIONS,
                Gathered::key,
                members);
        return runs;
    }

    private <T> void run(
            KeyedBroadcastProcessFunction<String, T, Definition, RunEvent> function,
            MapStateDescriptor<String, DefinitionTimeline> state,
            KeySelector<T, String> key,
            Map<String, List<StreamRecord<T>>> input)
            throws Exception {
        try (KeyedTwoInputStreamOperatorTestHarness<String, T, Definition, RunEvent> harness =
                new KeyedTwoInputStreamOperatorTestHarness<>(
                        new CoBroadcastWithKeyedOperator<>(function, List.of(state)),
                        key,
                        null,
                        Types.STRING)) {
            harness.setStateBackend(new BatchExecutionStateBackend());
            harness.setTimeServiceManagerProvider(BatchExecutionInternalTimeServiceManager::create);
            harness.open();
            for (Definition definition : definitions) {
                harness.processElement2(new StreamRecord<>(definition));
            }
            for (List<StreamRecord<T>> own : input.values()) {
                own.sort(Comparator.comparingLong(StreamRecord::getTimestamp));
                for (StreamRecord<T> element : own) {
                    harness.processElement1(element);
                }
            }
            harness.processBothWatermarks(Watermark.MAX_WATERMARK);
            for (RunEvent event : harness.extractOutputValues()) {
                Run run = event.run();
                if (run != null) {
                    put(runs, run.folder(), run);
                }
            }
            collectMembers(harness.getSideOutput(EvaluateWorkflows.MEMBERS));
        }
    }

    private void collectMembers(Queue<StreamRecord<Member>> told) {
        if (told == null) {
            return;
        }
        List<StreamRecord<Member>> shuffled = new ArrayList<>(told);
        Collections.shuffle(shuffled, random);
        for (StreamRecord<Member> member : shuffled) {
            Gathered gathered = Gathered.of(member.getValue());
            put(members, gathered.key(), new StreamRecord<>(gathered, gathered.at()));
        }
    }
}
