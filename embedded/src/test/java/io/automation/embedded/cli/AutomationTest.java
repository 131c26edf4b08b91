package io.automation.embedded.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutomationTest {

    @TempDir private static Path directory;

    private final TestingTerminal terminal = new TestingTerminal(false);

    @Test
    void helpsWhoeverGivesNoCommand() {
        assertThat(terminal.run()).isZero();
        assertThat(terminal.out()).contains("Usage: automation", "replay", "version");
    }

    @Test
    void helpsWithACommand() {
        assertThat(terminal.run("help", "replay")).isZero();
        assertThat(terminal.out()).contains("--input", "--each", "--output");
    }

    @Test
    void saysOfEachCommandInAWholeSentenceWhatItDoes() {
        terminal.run();

        assertThat(terminal.out().lines().dropWhile(line -> !line.startsWith("Commands:")).skip(1))
                .contains(
                        "  demo          Run the whole system with invented customers that change by"
                                + " themselves.",
                        "  evaluate      Judge conditions for given data.")
                .allSatisfy(line -> assertThat(line).endsWith(".").hasSizeLessThanOrEqualTo(100));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "nonsense; Unmatched argument at index 0: 'nonsense'",
                "replay --output {d}/out; (--input=DIR | --each=DIR)",
                "replay --input {d}/in --each {d}/in --output {d}/out; mutually exclusive",
                "replay --input {d}/in; '--output=DIR'",
                "replay --input {d}/absent --output {d}/out; absent is not there",
                "replay --input {d}/in/a.txt --output {d}/out; is no folder",
                "replay --input {d}/in --output {d}/out; no *.jsonl or *.jsonl.gz below",
                "replay --input {d}/in --output {d}/in; its results would be read next time",
                "replay --input {d}/in --output {d}/in/a.txt; is no folder",
                "replay --each {d}/in --output {d}/out; holds no folder",
                "replay --input {d}/in --output {d}/out --until yesterday; is no instant",
                "replay --input {d}/in --output {d}/out --definitions old; write recorded or pinned",
                "replay --input {d}/in --output {d}/out --include-drafts; needs --definitions pinned",
                "replay --input {d}/in --output {d}/out --parallelism 0; must be at least 1",
                "replay --input {d}/in --output {d}/out --without x; Unknown option",
                "replay --input {d}/history --output /proc/x; --output /proc/x: nothing can be",
                "replay --input {d}/history --output {d}/in/a.txt/x; nothing can be written there",
                "demo --kafka-port 99999; --kafka-port 99999 is no port",
                "demo --flink-port 0; --flink-port 0 is no port",
                "demo --mail-port x; Invalid value for option '--mail-port'",
                "demo --dir /proc/x; --dir /proc/x cannot be used",
                "demo --dir {d}/in/a.txt; a.txt cannot be used",
            })
    void saysInOneLineWhatIsUnusable(String command, String expected) throws IOException {
        Files.createDirectories(directory.resolve("in"));
        Files.writeString(directory.resolve("in/a.txt"), "");
        Files.createDirectories(directory.resolve("history"));
        Files.writeString(directory.resolve("history/a.jsonl"), "");

        int exitCode = terminal.run(command.replace("{d}", directory.toString()).split(" "));

        assertThat(exitCode).isEqualTo(2);
        assertThat(terminal.err().lines()).singleElement().asString().contains(expected);
        assertThat(terminal.out()).isEmpty();
    }
}
