package io.automation.embedded.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.automation.job.Environments;
import io.automation.job.config.AutomationOptions;
import io.automation.job.config.JobConfig;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A job's life in the cluster, and what its web page allows. */
class FlinkClusterITCase {

    private static FlinkCluster flink;

    @BeforeAll
    static void start() {
        flink = FlinkCluster.builder().slots(2).start();
    }

    @AfterAll
    static void stop() {
        flink.close();
    }

    @Test
    void stopsWithASavepointAndGoesOnFromIt() {
        Path folder = PartFolders.empty("savepoints");
        JobID job = flink.submit(graph());
        flink.awaitRunning(job);

        assertThat(flink.triggerSavepoint(job, folder)).contains("savepoint");
        String savepoint = flink.stopWithSavepoint(job, folder);
        flink.awaitStatus(job, JobStatus.FINISHED);
        StreamGraph restored = graph();
        restored.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(savepoint));
        JobID again = flink.submit(restored);

        flink.awaitRunning(again);
        flink.cancel(again);
        assertThat(flink.jobStatus(again)).isEqualTo(JobStatus.CANCELED);
    }

    @Test
    void saysThatAJobHasComeToAnotherEnd() {
        JobID job = flink.submit(graph());
        flink.awaitRunning(job);
        flink.cancel(job);

        assertThatThrownBy(() -> flink.awaitStatus(job, JobStatus.RUNNING))
                .isInstanceOf(PartException.class)
                .hasMessageContaining("CANCELED");
    }

    @Test
    void showsItsPageAndTakesNoJobs() throws IOException, InterruptedException {
        assertThat(get("/").body()).contains("Flink");
        assertThat(get("/config").body()).contains("\"web-submit\":false", "\"web-cancel\":false");
    }

    /** A single task manager hands its records over in memory and opens less. */
    @Test
    void isNotToBeReachedFromElsewhere() throws IOException {
        try (FlinkCluster other = FlinkCluster.builder().taskManagers(2).slots(1).start()) {
            JobID job = other.submit(graph());
            other.awaitRunning(job);

            assertThat(ListeningSockets.all(ProcessHandle.current())).hasSizeGreaterThan(2);
            assertThat(ListeningSockets.reachable(ProcessHandle.current())).isEmpty();
        }
    }

    /** Without a cluster Flink makes one of its own in this process. */
    @Test
    void isNotToBeReachedWhereTheJobsStartTheirOwn() throws Exception {
        JobConfig config =
                JobConfig.of(
                        Map.of(
                                AutomationOptions.JOB.key(),
                                "detect",
                                AutomationOptions.BOOTSTRAP_SERVERS.key(),
                                "127.0.0.1:1"));
        StreamExecutionEnvironment env = Environments.create(config);
        define(env);
        int before = ListeningSockets.all(ProcessHandle.current()).size();

        JobClient job = env.executeAsync("numbers");
        try {
            assertThat(ListeningSockets.all(ProcessHandle.current())).hasSizeGreaterThan(before);
            assertThat(ListeningSockets.reachable(ProcessHandle.current())).isEmpty();
        } finally {
            job.cancel().get();
        }
    }

    @Test
    void findsASocketThatCanBeReached() throws IOException {
        try (ServerSocket open = new ServerSocket(0)) {
            assertThat(ListeningSockets.reachable(ProcessHandle.current()))
                    .anyMatch(address -> address.endsWith(":%04X".formatted(open.getLocalPort())));
        }
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(flink.webPage().resolve(path)).build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static StreamGraph graph() {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(2);
        define(env);
        return env.getStreamGraph();
    }

    private static void define(StreamExecutionEnvironment env) {
        env.fromSource(
                        new DataGeneratorSource<>(
                                number -> number,
                                Long.MAX_VALUE,
                                RateLimiterStrategy.perSecond(100),
                                Types.LONG),
                        WatermarkStrategy.noWatermarks(),
                        "numbers")
                .uid("numbers")
                .sinkTo(new DiscardingSink<>())
                .uid("discard");
    }
}
