package io.automation.job.history;

import io.automation.job.OperatorId;
import io.automation.model.change.Change;
import io.automation.model.change.Decoded;
import io.automation.model.change.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.streaming.api.datastream.DataStream;

/** Takes the changes of replaced definitions away and brings in what holds instead. */
public final class ReplaceDefinitions implements FilterFunction<Decoded> {

    private static final long serialVersionUID = 1L;

    /** The replaced rows of every folder that has some. */
    private final HashMap<String, HashSet<String>> rows = new HashMap<>();

    private ReplaceDefinitions(List<ReplayFolder> folders) {
        for (ReplayFolder folder : folders) {
            if (!folder.replacements().rows().isEmpty()) {
                rows.put(folder.name(), new HashSet<>(folder.replacements().rows()));
            }
        }
    }

    /** The same changes where nothing is replaced. */
    public static FindBounds.Outputs in(FindBounds.Outputs changes, List<ReplayFolder> folders) {
        List<Decoded> instead = new ArrayList<>();
        for (ReplayFolder folder : folders) {
            folder.replacements().changes().forEach(change -> instead.add(Decoded.of(change)));
        }
        if (instead.isEmpty()) {
            return changes;
        }
        ReplaceDefinitions replace = new ReplaceDefinitions(folders);
        DataStream<Decoded> others = changes.others();
        DataStream<Decoded> replacements =
                OperatorId.REPLACEMENTS.on(
                        others.getExecutionEnvironment()
                                .fromData(instead, others.getType())
                                .setParallelism(1));
        return new FindBounds.Outputs(
                OperatorId.REPLACE_SNAPSHOTS.on(changes.snapshots().filter(replace)),
                OperatorId.REPLACE_DEFINITIONS.on(others.filter(replace)).union(replacements),
                changes.bounds(),
                changes.ranges());
    }

    @Override
    public boolean filter(Decoded decoded) {
        Change change = decoded.change();
        if (change == null || !isDefinition(change.table())) {
            return true;
        }
        HashSet<String> replaced = rows.get(change.folder());
        return replaced == null || !replaced.contains(Replacements.rowOf(change));
    }

    private static boolean isDefinition(Table table) {
        return table.kind() == Table.Kind.DEFINITION || table == Table.AUTOMATION_WORKFLOW_ACCOUNTS;
    }
}
