package io.automation.job.evaluate;

import static io.automation.job.evaluate.TestingChanges.ACCOUNT;
import static io.automation.job.evaluate.TestingChanges.DAY;
import static io.automation.job.evaluate.TestingChanges.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.automation.job.TestingMetrics;
import io.automation.model.change.Change;
import io.automation.model.change.Operation;
import io.automation.model.change.Table;
import io.automation.model.run.Reason;
import io.automation.model.run.Run;
import io.automation.model.run.RunEvent;
import io.automation.model.run.RunStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.groups.OperatorMetricGroup;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class EvaluateWorkflowsHarnessTest {

    private static final String BELOW_60 = "{\"threshold\":60,\"direction\":\"decrease\"}";

    private final TestingChanges changes = new TestingChanges();
    private final TestingMetrics counted = new TestingMetrics();
    private KeyedTwoInputStreamOperatorTestHarness<String, Change, Definition, RunEvent> harness =
            unopened();

    private KeyedTwoInputStreamOperatorTestHarness<String, Change, Definition, RunEvent>
            unopened() {
        try {
            EvaluateOptions noAgeLimit =
                    new EvaluateOptions(
                            false,
                            Long.MAX_VALUE,
                            EvaluateOptions.LIVE.retentionMillis(),
                            Long.MIN_VALUE);
            return new KeyedTwoInputStreamOperatorTestHarness<>(
                    new CoBroadcastWithKeyedOperator<>(
                            new EvaluateWorkflows(noAgeLimit),
                            List.of(EvaluateWorkflows.DEFINITIONS)) {
                        @Override
                        public OperatorMetricGroup getMetricGroup() {
                            return counted.group();
                        }
                    },
                    EvaluateWorkflows::accountKey,
                    definition -> "",
                    Types.STRING);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void open() throws Exception {
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void holdsFactsUntilTheFirstWatermark() throws Exception {
        fact(changes.account(START, Map.of()));
        fact(changes.score("s1", START, "70"));
        fact(changes.score("s2", START + DAY, "59"));
        define(changes.organization());
        define(changes.template());
        define(changes.workflow(START, BELOW_60, "{}"));
        assertThat(harness.numKeyedStateEntries()).isEqualTo(1);

        clock(START - DAY);

        assertThat(runs()).extracting(Run::occurredAt).containsExactly(START + DAY);
    }

    @Test
    void firesOnceWhenTheScoreCrossesTheLine() throws Exception {
        begin(BELOW_60, "{}");

        fact(changes.score("s1", START, "70"));
        fact(changes.score("s2", START + DAY, "59"));
        fact(changes.score("s3", START + 2 * DAY, "55"));

        Run run = onlyRun();
        assertThat(run.occurrenceKey()).startsWith("decrease:s2:");
        assertThat(run.triggerData())
                .isEqualTo(
                        "{\"direction\":\"decrease\",\"previous\":70,\"current\":59,"
                                + "\"reference\":70,\"threshold\":60,\"minimum_change\":null}");
        assertThat(run.status()).isEqualTo(RunStatus.QUEUED);
        assertThat(intents()).hasSize(1);
        assertThat(Objects.requireNonNull(intents().get(0).intent()).delivery().subject())
                .isEqualTo("Quantum Teapots: 59");
    }

    @Test
    void countsTheRunsItDecidesWhateverBecomesOfThem() throws Exception {
        begin(BELOW_60, "{\"re_entry\":\"once\"}");

        fact(changes.score("s1", START, "70"));
        fact(changes.score("s2", START + DAY, "59"));
        fact(changes.score("s3", START + 2 * DAY, "70"));
        fact(changes.score("s4", START + 3 * DAY, "59"));

        assertThat(runs())
                .extracting(Run::status)
                .containsExactly(RunStatus.QUEUED, RunStatus.SKIPPED);
        assertThat(counted.count("automation.runs")).isEqualTo(2);
    }

    @Test
    void ignoresRedeliveredAndStaleChanges() throws Exception {
        begin(BELOW_60, "{}");
        Change first = changes.score("s1", START, "70");
        Change second = changes.score("s2", START + DAY, "59");
        Change third = changes.score(Operation.UPDATE, "s2", START + 2 * DAY, "65");

        for (Change change : List.of(first, second, third, first, second, third)) {
            fact(change);
        }

        assertThat(runs()).hasSize(1);
    }

    @Test
    void judgesAtAClockThatNeverGoesBack() throws Exception {
        begin(BELOW_60, "{}");

        fact(changes.score("s1", START + 2 * DAY, "70"));
        fact(changes.score("s2", START + DAY, "59"));

        assertThat(onlyRun().occurredAt()).isEqualTo(START + 2 * DAY);
    }

    @Test
    void startsNothingOnAnAccountOfAnotherOrganization() throws Exception {
        begin(BELOW_60, "{}");
        fact(
                changes.change(
                        Table.ACCOUNTS,
                        Operation.UPDATE,
                        ACCOUNT,
                        ACCOUNT,
                        START,
                        Map.of("organization_id", "0b0f5a3e-0000-4000-8000-000000000002")));

        fact(changes.score("s1", START, "70"));
        fact(changes.score("s2", START + DAY, "59"));

        assertThat(runs()).isEmpty();
    }

    @Test
    void leavesNothingOfADeletedAccountOnceItsKeysMayBeForgotten() throws Exception {
        begin(BELOW_60, "{}");
        fact(changes.contact("c1", "ada@example.com"));
        fact(changes.score("s1", START, "70"));
        fact(changes.score("s2", START + DAY, "59"));
        fact(
                changes.change(
                        Table.ACCOUNTS,
                        Operation.DELETE,
                        ACCOUNT,
                        ACCOUNT,
                        START + 2 * DAY,
                        Map.of()));

        clock(START + 200 * DAY);

        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numEventTimeTimers()).isZero();
    }

    /** Else time would crawl from the deadline of a pattern that nobody ends. */
    @Test
    @Timeout(30)
    void dropsWhatIsHalfMatchedWhenTheAccountMoves() throws Exception {
        String other = "0b0f5a3e-0000-4000-8000-000000000002";
        begin(BELOW_60, "{}");
        define(
                changes.change(
                        Table.ORGANIZATIONS,
                        Operation.CREATE,
                        "",
                        other,
                        START,
                        Map.of("name", "Other")));
        define(pattern("p1", TestingChanges.ORGANIZATION));
        define(pattern("p2", other));
        fact(changes.score("s1", START + 1, "70"));
        fact(
                changes.change(
                        Table.ACCOUNTS,
                        Operation.UPDATE,
                        ACCOUNT,
                        ACCOUNT,
                        START + 2,
                        Map.of("organization_id", other)));

        clock(START + 30 * DAY);
        fact(changes.score("s2", START + 31 * DAY, "70"));

        assertThat(runs()).isEmpty();
    }

    private Change pattern(String id, String organization) {
        return changes.change(
                Table.AUTOMATION_WORKFLOWS,
                Operation.CREATE,
                "",
                id,
                START,
                Map.of(
                        "organization_id", organization,
                        "name", id,
                        "status", "active",
                        "trigger_type", "pattern",
                        "trigger_config",
                                "{\"within\":\"1d\",\"steps\":["
                                        + "{\"name\":\"one\",\"event\":\"health_score_changed\"},"
                                        + "{\"name\":\"two\",\"event\":\"goal_changed\"}]}",
                        "action_type", "send_email",
                        "action_config", "{\"template_id\":\"health_concern\"}"));
    }

    @Nested
    class WhenAWorkflowChanges {

        @Test
        void aPausedOneStartsNothing() throws Exception {
            begin(BELOW_60, "{}");
            fact(changes.score("s1", START, "70"));
            define(
                    changes.workflow(
                            START + 1,
                            Operation.UPDATE,
                            BELOW_60,
                            "{}",
                            Map.of("status", "paused")));

            fact(changes.score("s2", START + DAY, "59"));

            assertThat(runs()).isEmpty();
        }

        @Test
        void aRefusedRowLeavesTheLastGoodOneInForce() throws Exception {
            begin(BELOW_60, "{}");
            fact(changes.score("s1", START, "70"));
            define(
                    changes.workflow(
                            START + 1, Operation.UPDATE, "{\"treshold\":50}", "{}", Map.of()));

            fact(changes.score("s2", START + DAY, "59"));

            assertThat(runs()).hasSize(1);
        }

        @Test
        void aRefusedRowThatIsPausedStops() throws Exception {
            begin(BELOW_60, "{}");
            fact(changes.score("s1", START, "70"));
            define(
                    changes.workflow(
                            START + 1,
                            Operation.UPDATE,
                            "{\"treshold\":50}",
                            "{}",
                            Map.of("status", "paused")));

            fact(changes.score("s2", START + DAY, "59"));

            assertThat(runs()).isEmpty();
        }

        @Test
        void anotherTriggerDropsTheCooldown() throws Exception {
            begin(BELOW_60, "{\"cooldown\":\"30d\"}");
            fact(changes.score("s1", START, "70"));
            fact(changes.score("s2", START + DAY, "59"));
            fact(changes.score("s3", START + 2 * DAY, "70"));
            define(
                    changes.workflow(
                            START + 2 * DAY + 1,
                            Operation.UPDATE,
                            "{\"threshold\":61,\"direction\":\"decrease\"}",
                            "{\"cooldown\":\"30d\"}",
                            Map.of()));

            fact(changes.score("s4", START + 3 * DAY, "58"));
            fact(changes.score("s5", START + 4 * DAY, "70"));
            fact(changes.score("s6", START + 5 * DAY, "58"));

            assertThat(runs()).extracting(Run::reason).containsExactly(null, null, Reason.COOLDOWN);
        }
    }

    @Nested
    class WhenRestored {

        @Test
        void judgesAtOnceAndByTheSameState() throws Exception {
            begin(BELOW_60, "{\"cooldown\":\"10d\"}");
            fact(changes.score("s1", START, "70"));
            fact(changes.score("s2", START + DAY, "59"));
            fact(changes.score("s3", START + 2 * DAY, "70"));
            OperatorSubtaskState checkpoint = harness.snapshot(1, 1);
            harness.close();
            harness = unopened();
            harness.initializeState(checkpoint);
            harness.open();

            fact(changes.score("s4", START + 3 * DAY, "58"));

            assertThat(onlyRun().reason()).isEqualTo(Reason.COOLDOWN);
        }
    }

    private void begin(String triggerConfig, String settings) throws Exception {
        define(changes.organization());
        define(changes.template());
        define(changes.workflow(START, triggerConfig, settings));
        clock(START - DAY);
        fact(changes.account(START, Map.of()));
        fact(changes.contact("c0", "contact@example.com"));
    }

    private void define(Change change) throws Exception {
        harness.processElement2(new StreamRecord<>(Definition.of(change), change.at()));
    }

    private void fact(Change change) throws Exception {
        harness.processElement1(new StreamRecord<>(change, change.at()));
    }

    private void clock(long watermark) throws Exception {
        harness.processBothWatermarks(new Watermark(watermark));
    }

    private List<RunEvent> intents() {
        return harness.extractOutputValues().stream()
                .filter(event -> event.kind() == RunEvent.Kind.INTENT)
                .toList();
    }

    private List<Run> runs() {
        return harness.extractOutputValues().stream()
                .map(EvaluateWorkflowsHarnessTest::runOf)
                .filter(Objects::nonNull)
                .toList();
    }

    private static @Nullable Run runOf(RunEvent event) {
        return event.run();
    }

    private Run onlyRun() {
        assertThat(runs()).hasSize(1);
        return runs().get(0);
    }
}
