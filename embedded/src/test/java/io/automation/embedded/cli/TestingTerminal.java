package io.automation.embedded.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A command line whose output is kept. */
public final class TestingTerminal {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final boolean isWatched;

    /** Whether a person seems to sit before it. */
    public TestingTerminal(boolean isWatched) {
        this.isWatched = isWatched;
    }

    /** Runs a command and gives its exit code. */
    public int run(String... args) {
        Terminal terminal = new Terminal(stream(out), stream(err), isWatched);
        return Automation.commandLine(terminal).execute(args);
    }

    public String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    public String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
