package io.automation.connectors.kafka;

import io.automation.model.change.DeadLetter;
import org.jspecify.annotations.Nullable;

/**
 * A record of one of the jobs' own topics, not yet read.
 *
 * @param origin {@code topic-partition}
 */
public record RawRecord(String origin, long offset, byte @Nullable [] key, byte[] value) {

    /** This record as one that cannot be read. */
    public DeadLetter rejected(UnreadableRecordException problem) {
        return new DeadLetter(
                "",
                origin,
                offset,
                "unreadable_record",
                String.valueOf(problem.getMessage()),
                key,
                value);
    }
}
