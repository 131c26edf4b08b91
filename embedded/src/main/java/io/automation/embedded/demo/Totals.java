package io.automation.embedded.demo;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was counted and measured since the start.
 *
 * @param runs by status
 * @param skipped by reason
 * @param toRun from the commit of the fact to the commit of the run's row
 * @param toMail from the commit of the fact, or the end of a step's wait, to the mail server's
 *     acceptance
 */
record Totals(
        Map<String, Long> runs, Map<String, Long> skipped, Quantiles toRun, Quantiles toMail) {

    static final Totals NONE = new Totals(Map.of(), Map.of(), Quantiles.NONE, Quantiles.NONE);

    Totals {
        runs = Map.copyOf(runs);
        skipped = Map.copyOf(skipped);
    }

    /** Times of many; null where there are none. */
    record Quantiles(@Nullable Duration median, @Nullable Duration p99, @Nullable Duration worst) {

        static final Quantiles NONE = new Quantiles(null, null, null);
    }

    long allRuns() {
        return runs.values().stream().mapToLong(Long::longValue).sum();
    }

    long runs(String status) {
        return runs.getOrDefault(status, 0L);
    }

    long waiting() {
        return runs("queued") + runs("running");
    }
}
