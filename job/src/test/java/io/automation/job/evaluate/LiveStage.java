package io.automation.job.evaluate;

import io.automation.model.run.RunEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/** All subtasks of one operator with definitions. */
final class LiveStage<T> implements AutoCloseable {

    /** Less than in production: a savepoint writes every key group of every state. */
    private static final int MAX_PARALLELISM = 24;

    private final Supplier<KeyedBroadcastProcessFunction<String, T, Definition, RunEvent>> function;
    private final MapStateDescriptor<String, DefinitionTimeline> definitions;
    private final KeySelector<T, String> key;
    private final List<KeyedTwoInputStreamOperatorTestHarness<String, T, Definition, RunEvent>>
            subtasks = new ArrayList<>();

    LiveStage(
            Supplier<KeyedBroadcastProcessFunction<String, T, Definition, RunEvent>> function,
            MapStateDescriptor<String, DefinitionTimeline> definitions,
            KeySelector<T, String> key)
            throws Exception {
        this.function = function;
        this.definitions = definitions;
        this.key = key;
        subtasks.add(unopened(1, 0));
        subtasks.get(0).open();
    }

    private KeyedTwoInputStreamOperatorTestHarness<String, T, Definition, RunEvent> unopened(
            int parallelism, int index) throws Exception {
        return new KeyedTwoInputStreamOperatorTestHarness<>(
                new CoBroadcastWithKeyedOperator<>(function.get(), List.of(definitions)),
                key,
                null,
                Types.STRING,
                MAX_PARALLELISM,
                parallelism,
                index);
    }

    void take(T element, long at) throws Exception {
        int index =
                KeyGroupRangeAssignment.assignKeyToParallelOperator(
                        key.getKey(element), MAX_PARALLELISM, subtasks.size());
        subtasks.get(index).processElement1(new StreamRecord<>(element, at));
    }

    void define(Definition definition, long at) throws Exception {
        for (var subtask : subtasks) {
            subtask.processElement2(new StreamRecord<>(definition, at));
        }
    }

    void heartbeat(long instant) throws Exception {
        for (var subtask : subtasks) {
            subtask.processBothWatermarks(new Watermark(instant));
        }
    }

    void machineTime(long instant) throws Exception {
        for (var subtask : subtasks) {
            subtask.setProcessingTime(instant);
        }
    }

    /** Whatever is in its output is lost. */
    void restart(long savepoint, int parallelism) throws Exception {
        int before = subtasks.size();
        List<OperatorSubtaskState> states = new ArrayList<>();
        for (var subtask : subtasks) {
            states.add(subtask.snapshot(savepoint, savepoint));
        }
        close();
        OperatorSubtaskState whole =
                AbstractStreamOperatorTestHarness.repackageState(
                        states.toArray(OperatorSubtaskState[]::new));
        for (int i = 0; i < parallelism; i++) {
            var subtask = unopened(parallelism, i);
            subtask.initializeState(
                    AbstractStreamOperatorTestHarness.repartitionOperatorState(
                            whole, MAX_PARALLELISM, before, parallelism, i));
            subtask.open();
            subtasks.add(subtask);
        }
    }

    List<RunEvent> drain() {
        List<RunEvent> drained = new ArrayList<>();
        for (var subtask : subtasks) {
            drained.addAll(subtask.extractOutputValues());
            subtask.getOutput().clear();
        }
        return drained;
    }

    <X> List<Queue<StreamRecord<X>>> sideOutputs(OutputTag<X> tag) {
        List<Queue<StreamRecord<X>>> outputs = new ArrayList<>();
        for (var subtask : subtasks) {
            Queue<StreamRecord<X>> output = subtask.getSideOutput(tag);
            if (output != null) {
                outputs.add(output);
            }
        }
        return outputs;
    }

    int entries() {
        return subtasks.stream().mapToInt(subtask -> subtask.numKeyedStateEntries()).sum();
    }

    int timers() {
        return subtasks.stream().mapToInt(subtask -> subtask.numEventTimeTimers()).sum();
    }

    @Override
    public void close() throws Exception {
        for (var subtask : subtasks) {
            subtask.close();
        }
        subtasks.clear();
    }
}
