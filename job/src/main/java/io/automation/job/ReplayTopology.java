package io.automation.job;

import io.automation.connectors.cdc.TimePrecision;
import io.automation.job.decode.DecodeChanges;
import io.automation.job.evaluate.AnswerDefinitions;
import io.automation.job.evaluate.Definition;
import io.automation.job.evaluate.EvaluateOptions;
import io.automation.job.evaluate.EvaluateWorkflows;
import io.automation.job.evaluate.GatherAccounts;
import io.automation.job.evaluate.Watch;
import io.automation.job.history.FindBounds;
import io.automation.job.history.ReadHistory;
import io.automation.job.history.ReplaceDefinitions;
import io.automation.job.history.ReplayFolder;
import io.automation.job.history.SettleSnapshots;
import io.automation.job.history.TimeFacts;
import io.automation.job.history.WriteOutput;
import io.automation.model.change.Change;
import io.automation.model.change.Table;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;

/** The dataflow of a replay, in the order records travel: detection as it runs live, from files. */
public final class ReplayTopology {

    private ReplayTopology() {}

    /** A replay that nobody watches. */
    public static void define(
            StreamExecutionEnvironment env,
            List<ReplayFolder> folders,
            TimePrecision precision,
            long startedAt) {
        define(env, folders, precision, startedAt, Watch.NOTHING);
    }

    /**
     * A replay of one or many histories in one bounded job.
     *
     * @param startedAt when the replay was started, in epoch milliseconds
     * @param watch what decisions are written of
     */
    public static void define(
            StreamExecutionEnvironment env,
            List<ReplayFolder> folders,
            TimePrecision precision,
            long startedAt,
            Watch watch) {
        // files ---> changes; snapshot rows, beside the places of all changes ---> dated
        var history = ReadHistory.on(env, folders, precision);
        var dated = SettleSnapshots.on(history.changes());

        // changes ---> where each folder begins and ends; without replaced definitions, with what
        // holds instead ---> facts | definitions | dead letters
        var bounded = ReplaceDefinitions.in(FindBounds.on(dated, folders), folders);
        var decoded = DecodeChanges.on(bounded.others());
        var snapshots = DecodeChanges.on(OperatorId.ROUTE_SNAPSHOTS, bounded.snapshots());

        // definitions, requests to all accounts and bounds, to their end ---> every subtask; facts,
        // sorted by account ---> runs | members
        var requests =
                OperatorId.ASK_ACCOUNTS.on(
                        decoded.organizationChanges()
                                .union(snapshots.organizationChanges())
                                .flatMap(
                                        ReplayTopology::ofRequest,
                                        TypeInformation.of(Definition.class)));
        var definitions =
                decoded.definitions().union(snapshots.definitions(), requests, bounded.bounds());
        var facts =
                TimeFacts.on(OperatorId.TIME_FACTS, decoded.facts(), folders)
                        .union(TimeFacts.on(OperatorId.TIME_SNAPSHOTS, snapshots.facts(), folders));
        var evaluated =
                EvaluateWorkflows.on(facts, definitions, EvaluateOptions.REPLAY.watching(watch));

        // definitions, again; members, sorted by workflow ---> runs
        var gathered = GatherAccounts.replayed(evaluated.members(), definitions, watch);

        // definitions ---> answers; everything ---> one sorted set of files for each folder
        var answers = AnswerDefinitions.on(definitions);
        var others = bounded.ranges().union(history.failures());
        if (!watch.isNothing()) {
            others =
                    others.union(
                            WriteOutput.lines(evaluated.decisions().union(gathered.decisions())));
        }
        WriteOutput.on(
                evaluated.runs(),
                gathered.runs(),
                evaluated.unfollowed(),
                answers,
                decoded.deadLetters(),
                others,
                folders,
                startedAt,
                !watch.isNothing());
    }

    /** What is asked of no account is asked of all: like a definition, every subtask must know. */
    private static void ofRequest(Change change, Collector<Definition> requests) {
        if (change.table() == Table.AUTOMATION_REQUESTS) {
            requests.collect(Definition.of(change));
        }
    }
}
