package io.automation.job.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.job.oracle.NastyHistory;
import io.automation.job.oracle.NastyHistory.Kind;
import io.automation.job.oracle.Story;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Nasty histories of every trigger through the whole production replay, against the oracle; {@link
 * OperatorPropertyITCase} has more of them, without the cluster. {@code -Dnasty.histories=20000}
 * asks for more of them, {@code -Dhistories.seed=17} begins with another one.
 */
class LanguagePropertyITCase {

    private static final int HISTORIES = Integer.getInteger("nasty.histories", 100);
    private static final long FIRST_SEED = Long.getLong("histories.seed", 1);

    @ParameterizedTest
    @EnumSource
    void aReplaySaysWhatThePageSays(Kind kind, @TempDir Path directory) throws Exception {
        List<Story> stories =
                LongStream.range(FIRST_SEED, FIRST_SEED + HISTORIES)
                        .mapToObj(seed -> NastyHistory.of(kind, seed))
                        .toList();

        Differences differences = Differences.of(stories, FIRST_SEED, directory);

        assertThat(differences.found()).as("histories that differ").isEmpty();
        assertThat(differences.runs()).as("runs").isGreaterThan(HISTORIES / 2);
    }
}
