package io.automation.job.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.job.evaluate.LiveEvaluation;
import io.automation.job.evaluate.ReplayEvaluation;
import io.automation.job.history.PrintedRuns;
import io.automation.job.oracle.Asked;
import io.automation.job.oracle.NastyHistory;
import io.automation.job.oracle.NastyHistory.Kind;
import io.automation.job.oracle.Oracle;
import io.automation.job.oracle.Story;
import io.automation.model.change.Change;
import io.automation.model.run.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Nasty histories of every trigger on the operator itself, against the oracle, to the letter of
 * {@code runs.jsonl}: shuffled and replayed, and live in commit order with restarts. {@code
 * -Doperator.histories=20000} and {@code -Doperator.live.histories=5000} ask for more of them,
 * {@code -Dhistories.seed=17} begins with another one.
 */
@Execution(ExecutionMode.CONCURRENT)
class OperatorPropertyITCase {

    private static final int HISTORIES = Integer.getInteger("operator.histories", 1_000);
    private static final int LIVE = Integer.getInteger("operator.live.histories", 60);

    /** How many histories a live job takes in, and how often it is stopped. */
    private static final int TOGETHER = 25;

    private static final int RESTARTS = 4;
    private static final long FIRST_SEED = Long.getLong("histories.seed", 1_000_000);

    @ParameterizedTest
    @EnumSource
    void aReplayOfShuffledLinesSaysWhatThePageSays(Kind kind) throws Exception {
        ReplayEvaluation replay = new ReplayEvaluation(FIRST_SEED);
        Map<String, List<String>> expected = new TreeMap<>();
        for (long seed = FIRST_SEED; seed < FIRST_SEED + HISTORIES; seed++) {
            Story story = NastyHistory.of(kind, seed);
            String folder = "seed " + seed;
            replay.add(folder, story.lines(), Differences.options(story.asked()));
            expected.put(folder, Oracle.judge(story.lines(), story.asked()));
        }

        Map<String, List<Run>> found = replay.run();

        int runs = 0;
        for (Map.Entry<String, List<String>> history : expected.entrySet()) {
            List<Run> own = found.getOrDefault(history.getKey(), List.of());
            assertThat(PrintedRuns.of(own)).as(history.getKey()).isEqualTo(history.getValue());
            runs += own.size();
        }
        assertThat(runs).as("runs").isGreaterThan(HISTORIES / 2);
    }

    @ParameterizedTest
    @EnumSource
    void aLiveJobThatIsStoppedAndRescaledSaysTheSame(Kind kind) throws Exception {
        Map<Long, List<LiveHistory>> byStart = new TreeMap<>();
        for (long seed = FIRST_SEED; seed < FIRST_SEED + LIVE; seed++) {
            LiveHistory history = LiveHistory.of(kind, seed);
            byStart.computeIfAbsent(history.start(), start -> new ArrayList<>()).add(history);
        }

        int runs = 0;
        for (List<LiveHistory> histories : byStart.values()) {
            for (int from = 0; from < histories.size(); from += TOGETHER) {
                int to = Math.min(histories.size(), from + TOGETHER);
                runs += compare(histories.subList(from, to));
            }
        }
        assertThat(runs).as("runs").isGreaterThan(LIVE);
    }

    /** Histories of the same season in one job, so that it need not be started for each. */
    private static int compare(List<LiveHistory> histories) throws Exception {
        long end = histories.stream().mapToLong(LiveHistory::end).max().orElseThrow();
        List<String> expected = new ArrayList<>();
        for (LiveHistory history : histories) {
            expected.addAll(Oracle.judge(history.lines(), new Asked(false, false, end)));
        }

        List<String> told = PrintedRuns.of(live(histories, end));

        assertThat(told)
                .as("seeds " + histories.stream().map(LiveHistory::seed).toList())
                .containsExactlyInAnyOrderElementsOf(expected);
        return told.size();
    }

    /** The last that a live job without effects tells of each run. */
    private static List<Run> live(List<LiveHistory> histories, long end) throws Exception {
        Random random = new Random(histories.get(0).seed());
        List<Change> changes = LiveHistory.merged(histories);
        List<Integer> cuts = random.ints(RESTARTS, 0, changes.size()).boxed().toList();
        Map<String, Run> last = new TreeMap<>();
        try (LiveEvaluation live = new LiveEvaluation(Long.MAX_VALUE)) {
            long clock = changes.get(0).at() - 1;
            live.heartbeat(clock);
            for (int i = 0; i < changes.size(); i++) {
                Change change = changes.get(i);
                if (random.nextInt(4) == 0 && change.at() - 1 > clock) {
                    clock = change.at() - 1;
                    live.heartbeat(clock);
                }
                live.take(change);
                if (cuts.contains(i)) {
                    live.restart(1 + random.nextInt(3));
                }
            }
            live.heartbeat(end);
            live.runs().forEach(run -> last.put(run.id(), run));
        }
        return new ArrayList<>(last.values());
    }
}
