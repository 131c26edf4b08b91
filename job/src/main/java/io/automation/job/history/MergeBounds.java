package io.automation.job.history;

import io.automation.job.OperatorId;
import io.automation.job.evaluate.Bounds;
import io.automation.job.evaluate.Definition;
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

/** Puts the ranges of all subtasks together and says where each folder begins and ends. */
final class MergeBounds extends AbstractStreamOperator<Definition>
        implements OneInputStreamOperator<FolderRange, Definition>, BoundedOneInput {

    private static final long serialVersionUID = 1L;

    static final OutputTag<OutputLine> RANGES =
            new OutputTag<>("range-lines", TypeInformation.of(OutputLine.class));

    private final HashMap<String, ReplayOptions> options = new HashMap<>();

    private final HashMap<String, FolderRange> ranges = new HashMap<>();

    private MergeBounds(List<ReplayFolder> folders) {
        folders.forEach(folder -> options.put(folder.name(), folder.options()));
    }

    static SingleOutputStreamOperator<Definition> on(
            DataStream<FolderRange> ranges, List<ReplayFolder> folders) {
        return OperatorId.MERGE_BOUNDS.on(
                ranges.transform("", TypeInformation.of(Definition.class), new MergeBounds(folders))
                        .setParallelism(1));
    }

    @Override
    public void processElement(StreamRecord<FolderRange> element) {
        FolderRange range = element.getValue();
        ranges.merge(range.folder(), range, FolderRange::merge);
    }

    @Override
    public void endInput() {
        options.forEach(
                (folder, own) -> {
                    FolderRange range = ranges.getOrDefault(folder, FolderRange.empty(folder));
                    Long asked = own.until();
                    long until = asked == null ? range.end() : asked;
                    Bounds bounds =
                            new Bounds(
                                    folder,
                                    range.begin(),
                                    until,
                                    own.pinned(),
                                    own.includeDrafts());
                    output.collect(new StreamRecord<>(Definition.of(bounds)));
                    output.collect(RANGES, new StreamRecord<>(OutputLines.ofRange(range, bounds)));
                });
    }
}
