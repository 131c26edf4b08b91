package io.automation.embedded.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A command line whose output is kept. */
public final class TestingTerminal {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final boolean isWatched;
    private String in = "";

    /** Whether a person seems to sit before it. */
    public TestingTerminal(boolean isWatched) {
        this.isWatched = isWatched;
    }

    /** What the next command can read. */
    public void type(String text) {
        in = text;
    }

    /** Runs a command and gives its exit code. */
    public int run(String... args) {
        InputStream typed = new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8));
        Terminal terminal = new Terminal(typed, stream(out), stream(err), isWatched);
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
