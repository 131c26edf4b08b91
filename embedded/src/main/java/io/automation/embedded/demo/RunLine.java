package io.automation.embedded.demo;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** A run as one line of at most 100 columns. */
final class RunLine {

    static final String HEADER = line("TIME", "STATUS", "WORKFLOW", "ACCOUNT", "WHY", "EFFECT");

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final int EFFECT = 16;

    private RunLine() {}

    static String of(RunRow run, ZoneId zone) {
        return line(
                        TIME.format(run.occurredAt().atZone(zone)),
                        run.status(),
                        run.workflow(),
                        run.account(),
                        why(run),
                        effect(run))
                .stripTrailing();
    }

    /** The same with its status in colour. */
    static String coloured(RunRow run, ZoneId zone) {
        String plain = of(run, zone);
        String status = run.status();
        int at = plain.indexOf(status);
        return plain.substring(0, at)
                + Ansi.colour(status)
                + status
                + Ansi.RESET
                + plain.substring(at + status.length());
    }

    /** What was compared: {@code health 63 -> 58, line 60}. */
    static String why(RunRow run) {
        BigDecimal current = run.current();
        if (current == null) {
            return "";
        }
        BigDecimal previous = run.previous();
        String change =
                run.metric()
                        + (previous == null ? " " : " " + plain(previous) + " -> ")
                        + plain(current);
        BigDecimal threshold = run.threshold();
        BigDecimal reference = run.reference();
        if (threshold != null) {
            return change + ", line " + plain(threshold);
        }
        if (reference == null) {
            return change;
        }
        BigDecimal moved = current.subtract(reference);
        return change
                + ", %s %s".formatted(moved.signum() < 0 ? "lost" : "won", plain(moved.abs()));
    }

    /** What came of it: a mail and how long it took, or why there is none. */
    static String effect(RunRow run) {
        String reason = run.reason();
        if (run.status().equals("skipped")) {
            return reason == null ? "" : reason;
        }
        if (run.status().equals("failed")) {
            String error = run.error();
            return error == null ? "failed" : error;
        }
        if (run.unknown() > 0) {
            return run.unknown() == 1 ? "mail unknown" : run.unknown() + " unknown";
        }
        Instant accepted = run.acceptedAt();
        if (!run.isOver() || accepted == null) {
            return reason == null ? "waits" : reason;
        }
        String mails = run.mails() == 1 ? "mail" : run.mails() + " mails";
        return "%-8s%s".formatted(mails, seconds(Duration.between(run.occurredAt(), accepted)));
    }

    static String seconds(@Nullable Duration duration) {
        return duration == null ? "-" : "%.1f s".formatted(duration.toMillis() / 1_000.0);
    }

    private static String plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return (stripped.scale() < 0 ? stripped.setScale(0) : stripped).toPlainString();
    }

    private static String line(
            String time,
            String status,
            String workflow,
            String account,
            String why,
            String effect) {
        return "%-9s %-8s %-17s %-18s %-27s %s"
                .formatted(
                        time,
                        status,
                        cut(workflow, 17),
                        cut(account, 18),
                        cut(why, 27),
                        cut(effect, EFFECT));
    }

    private static String cut(String text, int width) {
        String line = text.lines().findFirst().orElse("");
        return line.length() <= width ? line : line.substring(0, width - 1) + "…";
    }
}
