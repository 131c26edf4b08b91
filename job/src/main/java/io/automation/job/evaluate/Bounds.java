package io.automation.job.evaluate;

import io.automation.model.change.Change;
import io.automation.model.change.Table;

/**
 * Where a replayed folder begins and ends, and by which definitions it is judged.
 *
 * @param begin the instant before which no deadline exists, in epoch milliseconds
 * @param until the last instant that counts
 * @param pinned whether the last good definitions hold from the beginning
 * @param includeDrafts whether drafts that are enabled act; only with pinned
 */
public record Bounds(String folder, long begin, long until, boolean pinned, boolean includeDrafts) {

    /** Whether a definition counts: pinned workflows are those at the very end of the input. */
    boolean counts(Change definition) {
        return definition.at() <= until
                || (pinned && definition.table() == Table.AUTOMATION_WORKFLOWS);
    }
}
