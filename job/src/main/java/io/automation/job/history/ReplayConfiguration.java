package io.automation.job.history;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.api.common.BatchShuffleMode;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.NettyShuffleEnvironmentOptions;
import org.apache.flink.configuration.NettyShuffleEnvironmentOptions.CompressionCodec;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;

/** How Flink is set up for a bounded job that sorts more than fits into memory. */
public final class ReplayConfiguration {

    private static final int SORT_MEBIBYTES_PER_SLOT = 64;
    private static final int NETWORK_MEBIBYTES_PER_SLOT = 32;

    private ReplayConfiguration() {}

    /**
     * The settings of the job, and of a cluster of its own.
     *
     * @param temporary takes what does not fit into memory; on a real disk
     */
    public static Configuration of(int parallelism, Path temporary) {
        Configuration options = new Configuration();
        options.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
        options.set(ExecutionOptions.BATCH_SHUFFLE_MODE, BatchShuffleMode.ALL_EXCHANGES_BLOCKING);
        options.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
        options.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        options.set(PipelineOptions.OBJECT_REUSE, true);
        options.set(PipelineOptions.GENERIC_TYPES, false);
        options.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        options.set(CoreOptions.TMP_DIRS, temporary.toString());
        options.set(
                TaskManagerOptions.MANAGED_MEMORY_SIZE,
                MemorySize.ofMebiBytes((long) parallelism * SORT_MEBIBYTES_PER_SLOT));
        MemorySize network =
                MemorySize.ofMebiBytes((long) (parallelism + 1) * NETWORK_MEBIBYTES_PER_SLOT);
        options.set(TaskManagerOptions.NETWORK_MEMORY_MIN, network);
        options.set(TaskManagerOptions.NETWORK_MEMORY_MAX, network);
        // What goes to disk and comes back once is packed for nothing.
        options.set(
                NettyShuffleEnvironmentOptions.SHUFFLE_COMPRESSION_CODEC, CompressionCodec.NONE);
        // Progress comes with the heartbeats of Flink's own processes.
        options.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, Duration.ofMillis(500));
        return options;
    }
}
