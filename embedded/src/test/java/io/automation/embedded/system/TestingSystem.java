package io.automation.embedded.system;

import static org.awaitility.Awaitility.await;

import io.automation.embedded.parts.FlinkCluster;
import io.automation.embedded.parts.Folders;
import io.automation.embedded.parts.KafkaBroker;
import io.automation.job.AutomationJob;
import io.automation.job.Environments;
import io.automation.job.config.AutomationOptions;
import io.automation.job.config.ConfigException;
import io.automation.job.config.JobConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.jspecify.annotations.Nullable;

/** A broker and a Flink of a test's own, and the jobs in it. */
final class TestingSystem implements AutoCloseable {

    static final int PARTITIONS = 3;

    /** Generous: the machine may be busy with something else. */
    static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Path folder;
    private final KafkaBroker kafka;
    private final FlinkCluster flink;
    private final TestingTopics topics;

    private TestingSystem(Path folder, KafkaBroker kafka, FlinkCluster flink) {
        this.folder = folder;
        this.kafka = kafka;
        this.flink = flink;
        this.topics = new TestingTopics(kafka);
    }

    /**
     * Starts both in an empty folder below target, where a user who is not root may look.
     *
     * @param slots of Flink
     */
    static TestingSystem start(String name, int slots) {
        try {
            Path folder = Path.of("target", "system", name).toAbsolutePath();
            Folders.delete(folder);
            Files.createDirectories(folder);
            KafkaBroker kafka = KafkaBroker.start(folder.resolve("kafka"));
            return new TestingSystem(folder, kafka, FlinkCluster.builder().slots(slots).start());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    Path folder() {
        return folder;
    }

    KafkaBroker kafka() {
        return kafka;
    }

    FlinkCluster flink() {
        return flink;
    }

    TestingTopics topics() {
        return topics;
    }

    /** Options of detection alone. */
    Map<String, String> detecting() {
        Map<String, String> options = new HashMap<>();
        options.put(AutomationOptions.JOB.key(), "detect");
        options.put(AutomationOptions.BOOTSTRAP_SERVERS.key(), kafka.bootstrapServers());
        options.put(AutomationOptions.CHECKPOINT_INTERVAL.key(), "500 ms");
        options.put(
                AutomationOptions.CHECKPOINT_DIRECTORY.key(),
                folder.resolve("detect").toUri().toString());
        return options;
    }

    /** Options of both jobs. */
    Map<String, String> delivering(TestingDatabase database, int smtpPort) {
        Map<String, String> options = detecting();
        options.put(AutomationOptions.JOB.key(), "both");
        options.put(AutomationOptions.JDBC_URL.key(), database.jdbcUrlOfJob());
        options.put(AutomationOptions.JDBC_USER.key(), "job");
        options.put(AutomationOptions.SMTP_HOST.key(), "127.0.0.1");
        options.put(AutomationOptions.SMTP_PORT.key(), Integer.toString(smtpPort));
        options.put(AutomationOptions.SMTP_SECURITY.key(), "none");
        options.put(AutomationOptions.SMTP_FROM.key(), "automation@example.com");
        options.put(
                AutomationOptions.CHECKPOINT_DIRECTORY.key(),
                folder.resolve("deliver").toUri().toString());
        return options;
    }

    /** Starts detection, from a checkpoint or savepoint if one is given. */
    JobID detect(Map<String, String> options, @Nullable Path from) {
        Map<String, String> all = new HashMap<>(options);
        all.put(
                AutomationOptions.CHECKPOINT_DIRECTORY.key(),
                folder.resolve("detect").toUri().toString());
        return start(all, from, AutomationJob::defineDetect);
    }

    /** Starts delivery, from a checkpoint or savepoint if one is given. */
    JobID deliver(Map<String, String> options, @Nullable Path from) {
        return start(options, from, AutomationJob::defineDeliver);
    }

    static JobConfig config(Map<String, String> options) {
        try {
            return JobConfig.of(options);
        } catch (ConfigException refused) {
            throw new IllegalArgumentException(refused);
        }
    }

    private JobID start(
            Map<String, String> options,
            @Nullable Path from,
            BiConsumer<StreamExecutionEnvironment, JobConfig> job) {
        JobConfig config = config(options);
        StreamExecutionEnvironment env = Environments.create(config);
        job.accept(env, config);
        StreamGraph graph = env.getStreamGraph();
        if (from != null) {
            graph.setSavepointRestoreSettings(
                    SavepointRestoreSettings.forPath(from.toUri().toString()));
        }
        JobID id = flink.submit(graph);
        flink.awaitRunning(id);
        return id;
    }

    /** Ends a job and returns its newest checkpoint. */
    Path stop(JobID job) {
        Path checkpoints = checkpoints(job);
        await().atMost(PATIENCE).until(() -> newest(checkpoints) != null);
        flink.cancel(job);
        Path newest = newest(checkpoints);
        if (newest == null) {
            throw new IllegalStateException("the checkpoints of " + job + " are gone");
        }
        return newest;
    }

    /** Waits until a checkpoint that began after this call is complete. */
    void awaitCheckpoint(JobID job) {
        long before = number(newest(checkpoints(job)));
        // The next one may have begun before.
        await().atMost(PATIENCE).until(() -> number(newest(checkpoints(job))) > before + 1);
    }

    private Path checkpoints(JobID job) {
        return Stream.of("detect", "deliver")
                .map(name -> folder.resolve(name).resolve(job.toHexString()))
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(folder.resolve("none"));
    }

    private static @Nullable Path newest(Path checkpoints) {
        if (!Files.isDirectory(checkpoints)) {
            return null;
        }
        try (Stream<Path> files = Files.list(checkpoints)) {
            return files.filter(path -> Files.exists(path.resolve("_metadata")))
                    .max(Comparator.comparingLong(TestingSystem::number))
                    .orElse(null);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static long number(@Nullable Path checkpoint) {
        return checkpoint == null
                ? 0
                : Long.parseLong(checkpoint.getFileName().toString().substring("chk-".length()));
    }

    /** How often any task of a job was started again. */
    int restarts(JobID job) {
        int most = 0;
        for (AccessExecutionVertex task : graph(job).getAllExecutionVertices()) {
            most = Math.max(most, task.getCurrentExecutionAttempt().getAttemptNumber());
        }
        return most;
    }

    private AccessExecutionGraph graph(JobID job) {
        try {
            return flink.miniCluster().getExecutionGraph(job).get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        flink.close();
        topics.close();
        kafka.close();
    }
}
