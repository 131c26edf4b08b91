package io.automation.udfs.trigger;

import io.automation.model.workflow.Trigger.Metric;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The scores of one account in the order they were set, health and churn risk side by side.
 *
 * <p>Times never fall: a change is set at the account's clock, and what a snapshot brings late is
 * put in its place.
 */
public final class ScoreHistory {

    private static final int INITIAL_CAPACITY = 4;

    private int size;
    private long[] times = new long[INITIAL_CAPACITY];
    private PackedDecimals healthScores = new PackedDecimals(INITIAL_CAPACITY);
    private PackedDecimals churnRisks = new PackedDecimals(INITIAL_CAPACITY);

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** When entry i was set, in epoch milliseconds. */
    public long time(int i) {
        return times[Objects.checkIndex(i, size)];
    }

    /** Entry i's value of a metric; null where it was unknown. */
    public @Nullable BigDecimal value(int i, Metric metric) {
        return values(metric).get(Objects.checkIndex(i, size));
    }

    /** The last value that is not null, the score in force; null if there never was one. */
    public @Nullable BigDecimal inForce(Metric metric) {
        PackedDecimals values = values(metric);
        int last = lastKnown(values, size);
        return last < 0 ? null : values.get(last);
    }

    /**
     * Takes a score: behind all others, or, where its time is older, in its place by time.
     *
     * @return whether it is the last one now
     */
    public boolean set(
            long time, @Nullable BigDecimal healthScore, @Nullable BigDecimal churnRisk) {
        if (size == times.length) {
            int capacity = size * 2;
            times = Arrays.copyOf(times, capacity);
            healthScores.grow(capacity);
            churnRisks.grow(capacity);
        }
        int place = size;
        while (place > 0 && times[place - 1] > time) {
            place--;
        }
        int moved = size - place;
        System.arraycopy(times, place, times, place + 1, moved);
        healthScores.move(place, place + 1, moved);
        churnRisks.move(place, place + 1, moved);
        times[place] = time;
        healthScores.set(place, healthScore);
        churnRisks.set(place, churnRisk);
        size++;
        return moved == 0;
    }

    /**
     * Forgets what is older than an instant, but for each metric the last of it: the score that was
     * in force then belongs to every reference set that reaches back so far.
     */
    public void forgetBefore(long instant) {
        int older = 0;
        while (older < size && times[older] < instant) {
            older++;
        }
        if (older < 2) {
            return;
        }
        int lastHealth = lastKnown(healthScores, older);
        int lastChurn = lastKnown(churnRisks, older);
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (i >= older - 1 || i == lastHealth || i == lastChurn) {
                times[kept] = times[i];
                healthScores.move(i, kept, 1);
                churnRisks.move(i, kept, 1);
                kept++;
            }
        }
        size = kept;
    }

    /**
     * The reference set's extremes before a change at an instant: the last score set at or before
     * the window's begin and every later one, the score in force among them.
     *
     * @param windowStart the instant minus the time window
     * @return null if no score of the metric is known
     */
    public @Nullable Extremes extremes(Metric metric, long windowStart) {
        PackedDecimals values = values(metric);
        BigDecimal lowest = null;
        BigDecimal highest = null;
        for (int i = size - 1; i >= 0; i--) {
            BigDecimal value = values.get(i);
            if (value == null) {
                continue;
            }
            if (lowest == null || value.compareTo(lowest) < 0) {
                lowest = value;
            }
            if (highest == null || value.compareTo(highest) > 0) {
                highest = value;
            }
            if (times[i] <= windowStart) {
                break;
            }
        }
        return lowest == null || highest == null ? null : new Extremes(lowest, highest);
    }

    public ScoreHistory copy() {
        ScoreHistory copy = new ScoreHistory();
        copy.size = size;
        copy.times = times.clone();
        copy.healthScores = healthScores.copy();
        copy.churnRisks = churnRisks.copy();
        return copy;
    }

    private static int lastKnown(PackedDecimals values, int end) {
        int i = end - 1;
        while (i >= 0 && values.isAbsent(i)) {
            i--;
        }
        return i;
    }

    private PackedDecimals values(Metric metric) {
        return metric == Metric.HEALTH_SCORE ? healthScores : churnRisks;
    }

    /** The lowest and the highest score of a reference set. */
    public record Extremes(BigDecimal lowest, BigDecimal highest) {}
}
