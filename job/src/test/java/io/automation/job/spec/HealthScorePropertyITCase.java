package io.automation.job.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.job.oracle.Story;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random histories of scores through the production replay, against the oracle. {@code
 * -Dhistories=20000} asks for more of them, {@code -Dhistories.seed=17} begins with another one.
 */
class HealthScorePropertyITCase {

    private static final int HISTORIES = Integer.getInteger("histories", 1200);
    private static final long FIRST_SEED = Long.getLong("histories.seed", 1);

    @Test
    void aReplaySaysWhatThePageSays(@TempDir Path directory) throws Exception {
        List<Story> stories =
                LongStream.range(FIRST_SEED, FIRST_SEED + HISTORIES)
                        .mapToObj(RandomHistory::of)
                        .toList();

        Differences differences = Differences.of(stories, FIRST_SEED, directory);

        int started = differences.runs() - differences.skipped();
        assertThat(differences.found()).as("histories that differ").isEmpty();
        assertThat(started).as("started runs").isGreaterThan(HISTORIES * 2);
        assertThat(differences.skipped()).as("skipped runs").isGreaterThan(HISTORIES / 2);
    }
}
