package io.automation.job.oracle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automation.job.oracle.AccountState.Score;
import io.automation.job.oracle.Occurrence.Quiet;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Section 3.1, health_score_change. */
final class Scores {

    private Scores() {}

    static String metric(Workflow workflow) {
        return workflow.trigger().path("metric").asText("health_score");
    }

    /** Each direction for itself. */
    static List<String> directions(Workflow workflow) {
        String direction = workflow.trigger().path("direction").asText();
        return direction.equals("both") ? List.of("decrease", "increase") : List.of(direction);
    }

    /**
     * The edges of a score that was just set.
     *
     * @param earlier the known scores before it
     */
    static List<Occurrence> edges(
            Workflow workflow, Change change, List<Score> earlier, BigDecimal score) {
        List<Occurrence> edges = new ArrayList<>();
        if (change.isSilent() || earlier.isEmpty()) {
            return edges;
        }
        BigDecimal previous = earlier.get(earlier.size() - 1).value();
        List<BigDecimal> set = referenceSet(workflow, earlier, change.event().at());
        for (String direction : directions(workflow)) {
            if (holds(workflow, direction, score, set)
                    && !holds(workflow, direction, previous, set)) {
                String key =
                        direction + ":" + change.event().row() + ":" + change.event().position();
                ObjectNode data = data(workflow, direction, previous, score, set);
                edges.add(new Occurrence(key, data, change.origin(), direction, Quiet.NOTHING));
            }
        }
        return edges;
    }

    /** Semantics 2.6: the level, of the score in force. */
    static List<Occurrence> levels(Workflow workflow, List<Score> scores, long now) {
        List<Occurrence> levels = new ArrayList<>();
        if (scores.isEmpty()) {
            return levels;
        }
        BigDecimal score = scores.get(scores.size() - 1).value();
        List<BigDecimal> set = referenceSet(workflow, scores, now);
        for (String direction : directions(workflow)) {
            if (holds(workflow, direction, score, set)) {
                ObjectNode data = data(workflow, direction, null, score, set);
                levels.add(
                        new Occurrence("enroll", data, Origin.OTHERS, direction, Quiet.CONDITIONS));
            }
        }
        return levels;
    }

    private static ObjectNode data(
            Workflow workflow,
            String direction,
            @Nullable BigDecimal previous,
            BigDecimal score,
            List<BigDecimal> set) {
        BigDecimal minimum = minimumChange(workflow);
        BigDecimal reference = previous;
        if (minimum != null) {
            reference = set.get(0);
            for (BigDecimal other : set) {
                reference =
                        direction.equals("decrease") ? reference.max(other) : reference.min(other);
            }
        }
        ObjectNode data = Values.object().put("direction", direction);
        data.set("previous", Values.printed(previous));
        data.set("current", Values.printed(score));
        data.set("reference", Values.printed(reference));
        data.set("threshold", Values.printed(threshold(workflow)));
        data.set("minimum_change", Values.printed(minimum));
        return data;
    }

    /** The last with time <= t - time_window, every later one, and p, the last of all. */
    private static List<BigDecimal> referenceSet(Workflow workflow, List<Score> earlier, long at) {
        int from = earlier.size() - 1;
        if (minimumChange(workflow) != null) {
            long line = at - Values.duration(workflow.trigger(), "time_window", 0);
            from = 0;
            for (int i = 0; i < earlier.size(); i++) {
                if (earlier.get(i).at() <= line) {
                    from = i;
                }
            }
        }
        return earlier.subList(from, earlier.size()).stream().map(Score::value).toList();
    }

    /** C(s). */
    private static boolean holds(
            Workflow workflow, String direction, BigDecimal score, List<BigDecimal> set) {
        boolean isDecrease = direction.equals("decrease");
        BigDecimal threshold = threshold(workflow);
        if (threshold != null && (score.compareTo(threshold) < 0) != isDecrease) {
            return false;
        }
        BigDecimal minimum = minimumChange(workflow);
        return minimum == null
                || set.stream()
                        .map(other -> isDecrease ? other.subtract(score) : score.subtract(other))
                        .anyMatch(moved -> moved.compareTo(minimum) >= 0);
    }

    private static @Nullable BigDecimal threshold(Workflow workflow) {
        return Values.decimal(workflow.trigger().path("threshold"));
    }

    private static @Nullable BigDecimal minimumChange(Workflow workflow) {
        BigDecimal minimum = Values.decimal(workflow.trigger().path("minimum_change"));
        return minimum == null || minimum.signum() == 0 ? null : minimum;
    }
}
