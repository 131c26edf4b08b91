package io.automation.job;

import io.automation.connectors.cdc.TimePrecision;
import io.automation.job.decode.DecodeChanges;
import io.automation.job.evaluate.AnswerDefinitions;
import io.automation.job.evaluate.EvaluateOptions;
import io.automation.job.evaluate.EvaluateWorkflows;
import io.automation.job.history.FindBounds;
import io.automation.job.history.ReadHistory;
import io.automation.job.history.ReplayFolder;
import io.automation.job.history.SettleSnapshots;
import io.automation.job.history.TimeFacts;
import io.automation.job.history.WriteOutput;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The dataflow of a replay, in the order records travel: detection as it runs live, from files. */
public final class ReplayTopology {

    private ReplayTopology() {}

    /**
     * A replay of one or many histories in one bounded job.
     *
     * @param startedAt when the replay was started, in epoch milliseconds
     */
    public static void define(
            StreamExecutionEnvironment env,
            List<ReplayFolder> folders,
            TimePrecision precision,
            long startedAt) {
        // files ---> changes; snapshot rows, beside the places of all changes ---> dated
        var history = ReadHistory.on(env, folders, precision);
        var dated = SettleSnapshots.on(history.changes());

        // changes ---> where each folder begins and ends ---> facts | definitions | dead letters
        var bounded = FindBounds.on(dated, folders);
        var decoded = DecodeChanges.on(bounded.changes());

        // definitions and bounds, to their end ---> every subtask; facts, sorted by account --->
        // runs
        var definitions = decoded.definitions().union(bounded.bounds());
        var facts = TimeFacts.on(decoded.facts(), folders);
        var evaluated = EvaluateWorkflows.on(facts, definitions, EvaluateOptions.REPLAY);

        // definitions ---> answers; everything ---> one sorted set of files for each folder
        var answers = AnswerDefinitions.on(definitions);
        var others = bounded.ranges().union(history.failures());
        WriteOutput.on(
                evaluated.runs(), answers, decoded.deadLetters(), others, folders, startedAt);
    }
}
