package io.automation.job.spec;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.automation.connectors.cdc.TimePrecision;
import io.automation.connectors.history.HistoryFiles;
import io.automation.job.ReplayTopology;
import io.automation.job.evaluate.Watch;
import io.automation.job.history.Replacements;
import io.automation.job.history.ReplayConfiguration;
import io.automation.job.history.ReplayFolder;
import io.automation.job.history.ReplayOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Replays many small histories in one job of the production topology and reads what came of them.
 */
final class ReplayJob {

    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private final Path directory;
    private final Watch watch;
    private final List<ReplayFolder> folders = new ArrayList<>();

    ReplayJob(Path directory) {
        this(directory, Watch.NOTHING);
    }

    ReplayJob(Path directory, Watch watch) {
        this.directory = directory;
        this.watch = watch;
    }

    /** Adds a history and gives its number. */
    int add(List<String> events, ReplayOptions options) throws IOException {
        String name = String.valueOf(folders.size());
        Path input = Files.createDirectories(directory.resolve("in").resolve(name));
        Files.write(input.resolve("history.jsonl"), events);
        Path output = directory.resolve("out").resolve(name);
        folders.add(
                new ReplayFolder(
                        name, HistoryFiles.below(input), options, Replacements.NONE, output));
        return folders.size() - 1;
    }

    void run(int parallelism) throws Exception {
        Path temporary = Files.createDirectories(directory.resolve("tmp"));
        try (StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createLocalEnvironment(
                        parallelism, ReplayConfiguration.of(parallelism, temporary))) {
            ReplayTopology.define(
                    env, folders, TimePrecision.ADAPTIVE, System.currentTimeMillis(), watch);
            env.execute("replay");
        }
    }

    List<JsonNode> runs(int history) throws IOException {
        return parsed(history, "runs.jsonl");
    }

    List<JsonNode> deliveries(int history) throws IOException {
        return parsed(history, "deliveries.jsonl");
    }

    List<JsonNode> decisions(int history) throws IOException {
        return parsed(history, "decisions.jsonl");
    }

    List<String> lines(int history, String name) throws IOException {
        return Files.readAllLines(file(history, name));
    }

    byte[] bytes(int history, String name) throws IOException {
        return Files.readAllBytes(file(history, name));
    }

    static JsonNode parse(String line) throws IOException {
        return JSON.readTree(line);
    }

    private List<JsonNode> parsed(int history, String name) throws IOException {
        List<JsonNode> parsed = new ArrayList<>();
        for (String line : lines(history, name)) {
            parsed.add(parse(line));
        }
        return parsed;
    }

    /** The folder that took the results of a history. */
    Path output(int history) {
        return folders.get(history).output();
    }

    private Path file(int history, String name) {
        return output(history).resolve(name);
    }
}
