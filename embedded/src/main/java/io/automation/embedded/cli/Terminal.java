package io.automation.embedded.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command reads from and prints to.
 *
 * @param in what is given to the command
 * @param out results; JSON lines where nobody watches
 * @param err messages and progress
 * @param isWatched whether a person sits before it
 */
public record Terminal(InputStream in, PrintStream out, PrintStream err, boolean isWatched) {

    private static final String CLEAR_LINE = "\r\u001b[K";

    /** The process's own; its launcher knows whether the output is a terminal. */
    public static Terminal ofProcess() {
        return new Terminal(
                System.in,
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err),
                Boolean.getBoolean("automation.terminal"));
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /** Replaces the line that shows progress; an empty text removes it. */
    public void progress(String text) {
        if (isWatched) {
            err.print(CLEAR_LINE + text);
            err.flush();
        }
    }
}
