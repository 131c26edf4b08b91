package io.automation.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.job.config.JobConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

/** What a savepoint of both jobs is found by: a released line must never change. */
class GoldenUidsTest {

    @Test
    void keepsUidsKeysAndMaxParallelism() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.addAll(lines("detect", graph(AutomationJob::defineDetect)));
        lines.addAll(lines("deliver", graph(AutomationJob::defineDeliver)));

        assertThat(lines).isEqualTo(golden());
    }

    @Test
    void keepsAnAccountsOrderFromTheSourceToItsKey() {
        StreamGraph graph = graph(AutomationJob::defineDetect);
        StreamNode decode = node(graph, OperatorId.DECODE_CHANGES);

        assertThat(decode.getInEdges())
                .singleElement()
                .satisfies(
                        edge -> {
                            assertThat(edge.getPartitioner().toString()).isEqualTo("FORWARD");
                            assertThat(graph.getStreamNode(edge.getSourceId()).getParallelism())
                                    .isEqualTo(decode.getParallelism());
                        });
    }

    private static StreamGraph graph(BiConsumer<StreamExecutionEnvironment, JobConfig> job) {
        JobConfig config = Configs.config();
        StreamExecutionEnvironment env = Environments.create(config);
        job.accept(env, config);
        return env.getStreamGraph();
    }

    private static List<String> lines(String job, StreamGraph graph) {
        return graph.getStreamNodes().stream()
                .map(
                        node ->
                                "%s %s key=%s max=%d"
                                        .formatted(
                                                job,
                                                node.getTransformationUID(),
                                                key(node.getStateKeySerializer()),
                                                node.getMaxParallelism()))
                .sorted()
                .toList();
    }

    private static String key(TypeSerializer<?> serializer) {
        return serializer == null ? "-" : serializer.getClass().getSimpleName();
    }

    private static StreamNode node(StreamGraph graph, OperatorId id) {
        return graph.getStreamNodes().stream()
                .filter(node -> id.uid().equals(node.getTransformationUID()))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> golden() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        GoldenUidsTest.class.getResourceAsStream("/golden-uids.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
