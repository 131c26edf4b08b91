package io.automation.job.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.automation.job.evaluate.DecodedLines;
import io.automation.job.evaluate.LiveEvaluation;
import io.automation.job.history.ReplayOptions;
import io.automation.model.change.Change;
import io.automation.model.run.Reason;
import io.automation.model.run.Run;
import io.automation.model.run.RunStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Histories judged on arrival, in commit order, with restarts at other parallelisms in between,
 * against the replay of their lines. {@code -Dlive.histories=5000} asks for more of them.
 */
class LiveEqualsReplayITCase {

    private static final int HISTORIES = Integer.getInteger("live.histories", 300);

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
            List<Run> told = live(RandomHistory.inCommitOrder(seed), seed);
            assertThat(verdicts(told)).as("seed " + seed).isEqualTo(replayed);
            runs += replayed.size();
        }
        assertThat(runs).isGreaterThan(HISTORIES * 3);
    }

    /** What a live job tells of lines in commit order, restarted now and then. */
    private static List<Run> live(List<String> lines, int seed) throws Exception {
        Random random = new Random(seed);
        List<Change> changes = DecodedLines.of("", lines);
        try (LiveEvaluation live = new LiveEvaluation(Long.MIN_VALUE)) {
            long heartbeat = changes.get(0).at() - 1;
            live.heartbeat(heartbeat);
            for (Change change : changes) {
                if (random.nextInt(4) == 0 && change.at() - 1 > heartbeat) {
                    heartbeat = change.at() - 1;
                    live.heartbeat(heartbeat);
                }
                live.take(change);
                if (random.nextInt(15) == 0) {
                    live.restart(1 + random.nextInt(3));
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
