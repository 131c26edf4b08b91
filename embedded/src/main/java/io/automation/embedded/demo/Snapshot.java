package io.automation.embedded.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything there is to see at one moment.
 *
 * @param changesPerSecond over the last seconds
 * @param clockLag how far the jobs' clock is behind; null while it has none
 * @param note a sentence on top of the footer: a comparison, a problem; null for none
 */
record Snapshot(
        Instant now,
        long changes,
        double changesPerSecond,
        int mails,
        long deadLetters,
        Totals totals,
        @Nullable Duration clockLag,
        @Nullable Duration checkpointAge,
        @Nullable String note,
        List<RunRow> runs) {

    Snapshot {
        runs = List.copyOf(runs);
    }
}
