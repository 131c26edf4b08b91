package io.automation.job.evaluate;

import static io.automation.job.evaluate.TestingChanges.ACCOUNT;
import static io.automation.job.evaluate.TestingChanges.DAY;
import static io.automation.job.evaluate.TestingChanges.START;
import static io.automation.job.evaluate.TestingChanges.WORKFLOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.automation.model.change.Change;
import io.automation.model.change.Operation;
import io.automation.model.run.Decision;
import io.automation.model.run.Reason;
import io.automation.model.run.RunEvent;
import io.automation.model.run.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a live job tells of its decisions, watched and not. */
class DecisionsHarnessTest {

    private static final String BELOW_60 = "{\"threshold\":60,\"direction\":\"decrease\"}";
    private static final String FAR_BELOW_60 =
            "{\"threshold\":60,\"direction\":\"decrease\","
                    + "\"minimum_change\":10,\"time_window\":\"7d\"}";
    private static final long NO_LIMIT = Long.MAX_VALUE;

    private final TestingChanges changes = new TestingChanges();
    private KeyedTwoInputStreamOperatorTestHarness<String, Change, Definition, RunEvent> harness;

    private void open(long maxAgeMillis, Watch watch) throws Exception {
        EvaluateOptions options =
                new EvaluateOptions(
                        false,
                        maxAgeMillis,
                        EvaluateOptions.LIVE.retentionMillis(),
                        Long.MIN_VALUE,
                        watch);
        harness =
                new KeyedTwoInputStreamOperatorTestHarness<>(
                        new CoBroadcastWithKeyedOperator<>(
                                new EvaluateWorkflows(options),
                                List.of(EvaluateWorkflows.DEFINITIONS)),
                        EvaluateWorkflows::accountKey,
                        definition -> "",
                        Types.STRING);
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void tellsARunWithItsNumbers() throws Exception {
        begin(Watch.NOTHING, BELOW_60, "{}");

        fact(changes.score("s1", START, "70"));
        fact(changes.score("s2", START + DAY, "59"));

        assertThat(decisions())
                .singleElement()
                .satisfies(
                        decision -> {
                            assertThat(decision.verdict()).isEqualTo(Verdict.STARTED);
                            assertThat(decision.runId()).isNotNull();
                            assertThat(decision.version()).isEqualTo(1);
                            assertThat(decision.compared())
                                    .isEqualTo(
                                            "{\"fact\":{\"table\":\"health_scores\","
                                                    + "\"row_id\":\"s2\",\"position\":\"1056\","
                                                    + "\"at\":\"2026-03-02T09:00:00.000Z\"},"
                                                    + "\"trigger\":[{\"test\":\"below\",\"asked\":60,"
                                                    + "\"found\":59,\"holds\":true},{\"test\":"
                                                    + "\"already\",\"asked\":{\"below\":60},"
                                                    + "\"found\":70,\"holds\":false,\"previous_at\":"
                                                    + "\"2026-03-01T09:00:00.000Z\"}],"
                                                    + "\"admission\":[{\"test\":\"already_active\","
                                                    + "\"asked\":null,\"found\":null,"
                                                    + "\"holds\":true}]}");
                        });
    }

    @Test
    void tellsNothingOfWhatDoesNotComeNear() throws Exception {
        begin(Watch.NOTHING, BELOW_60, "{}");

        fact(changes.score("s1", START, "70"));
        fact(changes.score("s2", START + DAY, "61"));
        fact(changes.score("s3", START + 2 * DAY, "80"));

        assertThat(decisions()).isEmpty();
    }

    @Test
    void tellsANearMissToEverybodyOnce() throws Exception {
        begin(Watch.NOTHING, FAR_BELOW_60, "{}");

        fact(changes.score("s1", START, "62"));
        fact(changes.score("s2", START + DAY, "59"));
        fact(changes.score("s3", START + 2 * DAY, "58"));

        assertThat(decisions())
                .extracting(Decision::verdict)
                .containsExactly(Verdict.BELOW_MINIMUM_CHANGE);
        assertThat(decisions().get(0).occurrenceKey()).startsWith("decrease:s2:");
    }

    @ParameterizedTest
    @CsvSource({
        "11111111-1111-4111-8111-111111111111, 0, true",
        "22222222-1111-4111-8111-111111111111, 0, false",
        "22222222-1111-4111-8111-111111111111, 1, true"
    })
    void tellsPlainMissesOfTheAccountsThatAreWatched(String accountId, double sample, boolean told)
            throws Exception {
        begin(new Watch(Set.of(), Set.of(accountId), sample), FAR_BELOW_60, "{}");

        fact(changes.score("s1", START, "62"));
        fact(changes.score("s2", START + DAY, "59"));
        fact(changes.score("s3", START + 2 * DAY, "58"));

        assertThat(decisions())
                .extracting(Decision::verdict)
                .isEqualTo(
                        told
                                ? List.of(
                                        Verdict.NO_EDGE,
                                        Verdict.BELOW_MINIMUM_CHANGE,
                                        Verdict.BELOW_MINIMUM_CHANGE)
                                : List.of(Verdict.BELOW_MINIMUM_CHANGE));
    }

    @Test
    void tellsOnlyOfTheWorkflowThatIsWatched() throws Exception {
        begin(new Watch(Set.of("another"), Set.of(ACCOUNT), 0), BELOW_60, "{}");

        fact(changes.score("s1", START, "70"));
        fact(changes.score("s2", START + DAY, "61"));

        assertThat(decisions()).isEmpty();
    }

    @Test
    void tellsARedeliveryNothingNew() throws Exception {
        begin(Watch.of(null, null), BELOW_60, "{}");
        Change fallen = changes.score("s2", START + DAY, "59");
        fact(changes.score("s1", START, "70"));
        fact(fallen);
        int told = decisions().size();

        fact(fallen);

        assertThat(decisions()).hasSize(told);
    }

    @Test
    void saysHowOldWhatCameTooLateWas() throws Exception {
        open(72 * 3_600_000L, Watch.NOTHING);
        world(BELOW_60, "{}");
        harness.setProcessingTime(START + DAY + 81 * 3_600_000L + 60_000);

        fact(changes.score("s1", START, "70"));
        fact(changes.score("s2", START + DAY, "59"));

        assertThat(decisions())
                .singleElement()
                .satisfies(
                        decision -> {
                            assertThat(decision.reason()).isEqualTo(Reason.STALE_EVENT);
                            assertThat(decision.compared())
                                    .endsWith(
                                            "\"admission\":[{\"test\":\"stale_event\","
                                                    + "\"asked\":\"72h\",\"found\":\"81h\","
                                                    + "\"holds\":false}]}");
                        });
    }

    @Test
    void tellsWhichHalfMatchOfAPatternWasGivenUp() throws Exception {
        open(NO_LIMIT, Watch.NOTHING);
        define(changes.organization());
        define(changes.template());
        define(
                changes.workflow(
                        START,
                        Operation.CREATE,
                        "{\"within\":\"7d\",\"steps\":["
                                + "{\"name\":\"any\",\"event\":\"health_score_changed\"},"
                                + "{\"name\":\"then\",\"event\":\"goal_changed\"}]}",
                        "{}",
                        Map.of("trigger_type", "pattern")));
        harness.processBothWatermarks(new Watermark(START - DAY));
        fact(changes.account(START, Map.of()));

        for (int i = 0; i < 66; i++) {
            fact(changes.score("s" + i, START + i, "70"));
        }

        assertThat(decisions())
                .extracting(Decision::verdict)
                .containsExactly(Verdict.PATTERN_DROPPED, Verdict.PATTERN_DROPPED);
        assertThat(decisions().get(0).occurrenceKey()).startsWith("s0:");
        assertThat(decisions().get(0).workflowId()).isEqualTo(WORKFLOW);
        assertThat(decisions().get(0).compared())
                .contains(
                        "{\"test\":\"pattern_step\",\"asked\":\"health_score_changed\",\"found\":"
                                + "{\"table\":\"health_scores\",\"row_id\":\"s0\",\"at\":"
                                + "\"2026-03-01T09:00:00.000Z\"},\"holds\":true,\"step\":\"any\"}");
    }

    private void begin(Watch watch, String triggerConfig, String settings) throws Exception {
        open(NO_LIMIT, watch);
        world(triggerConfig, settings);
    }

    private void world(String triggerConfig, String settings) throws Exception {
        define(changes.organization());
        define(changes.template());
        define(changes.workflow(START, triggerConfig, settings));
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

    private List<Decision> decisions() {
        Queue<StreamRecord<Decision>> told = harness.getSideOutput(EvaluateWorkflows.DECISIONS);
        List<Decision> decisions = new ArrayList<>();
        if (told != null) {
            told.forEach(record -> decisions.add(record.getValue()));
        }
        return decisions;
    }
}
