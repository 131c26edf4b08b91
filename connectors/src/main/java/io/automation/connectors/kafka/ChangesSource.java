package io.automation.connectors.kafka;

import io.automation.connectors.cdc.DecoderOptions;
import io.automation.model.change.Change;
import io.automation.model.change.Decoded;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/** The captured changes, decoded, with the clock that their heartbeats are. */
public final class ChangesSource {

    private ChangesSource() {}

    /**
     * A source for a job whose parallelism is at most the number of partitions (see {@link
     * HeartbeatCheck}). Where a restored job goes on stands in its state.
     *
     * @param fromNow whether a job without state passes over what is there: it begins at the
     *     offsets its group committed, else at the end. Otherwise it begins at the beginning, where
     *     the definitions' snapshot is
     * @param epoch which life of the database this is, counted from 0
     */
    @SuppressWarnings("deprecation") // Flink's connector asks for a type that Kafka gives up.
    public static KafkaSource<Decoded> of(
            KafkaClients kafka,
            Topics topics,
            String groupId,
            boolean fromNow,
            DecoderOptions decoder,
            int epoch) {
        return KafkaSource.<Decoded>builder()
                .setProperties(kafka.consumer())
                .setTopics(topics.changes())
                .setGroupId(groupId)
                .setStartingOffsets(
                        fromNow
                                ? OffsetsInitializer.committedOffsets(OffsetResetStrategy.LATEST)
                                : OffsetsInitializer.earliest())
                .setDeserializer(new ChangeDeserializer(decoder, epoch))
                .build();
    }

    /** Event times of changes, and a clock per partition that heartbeats alone move. */
    public static WatermarkStrategy<Decoded> clock() {
        return WatermarkStrategy.<Decoded>forGenerator(context -> new HeartbeatWatermarks())
                .withTimestampAssigner((decoded, arrived) -> eventTime(decoded, arrived));
    }

    private static long eventTime(Decoded decoded, long arrived) {
        Change change = decoded.change();
        return change == null ? arrived : change.at();
    }
}
