package io.automation.embedded.demo;

import io.automation.embedded.parts.FlinkCluster;
import io.automation.embedded.parts.PartException;
import io.automation.job.AutomationJob;
import io.automation.job.Environments;
import io.automation.job.LiveEndpoints;
import io.automation.job.config.AutomationOptions;
import io.automation.job.config.ConfigException;
import io.automation.job.config.JobConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.jspecify.annotations.Nullable;

/** The two jobs in the demo's cluster, each from its newest checkpoint. */
final class DemoJobs implements AutoCloseable {

    private static final String PART = "Flink";
    private static final String DETECT = "detect";
    private static final String DELIVER = "deliver";

    private final FlinkCluster cluster;
    private final JobID detect;
    private final JobID deliver;
    private final boolean resumed;

    private DemoJobs(FlinkCluster cluster, JobID detect, JobID deliver, boolean resumed) {
        this.cluster = cluster;
        this.detect = detect;
        this.deliver = deliver;
        this.resumed = resumed;
    }

    /** The jobs' options, but for where their checkpoints lie. */
    static Map<String, String> options(
            String jdbcUrl, String bootstrapServers, int smtpPort, String guarantee) {
        Map<String, String> options = new HashMap<>();
        options.put(AutomationOptions.BOOTSTRAP_SERVERS.key(), bootstrapServers);
        // As long as the broker lets it be: a demo that was killed is started again when one likes.
        options.put(AutomationOptions.TRANSACTION_TIMEOUT.key(), "24 h");
        options.put(AutomationOptions.JDBC_URL.key(), jdbcUrl);
        options.put(AutomationOptions.JDBC_USER.key(), "job");
        options.put(AutomationOptions.SMTP_HOST.key(), "127.0.0.1");
        options.put(AutomationOptions.SMTP_PORT.key(), Integer.toString(smtpPort));
        options.put(AutomationOptions.SMTP_SECURITY.key(), "none");
        options.put(AutomationOptions.SMTP_FROM.key(), "automation@demo.example.com");
        // The catcher answers at once: after a kill nobody waits for a quarter of an hour.
        options.put(AutomationOptions.SMTP_CONNECT_TIMEOUT.key(), "5 s");
        options.put(AutomationOptions.SMTP_COMMAND_TIMEOUT.key(), "10 s");
        options.put(AutomationOptions.SMTP_ACCEPT_TIMEOUT.key(), "20 s");
        options.put(AutomationOptions.LEASE.key(), "60 s");
        options.put(AutomationOptions.GUARANTEE.key(), guarantee);
        options.put(AutomationOptions.CHECKPOINT_INTERVAL.key(), "1 s");
        return options;
    }

    /** Starts both and waits until they run. */
    static DemoJobs start(FlinkCluster cluster, DemoFolder folder, Map<String, String> options)
            throws InterruptedException {
        try {
            Checkpoints detections = new Checkpoints(folder.checkpoints(DETECT));
            Checkpoints deliveries = new Checkpoints(folder.checkpoints(DELIVER));
            detections.deleteOld();
            deliveries.deleteOld();
            Path detected = detections.newestReadable();
            Path delivered = deliveries.newestReadable();

            JobConfig config = config(options, folder.checkpoints(DELIVER));
            JobID deliver =
                    submit(cluster, DELIVER, config, delivered, AutomationJob::defineDeliver);
            config = config(options, folder.checkpoints(DETECT));
            LiveEndpoints.check(config, detected != null);
            JobID detect = submit(cluster, DETECT, config, detected, AutomationJob::defineDetect);
            cluster.awaitStatus(deliver, JobStatus.RUNNING);
            cluster.awaitStatus(detect, JobStatus.RUNNING);
            return new DemoJobs(cluster, detect, deliver, detected != null && delivered != null);
        } catch (ConfigException refused) {
            throw new PartException(PART, String.valueOf(refused.getMessage()), refused);
        } catch (IOException failed) {
            throw new PartException(
                    PART, "cannot use its checkpoints: " + failed.getMessage(), failed);
        }
    }

    JobID detect() {
        return detect;
    }

    JobID deliver() {
        return deliver;
    }

    /** Whether both went on from a checkpoint. */
    boolean isResumed() {
        return resumed;
    }

    /** Ends both; their checkpoints stay. */
    @Override
    public void close() {
        cluster.cancel(detect);
        cluster.cancel(deliver);
    }

    private static JobConfig config(Map<String, String> options, Path checkpoints)
            throws ConfigException {
        Map<String, String> all = new HashMap<>(options);
        all.put(
                AutomationOptions.CHECKPOINT_DIRECTORY.key(),
                checkpoints.toAbsolutePath().normalize().toUri().toString());
        return JobConfig.of(all);
    }

    private static JobID submit(
            FlinkCluster cluster,
            String name,
            JobConfig config,
            @Nullable Path checkpoint,
            BiConsumer<StreamExecutionEnvironment, JobConfig> job) {
        StreamExecutionEnvironment env = Environments.create(config);
        job.accept(env, config);
        StreamGraph graph = env.getStreamGraph();
        graph.setJobName(name);
        if (checkpoint != null) {
            graph.setSavepointRestoreSettings(
                    SavepointRestoreSettings.forPath(checkpoint.toUri().toString()));
        }
        return cluster.submit(graph);
    }
}
