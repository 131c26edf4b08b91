package io.automation.embedded.replay;

import io.automation.embedded.definitions.DefinitionFiles;
import io.automation.job.history.ReplayOptions;
import org.jspecify.annotations.Nullable;

/**
 * What one history is replayed with.
 *
 * @param with files whose definitions hold in place of the history's own; null for none
 */
record HistoryOptions(ReplayOptions replay, DefinitionFiles.@Nullable Loaded with) {

    /** The definitions as recorded, up to the last change. */
    static final HistoryOptions RECORDED = new HistoryOptions(ReplayOptions.RECORDED, null);
}
