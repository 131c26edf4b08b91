package io.automation.udfs.trigger;

import io.automation.model.workflow.Trigger.HealthScoreChange;
import io.automation.udfs.trigger.ScoreHistory.Extremes;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Whether a score that went from one value to another fires a health_score_change trigger
 * (semantics 3.1): the conjunction of level and change becomes true.
 *
 * @param reference what the change is compared with: the set's extreme where a minimum change is
 *     asked for, else the previous score
 */
public record HealthScoreEdge(boolean decrease, BigDecimal reference) {

    /**
     * The edge, or null if there is none.
     *
     * @param decrease which of the two directions is asked
     * @param set the extremes over the trigger's time window before this change; only looked at
     *     where a minimum change is asked for
     */
    public static @Nullable HealthScoreEdge between(
            BigDecimal previous,
            BigDecimal current,
            HealthScoreChange trigger,
            boolean decrease,
            @Nullable Extremes set) {
        if (!holds(current, trigger, decrease, set) || holds(previous, trigger, decrease, set)) {
            return null;
        }
        return new HealthScoreEdge(decrease, reference(previous, trigger, decrease, set));
    }

    /** Level and change together, for one score: C(s) of the contract. */
    public static boolean holds(
            BigDecimal score, HealthScoreChange trigger, boolean decrease, @Nullable Extremes set) {
        BigDecimal threshold = trigger.threshold();
        if (threshold != null && (score.compareTo(threshold) < 0) != decrease) {
            return false;
        }
        BigDecimal minimumChange = trigger.minimumChange();
        if (minimumChange == null) {
            return true;
        }
        if (set == null) {
            return false;
        }
        BigDecimal change = decrease ? set.highest().subtract(score) : score.subtract(set.lowest());
        return change.compareTo(minimumChange) >= 0;
    }

    private static BigDecimal reference(
            BigDecimal previous,
            HealthScoreChange trigger,
            boolean decrease,
            @Nullable Extremes set) {
        if (trigger.minimumChange() == null || set == null) {
            return previous;
        }
        return decrease ? set.highest() : set.lowest();
    }
}
