package io.automation.job.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.model.run.Decision;
import io.automation.model.run.Verdict;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SweepDecisionsHarnessTest {

    private static final long NOW = 1_772_355_600_000L;

    private KeyedOneInputStreamOperatorTestHarness<String, Decision, Long> harness;

    @BeforeEach
    void open() throws Exception {
        harness = unopened();
        harness.open();
        harness.setProcessingTime(NOW);
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Decision, Long> unopened()
            throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new SweepDecisions()), decision -> "", Types.STRING);
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void sweepsWithTheFirstDecisionAndThenOnceAnHour() throws Exception {
        decide();
        decide();

        harness.setProcessingTime(NOW + SweepDecisions.EVERY_MILLIS);
        harness.setProcessingTime(NOW + 2 * SweepDecisions.EVERY_MILLIS);

        assertThat(harness.extractOutputValues())
                .containsExactly(
                        NOW - SweepDecisions.KEPT_MILLIS,
                        NOW + SweepDecisions.EVERY_MILLIS - SweepDecisions.KEPT_MILLIS,
                        NOW + 2 * SweepDecisions.EVERY_MILLIS - SweepDecisions.KEPT_MILLIS);
        assertThat(harness.numProcessingTimeTimers()).isEqualTo(1);
    }

    @Test
    void goesOnAfterARestart() throws Exception {
        decide();
        OperatorSubtaskState checkpoint = harness.snapshot(1, 1);
        harness.close();
        harness = unopened();
        harness.initializeState(checkpoint);
        harness.open();
        decide();

        harness.setProcessingTime(NOW + SweepDecisions.EVERY_MILLIS);

        assertThat(harness.extractOutputValues())
                .containsExactly(NOW + SweepDecisions.EVERY_MILLIS - SweepDecisions.KEPT_MILLIS);
    }

    private void decide() throws Exception {
        harness.processElement(
                new Decision("", 0, "o", "w", null, "a", "k", Verdict.NO_EDGE, null, null, "{}"),
                0);
    }
}
