package io.automation.job.history;

import io.automation.job.OperatorId;
import io.automation.job.history.RowPlaces.Row;
import io.automation.model.change.Change;
import io.automation.model.change.Decoded;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Gives snapshot rows their event time (semantics 1.1): one that an earlier change of its row
 * precedes anywhere in the input is an update at its commit time, every other one keeps that of a
 * first sight.
 *
 * <p>State: a bucket's snapshot rows, each with the earliest of its row's changes, in plain fields:
 * a batch job brings the buckets one after the other and ends each with its timer.
 *
 * <p>Time: a bucket's snapshot rows come first, so the places of all other rows are passed over.
 * What comes out has its event time for everything that follows.
 */
public final class SettleSnapshots extends KeyedProcessFunction<Integer, RowMark, Decoded> {

    private static final long serialVersionUID = 1L;

    private static final long NEVER = Long.MAX_VALUE;

    private transient List<Change> snapshots;
    private transient Map<Row, Earliest> rows;
    private transient boolean isInBucket;

    SettleSnapshots() {}

    /** What is known of a row that has snapshots. */
    private static final class Earliest {
        private long position = NEVER;
        private long commit = NEVER;
        private long commitWithoutPosition = NEVER;

        void take(long lsn, long commitAt) {
            if (lsn != Change.NONE) {
                position = Math.min(position, lsn);
            }
            if (commitAt != Change.NONE) {
                commit = Math.min(commit, commitAt);
                if (lsn == Change.NONE) {
                    commitWithoutPosition = Math.min(commitWithoutPosition, commitAt);
                }
            }
        }

        /** {@link Change#precedesRow} of any change of the row, by what the earliest ones tell. */
        boolean precedes(Change snapshot) {
            // An unknown commit time is the smallest number, which nothing precedes.
            long commitAt = snapshot.commitAt();
            return snapshot.hasPosition()
                    ? position < snapshot.lsn() || commitWithoutPosition < commitAt
                    : commit < commitAt;
        }
    }

    /**
     * What the stage puts out. They stay apart: where they met, all would be written to disk once
     * more.
     *
     * @param snapshots the snapshot rows, dated
     * @param others everything else as it came
     */
    public record Outputs(DataStream<Decoded> snapshots, DataStream<Decoded> others) {}

    public static Outputs on(DataStream<Decoded> changes) {
        var marked = MarkRows.on(changes);
        DataStream<Decoded> settled =
                OperatorId.SETTLE_SNAPSHOTS.on(
                        marked.marks().keyBy(RowMark::bucket).process(new SettleSnapshots()));
        return new Outputs(settled, marked.others());
    }

    @Override
    public void open(OpenContext context) {
        snapshots = new ArrayList<>();
        rows = new HashMap<>();
    }

    @Override
    public void processElement(RowMark mark, Context context, Collector<Decoded> out) {
        if (!isInBucket) {
            isInBucket = true;
            context.timerService().registerEventTimeTimer(0);
        }
        Change snapshot = mark.snapshot();
        if (snapshot != null) {
            snapshots.add(snapshot);
            rows.computeIfAbsent(Row.of(snapshot), row -> new Earliest());
        }
        if (rows.isEmpty()) {
            return;
        }
        long[] places = mark.places();
        for (int i = 0; i < places.length; i += RowPlaces.NUMBERS) {
            Earliest row = rows.get(new Row(places[i], places[i + 1]));
            if (row != null) {
                row.take(places[i + 2], places[i + 3]);
            }
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Decoded> out) {
        for (Change snapshot : snapshots) {
            boolean isPreceded =
                    Objects.requireNonNull(rows.get(Row.of(snapshot))).precedes(snapshot);
            out.collect(Decoded.of(isPreceded ? snapshot.asUpdate() : snapshot));
        }
        snapshots.clear();
        rows.clear();
        isInBucket = false;
    }
}
