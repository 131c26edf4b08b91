package io.automation.job.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the jobs keep their state.
 *
 * @param directory a URI; null: as the cluster is configured
 * @param rocksDb whether state lies on disk instead of in memory
 */
public record CheckpointOptions(Duration interval, @Nullable String directory, boolean rocksDb) {}
