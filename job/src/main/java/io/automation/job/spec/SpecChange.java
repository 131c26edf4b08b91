package io.automation.job.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automation.model.change.Operation;
import io.automation.model.change.Table;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One change of one row on a spec's timeline.
 *
 * @param columns what the spec says of the row, by the names of its table's columns
 * @param operation null where it follows from the row being there or not
 * @param isPartial whether columns that are not named are left out of the event: unchanged
 * @param deliveries how many times the event comes
 * @param position its lsn; null for the next free one
 * @param hasPosition whether the event has an lsn at all
 * @param hasCommitTime whether the event says when it was committed
 * @param hasBefore whether the event carries the row before the change
 */
public record SpecChange(
        Instant at,
        Table table,
        String id,
        ObjectNode columns,
        @Nullable Operation operation,
        boolean isPartial,
        int deliveries,
        @Nullable Long position,
        boolean hasPosition,
        boolean hasCommitTime,
        boolean hasBefore)
        implements SpecLine {

    public SpecChange {
        Objects.requireNonNull(at);
        Objects.requireNonNull(table);
    }
}
