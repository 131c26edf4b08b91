package io.automation.job;

import io.automation.connectors.kafka.ChangesSource;
import io.automation.connectors.kafka.DeadLetterRecords;
import io.automation.connectors.kafka.DecisionCodec;
import io.automation.connectors.kafka.HeartbeatCheck;
import io.automation.connectors.kafka.KafkaClients;
import io.automation.connectors.kafka.RawRecord;
import io.automation.connectors.kafka.RunEventCodec;
import io.automation.connectors.kafka.TopicSink;
import io.automation.connectors.kafka.TopicSource;
import io.automation.connectors.kafka.Topics;
import io.automation.job.config.AutomationOptions;
import io.automation.job.config.ConfigException;
import io.automation.job.config.Database;
import io.automation.job.config.DeliverOptions;
import io.automation.job.config.JobConfig;
import io.automation.job.config.KafkaOptions;
import io.automation.job.evaluate.DefinitionAnswer;
import io.automation.job.record.DefinitionAnswerCodec;
import io.automation.job.record.PostgresSinks;
import io.automation.model.change.DeadLetter;
import io.automation.model.run.Decision;
import io.automation.model.run.RunEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.TimeUtils;

/** Topics and tables as the ends of both jobs. */
public final class LiveEndpoints {

    private LiveEndpoints() {}

    /** The ends of detection. */
    public static Endpoints open(JobConfig config) {
        KafkaOptions kafka = config.kafka();
        Topics topics = kafka.topics();
        return new Endpoints(
                env ->
                        OperatorId.CHANGES_SOURCE.on(
                                env.fromSource(
                                        ChangesSource.of(
                                                kafka.clients(),
                                                topics,
                                                kafka.groupIdPrefix() + "-detect",
                                                config.fromNow(),
                                                config.decoder(),
                                                config.epoch()),
                                        ChangesSource.clock(),
                                        OperatorId.CHANGES_SOURCE.label())),
                runs -> OperatorId.RUNS_SINK.on(runs.sinkTo(runs(kafka))),
                answers -> OperatorId.DEFINITIONS_SINK.on(answers.sinkTo(answers(kafka))),
                decisions -> OperatorId.DECISIONS_SINK.on(decisions.sinkTo(decisions(kafka))),
                letters -> OperatorId.DEAD_LETTERS_SINK.on(letters.sinkTo(deadLetters(kafka))));
    }

    /** The ends of delivery. */
    public static DeliverEndpoints openDelivery(JobConfig config, DeliverOptions options) {
        KafkaOptions kafka = config.kafka();
        Topics topics = kafka.topics();
        Database database = options.database();
        return new DeliverEndpoints(
                env -> topic(env, OperatorId.RUNS_SOURCE, kafka, topics.runs(), "-deliver"),
                env ->
                        topic(
                                env,
                                OperatorId.DEFINITIONS_SOURCE,
                                kafka,
                                topics.definitions(),
                                "-definitions"),
                env ->
                        topic(
                                env,
                                OperatorId.DECISIONS_SOURCE,
                                kafka,
                                topics.decisions(),
                                "-decisions"),
                lastRuns ->
                        OperatorId.RECORD_LAST_RUNS.on(
                                lastRuns.sinkTo(PostgresSinks.lastRuns(database))),
                answers ->
                        OperatorId.RECORD_DEFINITIONS.on(
                                answers.sinkTo(PostgresSinks.definitionStatus(database))),
                decisions ->
                        OperatorId.RECORD_DECISIONS.on(
                                decisions.sinkTo(PostgresSinks.decisions(database))),
                instants ->
                        OperatorId.DELETE_DECISIONS.on(
                                instants.sinkTo(PostgresSinks.oldDecisions(database))),
                letters -> OperatorId.REFUSED_WRITES_SINK.on(letters.sinkTo(deadLetters(kafka))));
    }

    /**
     * Looks whether the topic of changes can drive detection, and whether the brokers take what it
     * decides.
     *
     * @param restored whether the job starts from a checkpoint or savepoint
     * @throws ConfigException with all that would leave it standing still, or failing
     */
    public static void check(JobConfig config, boolean restored)
            throws ConfigException, InterruptedException {
        KafkaOptions kafka = config.kafka();
        List<String> problems =
                new ArrayList<>(
                        new HeartbeatCheck(kafka.clients(), kafka.topics(), config.decoder())
                                .problems(
                                        config.parallelism(),
                                        !restored && !config.fromNow(),
                                        kafka.heartbeatPatience()));
        if (kafka.exactlyOnce()) {
            Duration asked = kafka.transactionTimeout();
            TopicSink.longestTransaction(kafka.clients())
                    .filter(longest -> asked.compareTo(longest) > 0)
                    .ifPresent(longest -> problems.add(tooLong(asked, longest)));
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    private static String tooLong(Duration asked, Duration longest) {
        return "%s is %s, more than the brokers' transaction.max.timeout.ms of %d (%s): they would"
                        .formatted(
                                AutomationOptions.TRANSACTION_TIMEOUT.key(),
                                TimeUtils.formatWithHighestUnit(asked),
                                longest.toMillis(),
                                TimeUtils.formatWithHighestUnit(longest))
                + " refuse every transaction. Lower the one or raise the other";
    }

    private static DataStream<RawRecord> topic(
            StreamExecutionEnvironment env,
            OperatorId id,
            KafkaOptions kafka,
            String topic,
            String group) {
        return id.on(
                env.fromSource(
                        TopicSource.of(kafka.clients(), topic, kafka.groupIdPrefix() + group),
                        WatermarkStrategy.noWatermarks(),
                        id.label()));
    }

    private static Sink<RunEvent> runs(KafkaOptions kafka) {
        KafkaClients clients = kafka.clients();
        KafkaRecordSerializationSchema<RunEvent> records =
                TopicSink.records(kafka.topics().runs(), RunEvent::runId, RunEventCodec::write);
        return kafka.exactlyOnce()
                ? TopicSink.exactlyOnce(
                        clients, records, kafka.transactionalIdPrefix(), kafka.transactionTimeout())
                : TopicSink.atLeastOnce(clients, records);
    }

    private static Sink<DefinitionAnswer> answers(KafkaOptions kafka) {
        return TopicSink.atLeastOnce(
                kafka.clients(),
                TopicSink.records(
                        kafka.topics().definitions(),
                        DefinitionAnswerCodec::key,
                        DefinitionAnswerCodec::write));
    }

    private static Sink<Decision> decisions(KafkaOptions kafka) {
        return TopicSink.atLeastOnce(
                kafka.clients(),
                TopicSink.records(
                        kafka.topics().decisions(), DecisionCodec::key, DecisionCodec::write));
    }

    private static Sink<DeadLetter> deadLetters(KafkaOptions kafka) {
        return TopicSink.atLeastOnce(
                kafka.clients(), new DeadLetterRecords(kafka.topics().deadLetters()));
    }
}
