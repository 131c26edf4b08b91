package io.automation.job.evaluate;

import static io.automation.job.evaluate.TestingChanges.DAY;
import static io.automation.job.evaluate.TestingChanges.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.automation.model.change.Change;
import io.automation.model.change.Operation;
import io.automation.model.run.Reason;
import io.automation.model.run.Run;
import io.automation.model.run.RunEvent;
import io.automation.model.run.RunMode;
import io.automation.model.run.RunStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a live job does about changes that are old, and about those before its effects begin. */
class AgeOfChangesHarnessTest {

    private static final String BELOW_60 = "{\"threshold\":60,\"direction\":\"decrease\"}";
    private static final long HOUR = DAY / 24;
    private static final long FALL = START + DAY;

    private final TestingChanges changes = new TestingChanges();
    private KeyedTwoInputStreamOperatorTestHarness<String, Change, Definition, RunEvent> harness =
            unopened(Long.MIN_VALUE);

    private static KeyedTwoInputStreamOperatorTestHarness<String, Change, Definition, RunEvent>
            unopened(long effectsFrom) {
        EvaluateOptions options =
                new EvaluateOptions(
                        false,
                        EvaluateOptions.LIVE.maxEventAgeMillis(),
                        EvaluateOptions.LIVE.retentionMillis(),
                        effectsFrom);
        try {
            return new KeyedTwoInputStreamOperatorTestHarness<>(
                    new CoBroadcastWithKeyedOperator<>(
                            new EvaluateWorkflows(options), List.of(EvaluateWorkflows.DEFINITIONS)),
                    EvaluateWorkflows::accountKey,
                    definition -> "",
                    Types.STRING);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @ParameterizedTest
    @CsvSource({"0, ", "1, STALE_EVENT"})
    void startNothingWhenTheyAreOlderThanThreeDays(long millisTooOld, Reason reason)
            throws Exception {
        begin("");
        harness.setProcessingTime(FALL + 72 * HOUR + millisTooOld);

        fact(changes.score("s1", START, "70"));
        fact(changes.score("s2", FALL, "59"));

        assertThat(onlyRun().reason()).isEqualTo(reason);
        assertThat(onlyRun().status())
                .isEqualTo(reason == null ? RunStatus.QUEUED : RunStatus.SKIPPED);
    }

    @Test
    void areScoresAllTheSameWhenTheyAreTooOld() throws Exception {
        begin("");
        harness.setProcessingTime(FALL + 4 * DAY);

        fact(changes.score("s1", START, "70"));
        fact(changes.score("s2", FALL, "59"));
        fact(changes.score("s3", FALL + 3 * DAY, "58"));

        assertThat(runs()).extracting(Run::reason).containsExactly(Reason.STALE_EVENT);
    }

    @Test
    void areToldAsAReplayWithoutEffectBeforeEffectsBegin() throws Exception {
        restartWith(FALL + 1);
        begin("");
        harness.setProcessingTime(FALL + 10 * DAY);

        fact(changes.score("s1", START, "70"));
        fact(changes.score("s2", FALL, "59"));

        assertThat(onlyRun().mode()).isEqualTo(RunMode.REPLAY);
        assertThat(onlyRun().status()).isEqualTo(RunStatus.SUCCESS);
        assertThat(intents()).isEmpty();
    }

    @Test
    void haveTheirEffectAtTheInstantAtWhichEffectsBegin() throws Exception {
        restartWith(FALL);
        begin("");
        harness.setProcessingTime(FALL);

        fact(changes.score("s1", START, "70"));
        fact(changes.score("s2", FALL, "59"));

        assertThat(onlyRun().mode()).isEqualTo(RunMode.LIVE);
        assertThat(intents()).hasSize(1);
    }

    @Test
    void haveNoEffectEitherWhenTheirDelayEndsLater() throws Exception {
        restartWith(FALL + 1);
        begin(",\"delay\":\"2d\"");
        fact(changes.score("s1", START, "70"));
        fact(changes.score("s2", FALL, "59"));
        assertThat(onlyRun().status()).isEqualTo(RunStatus.QUEUED);

        harness.processBothWatermarks(new Watermark(FALL + 2 * DAY));

        assertThat(runs().get(runs().size() - 1).status()).isEqualTo(RunStatus.SUCCESS);
        assertThat(runs()).extracting(Run::mode).containsOnly(RunMode.REPLAY);
        assertThat(intents()).isEmpty();
    }

    private void restartWith(long effectsFrom) throws Exception {
        harness.close();
        harness = unopened(effectsFrom);
    }

    private void begin(String delay) throws Exception {
        harness.open();
        define(changes.organization());
        define(changes.template());
        String action = "{\"template_id\":\"health_concern\"" + delay + "}";
        define(
                changes.workflow(
                        START, Operation.CREATE, BELOW_60, "{}", Map.of("action_config", action)));
        harness.processBothWatermarks(new Watermark(START - DAY));
        fact(changes.account(START, Map.of()));
        fact(changes.contact("c0", "contact@example.com"));
    }

    private void define(Change change) throws Exception {
        harness.processElement2(new StreamRecord<>(Definition.of(change), change.at()));
    }

    private void fact(Change change) throws Exception {
        harness.processElement1(new StreamRecord<>(change, change.at()));
    }

    private List<RunEvent> intents() {
        return harness.extractOutputValues().stream()
                .filter(event -> event.kind() == RunEvent.Kind.INTENT)
                .toList();
    }

    private List<Run> runs() {
        return harness.extractOutputValues().stream()
                .map(RunEvent::run)
                .filter(Objects::nonNull)
                .toList();
    }

    private Run onlyRun() {
        assertThat(runs()).hasSize(1);
        return runs().get(0);
    }
}
