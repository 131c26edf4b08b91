package io.automation.embedded.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.embedded.cli.TestingTerminal;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplainCommandTest {

    @TempDir private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "|name a run (--run), or a workflow and an account (--workflow, --account)",
                "--account A|--workflow is needed too",
                "--run 7f3a --workflow W|--run names a run;",
                "--workflow W --account A --at yesterday|\"yesterday\" is no instant; write 2026-03-01T09:00:00Z",
                "--workflow W --account A --input {d}/absent|absent is not there",
                "--workflow W --account A --input {d}|no *.jsonl or *.jsonl.gz below",
                "--workflow W --account A --dir {d}|no demo runs in",
            })
    void refusesUnusableArgumentsInOneLine(String arguments, String message) {
        TestingTerminal terminal = new TestingTerminal(false);
        String line = "explain " + (arguments == null ? "" : arguments);

        int exitCode = terminal.run(line.strip().replace("{d}", directory.toString()).split(" "));

        assertThat(exitCode).isEqualTo(2);
        assertThat(terminal.err()).contains(message).hasLineCount(1);
        assertThat(terminal.out()).isEmpty();
    }
}
