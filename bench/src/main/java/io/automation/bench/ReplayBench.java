package io.automation.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.automation.bench.ReplayHistory.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Changes a second of {@code ./automation replay}, end to end: a process each, from its start until
 * the runs are written. Interleaved rounds, medians.
 */
public final class ReplayBench {

    private static final int ACCOUNTS = 100_000;
    private static final int MANY = 10_000;
    private static final int FEW = 10;
    private static final int ORGANIZATIONS = 200;
    private static final long SEED = 42;

    private ReplayBench() {}

    /** One kind of replay, and what its rounds measured. */
    private record Contender(String label, Path input, List<Sample> samples) {

        double median(ToDoubleFunction<Sample> figure) {
            double[] sorted = samples.stream().mapToDouble(figure).sorted().toArray();
            return sorted[sorted.length / 2];
        }
    }

    /** One replay. */
    private record Sample(long changes, long runs, ReplayProcess process) {

        double changesPerSecond() {
            return changes / process.seconds();
        }

        double micros() {
            return process.cpuSeconds() * 1e6 / changes;
        }

        double peakMebibytes() {
            return process.peakMebibytes();
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
        Shape shape = new Shape(SEED, ORGANIZATIONS, ACCOUNTS, workflows, changes, isMixed);
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
        ReplayProcess process =
                ReplayProcess.run(
                        output,
                        "--input",
                        input.toString(),
                        "--parallelism",
                        Integer.toString(parallelism));
        JsonNode summary = process.printed();
        long runs = 0;
        for (JsonNode workflow : summary.path("workflows")) {
            for (JsonNode counted : workflow.path("runs")) {
                runs += counted.path("count").asLong();
            }
        }
        long changes = summary.at("/input/changes").asLong();
        Sample sample = new Sample(changes, runs, process);
        System.err.printf(Locale.ROOT, "%s: %s%n", input.getFileName(), sample);
        return sample;
    }
}
