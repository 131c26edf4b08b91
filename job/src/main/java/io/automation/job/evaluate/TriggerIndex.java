package io.automation.job.evaluate;

import io.automation.model.workflow.Trigger.Direction;
import io.automation.model.workflow.Trigger.HealthScoreChange;
import io.automation.model.workflow.Trigger.Metric;
import io.automation.model.workflow.Workflow;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The acting workflows of one organization between two changes of its definitions, arranged so that
 * a fact finds those it concerns without asking the others.
 *
 * <p>A score that goes from p to s can only fire a workflow whose threshold lies between the two,
 * or whose minimum change lies between how far p and how far s is from the extreme of its window:
 * range queries on sorted arrays. Candidates are then judged exactly.
 */
final class TriggerIndex {

    static final TriggerIndex EMPTY = new TriggerIndex(List.of());

    private final HealthScores[] healthScores = new HealthScores[4];

    /** An acting workflow with its trigger, and since when that is as it is. */
    record Entry(Workflow workflow, HealthScoreChange trigger, long triggerSince) {}

    /** A workflow whose trigger came true. */
    record Hit(
            Workflow workflow,
            HealthScoreChange trigger,
            long triggerSince,
            BigDecimal previous,
            BigDecimal current,
            HealthScoreEdge edge) {}

    TriggerIndex(List<DefinitionVersion> acting) {
        List<Entry> entries = new ArrayList<>();
        for (DefinitionVersion version : acting) {
            Workflow workflow = version.workflow();
            if (workflow != null && workflow.trigger() instanceof HealthScoreChange change) {
                entries.add(new Entry(workflow, change, version.triggerSince()));
            }
        }
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

    /** The workflows that a score's change fires, by workflow id; empty almost always. */
    List<Hit> healthScoreChanged(
            Metric metric, BigDecimal previous, BigDecimal current, long at, ScoreHistory before) {
        int order = current.compareTo(previous);
        if (order == 0) {
            return List.of();
        }
        return healthScores[slot(metric, order < 0)].fired(metric, previous, current, at, before);
    }

    private static int slot(Metric metric, boolean decrease) {
        return metric.ordinal() * 2 + (decrease ? 0 : 1);
    }

    /** The health score triggers of one metric and direction. */
    private static final class HealthScores {

        private final boolean decrease;
        private final Sorted byThreshold;
        private final Window[] windows;

        HealthScores(List<Entry> entries, boolean decrease) {
            this.decrease = decrease;
            this.byThreshold =
                    new Sorted(
                            entries.stream().filter(e -> e.trigger().threshold() != null).toList(),
                            e -> known(e.trigger().threshold()));
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
                            .map(e -> new Window(e.getKey(), e.getValue()))
                            .toArray(Window[]::new);
        }

        List<Hit> fired(
                Metric metric,
                BigDecimal previous,
                BigDecimal current,
                long at,
                ScoreHistory before) {
            List<Hit> hits = List.of();
            double p = previous.doubleValue();
            double s = current.doubleValue();
            int first = byThreshold.first(Math.min(p, s));
            int end = byThreshold.end(Math.max(p, s));
            for (int i = first; i < end; i++) {
                Entry entry = byThreshold.entries[i];
                HealthScoreChange trigger = entry.trigger();
                Extremes set =
                        trigger.minimumChange() == null
                                ? null
                                : before.extremes(metric, at - trigger.timeWindowMillis());
                hits = judge(entry, previous, current, set, hits);
            }
            for (Window window : windows) {
                Extremes set = before.extremes(metric, at - window.millis);
                if (set != null) {
                    hits = window.fired(this, previous, current, set, hits);
                }
            }
            if (hits.size() > 1) {
                hits.sort(Comparator.comparing(hit -> hit.workflow().id()));
            }
            return hits;
        }

        private List<Hit> judge(
                Entry entry,
                BigDecimal previous,
                BigDecimal current,
                @Nullable Extremes set,
                List<Hit> hits) {
            HealthScoreEdge edge =
                    HealthScoreEdge.between(previous, current, entry.trigger(), decrease, set);
            if (edge == null) {
                return hits;
            }
            List<Hit> longer = hits.isEmpty() ? new ArrayList<>(2) : hits;
            longer.add(
                    new Hit(
                            entry.workflow(),
                            entry.trigger(),
                            entry.triggerSince(),
                            previous,
                            current,
                            edge));
            return longer;
        }

        private boolean thresholdCrossed(Entry entry, BigDecimal previous, BigDecimal current) {
            BigDecimal threshold = entry.trigger().threshold();
            return threshold != null
                    && (previous.compareTo(threshold) < 0) != (current.compareTo(threshold) < 0);
        }
    }

    /** The triggers that look back over the same time, by their minimum change. */
    private static final class Window {

        private final long millis;
        private final Sorted byMinimumChange;

        Window(long millis, List<Entry> entries) {
            this.millis = millis;
            this.byMinimumChange = new Sorted(entries, e -> known(e.trigger().minimumChange()));
        }

        List<Hit> fired(
                HealthScores scores,
                BigDecimal previous,
                BigDecimal current,
                Extremes set,
                List<Hit> hits) {
            BigDecimal extreme = scores.decrease ? set.highest() : set.lowest();
            double before = extreme.subtract(previous).abs().doubleValue();
            double now = extreme.subtract(current).doubleValue();
            double reached = scores.decrease ? now : -now;
            if (reached <= 0) {
                return hits;
            }
            List<Hit> longer = hits;
            int end = byMinimumChange.end(reached);
            for (int i = byMinimumChange.first(before); i < end; i++) {
                Entry entry = byMinimumChange.entries[i];
                if (!scores.thresholdCrossed(entry, previous, current)) {
                    longer = scores.judge(entry, previous, current, set, longer);
                }
            }
            return longer;
        }
    }

    /**
     * Entries by a number. Doubles keep the order of decimals but may make two of them equal, so a
     * range takes its ends in and the caller compares exactly.
     */
    private static final class Sorted {

        private final double[] numbers;
        private final Entry[] entries;

        Sorted(List<Entry> unsorted, Function<Entry, BigDecimal> number) {
            this.entries =
                    unsorted.stream().sorted(Comparator.comparing(number)).toArray(Entry[]::new);
            this.numbers =
                    Arrays.stream(entries)
                            .mapToDouble(e -> number.apply(e).doubleValue())
                            .toArray();
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

    private static BigDecimal known(@Nullable BigDecimal number) {
        return Objects.requireNonNull(number);
    }
}
