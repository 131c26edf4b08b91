package io.automation.job.evaluate;

import io.automation.job.evaluate.TriggerIndex.Acting;
import io.automation.model.workflow.Trigger.Direction;
import io.automation.model.workflow.Trigger.HealthScoreChange;
import io.automation.model.workflow.Trigger.Metric;
import io.automation.model.workflow.Trigger.StatusChange;
import io.automation.udfs.trigger.HealthScoreComparisons;
import io.automation.udfs.trigger.HealthScoreEdge;
import io.automation.udfs.trigger.ScoreHistory.Extremes;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the accounts that are there into a workflow that begins to act (semantics 2.6). */
final class Enrolment {

    /** The occurrence key: once in a workflow's and an account's life. */
    static final String KEY = "enroll";

    private Enrolment() {}

    /** What the workflows that begin to act at the index's first instant raise on an account. */
    static List<Occurrence> of(TriggerIndex index, Account account, Decisions decisions) {
        List<Occurrence> raised = new ArrayList<>();
        for (Acting<?> acting : index.enrolling) {
            Occurrence occurrence =
                    acting.trigger() instanceof HealthScoreChange change
                            ? byScore(acting, change, account, index.from, decisions)
                            : byStatus(acting, account, index.from, decisions);
            if (occurrence != null) {
                raised.add(occurrence);
            }
        }
        return raised;
    }

    private static @Nullable Occurrence byScore(
            Acting<?> acting,
            HealthScoreChange change,
            Account account,
            long at,
            Decisions decisions) {
        Metric metric = change.metric();
        BigDecimal score = account.vitals().scores.inForce(metric);
        if (score == null) {
            return null;
        }
        Extremes set =
                change.minimumChange() == null
                        ? null
                        : account.vitals().scores.extremes(metric, at - change.timeWindowMillis());
        for (Direction direction : new Direction[] {Direction.DECREASE, Direction.INCREASE}) {
            boolean decrease = direction == Direction.DECREASE;
            boolean isMeant =
                    change.direction() == Direction.BOTH || change.direction() == direction;
            if (isMeant && HealthScoreEdge.holds(score, change, decrease, set)) {
                BigDecimal reference = set == null ? null : decrease ? set.highest() : set.lowest();
                TriggerData data =
                        HealthScores.data(direction.code(), change, null, score)
                                .with("reference", reference);
                return Occurrence.of(acting, KEY, at, data, null)
                        .towards(decrease)
                        .because(
                                decisions.isHeard()
                                        ? HealthScoreComparisons.ofLevel(
                                                score,
                                                change,
                                                decrease,
                                                account.vitals().scores,
                                                at)
                                        : null);
            }
        }
        return null;
    }

    private static @Nullable Occurrence byStatus(
            Acting<?> acting, Account account, long at, Decisions decisions) {
        return acting.trigger() instanceof StatusChange change
                        && change.toStatus().equals(account.status())
                ? Occurrence.of(
                                acting,
                                KEY,
                                at,
                                new TriggerData().with("from", null).with("to", change.toStatus()),
                                null)
                        .because(
                                decisions.isHeard()
                                        ? TriggerComparisons.status(
                                                change, null, account.status(), false)
                                        : null)
                : null;
    }
}
