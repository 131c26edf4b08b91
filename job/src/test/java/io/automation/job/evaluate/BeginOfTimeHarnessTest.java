package io.automation.job.evaluate;

import static io.automation.job.evaluate.TestingChanges.ACCOUNT;
import static io.automation.job.evaluate.TestingChanges.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.automation.model.change.Change;
import io.automation.model.change.Operation;
import io.automation.model.change.Table;
import io.automation.model.run.Run;
import io.automation.model.run.RunEvent;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a live job makes of deadlines that lie before it: time begins with its first heartbeat. */
class BeginOfTimeHarnessTest {

    private static final long HOUR = 3_600_000L;
    private static final long FIRST_HEARTBEAT = START + 5 * HOUR;

    private final TestingChanges changes = new TestingChanges();
    private final KeyedTwoInputStreamOperatorTestHarness<String, Change, Definition, RunEvent>
            harness = unopened();

    private static KeyedTwoInputStreamOperatorTestHarness<String, Change, Definition, RunEvent>
            unopened() {
        EvaluateOptions noAgeLimit =
                new EvaluateOptions(
                        false,
                        Long.MAX_VALUE,
                        EvaluateOptions.LIVE.retentionMillis(),
                        Long.MIN_VALUE);
        try {
            return new KeyedTwoInputStreamOperatorTestHarness<>(
                    new CoBroadcastWithKeyedOperator<>(
                            new EvaluateWorkflows(noAgeLimit),
                            List.of(EvaluateWorkflows.DEFINITIONS)),
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
        define(changes.organization());
        define(changes.template());
        define(
                changes.workflow(
                        START,
                        Operation.READ,
                        "{\"event_type\":\"meeting_missed\"}",
                        "{}",
                        Map.of("trigger_type", "engagement_event")));
        fact(
                changes.change(
                        Table.ACCOUNTS,
                        Operation.READ,
                        ACCOUNT,
                        ACCOUNT,
                        Change.BEGINNING,
                        Map.of(
                                "organization_id",
                                TestingChanges.ORGANIZATION,
                                "name",
                                "Quantum Teapots",
                                "status",
                                "active")));
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void raisesNothingThatWasDueBeforeItsFirstHeartbeat() throws Exception {
        fact(meetingFound("past", START + 3 * HOUR));
        fact(meetingFound("to come", START + 6 * HOUR));

        clock(FIRST_HEARTBEAT);
        clock(START + 20 * HOUR);

        assertThat(runs()).extracting(Run::occurredAt).containsExactly(START + 7 * HOUR);
    }

    @Test
    void raisesNothingThatWasDueBeforeASnapshotFoundIt() throws Exception {
        clock(FIRST_HEARTBEAT);
        clock(START + 10 * HOUR);

        fact(meetingFound("past", START + 8 * HOUR));
        fact(meetingFound("to come", START + 11 * HOUR));
        clock(START + 20 * HOUR);

        assertThat(runs()).extracting(Run::occurredAt).containsExactly(START + 12 * HOUR);
    }

    private Change meetingFound(String id, long scheduledAt) {
        return changes.change(
                Table.ENGAGEMENTS,
                Operation.READ,
                ACCOUNT,
                id,
                START,
                Map.of(
                        "account_id",
                        ACCOUNT,
                        "type",
                        "meeting",
                        "status",
                        "scheduled",
                        "scheduled_at",
                        Long.toString(scheduledAt)));
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

    private List<Run> runs() {
        return harness.extractOutputValues().stream()
                .map(RunEvent::run)
                .filter(Objects::nonNull)
                .toList();
    }
}
