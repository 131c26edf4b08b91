package io.automation.embedded.demo;

import io.automation.embedded.demo.Totals.Quantiles;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the terminal shows while the demo runs, as lines of at most its width. */
final class LiveView {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final List<String> FOOTER =
            List.of(
                    "try  ./automation sql \"SELECT * FROM accounts\"          ",
                    "Ctrl-C ends, the data stays");
    private static final String GAP = "  ";

    private final URI mails;
    private final ZoneId zone;
    private final boolean colours;

    LiveView(URI mails, ZoneId zone, boolean colours) {
        this.mails = mails;
        this.zone = zone;
        this.colours = colours;
    }

    /** A whole screen: numbers on top, as many of the newest runs as fit. */
    List<String> screen(Snapshot now, int height, int width) {
        List<String> lines = new ArrayList<>(fit(title(now), width));
        lines.add("");
        lines.addAll(fit(counters(now), width));
        lines.addAll(fit(times(now), width));
        lines.add("");
        lines.add(RunLine.header(width).stripTrailing());
        List<String> footer = new ArrayList<>();
        footer.add("");
        String note = now.note();
        if (note != null) {
            footer.add(note);
        }
        footer.addAll(fit(FOOTER, width));
        int room = height - lines.size() - footer.size();
        for (RunRow run : now.runs()) {
            if (room-- > 0) {
                lines.add(run(run, width));
            }
        }
        lines.addAll(footer);
        return lines;
    }

    /** As one line where that fits; else closer together, on as many lines as it takes. */
    private static List<String> fit(List<String> parts, int width) {
        String wide = String.join("", parts).stripTrailing();
        if (wide.length() <= width) {
            return List.of(wide);
        }
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String part : parts) {
            String text = part.strip();
            if (!line.isEmpty() && line.length() + GAP.length() + text.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : GAP).append(text);
        }
        lines.add(line.toString());
        return lines;
    }

    /** The totals as one line, for where there is no terminal. */
    String totals(Snapshot now) {
        return "%s  %s   mail p50 %s p99 %s"
                .formatted(
                        TIME.format(now.now().atZone(zone)),
                        String.join("", counters(now)).replaceAll(" {2,}", GAP),
                        RunLine.seconds(now.totals().toMail().median()),
                        RunLine.seconds(now.totals().toMail().p99()));
    }

    /** A run where there is no terminal. */
    String run(RunRow run) {
        return run(run, RunLine.WIDTH);
    }

    private String run(RunRow run, int width) {
        return colours ? RunLine.coloured(run, zone, width) : RunLine.of(run, zone, width);
    }

    /** What follows in a line carries the blanks behind it. */
    private List<String> title(Snapshot now) {
        return List.of(
                "Automation System        ",
                TIME.format(now.now().atZone(zone)) + "   ",
                "%-25s".formatted("clock " + elapsed(now.clockLag()) + " behind"),
                "mails " + mails);
    }

    private static List<String> counters(Snapshot now) {
        Totals totals = now.totals();
        return List.of(
                "changes %,d (%.0f/s)   ".formatted(now.changes(), now.changesPerSecond()),
                "runs %,d   ".formatted(totals.allRuns()),
                "mails %,d   ".formatted(now.mails()),
                "waiting %d   ".formatted(totals.waiting()),
                "skipped %d   ".formatted(totals.runs("skipped")),
                "failed %d   ".formatted(totals.runs("failed")),
                "dead letters %d".formatted(now.deadLetters()));
    }

    private static List<String> times(Snapshot now) {
        Quantiles run = now.totals().toRun();
        Quantiles mail = now.totals().toMail();
        String checkpoint =
                now.checkpointAge() == null ? "none yet" : elapsed(now.checkpointAge()) + " ago";
        return List.of(
                "commit to run row p50 %s p99 %s    "
                        .formatted(RunLine.seconds(run.median()), RunLine.seconds(run.p99())),
                "to mail p50 %s p99 %s    "
                        .formatted(RunLine.seconds(mail.median()), RunLine.seconds(mail.p99())),
                "checkpoint " + checkpoint);
    }

    /** What is of this very moment may seem to lie ahead: it was looked at a little later. */
    private static String elapsed(@Nullable Duration since) {
        return RunLine.seconds(since == null || !since.isNegative() ? since : Duration.ZERO);
    }
}
