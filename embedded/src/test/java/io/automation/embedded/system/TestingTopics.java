package io.automation.embedded.system;

import io.automation.connectors.kafka.Topics;
import io.automation.embedded.parts.KafkaBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The topics of a test: made, written to and read from the beginning. */
final class TestingTopics implements AutoCloseable {

    static final Topics NAMES = new Topics("automation.changes", "automation-out");

    private static final String LARGEST = Integer.toString(16 << 20);

    private final KafkaBroker kafka;
    private final KafkaProducer<byte[], byte[]> producer;

    TestingTopics(KafkaBroker kafka) {
        this.kafka = kafka;
        this.producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                kafka.bootstrapServers(),
                                "max.request.size",
                                LARGEST,
                                "linger.ms",
                                "5"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    /** Makes all topics of one pair of jobs. */
    void create(Topics names) {
        Map<String, String> configuration = Map.of("max.message.bytes", LARGEST);
        int partitions = TestingSystem.PARTITIONS;
        kafka.createTopic(names.changes(), partitions, configuration);
        kafka.createTopic(names.runs(), partitions, configuration);
        kafka.createTopic(names.definitions(), 1, configuration);
        kafka.createTopic(names.decisions(), 1, configuration);
        kafka.createTopic(names.deadLetters(), 1, configuration);
    }

    Future<RecordMetadata> send(String topic, int partition, byte @Nullable [] value) {
        return producer.send(new ProducerRecord<>(topic, partition, null, value));
    }

    /** Waits until everything sent is there. */
    void flush() {
        producer.flush();
    }

    /** A copy of a record at the end of its partition. */
    void sendAgain(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
        try {
            producer.send(
                            new ProducerRecord<>(
                                    record.topic(),
                                    record.partition(),
                                    record.key(),
                                    record.value()))
                    .get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** What is committed in a topic at present. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            Set<TopicPartition> partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(info -> new TopicPartition(topic, info.partition()))
                            .collect(Collectors.toSet());
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    /** Where each partition ends. */
    Map<TopicPartition, Long> ends(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            return consumer.endOffsets(
                    consumer.partitionsFor(topic).stream()
                            .map(info -> new TopicPartition(topic, info.partition()))
                            .toList());
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "isolation.level",
                        "read_committed",
                        "max.partition.fetch.bytes",
                        LARGEST),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    @Override
    public void close() {
        producer.close();
    }
}
