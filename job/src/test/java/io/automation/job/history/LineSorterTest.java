package io.automation.job.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineSorterTest {

    @TempDir private Path directory;

    @Test
    void sortsInMemoryWhatFits() throws IOException {
        List<String> sorted = new ArrayList<>();

        try (LineSorter sorter = new LineSorter(directory, 1 << 20)) {
            for (OutputLine line : lines(500)) {
                sorter.add(line);
            }
            sorter.drain(line -> sorted.add(line.textAsString()));

            assertThat(sorter.spills()).isZero();
        }
        assertThat(sorted).hasSize(500).isEqualTo(expected(500));
    }

    @Test
    void sortsOnDiskWhatDoesNot() throws IOException {
        List<String> sorted = new ArrayList<>();

        try (LineSorter sorter = new LineSorter(directory, 10_000)) {
            for (OutputLine line : lines(2000)) {
                sorter.add(line);
            }
            sorter.drain(line -> sorted.add(line.textAsString()));

            assertThat(sorter.spills()).isGreaterThan(20);
        }
        assertThat(sorted).isEqualTo(expected(2000));
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void keepsFoldersAndSectionsApart() throws IOException {
        List<String> sorted = new ArrayList<>();
        SortKey key = new SortKey().number(1);

        try (LineSorter sorter = new LineSorter(directory, 1)) {
            sorter.add(line("b", OutputSection.RUNS, key, "3"));
            sorter.add(line("a", OutputSection.DELIVERIES, key, "2"));
            sorter.add(line("a", OutputSection.RUNS, key, "1"));
            sorter.drain(line -> sorted.add(line.folder() + line.section() + line.textAsString()));
        }

        assertThat(sorted).containsExactly("aRUNS1", "aDELIVERIES2", "bRUNS3");
    }

    /** Lines by a number each, shuffled. */
    private static List<OutputLine> lines(int count) {
        List<OutputLine> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(
                    line(
                            "",
                            OutputSection.RUNS,
                            new SortKey().number(i).text("Größe " + i),
                            Integer.toString(i)));
        }
        Collections.shuffle(lines, new Random(1));
        return lines;
    }

    private static List<String> expected(int count) {
        return Stream.iterate(0, i -> i + 1).limit(count).map(i -> Integer.toString(i)).toList();
    }

    private static OutputLine line(String folder, OutputSection section, SortKey key, String text) {
        return OutputLine.of(folder, section, key, text.getBytes(UTF_8));
    }
}
