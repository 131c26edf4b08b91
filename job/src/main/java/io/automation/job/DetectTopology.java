package io.automation.job;

import io.automation.job.decode.DecodeChanges;
import io.automation.job.evaluate.EvaluateOptions;
import io.automation.job.evaluate.EvaluateWorkflows;
import io.automation.job.evaluate.GatherAccounts;
import io.automation.job.wake.WakeAccounts;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The dataflow of detection, in the order records travel. */
public final class DetectTopology {

    private DetectTopology() {}

    /** Detection on live changes. */
    public static void define(
            StreamExecutionEnvironment env, Endpoints io, EvaluateOptions options) {
        // changes ---> facts | definitions | dead letters
        var decoded = DecodeChanges.on(io.changes().apply(env));

        // definitions and requests, by organization ---> a look for every account
        var looks =
                WakeAccounts.on(
                        decoded.facts(), decoded.definitions(), decoded.organizationChanges());

        // definitions ---> every subtask; facts and looks, by account ---> runs | answers |
        // decisions | members
        var evaluated =
                EvaluateWorkflows.on(decoded.facts().union(looks), decoded.definitions(), options);

        // definitions ---> every subtask; members and their outcomes, by workflow ---> runs
        var gathered =
                GatherAccounts.on(
                        evaluated.members(),
                        decoded.organizationChanges(),
                        decoded.definitions(),
                        options);

        io.runs().accept(evaluated.runs().union(gathered.runs()));
        io.answers().accept(evaluated.answers());
        io.decisions().accept(evaluated.decisions().union(gathered.decisions()));
        io.deadLetters().accept(decoded.deadLetters());
    }
}
