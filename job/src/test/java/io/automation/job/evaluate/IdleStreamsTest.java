package io.automation.job.evaluate;

import static io.automation.job.evaluate.TestingChanges.ACCOUNT;
import static io.automation.job.evaluate.TestingChanges.DAY;
import static io.automation.job.evaluate.TestingChanges.ORGANIZATION;
import static io.automation.job.evaluate.TestingChanges.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.automation.connectors.kafka.ChangesSource;
import io.automation.model.change.Change;
import io.automation.model.change.Decoded;
import io.automation.model.change.Operation;
import io.automation.model.change.Table;
import io.automation.model.run.Run;
import io.automation.model.run.Step;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.clock.RelativeClock;
import org.apache.flink.util.clock.SystemClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Time on streams that say nothing: the clock of the real source, one for each partition and the
 * slowest counts, in front of the operator.
 */
class IdleStreamsTest {

    private static final int PARTITIONS = 3;
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;

    /** When the meeting ends; it is missed an hour later. */
    private static final long MEETING = START + 4 * HOUR;

    private static final long MISSED = MEETING + HOUR;

    private final TestingChanges changes = new TestingChanges();
    private final List<Partition> partitions =
            IntStream.range(0, PARTITIONS).mapToObj(i -> new Partition()).toList();
    private final LiveEvaluation live = opened();

    /** The clock of one partition, as the source keeps it. */
    private static final class Partition implements WatermarkOutput {

        private final WatermarkGenerator<Decoded> generator =
                ChangesSource.clock().createWatermarkGenerator(new SourceContext());
        private long clock = Long.MIN_VALUE;
        private boolean isIdle;

        void see(Change change) {
            generator.onEvent(Decoded.of(change), change.at(), this);
            generator.onPeriodicEmit(this);
        }

        @Override
        public void emitWatermark(Watermark watermark) {
            clock = Math.max(clock, watermark.getTimestamp());
            isIdle = false;
        }

        @Override
        public void markIdle() {
            isIdle = true;
        }

        @Override
        public void markActive() {
            isIdle = false;
        }
    }

    private static final class SourceContext implements WatermarkGeneratorSupplier.Context {

        @Override
        public MetricGroup getMetricGroup() {
            return new UnregisteredMetricsGroup();
        }

        @Override
        public RelativeClock getInputActivityClock() {
            return SystemClock.getInstance();
        }
    }

    private static LiveEvaluation opened() {
        try {
            return new LiveEvaluation(Long.MIN_VALUE);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void bookAMeeting() throws Exception {
        take(0, changes.organization());
        take(0, template());
        take(0, workflow("meeting", "engagement_event", "{\"event_type\":\"meeting_missed\"}"));
        take(0, workflow("daily", "scheduled", "{\"schedule\":\"daily\",\"time\":\"23:00\"}"));
        beatAll(START - HOUR);
        take(1, changes.account(START, Map.of()));
        take(1, changes.contact("c0", "contact@example.com"));
        take(1, meeting(Operation.CREATE, START, "scheduled", null, MEETING));
        beatAll(START + 1);
    }

    @AfterEach
    void close() throws Exception {
        live.close();
    }

    @Test
    void aMissedMeetingIsRaisedWhileOnlyHeartbeatsCome() throws Exception {
        for (long at = START + MINUTE; at <= MISSED; at += MINUTE) {
            beatAll(at);
        }
        assertThat(missed()).isEmpty();

        for (long at = MISSED + 1; at <= START + DAY; at += MINUTE) {
            beatAll(at);
        }

        assertThat(missed()).extracting(Run::occurredAt).containsExactly(MISSED);
    }

    @Test
    void schedulesAndDelaysGoOffOnASilentDay() throws Exception {
        for (long at = START + MINUTE; at <= START + 2 * DAY; at += MINUTE) {
            beatAll(at);
        }

        List<Run> scheduled = runs("scheduled");
        assertThat(scheduled).extracting(Run::occurredAt).doesNotHaveDuplicates().hasSize(2);
        Step step = missed().get(0).steps().get(0);
        assertThat(step.dueAt()).isEqualTo(MISSED + 2 * HOUR);
        assertThat(live.intents()).contains(missed().get(0).id());
    }

    @Test
    void nothingIsRaisedWhileCaptureIsStopped() throws Exception {
        live.machineTime(START + DAY);

        assertThat(live.runs()).isEmpty();

        // Capture goes on: the meeting was held all the while.
        take(1, meeting(Operation.UPDATE, MEETING, "completed", "positive", MEETING));
        beatAll(START + DAY);
        assertThat(missed()).isEmpty();
    }

    @Test
    void onePartitionThatStopsHoldsTheClock() throws Exception {
        for (long at = START + MINUTE; at <= START + DAY; at += MINUTE) {
            beat(0, at);
            beat(2, at);
        }
        live.machineTime(START + DAY);
        assertThat(partitions).noneMatch(partition -> partition.isIdle);
        assertThat(live.runs()).isEmpty();

        beat(1, START + DAY);

        assertThat(missed()).hasSize(1);
    }

    @Test
    void aBacklogRaisesNothingThatItsEndTakesBack() throws Exception {
        // The others are a day ahead of the partition in which the meeting is moved, then held.
        beat(0, START + DAY);
        beat(2, START + DAY);
        live.machineTime(START + DAY);
        long moved = MEETING + 6 * HOUR;
        take(1, meeting(Operation.UPDATE, START + HOUR, "scheduled", null, moved));
        beat(1, START + 2 * HOUR);
        assertThat(live.runs()).isEmpty();
        take(1, meeting(Operation.UPDATE, moved + MINUTE, "completed", "positive", moved));

        beat(1, START + DAY);

        assertThat(missed()).isEmpty();
    }

    private Change workflow(String id, String trigger, String config) {
        return changes.change(
                Table.AUTOMATION_WORKFLOWS,
                Operation.CREATE,
                "",
                id,
                START - HOUR,
                Map.of(
                        "organization_id", ORGANIZATION,
                        "name", id,
                        "status", "active",
                        "trigger_type", trigger,
                        "trigger_config", config,
                        "action_type", "send_email",
                        "action_config", "{\"template_id\":\"health_concern\",\"delay\":\"2h\"}"));
    }

    private Change template() {
        return changes.change(
                Table.EMAIL_TEMPLATES,
                Operation.CREATE,
                "",
                TestingChanges.TEMPLATE,
                START - HOUR,
                Map.of(
                        "organization_id", ORGANIZATION,
                        "name", "health_concern",
                        "subject", "Hello",
                        "html_content", "<p>Hello</p>"));
    }

    private Change meeting(
            Operation operation,
            long at,
            String status,
            @Nullable String outcome,
            long scheduledAt) {
        Map<String, @Nullable String> columns = new HashMap<>();
        columns.put("account_id", ACCOUNT);
        columns.put("type", "meeting");
        columns.put("status", status);
        columns.put("outcome", outcome);
        columns.put("scheduled_at", Long.toString(scheduledAt));
        return changes.change(Table.ENGAGEMENTS, operation, ACCOUNT, "m1", at, columns);
    }

    private void take(int partition, Change change) throws Exception {
        partitions.get(partition).see(change);
        live.take(change);
        tick();
    }

    private void beatAll(long at) throws Exception {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            beat(partition, at);
        }
    }

    private void beat(int partition, long at) throws Exception {
        Change beat =
                changes.change(Table.AUTOMATION_HEARTBEAT, Operation.UPDATE, "", "1", at, Map.of());
        take(partition, beat);
    }

    private void tick() throws Exception {
        long slowest =
                partitions.stream().mapToLong(partition -> partition.clock).min().orElseThrow();
        if (slowest != Long.MIN_VALUE) {
            live.heartbeat(slowest);
        }
    }

    private List<Run> missed() throws Exception {
        return runs("engagement_event");
    }

    /** What was told last of each. */
    private List<Run> runs(String trigger) throws Exception {
        Map<String, Run> last = new LinkedHashMap<>();
        live.runs().stream()
                .filter(run -> run.triggerType().equals(trigger))
                .forEach(run -> last.put(run.id(), run));
        return List.copyOf(last.values());
    }
}
