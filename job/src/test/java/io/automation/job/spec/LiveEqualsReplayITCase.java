package io.automation.job.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.automation.connectors.cdc.ChangeDecoder;
import io.automation.connectors.cdc.DebeziumJsonDecoder;
import io.automation.connectors.cdc.DecoderOptions;
import io.automation.connectors.cdc.TimePrecision;
import io.automation.job.evaluate.LiveEvaluation;
import io.automation.job.history.ReplayOptions;
import io.automation.job.oracle.NastyHistory;
import io.automation.job.oracle.NastyHistory.Kind;
import io.automation.model.change.Change;
import io.automation.model.change.Instants;
import io.automation.model.run.Reason;
import io.automation.model.run.Run;
import io.automation.model.run.RunStatus;
import io.automation.model.run.Step;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Histories judged on arrival, in commit order, with restarts from checkpoints in between, against
 * the replay of their lines. {@code -Dlive.histories=5000} asks for more of them.
 */
class LiveEqualsReplayITCase {

    private static final int HISTORIES = Integer.getInteger("live.histories", 300);
    private static final int NASTY_HISTORIES = Integer.getInteger("live.nasty.histories", 50);

    @Test
    void judgingOnArrivalSaysWhatTheReplaySays(@TempDir Path directory) throws Exception {
        ReplayJob job = new ReplayJob(directory);
        for (int seed = 0; seed < HISTORIES; seed++) {
            job.add(RandomHistory.inCommitOrder(seed), ReplayOptions.RECORDED);
        }
        job.run(2);

        int runs = 0;
        for (int seed = 0; seed < HISTORIES; seed++) {
            TreeSet<String> replayed = new TreeSet<>();
            for (JsonNode run : job.runs(seed)) {
                replayed.add(
                        run.path("id").asText()
                                + " "
                                + run.path("status").asText()
                                + " "
                                + (run.path("reason").isNull() ? "" : run.path("reason").asText()));
            }
            List<Run> told = live(RandomHistory.inCommitOrder(seed), seed, Long.MIN_VALUE);
            assertThat(verdicts(told)).as("seed " + seed).isEqualTo(replayed);
            runs += replayed.size();
        }
        assertThat(runs).isGreaterThan(HISTORIES * 3);
    }

    @ParameterizedTest
    @EnumSource
    void theWholeLanguageTooWhileNothingLeaves(Kind kind, @TempDir Path directory)
            throws Exception {
        ReplayJob job = new ReplayJob(directory);
        for (int seed = 0; seed < NASTY_HISTORIES; seed++) {
            job.add(NastyHistory.inCommitOrder(kind, seed), ReplayOptions.RECORDED);
        }
        job.run(2);

        int runs = 0;
        for (int seed = 0; seed < NASTY_HISTORIES; seed++) {
            List<String> lines = NastyHistory.inCommitOrder(kind, seed);
            TreeSet<String> replayed = new TreeSet<>();
            job.runs(seed).forEach(run -> replayed.add(story(run)));

            Map<String, Run> last = new TreeMap<>();
            live(lines, seed, Long.MAX_VALUE).forEach(run -> last.put(run.id(), run));
            TreeSet<String> told = new TreeSet<>();
            last.values().forEach(run -> told.add(story(run)));
            assertThat(told)
                    .as("seed " + seed + "\n" + String.join("\n", lines))
                    .isEqualTo(replayed);
            runs += replayed.size();
        }
        assertThat(runs).as("runs").isGreaterThan(NASTY_HISTORIES);
    }

    private static String story(JsonNode run) {
        StringBuilder story = new StringBuilder();
        for (String field : List.of("id", "status", "reason", "result")) {
            story.append(run.path(field).isNull() ? "-" : run.path(field).asText()).append(' ');
        }
        JsonNode result = run.path("result");
        story.append(result.has("noop")).append(' ').append(result.has("retracted"));
        for (JsonNode step : run.path("steps")) {
            for (String field : List.of("status", "due_at", "reason")) {
                story.append(' ')
                        .append(step.path(field).isNull() ? "-" : step.path(field).asText());
            }
        }
        return story.toString();
    }

    private static String story(Run run) {
        StringBuilder story = new StringBuilder();
        Reason why = run.reason();
        String reason = why == null ? "-" : why.code();
        String result = run.noop() || run.retracted() ? "" : "-";
        story.append(run.id() + ' ' + run.status().code() + ' ' + reason + ' ' + result + ' ');
        story.append(run.noop()).append(' ').append(run.retracted());
        for (Step step : run.steps()) {
            Long due = step.dueAt();
            Reason stepWhy = step.reason();
            story.append(' ').append(step.status().code());
            story.append(' ').append(due == null ? "-" : Instants.text(due));
            story.append(' ').append(stepWhy == null ? "-" : stepWhy.code());
        }
        return story.toString();
    }

    /** What a live job tells of lines in commit order, restarted now and then. */
    private static List<Run> live(List<String> lines, int seed, long effectsFrom) throws Exception {
        Random random = new Random(seed);
        ChangeDecoder decoder =
                new DebeziumJsonDecoder(new DecoderOptions(TimePrecision.ADAPTIVE, false));
        List<Change> changes = new ArrayList<>();
        for (String line : lines) {
            decoder.decode(
                    null,
                    line.getBytes(StandardCharsets.UTF_8),
                    "",
                    "changes-0",
                    changes.size(),
                    decoded -> {
                        Change change = decoded.change();
                        if (change != null) {
                            changes.add(change);
                        }
                    });
        }
        try (LiveEvaluation live = new LiveEvaluation(effectsFrom)) {
            long heartbeat = changes.get(0).at() - 1;
            live.heartbeat(heartbeat);
            for (Change change : changes) {
                if (random.nextInt(4) == 0 && change.at() - 1 > heartbeat) {
                    heartbeat = change.at() - 1;
                    live.heartbeat(heartbeat);
                }
                live.take(change);
                if (random.nextInt(15) == 0) {
                    live.restart();
                }
            }
            live.heartbeat(changes.get(changes.size() - 1).at());
            return List.copyOf(live.runs());
        }
    }

    private static TreeSet<String> verdicts(List<Run> runs) {
        TreeSet<String> verdicts = new TreeSet<>();
        runs.forEach(run -> verdicts.add(verdict(run)));
        return verdicts;
    }

    /** Live, what the replay's target accepts at once is still queued. */
    private static String verdict(Run run) {
        Reason reason = run.reason();
        String status = run.status() == RunStatus.QUEUED ? "success" : run.status().code();
        return run.id() + " " + status + " " + (reason == null ? "" : reason.code());
    }
}
