package io.automation.job;

import io.automation.job.config.CheckpointOptions;
import io.automation.job.config.JobConfig;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Environments as both jobs need them. */
public final class Environments {

    /** Fixed for ever: state is split by it. */
    public static final int MAX_PARALLELISM = 720;

    private static final int RETAINED = 3;

    private Environments() {}

    /** A new environment for one job; Flink's own options in the configuration win. */
    public static StreamExecutionEnvironment create(JobConfig config) {
        return StreamExecutionEnvironment.getExecutionEnvironment(configuration(config));
    }

    /** What {@link #create} sets. */
    static Configuration configuration(JobConfig config) {
        Configuration flink = new Configuration();
        flink.set(PipelineOptions.OBJECT_REUSE, true);
        flink.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ofMillis(5));
        setCheckpoints(flink, config.checkpoints());
        setRestarts(flink);
        // Where Flink runs in this process: its servers know no login. A cluster has its own.
        flink.set(JobManagerOptions.BIND_HOST, "127.0.0.1");
        flink.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
        flink.addAll(Configuration.fromMap(config.flink()));
        // What the state's future depends on cannot be chosen.
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        flink.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        flink.set(PipelineOptions.MAX_PARALLELISM, MAX_PARALLELISM);
        flink.set(CoreOptions.DEFAULT_PARALLELISM, config.parallelism());
        return flink;
    }

    private static void setCheckpoints(Configuration flink, CheckpointOptions options) {
        flink.set(
                CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE,
                CheckpointingMode.EXACTLY_ONCE);
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, options.interval());
        flink.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, Duration.ofMinutes(10));
        flink.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, 10);
        flink.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, RETAINED);
        flink.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        if (options.directory() != null) {
            flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, options.directory());
        }
        flink.set(StateBackendOptions.STATE_BACKEND, options.rocksDb() ? "rocksdb" : "hashmap");
        flink.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, options.rocksDb());
    }

    private static void setRestarts(Configuration flink) {
        flink.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        flink.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
                Duration.ofMillis(500));
        flink.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
                Duration.ofSeconds(30));
        flink.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD,
                Duration.ofMinutes(5));
    }
}
