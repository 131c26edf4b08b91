package io.automation.embedded.parts;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** Flink in this process: a mini cluster with its web page, which can neither submit nor cancel. */
public final class FlinkCluster implements AutoCloseable {

    private static final String PART = "Flink";
    private static final String LOCALHOST = "127.0.0.1";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 20;

    private final MiniCluster cluster;
    private final URI webPage;

    private FlinkCluster(MiniCluster cluster, URI webPage) {
        this.cluster = cluster;
        this.webPage = webPage;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Flink's web page. */
    public URI webPage() {
        return webPage;
    }

    /** The cluster itself, for those who kill parts of it. */
    public MiniCluster miniCluster() {
        return cluster;
    }

    /** Hands a job over; returns when the cluster has it, not when it runs. */
    public JobID submit(StreamGraph graph) {
        return get("submit", cluster.submitJob(graph.getJobGraph())).getJobID();
    }

    public JobStatus jobStatus(JobID job) {
        return get("status", cluster.getJobStatus(job));
    }

    /** Waits until a job has a status; fails at once when it has come to another end. */
    public void awaitStatus(JobID job, JobStatus wanted) {
        await(job, wanted, status -> status == wanted);
    }

    /** Waits until all tasks of a job run, so that it can be given a savepoint. */
    public void awaitRunning(JobID job) {
        await(
                job,
                JobStatus.RUNNING,
                status -> {
                    if (status != JobStatus.RUNNING) {
                        return false;
                    }
                    for (AccessExecutionVertex task :
                            get("status", cluster.getExecutionGraph(job))
                                    .getAllExecutionVertices()) {
                        if (task.getExecutionState() != ExecutionState.RUNNING) {
                            return false;
                        }
                    }
                    return true;
                });
    }

    private void await(JobID job, JobStatus wanted, Predicate<JobStatus> condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        JobStatus status = jobStatus(job);
        while (!condition.test(status)) {
            if (status.isGloballyTerminalState() || System.nanoTime() > end) {
                throw new PartException(
                        PART, "job %s is %s, not %s".formatted(job, status, wanted));
            }
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new PartException(PART, "was interrupted", interrupted);
            }
            status = jobStatus(job);
        }
    }

    /** Cancels a job and waits for its end. */
    public void cancel(JobID job) {
        get("cancel", cluster.cancelJob(job));
        get("end", cluster.requestJobResult(job));
    }

    /** Writes a savepoint below a folder and returns its path; the job goes on. */
    public String triggerSavepoint(JobID job, Path directory) {
        return get(
                "savepoint",
                cluster.triggerSavepoint(
                        job, directory.toUri().toString(), false, SavepointFormatType.CANONICAL));
    }

    /** Stops a job with a savepoint below a folder and returns its path. */
    public String stopWithSavepoint(JobID job, Path directory) {
        return get(
                "stop with savepoint",
                cluster.stopWithSavepoint(
                        job, directory.toUri().toString(), false, SavepointFormatType.CANONICAL));
    }

    @Override
    public void close() {
        get("close", cluster.closeAsync());
    }

    private static <T> T get(String what, CompletableFuture<T> answer) {
        try {
            return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new PartException(PART, what + " failed: " + failed.getCause(), failed);
        } catch (TimeoutException failed) {
            throw new PartException(PART, what + " took too long", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new PartException(PART, "was interrupted", interrupted);
        }
    }

    /** What a cluster is started with. */
    public static final class Builder {

        private final Configuration configuration = new Configuration();
        private int webPort;
        private int taskManagers = 1;
        private int slots = 1;

        private Builder() {
            configuration.set(WebOptions.SUBMIT_ENABLE, false);
            configuration.set(WebOptions.CANCEL_ENABLE, false);
            configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(128));
            configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
            configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
        }

        /** The port of the web page; without it a free one. */
        public Builder webPort(int port) {
            this.webPort = port;
            return this;
        }

        public Builder taskManagers(int count) {
            this.taskManagers = count;
            return this;
        }

        /** Slots of each task manager. */
        public Builder slots(int count) {
            this.slots = count;
            return this;
        }

        /** Further settings of the cluster. */
        public Builder configuration(Configuration further) {
            configuration.addAll(further);
            return this;
        }

        public FlinkCluster start() {
            int port = webPort == 0 ? FreePorts.any() : webPort;
            // Flink's file server and the exchange of records know no login, and without these they
            // listen on every interface, whatever the mini cluster's own address is.
            configuration.set(JobManagerOptions.BIND_HOST, LOCALHOST);
            configuration.set(TaskManagerOptions.BIND_HOST, LOCALHOST);
            configuration.set(TaskManagerOptions.HOST, LOCALHOST);
            configuration.set(RestOptions.ADDRESS, LOCALHOST);
            configuration.set(RestOptions.BIND_ADDRESS, LOCALHOST);
            configuration.set(RestOptions.PORT, port);
            configuration.set(RestOptions.BIND_PORT, Integer.toString(port));
            MiniCluster cluster =
                    new MiniCluster(
                            new MiniClusterConfiguration.Builder()
                                    .setConfiguration(configuration)
                                    .setCommonBindAddress(LOCALHOST)
                                    .setNumTaskManagers(taskManagers)
                                    .setNumSlotsPerTaskManager(slots)
                                    .build());
            try {
                cluster.start();
                return new FlinkCluster(cluster, get("start", cluster.getRestAddress()));
            } catch (PartException failed) {
                cluster.closeAsync().join();
                throw failed;
            } catch (Exception failed) {
                throw new PartException(PART, "did not start: " + failed, failed);
            }
        }
    }
}
