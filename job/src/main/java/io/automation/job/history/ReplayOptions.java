package io.automation.job.history;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How one history is replayed.
 *
 * @param pinned whether the last good definitions hold from the beginning; else each change meets
 *     those of its own time
 * @param includeDrafts whether drafts that are enabled act; only with pinned
 * @param until the last instant that counts, in epoch milliseconds; null for that of the last
 *     change
 */
public record ReplayOptions(boolean pinned, boolean includeDrafts, @Nullable Long until)
        implements Serializable {

    /** The definitions as recorded, up to the last change. */
    public static final ReplayOptions RECORDED = new ReplayOptions(false, false, null);

    public ReplayOptions {
        if (includeDrafts && !pinned) {
            throw new IllegalArgumentException("drafts act only with pinned definitions");
        }
    }
}
