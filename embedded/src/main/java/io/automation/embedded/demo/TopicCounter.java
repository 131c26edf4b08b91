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

/** Counts what comes into a topic with one partition and without transactions. */
final class TopicCounter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicCounter.class);
    private static final long PATIENCE_SECONDS = 10;

    private final Admin admin;
    private final TopicPartition partition;
    private final long before;
    private long last;

    /**
     * @param admin closed with the counter
     */
    TopicCounter(Admin admin, String topic) {
        this.admin = admin;
        this.partition = new TopicPartition(topic, 0);
        this.before = end(PATIENCE_SECONDS);
        this.last = before;
    }

    /** How many came since this was made, or had when the broker last answered. */
    long count() {
        last = end(1);
        return last - before;
    }

    /** Where the topic ends, or ended when the broker last answered. */
    private long end(long patienceSeconds) {
        try {
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get(patienceSeconds, TimeUnit.SECONDS)
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
