package io.automation.bench;

import io.automation.bench.ReplayHistory.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * How long {@code ./automation replay --each} takes for 500 small histories, from the start of the
 * process until the results of the last one are written.
 */
public final class EachBench {

    private static final int HISTORIES = 500;
    private static final int ACCOUNTS = 8;
    private static final int WORKFLOWS = 10;
    private static final int CHANGES = 150;

    private EachBench() {}

    /**
     * Runs the rounds and prints the median.
     *
     * @param args rounds (3), folder of the histories (bench/target/histories)
     */
    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        Path folder = Path.of(args.length > 1 ? args[1] : "bench/target/histories");
        Path each = folder.resolve("each-" + HISTORIES);
        for (int seed = 0; seed < HISTORIES; seed++) {
            ReplayHistory.below(each, new Shape(seed, 1, ACCOUNTS, WORKFLOWS, CHANGES, true));
        }
        double[] seconds = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            ReplayProcess process =
                    ReplayProcess.run(folder.resolve("output-each"), "--each", each.toString());
            seconds[round] = process.seconds();
            System.err.println(process + " " + process.printed());
        }
        Arrays.sort(seconds);
        System.out.printf(
                Locale.ROOT,
                "%d histories of %d lines: %.1f s (aim 60)%n",
                HISTORIES,
                2 + WORKFLOWS + 3 * ACCOUNTS + CHANGES,
                seconds[rounds / 2]);
    }
}
