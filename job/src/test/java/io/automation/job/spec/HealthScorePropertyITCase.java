package io.automation.job.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.job.history.ReplayOptions;
import io.automation.job.oracle.Asked;
import io.automation.job.oracle.Oracle;
import io.automation.job.spec.RandomHistory.Story;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random histories through the production replay, all in one job, against the oracle. {@code
 * -Dhistories=20000} asks for more of them, {@code -Dhistories.seed=17} begins with another one.
 */
class HealthScorePropertyITCase {

    private static final int HISTORIES = Integer.getInteger("histories", 1200);
    private static final long FIRST_SEED = Long.getLong("histories.seed", 1);

    private static final String SKIPPED = "\"status\":\"skipped\",\"reason\":\"";

    @Test
    void aReplaySaysWhatThePageSays(@TempDir Path directory) throws Exception {
        ReplayJob job = new ReplayJob(directory);
        List<Story> stories =
                LongStream.range(FIRST_SEED, FIRST_SEED + HISTORIES)
                        .mapToObj(RandomHistory::of)
                        .toList();
        for (Story story : stories) {
            job.add(story.lines(), options(story.asked()));
        }
        job.run(2);

        List<String> differences = new ArrayList<>();
        int runs = 0;
        int skipped = 0;
        for (int i = 0; i < stories.size(); i++) {
            List<String> expected =
                    Oracle.judge(stories.get(i).lines(), stories.get(i).asked());
            List<String> found = job.lines(i, "runs.jsonl");
            runs += expected.size();
            skipped += (int) expected.stream().filter(run -> run.contains(SKIPPED)).count();
            if (!found.equals(expected)) {
                String difference = difference(FIRST_SEED + i, stories.get(i), expected, found);
                differences.add(
                        differences.isEmpty()
                                ? difference + smallest(stories.get(i), directory)
                                : difference);
            }
        }
        assertThat(differences).as("histories that differ").isEmpty();
        assertThat(runs - skipped).as("started runs").isGreaterThan(HISTORIES * 2);
        assertThat(skipped).as("skipped runs").isGreaterThan(HISTORIES / 2);
    }

    static ReplayOptions options(Asked asked) {
        return new ReplayOptions(asked.isPinned(), asked.includesDrafts(), asked.until());
    }

    /** What a person looks at. */
    private static String smallest(Story story, Path directory) throws Exception {
        List<String> lines = new SmallestHistory(directory).of(story);
        return "\n  smallest history that differs:\n" + String.join("\n", lines);
    }

    private static String difference(
            long seed, Story story, List<String> expected, List<String> found) {
        List<String> missing = new ArrayList<>(expected);
        missing.removeAll(found);
        List<String> surplus = new ArrayList<>(found);
        surplus.removeAll(expected);
        return "seed "
                + seed
                + " "
                + story.asked()
                + "\n  expected "
                + missing
                + "\n  found    "
                + surplus;
    }
}
