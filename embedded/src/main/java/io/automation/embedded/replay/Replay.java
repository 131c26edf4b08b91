package io.automation.embedded.replay;

import io.automation.connectors.cdc.TimePrecision;
import io.automation.connectors.history.HistoryFile;
import io.automation.embedded.parts.FlinkCluster;
import io.automation.embedded.parts.Folders;
import io.automation.job.ReplayTopology;
import io.automation.job.config.AutomationOptions;
import io.automation.job.evaluate.Watch;
import io.automation.job.history.FolderOutput;
import io.automation.job.history.ReadHistory;
import io.automation.job.history.ReplayConfiguration;
import io.automation.job.history.ReplayFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.client.JobExecutionException;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.OptionalFailure;
import org.apache.flink.util.SerializedValue;

/**
 * Runs the one job that replays all histories, and follows it to its end.
 *
 * <p>A history that makes the job fail takes all others with it, and the failure does not name it.
 * So a job that fails is run again by halves, until the history that fails is alone.
 */
public final class Replay {

    private static final long LOOK_MILLIS = 250;

    private final Histories histories;
    private final int parallelism;
    private final Path temporary;
    private final Watch watch;
    private final Consumer<String> progress;
    private final long startedAt = System.currentTimeMillis();
    private long totalBytes;

    /** One that nobody watches. */
    Replay(Histories histories, int parallelism, Path temporary, Consumer<String> progress) {
        this(histories, parallelism, temporary, Watch.NOTHING, progress);
    }

    /**
     * @param temporary a folder of this replay's own, gone when it ends
     * @param watch what decisions are written of
     * @param progress takes a line for the one who waits; an empty one at the end
     */
    Replay(
            Histories histories,
            int parallelism,
            Path temporary,
            Watch watch,
            Consumer<String> progress) {
        this.histories = histories;
        this.parallelism = parallelism;
        this.temporary = temporary;
        this.watch = watch;
        this.progress = progress;
    }

    /**
     * Replays folders, each into its own output.
     *
     * @param temporary as above
     * @return by name, why a folder has no results
     */
    public static Map<String, String> all(
            List<ReplayFolder> folders, int parallelism, Path temporary, Consumer<String> progress)
            throws Exception {
        Histories histories = new Histories(temporary, false, folders, Map.of(), Map.of());
        return new Replay(histories, parallelism, temporary, progress).run().failed();
    }

    /** Writes every history's results, or why there are none. */
    ReplayReport run() throws Exception {
        for (Map.Entry<String, String> each : histories.unusable().entrySet()) {
            FolderOutput.fail(histories.output().resolve(each.getKey()), each.getValue());
        }
        if (!histories.folders().isEmpty()) {
            execute();
        }
        return ReplayReport.of(histories, System.currentTimeMillis() - startedAt);
    }

    private void execute() throws Exception {
        Folders.delete(temporary);
        Files.createDirectories(temporary);
        Configuration configuration = ReplayConfiguration.of(parallelism, temporary);
        Map<String, ReplayFolder> without =
                histories.withoutFiles(temporary.resolve("without").toAbsolutePath());
        List<ReplayFolder> all = new ArrayList<>(histories.folders());
        all.addAll(without.values());
        try (FlinkCluster cluster =
                FlinkCluster.builder().configuration(configuration).slots(parallelism).start()) {
            replay(all, cluster, configuration);
            for (ReplayFolder folder : histories.folders()) {
                ReplayFolder other = without.get(folder.name());
                if (other != null) {
                    compare(folder, other);
                }
            }
        } finally {
            progress.accept("");
            Folders.delete(temporary);
        }
    }

    /** Tells what the files changed, where both replays came to an end. */
    private void compare(ReplayFolder folder, ReplayFolder without) throws IOException {
        Path failed = without.output().resolve(FolderOutput.ERROR);
        if (Files.exists(failed)) {
            String reason = Files.readString(failed).strip();
            FolderOutput.fail(folder.output(), "without the files of --with, " + reason);
        } else if (!Files.exists(folder.output().resolve(FolderOutput.ERROR))) {
            FileDefinitions files =
                    Objects.requireNonNull(histories.definitions().get(folder.name()));
            ComparedRuns.of(folder.output(), without.output()).addToSummary(folder.output(), files);
        }
    }

    private void replay(
            List<ReplayFolder> folders, FlinkCluster cluster, Configuration configuration)
            throws Exception {
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        TimePrecision precision = AutomationOptions.TIME_PRECISION.defaultValue();
        ReplayTopology.define(env, folders, precision, startedAt, watch);
        totalBytes =
                folders.stream()
                        .flatMap(folder -> folder.files().stream())
                        .mapToLong(HistoryFile::size)
                        .sum();
        try {
            follow(cluster.miniCluster(), cluster.submit(env.getStreamGraph()));
        } catch (JobExecutionException failed) {
            int half = folders.size() / 2;
            if (half == 0) {
                FolderOutput.fail(folders.get(0).output(), "the replay failed: " + rootOf(failed));
            } else {
                replay(folders.subList(0, half), cluster, configuration);
                replay(folders.subList(half, folders.size()), cluster, configuration);
            }
        }
    }

    private void follow(MiniCluster cluster, JobID job) throws Exception {
        CompletableFuture<JobResult> result = cluster.requestJobResult(job);
        while (true) {
            try {
                result.get(LOOK_MILLIS, TimeUnit.MILLISECONDS)
                        .toJobExecutionResult(Replay.class.getClassLoader());
                return;
            } catch (TimeoutException e) {
                show(cluster.getExecutionGraph(job).get());
            }
        }
    }

    /** Shows what has been read; until the first figures come, nothing. */
    private void show(AccessExecutionGraph graph) throws Exception {
        var counted = graph.getAccumulatorsSerialized();
        var changes = counted.get(ReadHistory.CHANGES_READ);
        var bytes = counted.get(ReadHistory.BYTES_READ);
        if (changes != null && bytes != null) {
            progress.accept(progressLine(valueOf(changes), valueOf(bytes)));
        }
    }

    private static long valueOf(SerializedValue<OptionalFailure<Object>> counted) throws Exception {
        Object value = counted.deserializeValue(Replay.class.getClassLoader()).get();
        return value instanceof Long number ? number : 0;
    }

    private String progressLine(long changes, long bytes) {
        double seconds = (System.currentTimeMillis() - startedAt) / 1000.0;
        return bytes < totalBytes
                ? String.format(
                        Locale.ROOT,
                        "    read    %,d changes, %d %%, %,.0f/s",
                        changes,
                        100 * bytes / totalBytes,
                        changes / seconds)
                : String.format(
                        Locale.ROOT, "    read    %,d changes, judging, %.0f s", changes, seconds);
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
