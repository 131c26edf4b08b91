package io.automation.job.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.model.run.Intent;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueueDeliveriesHarnessTest {

    private KeyedOneInputStreamOperatorTestHarness<String, Intent, Intent> harness;

    @BeforeEach
    void open() throws Exception {
        harness = harness();
        harness.open();
        harness.setProcessingTime(1_000);
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void letsThroughAtOnceWhatIsDue() throws Exception {
        Intent intent = Intents.intent("a", "org-1", 1_000);

        harness.processElement(intent, 0);

        assertThat(harness.extractOutputValues()).containsExactly(intent);
        assertThat(harness.numKeyedStateEntries()).isZero();
    }

    @Test
    void keepsWhatIsNotDueUntilItIs() throws Exception {
        Intent later = Intents.intent("b", "org-1", 3_000);
        Intent sooner = Intents.intent("c", "org-1", 2_000);
        harness.processElement(later, 0);
        harness.processElement(sooner, 0);

        harness.setProcessingTime(1_999);
        assertThat(harness.extractOutputValues()).isEmpty();
        harness.setProcessingTime(2_000);
        assertThat(harness.extractOutputValues()).containsExactly(sooner);
        harness.setProcessingTime(3_000);

        assertThat(harness.extractOutputValues()).containsExactly(sooner, later);
        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numProcessingTimeTimers()).isZero();
    }

    @Test
    void keepsOnlyOneOfAnIntentThatComesTwice() throws Exception {
        harness.processElement(Intents.intent("b", "org-1", 2_000), 0);
        harness.processElement(Intents.intent("b", "org-1", 2_000), 0);

        harness.setProcessingTime(2_000);

        assertThat(harness.extractOutputValues()).hasSize(1);
    }

    @Test
    void goesOnAfterARestore() throws Exception {
        Intent first = Intents.intent("b", "org-1", 2_000);
        Intent other = Intents.intent("c", "org-2", 2_000);
        harness.processElement(first, 0);
        harness.processElement(other, 0);
        OperatorSubtaskState snapshot = harness.snapshot(1, 1_500);
        harness.close();

        harness = harness();
        harness.initializeState(snapshot);
        harness.open();
        harness.setProcessingTime(5_000);

        assertThat(harness.extractOutputValues()).containsExactlyInAnyOrder(first, other);
    }

    @Test
    void isKeyedByOrganizationAndEndpoint() {
        assertThat(List.of(Intents.intent("a", "org-1", 0), Intents.intent("b", "org-2", 0)))
                .extracting(QueueDeliveries::key)
                .containsExactly("org-1|smtp", "org-2|smtp");
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Intent, Intent> harness()
            throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new QueueDeliveries()),
                QueueDeliveries::key,
                Types.STRING);
    }
}
