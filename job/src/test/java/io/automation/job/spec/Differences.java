package io.automation.job.spec;

import io.automation.job.history.ReplayOptions;
import io.automation.job.oracle.Asked;
import io.automation.job.oracle.Oracle;
import io.automation.job.oracle.Story;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Histories through the production replay, all in one job, against the oracle, to the letter of
 * {@code runs.jsonl}.
 *
 * @param found one text for each history that differs, the first with its smallest history
 * @param runs how many the oracle expects in all
 * @param skipped how many of them were skipped at their trigger
 */
record Differences(List<String> found, int runs, int skipped) {

    static Differences of(List<Story> stories, long firstSeed, Path directory) throws Exception {
        ReplayJob job = new ReplayJob(directory);
        for (Story story : stories) {
            job.add(story.lines(), options(story.asked()));
        }
        job.run(2);

        List<String> differences = new ArrayList<>();
        int runs = 0;
        int skipped = 0;
        for (int i = 0; i < stories.size(); i++) {
            Story story = stories.get(i);
            List<String> expected = Oracle.judge(story.lines(), story.asked());
            List<String> found = job.lines(i, "runs.jsonl");
            runs += expected.size();
            skipped +=
                    (int) expected.stream().filter(run -> run.endsWith(",\"steps\":[]}")).count();
            if (!found.equals(expected)) {
                String difference = difference(firstSeed + i, story, expected, found);
                boolean isFirst = differences.isEmpty();
                differences.add(isFirst ? difference + smallest(story, directory) : difference);
            }
        }
        return new Differences(differences, runs, skipped);
    }

    static ReplayOptions options(Asked asked) {
        return new ReplayOptions(asked.isPinned(), asked.includesDrafts(), asked.until());
    }

    /** What a person looks at. */
    private static String smallest(Story story, Path directory) throws Exception {
        List<String> lines = new SmallestHistory(directory).of(story);
        return "\n  smallest history that differs:\n"
                + String.join("\n", lines)
                + "\n  expected "
                + Oracle.judge(lines, story.asked());
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
