package io.automation.embedded.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** A run as one line, in columns that fit a terminal. */
final class RunLine {

    /** Where there is no terminal. */
    static final int WIDTH = 100;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private RunLine() {}

    /** How wide the columns are that can give way. */
    private record Columns(int workflow, int account, int why, int effect) {

        private static final Columns WIDE = new Columns(17, 18, 27, 16);
        private static final int NARROW = 80;

        static Columns of(int width) {
            if (width >= WIDTH) {
                return WIDE;
            }
            // What was compared and what came of it says more than a name's end.
            int more = Math.max(0, width - NARROW);
            return new Columns(10 + more / 3, 11 + more / 3, 24 + more / 7, 13 + more / 7);
        }
    }

    static String header(int width) {
        return line(Columns.of(width), "TIME", "STATUS", "WORKFLOW", "ACCOUNT", "WHY", "EFFECT");
    }

    static String of(RunRow run, ZoneId zone, int width) {
        return line(
                        Columns.of(width),
                        TIME.format(run.occurredAt().atZone(zone)),
                        run.status(),
                        run.workflow(),
                        run.account(),
                        TriggerText.of(run, zone),
                        effect(run))
                .stripTrailing();
    }

    /** The same with its status in colour. */
    static String coloured(RunRow run, ZoneId zone, int width) {
        String plain = of(run, zone, width);
        String status = run.status();
        int at = plain.indexOf(status);
        return plain.substring(0, at)
                + Ansi.colour(status)
                + status
                + Ansi.RESET
                + plain.substring(at + status.length());
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

    private static String line(
            Columns columns,
            String time,
            String status,
            String workflow,
            String account,
            String why,
            String effect) {
        return "%-9s %-8s %s %s %s %s"
                .formatted(
                        time,
                        status,
                        fit(workflow, columns.workflow),
                        fit(account, columns.account),
                        fit(why, columns.why),
                        fit(effect, columns.effect));
    }

    private static String fit(String text, int width) {
        // A name may hold anything, what moves a cursor too.
        String line = text.lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", " ");
        return line.length() <= width
                ? line + " ".repeat(width - line.length())
                : line.substring(0, width - 1) + "…";
    }
}
