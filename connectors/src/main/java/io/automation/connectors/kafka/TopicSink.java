package io.automation.connectors.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.util.function.SerializableFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jspecify.annotations.Nullable;

/** Writes records of one type to one topic. */
public final class TopicSink {

    private TopicSink() {}

    /** Every record arrives, some of them twice after a restart. */
    public static <T> KafkaSink<T> atLeastOnce(
            KafkaClients kafka, KafkaRecordSerializationSchema<T> records) {
        return KafkaSink.<T>builder()
                .setKafkaProducerConfig(kafka.producer())
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .setRecordSerializer(records)
                .build();
    }

    /**
     * Every record arrives once, for those who read committed ones, at the next checkpoint.
     *
     * @param idPrefix names the job's transactions; no other job may use it
     * @param timeout after which the broker drops what was not committed, for instance while the
     *     job is down; at most its {@code transaction.max.timeout.ms}
     */
    public static <T> KafkaSink<T> exactlyOnce(
            KafkaClients kafka,
            KafkaRecordSerializationSchema<T> records,
            String idPrefix,
            Duration timeout) {
        Properties producer = kafka.producer();
        producer.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Long.toString(timeout.toMillis()));
        return KafkaSink.<T>builder()
                .setKafkaProducerConfig(producer)
                .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                .setTransactionalIdPrefix(idPrefix)
                .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
                .setRecordSerializer(records)
                .build();
    }

    /**
     * The longest time-out of a transaction that the brokers grant, their {@code
     * transaction.max.timeout.ms}; empty if they do not let this client know.
     */
    public static Optional<Duration> longestTransaction(KafkaClients kafka)
            throws InterruptedException {
        try (Admin admin = Admin.create(kafka.common())) {
            String broker = admin.describeCluster().nodes().get().iterator().next().idString();
            ConfigResource resource = new ConfigResource(ConfigResource.Type.BROKER, broker);
            ConfigEntry entry =
                    Objects.requireNonNull(
                                    admin.describeConfigs(List.of(resource))
                                            .all()
                                            .get()
                                            .get(resource))
                            .get("transaction.max.timeout.ms");
            return Optional.ofNullable(entry)
                    .map(ConfigEntry::value)
                    .map(Long::parseLong)
                    .map(Duration::ofMillis);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return Optional.empty();
            }
            throw new IllegalStateException(
                    "Kafka at " + kafka.bootstrapServers() + " does not answer: " + e.getCause(),
                    e);
        }
    }

    /** Records of a topic, each with its key as text. */
    public static <T> KafkaRecordSerializationSchema<T> records(
            String topic,
            SerializableFunction<T, String> key,
            SerializableFunction<T, byte[]> value) {
        return new Records<>(topic, key, value);
    }

    private record Records<T>(
            String topic,
            SerializableFunction<T, String> key,
            SerializableFunction<T, byte[]> value)
            implements KafkaRecordSerializationSchema<T>, KafkaDatasetFacetProvider {

        @Override
        public ProducerRecord<byte[], byte[]> serialize(
                T element, KafkaSinkContext context, @Nullable Long timestamp) {
            return new ProducerRecord<>(
                    topic,
                    key.apply(element).getBytes(StandardCharsets.UTF_8),
                    value.apply(element));
        }

        /** Pooled transactions are looked up by the topics they may have written to. */
        @Override
        public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
            return Optional.of(
                    new DefaultKafkaDatasetFacet(
                            DefaultKafkaDatasetIdentifier.ofTopics(List.of(topic))));
        }
    }
}
