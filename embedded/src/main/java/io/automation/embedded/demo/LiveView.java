package io.automation.embedded.demo;

import io.automation.embedded.demo.Totals.Quantiles;
import java.net.URI;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** What the terminal shows while the demo runs, as lines of at most 100 columns. */
final class LiveView {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final String FOOTER =
            "try  ./automation sql \"SELECT * FROM accounts\"          Ctrl-C ends, the data stays";

    private final URI mails;
    private final ZoneId zone;
    private final boolean colours;

    LiveView(URI mails, ZoneId zone, boolean colours) {
        this.mails = mails;
        this.zone = zone;
        this.colours = colours;
    }

    /** A whole screen: numbers on top, as many of the newest runs as fit. */
    List<String> screen(Snapshot now, int height) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "Automation System        %s   %-24s mails %s"
                        .formatted(
                                TIME.format(now.now().atZone(zone)),
                                "clock " + RunLine.seconds(now.clockLag()) + " behind",
                                mails));
        lines.add("");
        lines.add(counters(now));
        lines.add(times(now));
        lines.add("");
        lines.add(RunLine.HEADER.stripTrailing());
        List<String> footer = new ArrayList<>(List.of("", FOOTER));
        String note = now.note();
        if (note != null) {
            footer.add(1, note);
        }
        int room = height - lines.size() - footer.size();
        for (RunRow run : now.runs()) {
            if (room-- > 0) {
                lines.add(colours ? RunLine.coloured(run, zone) : RunLine.of(run, zone));
            }
        }
        lines.addAll(footer);
        return lines;
    }

    /** The totals as one line, for where there is no terminal. */
    String totals(Snapshot now) {
        return "%s  %s   mail p50 %s p99 %s"
                .formatted(
                        TIME.format(now.now().atZone(zone)),
                        counters(now).replaceAll(" {2,}", "  "),
                        RunLine.seconds(now.totals().toMail().median()),
                        RunLine.seconds(now.totals().toMail().p99()));
    }

    String run(RunRow run) {
        return colours ? RunLine.coloured(run, zone) : RunLine.of(run, zone);
    }

    private static String counters(Snapshot now) {
        Totals totals = now.totals();
        return "changes %,d (%.0f/s)   runs %,d   mails %,d   waiting %d   skipped %d   failed %d   dead letters %d"
                .formatted(
                        now.changes(),
                        now.changesPerSecond(),
                        totals.allRuns(),
                        now.mails(),
                        totals.waiting(),
                        totals.runs("skipped"),
                        totals.runs("failed"),
                        now.deadLetters());
    }

    private static String times(Snapshot now) {
        Quantiles run = now.totals().toRun();
        Quantiles mail = now.totals().toMail();
        String checkpoint =
                now.checkpointAge() == null
                        ? "none yet"
                        : RunLine.seconds(now.checkpointAge()) + " ago";
        return "commit to run row p50 %s p99 %s    to mail p50 %s p99 %s    checkpoint %s"
                .formatted(
                        RunLine.seconds(run.median()),
                        RunLine.seconds(run.p99()),
                        RunLine.seconds(mail.median()),
                        RunLine.seconds(mail.p99()),
                        checkpoint);
    }
}
