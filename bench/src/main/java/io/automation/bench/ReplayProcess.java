package io.automation.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automation.embedded.cli.Automation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One {@code ./automation replay} in a process of its own, with the options of that script.
 *
 * @param printed what it printed
 * @param seconds from the start of the process to its end
 * @param cpuSeconds of all its threads, those of the JVM included
 * @param peakMebibytes the most memory the process had at once; 0 where the system does not tell
 */
record ReplayProcess(JsonNode printed, double seconds, double cpuSeconds, double peakMebibytes) {

    private static final long LOOK_MILLIS = 50;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Runs it to its end.
     *
     * @param output takes the results; emptied before
     * @throws IllegalStateException if it fails
     */
    static ReplayProcess run(Path output, String... args) throws IOException, InterruptedException {
        delete(output);
        Files.createDirectories(output);
        Path printed = output.resolve("printed.json");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-Dfile.encoding=UTF-8",
                                "-XX:MaxRAMPercentage=50",
                                "-Dautomation.log.level=ERROR",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Automation.class.getName(),
                                "replay",
                                "--json",
                                "--output",
                                output.toString()));
        command.addAll(List.of(args));
        long start = System.nanoTime();
        Process process =
                new ProcessBuilder(command)
                        .redirectOutput(printed.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        Duration cpu = Duration.ZERO;
        long peakKibibytes = 0;
        while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            cpu = process.info().totalCpuDuration().orElse(cpu);
            peakKibibytes = Math.max(peakKibibytes, peak(process.pid()));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        if (process.exitValue() != 0) {
            throw new IllegalStateException("failed: " + String.join(" ", command));
        }
        return new ReplayProcess(
                JSON.readTree(printed.toFile()),
                seconds,
                cpu.toMillis() / 1e3,
                peakKibibytes / 1024.0);
    }

    /** The high-water mark of a process's memory in KiB; 0 where the system does not tell. */
    private static long peak(long pid) throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (UncheckedIOException gone) {
            return 0;
        }
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> paths = Files.walk(directory)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    @Override
    public String toString() {
        return "%.1f s, CPU %.1f s, peak %.0f MiB".formatted(seconds, cpuSeconds, peakMebibytes);
    }
}
