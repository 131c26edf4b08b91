package io.automation.job.history;

import io.automation.job.OperatorId;
import io.automation.model.change.Change;
import io.automation.model.change.Decoded;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Gives snapshot rows their event time (semantics 1.1): one that an earlier change of its row
 * precedes anywhere in the input is an update at its commit time, every other one keeps that of a
 * first sight.
 *
 * <p>State: one row's snapshots and the earliest of its changes, in plain fields: a batch job
 * brings the rows one after the other and ends each with its timer.
 *
 * <p>Time: none. What comes out has its event time for everything that follows.
 */
public final class SettleSnapshots extends KeyedProcessFunction<String, RowMark, Decoded> {

    private static final long serialVersionUID = 1L;

    private static final long NEVER = Long.MAX_VALUE;

    private transient List<Change> snapshots;
    private transient boolean isInRow;
    private transient long firstPosition;
    private transient long firstCommit;
    private transient long firstCommitWithoutPosition;

    SettleSnapshots() {}

    /** The same changes, their snapshot rows settled. */
    public static DataStream<Decoded> on(DataStream<Decoded> changes) {
        var marked = MarkRows.on(changes);
        DataStream<Decoded> settled =
                OperatorId.SETTLE_SNAPSHOTS.on(
                        marked.marks().keyBy(RowMark::row).process(new SettleSnapshots()));
        return marked.others().union(settled);
    }

    @Override
    public void open(OpenContext context) {
        snapshots = new ArrayList<>();
        forgetRow();
    }

    @Override
    public void processElement(RowMark mark, Context context, Collector<Decoded> out) {
        if (!isInRow) {
            isInRow = true;
            context.timerService().registerEventTimeTimer(0);
        }
        if (mark.lsn() != Change.NONE) {
            firstPosition = Math.min(firstPosition, mark.lsn());
        }
        if (mark.commitAt() != Change.NONE) {
            firstCommit = Math.min(firstCommit, mark.commitAt());
            if (mark.lsn() == Change.NONE) {
                firstCommitWithoutPosition = Math.min(firstCommitWithoutPosition, mark.commitAt());
            }
        }
        Change snapshot = mark.snapshot();
        if (snapshot != null) {
            snapshots.add(snapshot);
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Decoded> out) {
        for (Change snapshot : snapshots) {
            out.collect(Decoded.of(isPreceded(snapshot) ? snapshot.asUpdate() : snapshot));
        }
        forgetRow();
    }

    /** {@link Change#precedesRow} of any change of the row, by what the earliest ones tell. */
    private boolean isPreceded(Change snapshot) {
        // An unknown commit time is the smallest number, which nothing precedes.
        long commitAt = snapshot.commitAt();
        return snapshot.hasPosition()
                ? firstPosition < snapshot.lsn() || firstCommitWithoutPosition < commitAt
                : firstCommit < commitAt;
    }

    private void forgetRow() {
        snapshots.clear();
        isInRow = false;
        firstPosition = NEVER;
        firstCommit = NEVER;
        firstCommitWithoutPosition = NEVER;
    }
}
