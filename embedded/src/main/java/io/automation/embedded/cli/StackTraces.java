package io.automation.embedded.cli;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** Where a failure happened, for those who asked. */
final class StackTraces {

    private StackTraces() {}

    static void print(Throwable failure, PrintStream out) {
        for (Throwable each = failure; each != null; each = causeOf(each)) {
            out.println(each);
            for (StackTraceElement frame : each.getStackTrace()) {
                out.println("    at " + frame);
            }
        }
    }

    private static @Nullable Throwable causeOf(Throwable failure) {
        return failure.getCause();
    }
}
