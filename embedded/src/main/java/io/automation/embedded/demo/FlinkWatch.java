package io.automation.embedded.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Flink tells of the running jobs over its REST interface. */
final class FlinkWatch {

    private static final Logger LOG = LoggerFactory.getLogger(FlinkWatch.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final URI flink;
    private final String detect;
    private final String deliver;
    private @Nullable String evaluating;

    /**
     * @param detect the id of the job whose clock is told
     */
    FlinkWatch(URI flink, String detect, String deliver) {
        this.flink = flink;
        this.detect = detect;
        this.deliver = deliver;
    }

    /** How far the clock of detection is behind; null while it has none. */
    @Nullable Duration clockLag(Instant now) {
        try {
            String vertex = evaluatingVertex();
            if (vertex == null) {
                return null;
            }
            long clock = Long.MAX_VALUE;
            for (JsonNode subtask :
                    get("/jobs/" + detect + "/vertices/" + vertex + "/watermarks")) {
                clock = Math.min(clock, subtask.path("value").asLong(Long.MIN_VALUE));
            }
            return clock <= 0 || clock == Long.MAX_VALUE
                    ? null
                    : Duration.between(Instant.ofEpochMilli(clock), now);
        } catch (IOException failed) {
            LOG.debug("No clock", failed);
            return null;
        }
    }

    /** The age of the newest checkpoint of the job whose is older; null while one has none. */
    @Nullable Duration checkpointAge(Instant now) {
        try {
            long oldest = Long.MAX_VALUE;
            for (String job : List.of(detect, deliver)) {
                JsonNode at =
                        get("/jobs/" + job + "/checkpoints")
                                .at("/latest/completed/latest_ack_timestamp");
                if (!at.isNumber()) {
                    return null;
                }
                oldest = Math.min(oldest, at.longValue());
            }
            return Duration.between(Instant.ofEpochMilli(oldest), now);
        } catch (IOException failed) {
            LOG.debug("No checkpoint", failed);
            return null;
        }
    }

    private @Nullable String evaluatingVertex() throws IOException {
        if (evaluating == null) {
            for (JsonNode vertex : get("/jobs/" + detect).path("vertices")) {
                if (vertex.path("name").asText().startsWith("Judge facts")) {
                    evaluating = vertex.path("id").asText();
                }
            }
        }
        return evaluating;
    }

    private JsonNode get(String path) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(flink.resolve(path)).timeout(TIMEOUT).GET().build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("%s: HTTP %d".formatted(path, answer.statusCode()));
            }
            return JSON.readTree(answer.body());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }
}
