package io.automation.embedded.system;

import static io.automation.embedded.system.TestingSystem.PARTITIONS;
import static io.automation.embedded.system.TestingSystem.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.automation.connectors.cdc.DecoderOptions;
import io.automation.connectors.cdc.Heartbeats;
import io.automation.connectors.kafka.ChangesSource;
import io.automation.connectors.kafka.KafkaClients;
import io.automation.connectors.kafka.Topics;
import io.automation.job.Environments;
import io.automation.job.LiveEndpoints;
import io.automation.job.config.AutomationOptions;
import io.automation.job.config.ConfigException;
import io.automation.job.config.JobConfig;
import io.automation.model.change.Change;
import io.automation.model.change.Decoded;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clock of a job that starts behind a backlog. */
class ClockE2EIT {

    private static final int CHANGES = 100_000;
    private static final long BEGIN = 1_772_355_600_000L;

    /** Commits come every 3 ms, so that a beat stands for some 330 of them. */
    private static final long STEP = 3;

    private static final long BEAT = 1_000;

    private static TestingSystem system;
    private static long lastBeat;
    private static long records;

    @BeforeAll
    static void fillTheTopic() {
        system = TestingSystem.start("clock", PARTITIONS);
        system.topics().create(TestingTopics.NAMES);
        String topic = TestingTopics.NAMES.changes();
        Envelopes envelopes = new Envelopes();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < CHANGES; i++) {
            long at = BEGIN + i * STEP;
            if (at / BEAT != (at - STEP) / BEAT) {
                beat(topic, envelopes, at);
            }
            int partition = partition(random, at);
            // An account stays in its partition.
            int account = partition + PARTITIONS * random.nextInt(1_000);
            system.topics().send(topic, partition, envelopes.score(i, account, at, "\"61.5\""));
            records++;
        }
        lastBeat = BEGIN + CHANGES * STEP;
        beat(topic, envelopes, lastBeat);
        system.topics().flush();
    }

    /** All beats of a second are one transaction, hence one instant. */
    private static void beat(String topic, Envelopes envelopes, long at) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            system.topics().send(topic, partition, envelopes.heartbeat(partition + 1, at));
            records++;
        }
    }

    /** Partitions of very different length, one of them silent for half of the time. */
    private static int partition(SplittableRandom random, long at) {
        int dice = random.nextInt(100);
        if (dice < 75) {
            return 0;
        }
        boolean isSilent = (at - BEGIN) / 20_000 % 2 == 0;
        return dice < 97 || isSilent ? 1 : 2;
    }

    @AfterAll
    static void end() {
        system.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, PARTITIONS})
    void passesNoChangeThatIsStillToCome(int parallelism) {
        StreamExecutionEnvironment env = environment(parallelism);
        DataStream<Decoded> changes =
                env.fromSource(source(), ChangesSource.clock(), "changes").uid("changes");

        run(env, changes);

        assertThat(Tap.VIOLATIONS).hasValue(0);
        // Those who are behind the slowest reader see the clock's end all the same.
        assertThat(Tap.CLOCK).hasValueGreaterThan(lastBeat - 2 * BEAT);
    }

    /** The control: this backlog finds out a clock that one partition's changes move. */
    @Test
    void wouldShowAClockThatRunsAhead() {
        StreamExecutionEnvironment env = environment(1);
        DataStream<Decoded> changes =
                env.fromSource(source(), WatermarkStrategy.noWatermarks(), "changes")
                        .uid("changes")
                        .assignTimestampsAndWatermarks(
                                WatermarkStrategy.<Decoded>forMonotonousTimestamps()
                                        .withTimestampAssigner(
                                                (decoded, at) -> Tap.timeOf(decoded)))
                        .uid("clock");

        run(env, changes);

        assertThat(Tap.VIOLATIONS).hasValueGreaterThan(1_000);
    }

    @Test
    void namesThePartitionWithoutHeartbeats() {
        Topics silent = new Topics("silent.changes", "silent-out");
        system.topics().create(silent);
        Envelopes envelopes = new Envelopes();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            system.topics().send(silent.changes(), partition, envelopes.accountRow(1, BEGIN));
            system.topics()
                    .send(silent.changes(), partition, envelopes.score(1, 1, BEGIN, "\"61.5\""));
            if (partition != 1) {
                system.topics().send(silent.changes(), partition, envelopes.heartbeat(1, BEGIN));
            }
        }
        system.topics().flush();
        Map<String, String> options = system.detecting();
        options.put(AutomationOptions.CHANGES_TOPIC.key(), silent.changes());
        options.put(AutomationOptions.HEARTBEAT_PATIENCE.key(), "5 s");
        JobConfig config = TestingSystem.config(options);

        assertThatThrownBy(() -> LiveEndpoints.check(config, false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no heartbeat within 5 s in partition 1 of silent.changes")
                .hasMessageNotContaining("snapshot");
    }

    @Test
    void namesBothTimeoutsWhereTheBrokersGrantLessThanIsAskedFor() {
        Map<String, String> options = system.detecting();
        options.put(AutomationOptions.TRANSACTION_TIMEOUT.key(), "25 h");
        JobConfig tooLong = TestingSystem.config(options);
        options.put(AutomationOptions.GUARANTEE.key(), "at-least-once");
        JobConfig withoutTransactions = TestingSystem.config(options);

        assertThatThrownBy(() -> LiveEndpoints.check(tooLong, true))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "automation.kafka.transaction-timeout is 25 h, more than the brokers'"
                                + " transaction.max.timeout.ms of 86400000 (1 d)")
                .hasMessageNotContaining("heartbeat");
        assertThatCode(() -> LiveEndpoints.check(withoutTransactions, true))
                .doesNotThrowAnyException();
    }

    private static StreamExecutionEnvironment environment(int parallelism) {
        Map<String, String> options = system.detecting();
        options.put(AutomationOptions.PARALLELISM.key(), Integer.toString(parallelism));
        return Environments.create(TestingSystem.config(options));
    }

    private static KafkaSource<Decoded> source() {
        return ChangesSource.of(
                new KafkaClients(system.kafka().bootstrapServers(), Map.of()),
                TestingTopics.NAMES,
                "clock",
                false,
                new DecoderOptions(AutomationOptions.TIME_PRECISION.defaultValue(), false),
                0);
    }

    /** Lets the tap see everything there is. */
    private static void run(StreamExecutionEnvironment env, DataStream<Decoded> changes) {
        Tap.VIOLATIONS.set(0);
        Tap.SEEN.set(0);
        Tap.CLOCK.set(0);
        changes.keyBy(Tap::keyOf)
                .process(new Tap())
                .uid("tap")
                .sinkTo(new DiscardingSink<>())
                .uid("nothing");
        JobID job = system.flink().submit(env.getStreamGraph());
        await().atMost(PATIENCE).until(() -> Tap.SEEN.get() == records);
        system.flink().cancel(job);
    }

    /** Counts changes that come when the clock has passed them. */
    private static final class Tap extends KeyedProcessFunction<String, Decoded, Decoded> {

        static final AtomicLong SEEN = new AtomicLong();
        static final AtomicLong VIOLATIONS = new AtomicLong();
        static final AtomicLong CLOCK = new AtomicLong();

        private static final long serialVersionUID = 1L;

        @Override
        public void open(OpenContext context) {
            CLOCK.set(Long.MIN_VALUE);
        }

        @Override
        public void processElement(Decoded decoded, Context context, Collector<Decoded> out) {
            long clock = context.timerService().currentWatermark();
            if (timeOf(decoded) <= clock) {
                VIOLATIONS.incrementAndGet();
            }
            CLOCK.accumulateAndGet(clock, Math::max);
            SEEN.incrementAndGet();
        }

        static long timeOf(Decoded decoded) {
            Change change = decoded.change();
            return change == null ? Long.MAX_VALUE : change.at();
        }

        static String keyOf(Decoded decoded) {
            Change change = decoded.change();
            if (change == null) {
                return "";
            }
            return Heartbeats.isBeat(change) ? change.rowId() : change.accountId();
        }
    }
}
