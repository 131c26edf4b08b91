package io.automation.job;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.JobID;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.groups.OperatorMetricGroup;
import org.apache.flink.runtime.clusterframework.types.ResourceID;
import org.apache.flink.runtime.executiongraph.ExecutionAttemptID;
import org.apache.flink.runtime.metrics.groups.TaskManagerMetricGroup;
import org.apache.flink.runtime.metrics.util.TestingMetricRegistry;

/** What an operator under test counts, by the metrics' own groups and names. */
public final class TestingMetrics {

    private final Map<String, Metric> metrics = new HashMap<>();
    private final OperatorMetricGroup group;

    public TestingMetrics() {
        TestingMetricRegistry registry =
                TestingMetricRegistry.builder()
                        .setRegisterConsumer(
                                (metric, name, within) -> {
                                    String[] scope = within.getScopeComponents();
                                    metrics.put(scope[scope.length - 1] + '.' + name, metric);
                                })
                        .build();
        group =
                TaskManagerMetricGroup.createTaskManagerMetricGroup(
                                registry, "localhost", ResourceID.generate())
                        .addJob(new JobID(), "job")
                        .addTask(ExecutionAttemptID.randomId(), "task")
                        .getOrAddOperator("operator");
    }

    /** What the operator is to say is its group. */
    public OperatorMetricGroup group() {
        return group;
    }

    /**
     * What was counted.
     *
     * @param name with the group before it: {@code automation.runs}
     */
    public long count(String name) {
        if (metrics.get(name) instanceof Counter counter) {
            return counter.getCount();
        }
        throw new AssertionError("no counter " + name + " among " + metrics.keySet());
    }
}
