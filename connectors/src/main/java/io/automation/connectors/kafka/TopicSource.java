package io.automation.connectors.kafka;

import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/** One of the jobs' own topics, committed records only. */
public final class TopicSource {

    private TopicSource() {}

    /** Goes on at the group's committed offsets, else begins at the beginning. */
    @SuppressWarnings("deprecation") // Flink's connector asks for a type that Kafka gives up.
    public static KafkaSource<RawRecord> of(KafkaClients kafka, String topic, String groupId) {
        return KafkaSource.<RawRecord>builder()
                .setProperties(kafka.consumer())
                .setTopics(topic)
                .setGroupId(groupId)
                .setStartingOffsets(
                        OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
                .setDeserializer(new RawDeserializer())
                .build();
    }

    /** Hands the bytes on; a record without any has nothing to say. */
    private static final class RawDeserializer
            implements KafkaRecordDeserializationSchema<RawRecord> {

        private static final long serialVersionUID = 1L;

        @Override
        public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RawRecord> out) {
            if (record.value() != null) {
                out.collect(
                        new RawRecord(
                                record.topic() + '-' + record.partition(),
                                record.offset(),
                                record.key(),
                                Objects.requireNonNull(record.value())));
            }
        }

        @Override
        public TypeInformation<RawRecord> getProducedType() {
            return TypeInformation.of(RawRecord.class);
        }
    }
}
