package io.automation.job.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.automation.job.history.ReplayOptions;
import io.automation.job.oracle.Asked;
import io.automation.job.oracle.Oracle;
import io.automation.job.spec.Spec.ExpectedRun;
import java.io.IOException;
import java.io.UncheckedIOException;
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

/** The oracle has to agree with every spec too: a spec and a property test never contradict. */
class OracleSpecsTest {

    @TestFactory
    List<DynamicTest> theOracleAgrees() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path file : files()) {
            tests.add(dynamicTest(file.getFileName().toString(), () -> check(file)));
        }
        return tests;
    }

    @Test
    void everyTableOfThePageIsThere() throws Exception {
        assertThat(files()).hasSizeGreaterThanOrEqualTo(100);
    }

    private static void check(Path file) throws IOException {
        Spec spec = SpecReader.read(file);
        ReplayOptions options = spec.options();
        Asked asked = new Asked(options.pinned(), options.includeDrafts(), options.until());
        List<JsonNode> runs = new ArrayList<>();
        for (String line : Oracle.judge(SpecHistory.events(spec.lines()), asked)) {
            runs.add(ReplayJob.parse(line));
        }
        assertThat(new SpecCheck(withoutMails(spec), runs, List.of()).runs()).isEmpty();
        ContractIds.check(runs, List.of());
    }

    /** The oracle knows whether a mail goes out, not what it says. */
    private static Spec withoutMails(Spec spec) {
        List<ExpectedRun> runs = new ArrayList<>();
        for (ExpectedRun run : spec.runs()) {
            runs.add(
                    new ExpectedRun(
                            run.at(),
                            run.workflowId(),
                            run.accountId(),
                            run.status(),
                            run.reason(),
                            run.data(),
                            null,
                            run.columns()));
        }
        return new Spec(
                spec.name(),
                spec.options(),
                spec.lines(),
                runs,
                spec.refusals(),
                spec.deadLetters(),
                spec.definitions(),
                spec.notFollowed());
    }

    private static List<Path> files() throws IOException, URISyntaxException {
        URL specs = Objects.requireNonNull(OracleSpecsTest.class.getResource("/specs"));
        try (Stream<Path> paths = Files.walk(Path.of(specs.toURI()))) {
            return paths.filter(path -> path.toString().endsWith(".yaml"))
                    .filter(OracleSpecsTest::isWithinTheOracle)
                    .sorted()
                    .toList();
        }
    }

    /** Patterns and expressions have naive computations of their own. */
    private static boolean isWithinTheOracle(Path file) {
        try {
            String text = Files.readString(file);
            return !text.contains("trigger_type: pattern") && !text.contains("type: expression");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
