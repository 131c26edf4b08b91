package io.automation.job.spec;

import io.automation.job.oracle.Oracle;
import io.automation.job.oracle.Story;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Takes lines away from a history as long as replay and oracle still differ; what is left is what a
 * person looks at.
 */
final class SmallestHistory {

    private final Path directory;
    private int jobs;

    SmallestHistory(Path directory) {
        this.directory = directory;
    }

    List<String> of(Story story) throws Exception {
        List<String> lines = List.copyOf(new LinkedHashSet<>(story.lines()));
        if (!differ(List.of(lines), story).get(0)) {
            lines = story.lines();
        }
        int size = Math.max(1, lines.size() / 4);
        while (true) {
            List<String> smaller = withoutSome(lines, size, story);
            if (smaller.size() < lines.size()) {
                lines = smaller;
            } else if (size == 1) {
                return lines;
            } else {
                size = Math.max(1, size / 2);
            }
        }
    }

    /** Without one stretch of lines, or, best of all, without all that may go. */
    private List<String> withoutSome(List<String> lines, int size, Story story) throws Exception {
        List<List<String>> stretches = new ArrayList<>();
        List<List<String>> rests = new ArrayList<>();
        for (int from = 0; from < lines.size(); from += size) {
            int to = Math.min(lines.size(), from + size);
            List<String> rest = new ArrayList<>(lines.subList(0, from));
            rest.addAll(lines.subList(to, lines.size()));
            rests.add(rest);
            stretches.add(lines.subList(from, to));
        }
        List<Boolean> differ = differ(rests, story);
        List<String> kept = new ArrayList<>();
        List<String> first = lines;
        for (int i = rests.size() - 1; i >= 0; i--) {
            if (differ.get(i)) {
                first = rests.get(i);
            } else {
                kept.addAll(0, stretches.get(i));
            }
        }
        boolean isGood = !kept.isEmpty() && differ(List.of(kept), story).get(0);
        return isGood ? kept : first;
    }

    private List<Boolean> differ(List<List<String>> histories, Story story) throws Exception {
        Path own = Files.createDirectories(directory.resolve("smaller-" + jobs++));
        ReplayJob job = new ReplayJob(own);
        for (List<String> lines : histories) {
            job.add(lines, Differences.options(story.asked()));
        }
        job.run(2);
        List<Boolean> differ = new ArrayList<>();
        for (int i = 0; i < histories.size(); i++) {
            differ.add(
                    !job.lines(i, "runs.jsonl")
                            .equals(Oracle.judge(histories.get(i), story.asked())));
        }
        return differ;
    }
}
