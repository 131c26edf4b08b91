package io.automation.job.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.job.history.ReplayOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same history gives the same bytes, whatever the order of its lines and the parallelism. */
class DeterminismITCase {

    private static final int LINES = 100_000;
    private static final List<String> FILES = List.of("runs.jsonl", "deliveries.jsonl");

    private static List<String> history = List.of();
    private static List<String> expected = List.of();

    @BeforeAll
    static void replayOnce(@TempDir Path directory) throws Exception {
        history = new LargeHistory(1).lines(LINES);
        expected = replay(history, 1, directory);
    }

    @ParameterizedTest
    @CsvSource({"1,2", "1,3", "2,1", "2,2", "2,3"})
    void isTheSameInEveryOrderAndWidth(int shuffle, int parallelism, @TempDir Path directory)
            throws Exception {
        List<String> shuffled = new ArrayList<>(history);
        Collections.shuffle(shuffled, new Random(shuffle));

        List<String> found = replay(shuffled, parallelism, directory);

        assertThat(found.equals(expected)).as("byte-identical").isTrue();
    }

    @Test
    void findsManyRuns() {
        assertThat(expected.get(0).lines().count()).isGreaterThan(LINES / 20);
    }

    @Test
    void manyFoldersInOneJobDoNotMix(@TempDir Path directory) throws Exception {
        ReplayJob job = new ReplayJob(directory);
        List<Integer> seeds = IntStream.range(0, 300).map(i -> i % 30).boxed().toList();
        for (int seed : seeds) {
            job.add(RandomHistory.inCommitOrder(seed), ReplayOptions.RECORDED);
        }

        job.run(2);

        for (int i = 30; i < seeds.size(); i++) {
            for (String file : FILES) {
                assertThat(job.lines(i, file)).isEqualTo(job.lines(seeds.get(i), file));
            }
        }
    }

    private static List<String> replay(List<String> lines, int parallelism, Path directory)
            throws Exception {
        ReplayJob job = new ReplayJob(directory);
        job.add(lines, ReplayOptions.RECORDED);
        job.run(parallelism);
        List<String> files = new ArrayList<>();
        for (String file : FILES) {
            files.add(new String(job.bytes(0, file), StandardCharsets.UTF_8));
        }
        return files;
    }
}
