package io.automation.job.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.job.TestingMetrics;
import io.automation.model.change.Change;
import io.automation.model.change.DeadLetter;
import io.automation.model.change.Decoded;
import io.automation.model.change.Operation;
import io.automation.model.change.Table;
import org.apache.flink.metrics.groups.OperatorMetricGroup;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DecodeChangesHarnessTest {

    private final TestingMetrics counted = new TestingMetrics();

    @Test
    void countsChangesAndDeadLetters() throws Exception {
        try (var harness = new OneInputStreamOperatorTestHarness<>(operator())) {
            harness.open();

            harness.processElement(Decoded.of(change(Table.HEALTH_SCORES)), 1);
            harness.processElement(Decoded.of(change(Table.AUTOMATION_WORKFLOWS)), 2);
            harness.processElement(Decoded.of(change(Table.AUTOMATION_HEARTBEAT)), 3);
            harness.processElement(
                    Decoded.rejected(
                            new DeadLetter("", "t-0", 1, "not_json", "no", null, new byte[0])),
                    4);

            assertThat(harness.extractOutputValues())
                    .extracting(Change::table)
                    .containsExactly(Table.HEALTH_SCORES);
        }
        assertThat(counted.count("automation.changesDecoded")).isEqualTo(3);
        assertThat(counted.count("automation.deadLetters")).isEqualTo(1);
    }

    private ProcessOperator<Decoded, Change> operator() {
        return new ProcessOperator<>(new DecodeChanges()) {
            @Override
            public OperatorMetricGroup getMetricGroup() {
                return counted.group();
            }
        };
    }

    private static Change change(Table table) {
        return new Change(
                "",
                table,
                Operation.CREATE,
                "account",
                "row",
                1,
                1,
                1,
                1,
                1,
                0,
                new @Nullable String[table.columns().size()],
                0,
                null,
                null);
    }
}
