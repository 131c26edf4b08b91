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

    private FindBounds() {}

    /**
     * What the stage puts out.
     *
     * @param bounds of every folder, also of one without changes
     * @param ranges the same for the summary
     */
    public record Outputs(
            DataStream<Decoded> changes,
            DataStream<Definition> bounds,
            DataStream<OutputLine> ranges) {}

    public static Outputs on(DataStream<Decoded> changes, List<ReplayFolder> folders) {
        SingleOutputStreamOperator<Decoded> passed =
                OperatorId.FIND_BOUNDS.on(
                        changes.transform("", changes.getType(), new FindBounds()));
        SingleOutputStreamOperator<Definition> bounds =
                MergeBounds.on(passed.getSideOutput(RANGES), folders);
        return new Outputs(passed, bounds, bounds.getSideOutput(MergeBounds.RANGES));
    }

    @Override
    public void processElement(StreamRecord<Decoded> element) {
        Change change = element.getValue().change();
        if (change != null) {
            ranges.merge(change.folder(), FolderRange.of(change), FolderRange::merge);
        }
        output.collect(element);
    }

    @Override
    public void endInput() {
        ranges.values().forEach(range -> output.collect(RANGES, new StreamRecord<>(range)));
    }
}
