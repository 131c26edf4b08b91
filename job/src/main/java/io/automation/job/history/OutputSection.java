package io.automation.job.history;

import org.jspecify.annotations.Nullable;

/** Where a line of a replay's output belongs: a file of its folder, or a part of the summary. */
public enum OutputSection {
    RUNS("runs.jsonl"),
    DELIVERIES("deliveries.jsonl"),
    DEAD_LETTERS("dead_letters.jsonl"),
    /** Only where somebody watches. */
    DECISIONS("decisions.jsonl"),
    /** The folder's bounds, as JSON. */
    RANGE(null),
    /** A workflow's id and name as JSON, by id and instant: the last one counts. */
    WORKFLOW_NAMES(null),
    /** A refused definition, as JSON. */
    REFUSED(null),
    /** An account that a mail would have gone to. */
    MAILED_ACCOUNTS(null),
    /** An address and the instant at which a mail would have gone to it. */
    MAILED_ADDRESSES(null),
    /** The id of a workflow that a mail would have set off, once for each mail. */
    UNFOLLOWED(null),
    /** Why the folder could not be replayed. */
    FAILURE(null);

    private final @Nullable String fileName;

    OutputSection(@Nullable String fileName) {
        this.fileName = fileName;
    }

    /** The file that its lines make up; null where they make none. */
    @Nullable String fileName() {
        return fileName;
    }
}
