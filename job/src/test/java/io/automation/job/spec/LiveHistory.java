package io.automation.job.spec;

import io.automation.job.evaluate.DecodedLines;
import io.automation.job.oracle.NastyHistory;
import io.automation.job.oracle.NastyHistory.Kind;
import io.automation.model.change.Change;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A nasty history as one partition brings it.
 *
 * @param changes with the last few again now and then, a good fifth of all
 */
record LiveHistory(long seed, List<String> lines, List<Change> changes) {

    static LiveHistory of(Kind kind, long seed) {
        List<String> lines = NastyHistory.inCommitOrder(kind, seed);
        return new LiveHistory(seed, lines, DecodedLines.of("", lines));
    }

    long start() {
        return changes.get(0).at();
    }

    long end() {
        return changes.get(changes.size() - 1).at();
    }

    /** By commit time, each history in its own order. */
    static List<Change> merged(List<LiveHistory> histories) {
        record Placed(long at, Change change) {}
        List<Placed> placed = new ArrayList<>();
        for (LiveHistory history : histories) {
            long clock = Long.MIN_VALUE;
            for (Change change : history.changes) {
                clock = Math.max(clock, change.at());
                placed.add(new Placed(clock, change));
            }
        }
        placed.sort(Comparator.comparingLong(Placed::at));
        return placed.stream().map(Placed::change).toList();
    }
}
