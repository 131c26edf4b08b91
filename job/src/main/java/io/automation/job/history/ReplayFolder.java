package io.automation.job.history;

import io.automation.connectors.history.HistoryFile;
import java.nio.file.Path;
import java.util.List;

/**
 * One history to replay.
 *
 * @param name what keeps it apart from the others of the same job; empty for a single one
 * @param replacements definitions that hold in place of the history's; only with pinned
 * @param output the folder that takes its results
 */
public record ReplayFolder(
        String name,
        List<HistoryFile> files,
        ReplayOptions options,
        Replacements replacements,
        Path output) {

    public ReplayFolder {
        files = List.copyOf(files);
        if (!replacements.changes().isEmpty() && !options.pinned()) {
            throw new IllegalArgumentException(
                    "definitions are replaced only where they are pinned");
        }
    }
}
