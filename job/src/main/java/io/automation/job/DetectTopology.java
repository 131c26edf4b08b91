package io.automation.job;

import io.automation.job.decode.DecodeChanges;
import io.automation.job.evaluate.EvaluateOptions;
import io.automation.job.evaluate.EvaluateWorkflows;
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

        // definitions, by organization ---> a look for every account
        var looks = WakeAccounts.on(decoded.facts(), decoded.definitions());

        // definitions ---> every subtask; facts and looks, by account ---> runs | answers
        var evaluated =
                EvaluateWorkflows.on(decoded.facts().union(looks), decoded.definitions(), options);

        io.runs().accept(evaluated.runs());
        io.answers().accept(evaluated.answers());
        io.deadLetters().accept(decoded.deadLetters());
    }
}
