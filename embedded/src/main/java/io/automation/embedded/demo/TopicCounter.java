package io.automation.embedded.demo;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the records of a topic with one partition and without transactions. */
final class TopicCounter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicCounter.class);

    private final Admin admin;
    private final TopicPartition partition;
    private long last;

    /**
     * @param admin closed with the counter
     */
    TopicCounter(Admin admin, String topic) {
        this.admin = admin;
        this.partition = new TopicPartition(topic, 0);
    }

    /** How many there are, or were when the broker last answered. */
    long count() {
        try {
            last =
                    admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                            .partitionResult(partition)
                            .get(1, TimeUnit.SECONDS)
                            .offset();
        } catch (ExecutionException | TimeoutException failed) {
            LOG.debug("{} was not counted", partition, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return last;
    }

    @Override
    public void close() {
        admin.close();
    }
}
