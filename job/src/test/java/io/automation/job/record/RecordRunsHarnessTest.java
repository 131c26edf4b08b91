package io.automation.job.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.connectors.jdbc.Refusal;
import io.automation.connectors.kafka.RunEventCodec;
import io.automation.model.change.DeadLetter;
import io.automation.model.run.Run;
import io.automation.model.run.RunEvent;
import io.automation.model.run.RunStatus;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordRunsHarnessTest {

    private static final List<List<Run>> WRITTEN = new ArrayList<>();

    private OneInputStreamOperatorTestHarness<Run, DeadLetter> harness;

    @BeforeEach
    void open() throws Exception {
        WRITTEN.clear();
        harness = new OneInputStreamOperatorTestHarness<>(new RecordRuns(TestingTarget::new));
        harness.open();
        harness.setProcessingTime(0);
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void writesWhatCameInTwentyMillisecondsTogether() throws Exception {
        take("a");
        take("b");
        harness.setProcessingTime(RecordRuns.LONGEST_MILLIS - 1);
        assertThat(WRITTEN).isEmpty();

        harness.setProcessingTime(RecordRuns.LONGEST_MILLIS);
        take("c");
        harness.setProcessingTime(2 * RecordRuns.LONGEST_MILLIS);

        assertThat(ids()).containsExactly(List.of("a", "b"), List.of("c"));
    }

    @Test
    void writesAtOnceWhenEnoughHaveCome() throws Exception {
        for (int i = 0; i < RecordRuns.MOST; i++) {
            take("run-" + i);
        }

        assertThat(WRITTEN)
                .hasSize(1)
                .allSatisfy(runs -> assertThat(runs).hasSize(RecordRuns.MOST));
    }

    @Test
    void writesBeforeABarrierPasses() throws Exception {
        take("refused");

        harness.prepareSnapshotPreBarrier(1);

        assertThat(ids()).containsExactly(List.of("refused"));
        assertThat(harness.extractOutputValues()).hasSize(1);
    }

    @Test
    void handsOnWhatIsRefusedAsItStoodInTheTopic() throws Exception {
        take("refused");
        take("a");

        harness.setProcessingTime(RecordRuns.LONGEST_MILLIS);

        assertThat(harness.extractOutputValues())
                .singleElement()
                .satisfies(
                        letter -> {
                            assertThat(letter.reason()).isEqualTo(Refusal.PARENT_DELETED);
                            assertThat(letter.origin()).isEqualTo("record-runs");
                            assertThat(RunEventCodec.read(letter.value()))
                                    .isEqualTo(RunEvent.of(run("refused")));
                        });
    }

    private void take(String id) throws Exception {
        harness.processElement(run(id), 0);
    }

    private static Run run(String id) {
        return Runs.run(id, "w", RunStatus.SUCCESS, 1);
    }

    private static List<List<String>> ids() {
        return WRITTEN.stream().map(runs -> runs.stream().map(Run::id).toList()).toList();
    }

    private static final class TestingTarget implements RecordRuns.Target {
        @Override
        public List<Refusal> record(List<Run> runs) {
            WRITTEN.add(runs);
            return runs.stream()
                    .filter(run -> run.id().equals("refused"))
                    .map(run -> new Refusal(run.id(), Refusal.PARENT_DELETED, "accounts"))
                    .toList();
        }

        @Override
        public void close() {}
    }
}
