package io.automation.embedded.demo;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which health rows a workflow must have a run for: the rule for health_score_change, worked out a
 * second time, naively, from the rows alone.
 *
 * <p>It shares no code with the job, so that a mistake there is not repeated here. What happens
 * after the trigger (conditions, cooldown, re-entry) needs no look: each of them leaves a run too.
 */
final class ExpectedRuns {

    static final String DECREASE = "decrease";
    static final String INCREASE = "increase";

    private ExpectedRuns() {}

    /**
     * A workflow's trigger.
     *
     * @param direction decrease, increase or both
     * @param windowMillis for the minimum change
     * @param since rows committed before it count for the state and are not expected; epoch millis
     */
    record Rule(
            String workflowId,
            boolean churnRisk,
            String direction,
            @Nullable BigDecimal threshold,
            @Nullable BigDecimal minimumChange,
            long windowMillis,
            long since) {}

    /**
     * A row of health_scores as it was inserted.
     *
     * @param at its event time, epoch millis
     * @param snapshot whether it was there before the capture began
     */
    record Score(
            String rowId,
            long at,
            @Nullable BigDecimal score,
            @Nullable BigDecimal churnRisk,
            boolean snapshot) {}

    /** A run that must be there. */
    record Expected(String workflowId, String direction, String rowId) {}

    private record Point(long at, BigDecimal value) {}

    /**
     * The runs of one workflow for one account.
     *
     * @param scores of the account, in the order of their commits
     */
    static Set<Expected> of(Rule rule, List<Score> scores) {
        Set<Expected> expected = new LinkedHashSet<>();
        List<Point> past = new ArrayList<>();
        for (Score score : scores) {
            BigDecimal value = rule.churnRisk ? score.churnRisk : score.score;
            if (value == null) {
                continue;
            }
            if (!past.isEmpty() && !score.snapshot && score.at >= rule.since) {
                BigDecimal previous = past.get(past.size() - 1).value;
                List<BigDecimal> reference = reference(rule, past, score.at);
                for (String direction : directions(rule)) {
                    if (holds(rule, direction, value, reference)
                            && !holds(rule, direction, previous, reference)) {
                        expected.add(new Expected(rule.workflowId, direction, score.rowId));
                    }
                }
            }
            past.add(new Point(score.at, value));
        }
        return expected;
    }

    private static List<String> directions(Rule rule) {
        return rule.direction.equals("both")
                ? List.of(DECREASE, INCREASE)
                : List.of(rule.direction);
    }

    /** The last score at or before the window's begin, and every later one. */
    private static List<BigDecimal> reference(Rule rule, List<Point> past, long at) {
        List<BigDecimal> reference = new ArrayList<>();
        for (int i = past.size() - 1; i >= 0; i--) {
            reference.add(past.get(i).value);
            if (rule.minimumChange == null || past.get(i).at <= at - rule.windowMillis) {
                break;
            }
        }
        return reference;
    }

    private static boolean holds(
            Rule rule, String direction, BigDecimal value, List<BigDecimal> reference) {
        boolean falls = direction.equals(DECREASE);
        BigDecimal threshold = rule.threshold;
        if (threshold != null && value.compareTo(threshold) < 0 != falls) {
            return false;
        }
        BigDecimal minimum = rule.minimumChange;
        if (minimum == null) {
            return true;
        }
        for (BigDecimal other : reference) {
            BigDecimal moved = falls ? other.subtract(value) : value.subtract(other);
            if (moved.compareTo(minimum) >= 0) {
                return true;
            }
        }
        return false;
    }
}
