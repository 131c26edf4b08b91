package io.automation.job.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page that says which spec or test fails for each sentence of the contract stays true. */
class SemanticsCoverageTest {

    private static final Path ROOT = Path.of("..");
    private static final Path PAGE = ROOT.resolve(Path.of("docs", "semantics-coverage.md"));
    private static final Path SPECS = Path.of("src", "test", "resources", "specs");

    private static final Pattern SPEC = Pattern.compile("`([a-z-]+/[a-z0-9-]+)`");
    private static final Pattern TEST =
            Pattern.compile("`([A-Z]\\w+(?:Test|ITCase|E2EIT))\\.(\\w+)`");

    @Test
    void namesEverySpecFileAndNoOther() throws IOException {
        Set<String> named = new TreeSet<>();
        matches(SPEC).forEach(match -> named.add(match.group(1)));

        assertThat(named).isEqualTo(specs());
    }

    @Test
    void namesOnlyTestsThatAreThere() throws IOException {
        List<Path> sources = testSources();
        Set<String> missing = new TreeSet<>();
        matches(TEST)
                .filter(match -> !isThere(sources, match.group(1), match.group(2)))
                .forEach(match -> missing.add(match.group(1) + "." + match.group(2)));

        assertThat(missing).isEmpty();
        assertThat(matches(TEST)).hasSizeGreaterThan(100);
    }

    private static Stream<MatchResult> matches(Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(PAGE)).results();
    }

    private static Set<String> specs() throws IOException {
        try (Stream<Path> files = Files.walk(SPECS)) {
            return files.map(file -> SPECS.relativize(file).toString().replace('\\', '/'))
                    .filter(file -> file.endsWith(".yaml"))
                    .map(file -> file.substring(0, file.length() - ".yaml".length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static List<Path> testSources() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.map(module -> module.resolve(Path.of("src", "test", "java")))
                    .filter(Files::isDirectory)
                    .flatMap(SemanticsCoverageTest::filesBelow)
                    .toList();
        }
    }

    private static Stream<Path> filesBelow(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isThere(List<Path> sources, String type, String method) {
        Pattern declaration = Pattern.compile("[\\w>] " + method + "\\(");
        return sources.stream()
                .filter(source -> source.endsWith(type + ".java"))
                .anyMatch(source -> declaration.matcher(read(source)).find());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
