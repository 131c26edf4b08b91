package io.automation.job;

import io.automation.job.config.DeliverOptions;
import io.automation.job.deliver.QueueDeliveries;
import io.automation.job.deliver.RouteRuns;
import io.automation.job.deliver.SendMail;
import io.automation.job.record.CoalesceLastRuns;
import io.automation.job.record.ReadAnswers;
import io.automation.job.record.ReadDecisions;
import io.automation.job.record.RecordRuns;
import io.automation.job.record.SweepDecisions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The dataflow of delivery, in the order records travel. */
public final class DeliverTopology {

    private DeliverTopology() {}

    public static void define(
            StreamExecutionEnvironment env, DeliverEndpoints io, DeliverOptions options) {
        // the runs topic ---> runs | intents | dead letters
        var routed = RouteRuns.on(io.runs().apply(env));

        // runs, by run ---> PostgreSQL | what it refuses
        var refusedRuns = RecordRuns.on(routed.runs(), options.database());

        // intents, by organization and endpoint ---> what is due ---> mails | what is refused
        var due = QueueDeliveries.on(routed.intents());
        var refusedMails = SendMail.on(due, options);

        // runs, by workflow ---> one last run in ten seconds
        io.lastRuns().accept(CoalesceLastRuns.on(routed.runs()));

        // answers to definitions ---> their status
        var answered = ReadAnswers.on(io.answers().apply(env));
        io.definitionStatus().accept(answered.answers());

        // decisions ---> their table | once an hour, from when on they are kept
        var decided = ReadDecisions.on(io.decisions().apply(env));
        io.recordedDecisions().accept(decided.decisions());
        io.oldDecisions().accept(SweepDecisions.on(decided.decisions()));

        io.deadLetters()
                .accept(
                        routed.deadLetters()
                                .union(
                                        refusedRuns,
                                        refusedMails,
                                        answered.deadLetters(),
                                        decided.deadLetters()));
    }
}
