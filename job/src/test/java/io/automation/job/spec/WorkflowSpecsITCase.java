package io.automation.job.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.automation.job.history.ReplayOptions;
import io.automation.job.spec.Spec.Replayed;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class WorkflowSpecsITCase {

    @TestFactory
    List<DynamicTest> everySpecHolds(@TempDir Path directory) throws Exception {
        ReplayJob job = new ReplayJob(directory);
        List<Path> files = files();
        List<Spec> specs = new ArrayList<>();
        for (Path file : files) {
            Spec spec = SpecReader.read(file);
            specs.add(spec);
            job.add(SpecHistory.events(spec.lines()), options(spec.replayed()));
        }
        job.run(2);

        List<DynamicTest> tests = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            int history = i;
            Spec spec = specs.get(i);
            String name = files.get(i).getFileName() + ": " + spec.name();
            tests.add(dynamicTest(name, () -> check(spec, job, history)));
        }
        return tests;
    }

    @Test
    void everySpecHasItsOwnName() throws Exception {
        List<String> names = files().stream().map(SpecReader::read).map(Spec::name).toList();

        assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(500);
    }

    private static void check(Spec spec, ReplayJob job, int history) throws IOException {
        SpecCheck check = new SpecCheck(spec, job.runs(history), job.deliveries(history));
        check.hasTheRunsAskedFor();
        check.hasTheIdsOfTheContract();
        check.hasTheFieldsOfTheContract();
        check.hasTheRefusalsAskedFor(job.summary(history));
        assertThat(job.deadLetters(history)).as("dead letters").hasSize(spec.deadLetters());
    }

    static ReplayOptions options(Replayed replayed) {
        Instant until = replayed.until();
        return new ReplayOptions(
                replayed.isPinned(),
                replayed.includesDrafts(),
                until == null ? null : until.toEpochMilli());
    }

    static List<Path> files() throws IOException, URISyntaxException {
        URL specs = Objects.requireNonNull(WorkflowSpecsITCase.class.getResource("/specs"));
        try (Stream<Path> paths = Files.walk(Path.of(specs.toURI()))) {
            return paths.filter(path -> path.toString().endsWith(".yaml")).sorted().toList();
        }
    }
}
