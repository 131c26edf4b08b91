package io.automation.job.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.model.run.Run;
import io.automation.model.run.RunStatus;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CoalesceLastRunsHarnessTest {

    private KeyedOneInputStreamOperatorTestHarness<String, Run, LastRun> harness;

    @BeforeEach
    void open() throws Exception {
        harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(new CoalesceLastRuns()),
                        Run::workflowId,
                        Types.STRING);
        harness.open();
        harness.setProcessingTime(0);
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void tellsTheLatestOfTenSecondsOnce() throws Exception {
        run("w", 100);
        run("w", 300);
        run("w", 200);
        harness.setProcessingTime(CoalesceLastRuns.MILLIS - 1);
        assertThat(harness.extractOutputValues()).isEmpty();

        harness.setProcessingTime(CoalesceLastRuns.MILLIS);

        assertThat(harness.extractOutputValues()).containsExactly(new LastRun("w", 300));
    }

    @Test
    void tellsEachWorkflowApartAndForgetsIt() throws Exception {
        run("v", 1);
        run("w", 2);

        harness.setProcessingTime(CoalesceLastRuns.MILLIS);

        assertThat(harness.extractOutputValues())
                .containsExactlyInAnyOrder(new LastRun("v", 1), new LastRun("w", 2));
        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numProcessingTimeTimers()).isZero();
    }

    @Test
    void passesOverRunsThatWereSkipped() throws Exception {
        harness.processElement(Runs.run("r", "w", RunStatus.SKIPPED, 1), 0);

        harness.setProcessingTime(CoalesceLastRuns.MILLIS);

        assertThat(harness.extractOutputValues()).isEmpty();
    }

    private void run(String workflowId, long occurredAt) throws Exception {
        harness.processElement(
                Runs.run("run-" + occurredAt, workflowId, RunStatus.QUEUED, occurredAt), 0);
    }
}
