package io.automation.udfs.trigger;

import io.automation.model.change.Instants;
import io.automation.model.run.Compared;
import io.automation.model.workflow.Durations;
import io.automation.model.workflow.Trigger.HealthScoreChange;
import io.automation.model.workflow.Trigger.Metric;
import io.automation.udfs.trigger.ScoreHistory.Extremes;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a health_score_change trigger compared, for whoever asks why it fired or did not. */
public final class HealthScoreComparisons {

    /** Whether the conjunction held before: then nothing came true. */
    public static final String ALREADY = "already";

    private HealthScoreComparisons() {}

    /** What a comparison of levels is called. */
    public static String level(boolean decrease) {
        return decrease ? "below" : "above";
    }

    /** What a comparison of amounts is called. */
    public static String change(boolean decrease) {
        return decrease ? "lost_at_least" : "gained_at_least";
    }

    /**
     * The comparisons of a score's change in the order judged, up to the one that kept it back;
     * after all of them the trigger came true, unless it was so {@linkplain #ALREADY already}.
     *
     * @param before the scores before this one
     * @param at when the score changed, in epoch milliseconds
     */
    public static List<Compared> ofChange(
            BigDecimal current,
            HealthScoreChange trigger,
            boolean decrease,
            ScoreHistory before,
            long at) {
        Extremes set = extremes(trigger, before, at);
        List<Compared> compared = new ArrayList<>(ofLevel(current, trigger, decrease, before, set));
        if (compared.stream().allMatch(Compared::holds)) {
            compared.add(already(trigger, decrease, before, set));
        }
        return compared;
    }

    /** The comparisons of the score in force with what the workflow asks for, however it came. */
    public static List<Compared> ofLevel(
            BigDecimal score,
            HealthScoreChange trigger,
            boolean decrease,
            ScoreHistory history,
            long at) {
        return ofLevel(score, trigger, decrease, history, extremes(trigger, history, at));
    }

    private static List<Compared> ofLevel(
            BigDecimal score,
            HealthScoreChange trigger,
            boolean decrease,
            ScoreHistory history,
            @Nullable Extremes set) {
        List<Compared> compared = new ArrayList<>(2);
        BigDecimal threshold = trigger.threshold();
        if (threshold != null) {
            boolean holds = (score.compareTo(threshold) < 0) == decrease;
            compared.add(Compared.of(level(decrease), threshold, score, holds));
            if (!holds) {
                return compared;
            }
        }
        BigDecimal minimumChange = trigger.minimumChange();
        if (minimumChange != null) {
            boolean holds = HealthScoreEdge.holds(score, trigger, decrease, set);
            BigDecimal from = set == null ? null : decrease ? set.highest() : set.lowest();
            BigDecimal found =
                    from == null ? null : decrease ? from.subtract(score) : score.subtract(from);
            compared.add(
                    Compared.of(change(decrease), minimumChange, found, holds)
                            .with("within", Durations.text(trigger.timeWindowMillis()))
                            .with("from", from)
                            .with("from_at", lastTime(history, trigger.metric(), from))
                            .with("to", score));
        }
        return compared;
    }

    private static @Nullable Extremes extremes(
            HealthScoreChange trigger, ScoreHistory history, long at) {
        return trigger.minimumChange() == null
                ? null
                : history.extremes(trigger.metric(), at - trigger.timeWindowMillis());
    }

    /** A first value is no change: it counts as if it had been so before. */
    private static Compared already(
            HealthScoreChange trigger,
            boolean decrease,
            ScoreHistory before,
            @Nullable Extremes set) {
        BigDecimal previous = before.inForce(trigger.metric());
        Map<String, Object> asked = new LinkedHashMap<>();
        if (trigger.threshold() != null) {
            asked.put(level(decrease), trigger.threshold());
        }
        if (trigger.minimumChange() != null) {
            asked.put(change(decrease), trigger.minimumChange());
        }
        boolean holds = previous == null || HealthScoreEdge.holds(previous, trigger, decrease, set);
        return Compared.of(ALREADY, asked, previous, holds)
                .with("previous_at", lastTime(before, trigger.metric(), previous));
    }

    /** When a score had a value last; null if it never had. */
    private static @Nullable String lastTime(
            ScoreHistory history, Metric metric, @Nullable BigDecimal value) {
        for (int i = history.size() - 1; i >= 0 && value != null; i--) {
            BigDecimal found = history.value(i, metric);
            if (found != null && found.compareTo(value) == 0) {
                return Instants.text(history.time(i));
            }
        }
        return null;
    }
}
