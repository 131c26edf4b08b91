package io.automation.connectors.kafka;

import io.automation.connectors.cdc.ChangeDecoder;
import io.automation.connectors.cdc.DebeziumJsonDecoder;
import io.automation.connectors.cdc.DecoderOptions;
import io.automation.connectors.cdc.Heartbeats;
import io.automation.model.change.Change;
import io.automation.model.change.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Looks, before a job starts, whether the topic of changes can drive it: a partition without
 * heartbeats would stop the clock, and one that does not begin with a snapshot would leave the
 * definitions out; either way nothing would happen, silently.
 */
public final class HeartbeatCheck {

    /** Beats come each second: no partition's last one is further back than this. */
    private static final long LOOK_BACK_RECORDS = 50_000;

    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaClients kafka;
    private final Topics topics;
    private final ChangeDecoder decoder;

    public HeartbeatCheck(KafkaClients kafka, Topics topics, DecoderOptions decoder) {
        this.kafka = kafka;
        this.topics = topics;
        this.decoder = new DebeziumJsonDecoder(decoder);
    }

    /**
     * What is wrong, each with its remedy; empty if the job can start.
     *
     * @param parallelism of the job
     * @param fresh whether the job starts without state and is to see the definitions' snapshot
     * @param patience how long a heartbeat may take; a connector that starts takes its snapshot
     *     first
     */
    public List<String> problems(int parallelism, boolean fresh, Duration patience)
            throws InterruptedException {
        int partitions = partitions();
        if (partitions == 0) {
            return List.of(
                    "there is no topic %s at %s: create it, or name another one"
                            .formatted(topics.changes(), kafka.bootstrapServers()));
        }
        List<String> problems = new ArrayList<>();
        if (parallelism > partitions) {
            problems.add(
                    ("parallelism %d is more than the %d partitions of %s: a reader without a"
                                    + " partition would stop the clock. Lower it to %d")
                            .formatted(parallelism, partitions, topics.changes(), partitions));
        }
        List<TopicPartition> all = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            all.add(new TopicPartition(topics.changes(), partition));
        }
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(all);
            addSilent(consumer, all, patience, problems);
            if (fresh) {
                addWithoutSnapshot(consumer, all, patience, problems);
            }
        }
        return problems;
    }

    private int partitions() throws InterruptedException {
        try (Admin admin = Admin.create(kafka.common())) {
            return Objects.requireNonNull(
                            admin.describeTopics(List.of(topics.changes()))
                                    .topicNameValues()
                                    .get(topics.changes()))
                    .get()
                    .partitions()
                    .size();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return 0;
            }
            throw new IllegalStateException(
                    "Kafka at " + kafka.bootstrapServers() + " does not answer: " + e.getCause(),
                    e);
        }
    }

    private Properties consumer() {
        Properties consumer = kafka.consumer();
        consumer.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        consumer.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        return consumer;
    }

    private void addSilent(
            KafkaConsumer<byte[], byte[]> consumer,
            List<TopicPartition> all,
            Duration patience,
            List<String> problems) {
        Map<TopicPartition, Long> begin = consumer.beginningOffsets(all);
        Map<TopicPartition, Long> end = consumer.endOffsets(all);
        for (TopicPartition partition : all) {
            long last = end.getOrDefault(partition, 0L) - LOOK_BACK_RECORDS;
            consumer.seek(partition, Math.max(begin.getOrDefault(partition, 0L), last));
        }
        Map<TopicPartition, Change> beats = first(consumer, all, patience, Heartbeats::isBeat);
        String silent = numbers(all, partition -> !beats.containsKey(partition));
        if (!silent.isEmpty()) {
            problems.add(
                    ("no heartbeat within %d s in partition %s of %s: the clock would stand still."
                                    + " Is the connector running, does its heartbeat.action.query"
                                    + " touch all of automation_heartbeat, and has that table rows"
                                    + " enough for every partition to get one? Four for each"
                                    + " partition are, as a rule")
                            .formatted(patience.toSeconds(), silent, topics.changes()));
        }
    }

    private void addWithoutSnapshot(
            KafkaConsumer<byte[], byte[]> consumer,
            List<TopicPartition> all,
            Duration patience,
            List<String> problems) {
        consumer.seekToBeginning(all);
        Map<TopicPartition, Change> begins = first(consumer, all, patience, change -> true);
        String wrong =
                numbers(
                        all,
                        partition -> {
                            Change change = begins.get(partition);
                            return change == null || change.operation() != Operation.READ;
                        });
        if (!wrong.isEmpty()) {
            problems.add(
                    ("partition %s of %s does not begin with a snapshot: a job without state would"
                                    + " not know the definitions, and nothing would fire. Restore"
                                    + " it from its newest checkpoint or savepoint, or let the"
                                    + " connector take its snapshot into an empty topic; --from-now"
                                    + " starts all the same")
                            .formatted(wrong, topics.changes()));
        }
    }

    /** Of each partition the first change, from where the consumer stands, that is looked for. */
    private Map<TopicPartition, Change> first(
            KafkaConsumer<byte[], byte[]> consumer,
            List<TopicPartition> all,
            Duration patience,
            Predicate<Change> wanted) {
        Map<TopicPartition, Change> found = new HashMap<>();
        long end = System.nanoTime() + patience.toNanos();
        while (found.size() < all.size() && System.nanoTime() < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                decoder.decode(
                        record.key(),
                        record.value(),
                        "",
                        partition.toString(),
                        record.offset(),
                        decoded -> {
                            Change change = decoded.change();
                            if (change != null && wanted.test(change)) {
                                found.putIfAbsent(partition, change);
                            }
                        });
            }
            consumer.pause(found.keySet());
        }
        consumer.resume(all);
        return found;
    }

    private static String numbers(List<TopicPartition> all, Predicate<TopicPartition> which) {
        return all.stream()
                .filter(which)
                .map(partition -> Integer.toString(partition.partition()))
                .collect(Collectors.joining(", "));
    }
}
