package io.automation.job.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
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
            job.add(SpecHistory.events(spec.lines()), spec.options());
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
        assertThat(SpecCheck.differences(spec, job.output(history))).isEmpty();
        ContractIds.check(job.runs(history), job.deliveries(history));
        ContractFields.check(job.runs(history), job.deliveries(history));
    }

    static List<Path> files() throws IOException, URISyntaxException {
        URL specs = Objects.requireNonNull(WorkflowSpecsITCase.class.getResource("/specs"));
        try (Stream<Path> paths = Files.walk(Path.of(specs.toURI()))) {
            return paths.filter(path -> path.toString().endsWith(".yaml")).sorted().toList();
        }
    }
}
