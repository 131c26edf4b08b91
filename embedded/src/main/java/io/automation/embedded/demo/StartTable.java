package io.automation.embedded.demo;

import java.io.PrintStream;
import java.time.Duration;

/** The lines that tell how the start goes on, one for each part. */
final class StartTable {

    private final PrintStream out;

    StartTable(PrintStream out) {
        this.out = out;
    }

    void title(String version) {
        print("Automation System " + version);
        print("");
    }

    void ready(String part, String what, Duration took) {
        print("  %-15s %-49s ok %6.1f s".formatted(part, what, took.toMillis() / 1_000.0));
    }

    void line(String name, String what) {
        print("  %-15s %s".formatted(name, what));
    }

    void print(String line) {
        out.println(line);
        out.flush();
    }
}
