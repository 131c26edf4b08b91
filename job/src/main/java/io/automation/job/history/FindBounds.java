package io.automation.job.history;

import io.automation.job.OperatorId;
import io.automation.job.evaluate.Definition;
import io.automation.model.change.Change;
import io.automation.model.change.Decoded;
import java.util.HashMap;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Lets changes pass and learns on the way where each folder begins and ends; every valid change
 * counts, heartbeats and outcomes too.
 *
 * <p>State: one range per folder, in a plain field: each subtask hands its own on at the end of the
 * input, where {@link MergeBounds} puts them together.
 */
public final class FindBounds extends AbstractStreamOperator<Decoded>
        implements OneInputStreamOperator<Decoded, Decoded>, BoundedOneInput {

    private static final long serialVersionUID = 1L;

    private static final OutputTag<FolderRange> RANGES =
            new OutputTag<>("ranges", TypeInformation.of(FolderRange.class));

    private final HashMap<String, FolderRange> ranges = new HashMap<>();

    /** The range of the folder whose changes come at present; a file brings all of one. */
    private transient @Nullable FolderRange range;

    private FindBounds() {}

    /**
     * What the stage puts out.
     *
     * @param bounds of every folder, also of one without changes
     * @param ranges the same for the summary
     */
    public record Outputs(
            DataStream<Decoded> snapshots,
            DataStream<Decoded> others,
            DataStream<Definition> bounds,
            DataStream<OutputLine> ranges) {}

    public static Outputs on(SettleSnapshots.Outputs dated, List<ReplayFolder> folders) {
        var snapshots = find(OperatorId.FIND_SNAPSHOT_BOUNDS, dated.snapshots());
        var others = find(OperatorId.FIND_BOUNDS, dated.others());
        SingleOutputStreamOperator<Definition> bounds =
                MergeBounds.on(
                        snapshots.getSideOutput(RANGES).union(others.getSideOutput(RANGES)),
                        folders);
        return new Outputs(snapshots, others, bounds, bounds.getSideOutput(MergeBounds.RANGES));
    }

    private static SingleOutputStreamOperator<Decoded> find(
            OperatorId id, DataStream<Decoded> changes) {
        return id.on(changes.transform("", changes.getType(), new FindBounds()));
    }

    @Override
    public void processElement(StreamRecord<Decoded> element) {
        Change change = element.getValue().change();
        if (change != null) {
            FolderRange known = range;
            range =
                    known != null && known.folder().equals(change.folder())
                            ? known.with(change)
                            : open(change).with(change);
        }
        output.collect(element);
    }

    private FolderRange open(Change change) {
        keepRange();
        return ranges.getOrDefault(change.folder(), FolderRange.empty(change.folder()));
    }

    private void keepRange() {
        FolderRange known = range;
        if (known != null) {
            ranges.put(known.folder(), known);
        }
    }

    @Override
    public void endInput() {
        keepRange();
        ranges.values().forEach(range -> output.collect(RANGES, new StreamRecord<>(range)));
    }
}
