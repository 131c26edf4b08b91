package io.automation.job.history;

import io.automation.connectors.history.HistoryFile;
import java.nio.file.Path;

/**
 * A file to read, flat as Flink's edges want it.
 *
 * @param folder the replayed folder it belongs to
 * @param name its path below that folder
 * @param size its length in bytes
 */
public record HistoryInput(String folder, String path, String name, long size) {

    static HistoryInput of(String folder, HistoryFile file) {
        return new HistoryInput(folder, file.path().toString(), file.name(), file.size());
    }

    HistoryFile file() {
        return new HistoryFile(Path.of(path), name, size);
    }
}
