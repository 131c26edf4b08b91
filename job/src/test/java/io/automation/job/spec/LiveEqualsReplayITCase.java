package io.automation.job.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.automation.connectors.cdc.ChangeDecoder;
import io.automation.connectors.cdc.DebeziumJsonDecoder;
import io.automation.connectors.cdc.DecoderOptions;
import io.automation.connectors.cdc.TimePrecision;
import io.automation.job.evaluate.LiveEvaluation;
import io.automation.job.history.ReplayOptions;
import io.automation.model.change.Change;
import io.automation.model.run.Reason;
import io.automation.model.run.Run;
import io.automation.model.run.RunStatus;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Histories judged on arrival, in commit order, with restarts from checkpoints in between, against
 * the replay of their lines. {@code -Dlive.histories=5000} asks for more of them.
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
            assertThat(live(seed)).as("seed " + seed).isEqualTo(replayed);
            runs += replayed.size();
        }
        assertThat(runs).isGreaterThan(HISTORIES * 3);
    }

    private static TreeSet<String> live(int seed) throws Exception {
        Random random = new Random(seed);
        ChangeDecoder decoder =
                new DebeziumJsonDecoder(new DecoderOptions(TimePrecision.ADAPTIVE, false));
        List<Change> changes = new ArrayList<>();
        for (String line : RandomHistory.inCommitOrder(seed)) {
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            decoder.decode(
                    null,
                    bytes,
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
        TreeSet<String> verdicts = new TreeSet<>();
        try (LiveEvaluation live = new LiveEvaluation()) {
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
            for (Run run : live.runs()) {
                verdicts.add(verdict(run));
            }
        }
        return verdicts;
    }

    /** Live, what the replay's target accepts at once is still queued. */
    private static String verdict(Run run) {
        Reason reason = run.reason();
        String status = run.status() == RunStatus.QUEUED ? "success" : run.status().code();
        return run.id() + " " + status + " " + (reason == null ? "" : reason.code());
    }
}
