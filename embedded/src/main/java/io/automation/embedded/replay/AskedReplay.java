package io.automation.embedded.replay;

import io.automation.connectors.history.HistoryFile;
import io.automation.job.evaluate.Watch;
import io.automation.job.history.FolderOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** A replay that another command makes to find something out; its results are only for that. */
public final class AskedReplay {

    private final Histories histories;
    private final Path output;
    private final Consumer<String> progress;

    /**
     * A replay of one history, not started yet.
     *
     * @param output takes the results, empty as yet
     * @param progress takes a line for the one who waits; an empty one at the end
     * @throws UnusableArgsException if the input cannot be replayed
     */
    public AskedReplay(Path input, Path output, Consumer<String> progress) throws IOException {
        this.histories = Histories.single(input, output, HistoryOptions.RECORDED);
        this.output = output;
        this.progress = progress;
    }

    /** The files that are read. */
    public List<HistoryFile> files() {
        return histories.folders().get(0).files();
    }

    /**
     * Runs it.
     *
     * @param watch what decisions are written of, to decisions.jsonl
     * @throws IOException if the history cannot be replayed
     */
    public void run(Watch watch) throws Exception {
        int parallelism = Runtime.getRuntime().availableProcessors();
        new Replay(histories, parallelism, output.resolve(".replay"), watch, progress).run();
        Path error = output.resolve(FolderOutput.ERROR);
        if (Files.exists(error)) {
            throw new IOException(Files.readString(error).strip());
        }
    }
}
