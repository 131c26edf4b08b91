package io.automation.embedded.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The memory of this process and all it started, what they share counted once. */
final class Memory {

    private long highest;

    /** Looks; the highest is kept. */
    void sample() {
        ProcessHandle self = ProcessHandle.current();
        long kilobytes =
                Stream.concat(Stream.of(self), self.descendants())
                        .mapToLong(process -> resident(process.pid()))
                        .sum();
        highest = Math.max(highest, kilobytes << 10);
    }

    long highest() {
        return highest;
    }

    /** The proportional share where it may be read, else everything that is resident. */
    private static long resident(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        long share = kilobytes(process.resolve("smaps_rollup"), "Pss:");
        return share > 0 ? share : kilobytes(process.resolve("status"), "VmRSS:");
    }

    private static long kilobytes(Path file, String name) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException | java.io.UncheckedIOException gone) {
            return 0;
        }
    }
}
