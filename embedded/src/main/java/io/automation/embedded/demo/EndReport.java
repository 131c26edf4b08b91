package io.automation.embedded.demo;

import io.automation.embedded.demo.Totals.Quantiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the demo says at its end.
 *
 * @param lasted from when all parts were ready
 * @param comparison null where it could not be made
 * @param memory at the highest, in bytes
 */
record EndReport(
        Duration lasted,
        long changes,
        int mails,
        Totals totals,
        @Nullable Comparison comparison,
        long memory,
        Path folder,
        long kept) {

    private static final List<String> ORDER =
            List.of("success", "failed", "queued", "running", "skipped");

    private static final String AND_MORE = " and %d more";

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("Ended after %s.".formatted(duration(lasted)));
        lines.add("  changes  %-7s runs %s".formatted("%,d".formatted(changes), runs()));
        lines.add("  mails    %-7s %s".formatted("%,d".formatted(mails), compared()));
        if (comparison != null) {
            lines.add(
                    "                   over all that is kept: %,d runs due by the rows of %d workflows,"
                            .formatted(comparison.expected(), comparison.workflows()));
            lines.add(
                    "                   and %,d accepted deliveries, each by its action id"
                            .formatted(comparison.accepted()));
            if (!comparison.leftOut().isEmpty()) {
                lines.add(leftOut(comparison.leftOut()));
            }
            comparison.details().forEach(detail -> lines.add("           " + detail));
        }
        Quantiles mail = totals.toMail();
        lines.add(
                "  latency  commit to mail p50 %s, p99 %s, worst %s"
                        .formatted(
                                RunLine.seconds(mail.median()),
                                RunLine.seconds(mail.p99()),
                                RunLine.seconds(mail.worst())));
        lines.add("  memory   %s at the highest, all processes together".formatted(bytes(memory)));
        lines.add(
                "  kept     %s (%s): \"./automation demo\" goes on, \"--fresh\" begins anew"
                        .formatted(folder, bytes(kept)));
        return lines;
    }

    /** As many names as fit a line. */
    private static String leftOut(List<String> workflows) {
        StringBuilder line = new StringBuilder("                   without ");
        int named = 0;
        for (String workflow : workflows) {
            String next = (named == 0 ? "" : ", ") + workflow;
            if (line.length() + next.length() > RunLine.WIDTH - AND_MORE.length()) {
                break;
            }
            line.append(next);
            named++;
        }
        int more = workflows.size() - named;
        return more > 0 ? line + AND_MORE.formatted(more) : line.toString();
    }

    private String compared() {
        return comparison == null
                ? "not compared with what was written: the database did not answer"
                : "runs and mails compared with what was written: " + comparison.summary();
    }

    private String runs() {
        Map<String, Long> byStatus = new LinkedHashMap<>();
        for (String status : ORDER) {
            long count = totals.runs(status);
            if (count > 0) {
                byStatus.put(status, count);
            }
        }
        String each =
                byStatus.entrySet().stream()
                        .map(entry -> "%s %,d".formatted(entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining(", "));
        String reasons =
                totals.skipped().entrySet().stream()
                        .sorted(
                                Map.Entry.<String, Long>comparingByValue()
                                        .reversed()
                                        .thenComparing(Map.Entry.comparingByKey()))
                        .map(entry -> "%s %,d".formatted(entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining(", "));
        return "%,d%s%s"
                .formatted(
                        totals.allRuns(),
                        each.isEmpty() ? "" : ": " + each,
                        reasons.isEmpty() ? "" : " (" + reasons + ")");
    }

    static String duration(Duration duration) {
        long minutes = duration.toMinutes();
        if (minutes == 0) {
            return duration.toSeconds() + " s";
        }
        return minutes < 60
                ? "%d min %d s".formatted(minutes, duration.toSecondsPart())
                : "%d h %d min".formatted(duration.toHours(), duration.toMinutesPart());
    }

    static String bytes(long bytes) {
        double mebibytes = bytes / 1_048_576.0;
        return mebibytes < 1_024
                ? "%.0f MiB".formatted(mebibytes)
                : "%.1f GiB".formatted(mebibytes / 1_024);
    }
}
