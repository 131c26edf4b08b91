package io.automation.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automation.bench.ReplayHistory.Shape;
import io.automation.embedded.cli.Automation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Changes a second of {@code ./automation replay}, end to end: a process each, from its start until
 * the runs are written. Interleaved rounds, medians.
 */
public final class ReplayBench {

    private static final int ACCOUNTS = 100_000;
    private static final int MANY = 10_000;
    private static final int FEW = 10;
    private static final long LOOK_MILLIS = 50;
    private static final ObjectMapper JSON = new ObjectMapper();

    private ReplayBench() {}

    /** One kind of replay, and what its rounds measured. */
    private record Contender(String label, Path input, List<Sample> samples) {

        double median(ToDoubleFunction<Sample> figure) {
            double[] sorted = samples.stream().mapToDouble(figure).sorted().toArray();
            return sorted[sorted.length / 2];
        }
    }

    /**
     * One replay.
     *
     * @param peakMebibytes the most memory its process had at once, the JVM's own included
     */
    private record Sample(
            long changes, long runs, double seconds, double cpuSeconds, double peakMebibytes) {

        double changesPerSecond() {
            return changes / seconds;
        }

        double micros() {
            return cpuSeconds * 1e6 / changes;
        }
    }

    /**
     * Runs the rounds and prints the medians.
     *
     * @param args changes (5000000), rounds (3), parallelism (the processors), folder of the
     *     histories (bench/target/histories)
     */
    public static void main(String[] args) throws Exception {
        int changes = args.length > 0 ? Integer.parseInt(args[0]) : 5_000_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
        int processors = Runtime.getRuntime().availableProcessors();
        int parallelism = args.length > 2 ? Integer.parseInt(args[2]) : processors;
        Path folder = Path.of(args.length > 3 ? args[3] : "bench/target/histories");
        List<Contender> contenders =
                List.of(
                        contender("10,000 workflows", folder, MANY, changes, true),
                        contender("10 workflows", folder, FEW, changes, true),
                        contender("health scores alone", folder, MANY, changes, false),
                        contender("a fifth of the history", folder, MANY, changes / 5, true),
                        contender("half of the history", folder, MANY, changes / 2, true));
        for (int round = 0; round < rounds; round++) {
            for (Contender contender : contenders) {
                contender.samples().add(replay(contender.input(), parallelism));
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%,d mixed changes of %,d accounts; parallelism %d; medians of %d rounds%n",
                changes,
                ACCOUNTS,
                parallelism,
                rounds);
        contenders.forEach(ReplayBench::print);
        System.out.printf(
                Locale.ROOT,
                "  10 workflows against 10,000, CPU a change: x%.3f (aim at least 0.85)%n",
                contenders.get(1).median(Sample::micros)
                        / contenders.get(0).median(Sample::micros));
    }

    private static Contender contender(
            String label, Path folder, int workflows, int changes, boolean isMixed)
            throws IOException {
        Shape shape = new Shape(ACCOUNTS, workflows, changes, isMixed);
        return new Contender(label, ReplayHistory.below(folder, shape), new ArrayList<>());
    }

    private static void print(Contender contender) {
        double micros = contender.median(Sample::micros);
        System.out.printf(
                Locale.ROOT,
                "  %-24s %,9.0f changes/s, CPU %.1f us a change (%.2f million a minute and core),"
                        + " %,.0f runs, peak %,.0f MiB%n",
                contender.label(),
                contender.median(Sample::changesPerSecond),
                micros,
                60 / micros,
                contender.median(Sample::runs),
                contender.median(Sample::peakMebibytes));
    }

    private static Sample replay(Path input, int parallelism) throws Exception {
        Path output = input.resolveSibling("output");
        delete(output);
        Path printed = input.resolveSibling("output.txt");
        // The options are those of ./automation.
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-Dfile.encoding=UTF-8",
                                "-XX:MaxRAMPercentage=50",
                                "-Dautomation.log.level=ERROR",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Automation.class.getName(),
                                "replay",
                                "--input",
                                input.toString(),
                                "--output",
                                output.toString(),
                                "--parallelism",
                                Integer.toString(parallelism),
                                "--json")
                        .redirectOutput(printed.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        long start = System.nanoTime();
        Duration cpu = Duration.ZERO;
        long peakKibibytes = 0;
        while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            cpu = process.info().totalCpuDuration().orElse(cpu);
            peakKibibytes = Math.max(peakKibibytes, peak(process.pid()));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        if (process.exitValue() != 0) {
            throw new IllegalStateException("the replay of " + input + " failed");
        }
        JsonNode summary = JSON.readTree(printed.toFile());
        long runs = 0;
        for (JsonNode workflow : summary.path("workflows")) {
            for (JsonNode counted : workflow.path("runs")) {
                runs += counted.path("count").asLong();
            }
        }
        long changes = summary.at("/input/changes").asLong();
        Sample sample =
                new Sample(changes, runs, seconds, cpu.toMillis() / 1e3, peakKibibytes / 1024.0);
        System.err.printf(Locale.ROOT, "%s: %s%n", input.getFileName(), sample);
        return sample;
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
}
