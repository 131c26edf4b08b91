package io.automation.job.history;

import io.automation.connectors.history.HistoryFile;
import java.nio.file.Path;
import java.util.List;

/**
 * One history to replay.
 *
 * @param name what keeps it apart from the others of the same job; empty for a single one
 * @param output the folder that takes its results
 */
public record ReplayFolder(
        String name, List<HistoryFile> files, ReplayOptions options, Path output) {

    public ReplayFolder {
        files = List.copyOf(files);
    }
}
