package io.automation.job.evaluate;

import io.automation.job.evaluate.TriggerIndex.Acting;
import io.automation.model.workflow.Trigger.Direction;
import io.automation.model.workflow.Trigger.HealthScoreChange;
import io.automation.model.workflow.Trigger.Metric;
import io.automation.udfs.trigger.HealthScoreEdge;
import io.automation.udfs.trigger.ScoreHistory;
import io.automation.udfs.trigger.ScoreHistory.Extremes;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The health_score_change workflows of one organization, arranged so that a score finds those it
 * concerns without asking the others.
 *
 * <p>A score that goes from p to s can only fire a workflow whose threshold lies between the two,
 * or whose minimum change lies between how far p and how far s is from the extreme of its window:
 * range queries on sorted arrays. Candidates are then judged exactly.
 */
final class ScoreIndex {

    private final HealthScores[] healthScores = new HealthScores[4];

    /**
     * An acting workflow with its numbers.
     *
     * @param threshold the threshold as the nearest double; NaN for none
     * @param minimumChange the minimum change as the nearest double; 0 for none
     */
    private record Entry(
            Acting<HealthScoreChange> acting,
            HealthScoreChange trigger,
            double threshold,
            double minimumChange) {

        static Entry of(Acting<HealthScoreChange> acting) {
            HealthScoreChange trigger = acting.trigger();
            return new Entry(
                    acting,
                    trigger,
                    near(trigger.threshold(), Double.NaN),
                    near(trigger.minimumChange(), 0));
        }

        private static double near(@Nullable BigDecimal number, double absent) {
            return number == null ? absent : number.doubleValue();
        }
    }

    /** A workflow whose trigger came true. */
    record Hit(
            Acting<HealthScoreChange> acting,
            BigDecimal previous,
            BigDecimal current,
            HealthScoreEdge edge) {}

    /** A workflow whose line was crossed by a score that did not move as far as it asks for. */
    record NearMiss(Acting<HealthScoreChange> acting, boolean decrease) {}

    ScoreIndex(List<Acting<HealthScoreChange>> acting) {
        List<Entry> entries = acting.stream().map(Entry::of).toList();
        for (Metric metric : Metric.values()) {
            for (boolean decrease : new boolean[] {true, false}) {
                Direction other = decrease ? Direction.INCREASE : Direction.DECREASE;
                healthScores[slot(metric, decrease)] =
                        new HealthScores(
                                entries.stream()
                                        .filter(e -> e.trigger().metric() == metric)
                                        .filter(e -> e.trigger().direction() != other)
                                        .toList(),
                                decrease);
            }
        }
    }

    /**
     * The workflows that a score's change fires, by workflow id; empty almost always.
     *
     * @param near takes the near misses; null if nobody wants them
     */
    List<Hit> healthScoreChanged(
            Metric metric,
            BigDecimal current,
            long at,
            ScoreHistory before,
            @Nullable List<NearMiss> near) {
        double previous = before.nearInForce(metric);
        if (Double.isNaN(previous)) {
            return List.of();
        }
        Move move = new Move(metric, current, at, before, near, previous, current.doubleValue());
        List<Hit> hits = List.of();
        if (move.near <= previous + move.slack()) {
            hits = healthScores[slot(metric, true)].fired(move);
        }
        if (hits.isEmpty() && move.near >= previous - move.slack()) {
            hits = healthScores[slot(metric, false)].fired(move);
        }
        return hits;
    }

    /**
     * A score on its way. The doubles are near enough to choose candidates by, without objects.
     *
     * @param before the scores before this one
     * @param misses takes the near misses; null if nobody wants them
     */
    private record Move(
            Metric metric,
            BigDecimal current,
            long at,
            ScoreHistory before,
            @Nullable List<NearMiss> misses,
            double nearPrevious,
            double near) {

        /** More than two doubles and their difference can be wrong by. */
        private double slack() {
            return 16 * Math.ulp(Math.abs(nearPrevious) + Math.abs(near));
        }

        double lowest() {
            return Math.min(nearPrevious, near) - slack();
        }

        double highest() {
            return Math.max(nearPrevious, near) + slack();
        }

        /** How far the score may be now from the extreme of the time before it. */
        double mostChange(double extreme) {
            return Math.abs(extreme - near) + 16 * Math.ulp(Math.abs(extreme) + Math.abs(near));
        }

        /** How far it was at least. */
        double leastChangeBefore(double extreme) {
            return Math.abs(extreme - nearPrevious)
                    - 16 * Math.ulp(Math.abs(extreme) + Math.abs(nearPrevious));
        }

        /** What the change is not more than, whatever the window. */
        double bound(boolean decrease) {
            return mostChange(before.bound(metric, decrease));
        }

        double extreme(long windowMillis, boolean highest) {
            return before.nearExtreme(metric, at - windowMillis, highest);
        }
    }

    private static int slot(Metric metric, boolean decrease) {
        return metric.ordinal() * 2 + (decrease ? 0 : 1);
    }

    /** The health score triggers of one metric and direction. */
    private static final class HealthScores {

        private final boolean decrease;
        private final boolean isEmpty;
        private final Sorted byThreshold;
        private final Window[] windows;

        HealthScores(List<Entry> entries, boolean decrease) {
            this.decrease = decrease;
            this.isEmpty = entries.isEmpty();
            this.byThreshold =
                    new Sorted(
                            entries.stream().filter(e -> !Double.isNaN(e.threshold())).toList(),
                            Entry::threshold);
            Map<Long, List<Entry>> byWindow = new TreeMap<>();
            for (Entry entry : entries) {
                if (entry.trigger().minimumChange() != null) {
                    byWindow.computeIfAbsent(
                                    entry.trigger().timeWindowMillis(), w -> new ArrayList<>())
                            .add(entry);
                }
            }
            this.windows =
                    byWindow.entrySet().stream()
                            .map(
                                    e ->
                                            new Window(
                                                    e.getKey(),
                                                    new Sorted(e.getValue(), Entry::minimumChange)))
                            .toArray(Window[]::new);
        }

        List<Hit> fired(Move move) {
            List<Hit> hits = List.of();
            if (isEmpty) {
                return hits;
            }
            double lowest = move.lowest();
            double highest = move.highest();
            double bound = move.bound(decrease);
            int end = byThreshold.end(highest);
            for (int i = byThreshold.first(lowest); i < end; i++) {
                Entry entry = byThreshold.entries[i];
                if (entry.minimumChange <= bound && mayReach(entry, move)) {
                    hits = judge(entry, move, hits);
                } else if (move.misses != null) {
                    miss(entry, move, move.misses);
                }
            }
            for (Window window : windows) {
                if (window.byMinimumChange.numbers[0] > bound) {
                    continue;
                }
                double extreme = move.extreme(window.millis, decrease);
                int last = window.byMinimumChange.end(move.mostChange(extreme));
                int first =
                        last == 0
                                ? 0
                                : window.byMinimumChange.first(move.leastChangeBefore(extreme));
                for (int i = first; i < last; i++) {
                    Entry entry = window.byMinimumChange.entries[i];
                    boolean judged = entry.threshold >= lowest && entry.threshold <= highest;
                    if (!judged) {
                        hits = judge(entry, move, hits);
                    }
                }
            }
            if (hits.size() > 1) {
                hits.sort(Comparator.comparing(hit -> hit.acting().workflow().id()));
            }
            return hits;
        }

        /** A first look at whether the score may be far enough from its extreme. */
        private boolean mayReach(Entry entry, Move move) {
            return entry.minimumChange <= 0
                    || entry.minimumChange
                            <= move.mostChange(
                                    move.extreme(entry.trigger.timeWindowMillis(), decrease));
        }

        /** A score that crosses the line of a trigger and fires nothing did not move enough. */
        private void miss(Entry entry, Move move, List<NearMiss> misses) {
            BigDecimal threshold = entry.trigger().threshold();
            BigDecimal previous = Objects.requireNonNull(move.before.inForce(move.metric));
            if (threshold != null
                    && (move.current.compareTo(threshold) < 0) == decrease
                    && (previous.compareTo(threshold) < 0) != decrease) {
                misses.add(new NearMiss(entry.acting(), decrease));
            }
        }

        private List<Hit> judge(Entry entry, Move move, List<Hit> hits) {
            HealthScoreChange trigger = entry.trigger();
            BigDecimal current = move.current;
            BigDecimal previous = Objects.requireNonNull(move.before.inForce(move.metric));
            Extremes set =
                    trigger.minimumChange() == null
                            ? null
                            : move.before.extremes(
                                    move.metric, move.at - trigger.timeWindowMillis());
            HealthScoreEdge edge =
                    HealthScoreEdge.between(previous, current, trigger, decrease, set);
            if (edge == null) {
                if (move.misses != null) {
                    miss(entry, move, move.misses);
                }
                return hits;
            }
            List<Hit> longer = hits.isEmpty() ? new ArrayList<>(2) : hits;
            longer.add(new Hit(entry.acting(), previous, current, edge));
            return longer;
        }
    }

    /** The triggers that look back over the same time, by their minimum change. */
    private record Window(long millis, Sorted byMinimumChange) {}

    /**
     * Entries by a number. Doubles keep the order of decimals but may make two of them equal, so
     * ranges are taken a little too wide and the caller compares exactly.
     */
    private static final class Sorted {

        private final double[] numbers;
        private final Entry[] entries;

        Sorted(List<Entry> unsorted, ToDoubleFunction<Entry> number) {
            this.entries =
                    unsorted.stream()
                            .sorted(Comparator.comparingDouble(number))
                            .toArray(Entry[]::new);
            this.numbers = Arrays.stream(entries).mapToDouble(number).toArray();
        }

        /** The first entry whose number is at least this. */
        int first(double number) {
            int low = 0;
            int high = numbers.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (numbers[middle] < number) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        /** The first entry whose number is more than this. */
        int end(double number) {
            int low = 0;
            int high = numbers.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (numbers[middle] <= number) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }
}
