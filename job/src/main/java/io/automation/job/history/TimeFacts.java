package io.automation.job.history;

import io.automation.job.OperatorId;
import io.automation.model.change.Change;
import io.automation.model.change.Table;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.eventtime.SerializableTimestampAssigner;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Has each account's facts sorted by event time; where definitions are pinned, the scope lists hold
 * from the beginning.
 */
public final class TimeFacts implements SerializableTimestampAssigner<Change> {

    private static final long serialVersionUID = 1L;

    private final HashSet<String> pinnedFolders;

    private TimeFacts(Set<String> pinnedFolders) {
        this.pinnedFolders = new HashSet<>(pinnedFolders);
    }

    public static DataStream<Change> on(
            OperatorId id, DataStream<Change> facts, List<ReplayFolder> folders) {
        Set<String> pinned = new HashSet<>();
        for (ReplayFolder folder : folders) {
            if (folder.options().pinned()) {
                pinned.add(folder.name());
            }
        }
        return id.on(
                        facts.assignTimestampsAndWatermarks(
                                WatermarkStrategy.<Change>noWatermarks()
                                        .withTimestampAssigner(new TimeFacts(pinned))))
                .returns(ChangeType.INSTANCE);
    }

    @Override
    public long extractTimestamp(Change fact, long recordTimestamp) {
        boolean isPinned =
                fact.table() == Table.AUTOMATION_WORKFLOW_ACCOUNTS
                        && pinnedFolders.contains(fact.folder());
        return isPinned ? Change.BEGINNING : fact.at();
    }
}
