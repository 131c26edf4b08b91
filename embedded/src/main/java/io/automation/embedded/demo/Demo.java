package io.automation.embedded.demo;

import io.automation.embedded.cli.Terminal;
import io.automation.embedded.cli.Version;
import io.automation.embedded.parts.CaughtMail;
import io.automation.embedded.parts.PartException;
import io.automation.embedded.parts.PostgresServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A demo from its start to its report. */
final class Demo implements AutoCloseable {

    private static final Duration FIRST_MAIL = Duration.ofSeconds(45);
    private static final Duration DRAIN = Duration.ofSeconds(20);
    private static final Duration CATCH_UP = Duration.ofSeconds(90);

    /** Behind by less: the clock of a job that has caught up. */
    private static final Duration IN_TIME = Duration.ofSeconds(5);

    /** So long a run may be on its way from one job's checkpoint to its row. */
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(1);

    private static final long LOOK_MILLIS = 100;
    private static final long REDRAW_MILLIS = 1_000;
    private static final long PLAIN_MILLIS = 500;
    private static final long TOTALS_MILLIS = 10_000;
    private static final long MEMORY_MILLIS = 5_000;
    private static final int LISTED = 200;
    private static final int INTERRUPTED = 130;

    private final DemoOptions options;
    private final Terminal terminal;
    private final StartTable table;
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final Memory memory = new Memory();
    private final Logger log;
    private @Nullable DemoFolder folder;
    private @Nullable DemoParts parts;
    private @Nullable Thread hook;
    private volatile boolean ready;

    Demo(DemoOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
        this.table = new StartTable(terminal.out());
        this.log = LoggerFactory.getLogger(Demo.class);
    }

    /**
     * Runs until Ctrl-C or the time is over; returns the exit code.
     *
     * @throws PartException if a part does not start
     * @throws IOException if nothing can be written to the demo's folder
     */
    int run() throws IOException {
        DemoFolder taken = DemoFolder.take(options.folder(), options.fresh());
        folder = taken;
        Interrupts.handle(this::interrupt);
        table.title(Version.current());
        DemoParts started = new DemoParts(taken, options, DemoPorts.choose(options.ports()));
        parts = started;
        hook = new Thread(this::closeAll, "end-of-demo");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            started.start(table);
            ready = true;
            return watch(started, taken);
        } catch (PartException | SQLException | InterruptedException failed) {
            throw problem(failed);
        } catch (RuntimeException failed) {
            log.error("The demo failed", failed);
            throw new PartException("demo", "failed: " + failed, failed);
        }
    }

    private PartException problem(Exception failed) {
        if (!ready && isInterrupted()) {
            return new PartException("demo", "was ended while it started", failed);
        }
        log.error("The demo failed", failed);
        if (failed instanceof PartException problem) {
            return problem;
        }
        if (failed instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return new PartException("demo", "was interrupted", failed);
        }
        return new PartException("PostgreSQL", "does not answer: " + failed.getMessage(), failed);
    }

    private boolean isInterrupted() {
        return interrupted.getCount() == 0;
    }

    private void interrupt() {
        boolean again = isInterrupted();
        interrupted.countDown();
        if (again || !ready) {
            // There is no report the second time, nor of what never ran; the hook ends the parts.
            new Thread(() -> System.exit(INTERRUPTED), "exit").start();
        }
    }

    private int watch(DemoParts running, DemoFolder taken)
            throws SQLException, InterruptedException {
        Instant ready = Instant.now();
        int mailsBefore = running.mails().count();
        try (Connection connection = running.connect()) {
            if (running.isResumed()) {
                awaitClock(running, ready);
            }
            Appointments.move(connection, Appointments.after(Instant.now()));
            View view;
            boolean good;
            try (Simulator simulator = Simulator.start(running.connect(), options.rate())) {
                awaitFirstMail(running, mailsBefore, ready);
                addresses(running);
                memory.sample();
                view = new View(running, simulator, taken, connection, ready, mailsBefore);
                good = view.show();
            }
            return end(view, good);
        }
    }

    /**
     * Waits until detection has worked off what a kill left behind: an appointment of then, moved
     * before the clock comes to it, would be one that never was.
     */
    private void awaitClock(DemoParts running, Instant ready) throws InterruptedException {
        FlinkWatch flink = running.flinkWatch();
        Instant end = ready.plus(CATCH_UP);
        while (Instant.now().isBefore(end) && !isOver(ready)) {
            Duration lag = flink.clockLag(Instant.now());
            if (lag != null && lag.compareTo(IN_TIME) < 0) {
                return;
            }
            if (interrupted.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }

    private void awaitFirstMail(DemoParts running, int before, Instant ready)
            throws InterruptedException {
        Instant end = ready.plus(FIRST_MAIL);
        while (Instant.now().isBefore(end) && !isOver(ready)) {
            List<CaughtMail> mails = running.mails().mailsFrom(before);
            if (!mails.isEmpty()) {
                CaughtMail first = mails.get(0);
                double seconds =
                        (first.receivedAt().toEpochMilli() - options.startedAt()) / 1_000.0;
                table.line(
                        "first mail",
                        "%-48s %6.1f s after the start"
                                .formatted(quoted(first.subject()), seconds));
                return;
            }
            if (interrupted.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
        table.line("first mail", "none yet");
    }

    private static String quoted(String subject) {
        return subject.length() <= 46
                ? '"' + subject + '"'
                : '"' + subject.substring(0, 45) + "…\"";
    }

    private void addresses(DemoParts running) {
        table.print("");
        table.line("read the mails", running.mails().webPage().toString());
        table.line("Flink", running.flinkPage().toString());
        table.line(
                "database",
                "./automation sql    or    "
                        + running.postgres().uri(DemoParts.DATABASE, PostgresServer.OWNER));
        table.print("");
    }

    private boolean isOver(Instant ready) {
        Duration exitAfter = options.exitAfter();
        return exitAfter != null && !Instant.now().isBefore(ready.plus(exitAfter));
    }

    /** Lets everything arrive, compares and reports. */
    private int end(View view, boolean good) throws InterruptedException {
        Instant ended = Instant.now();
        Comparison comparison = null;
        Totals totals = Totals.NONE;
        try {
            comparison = view.settled(ended);
            totals = new DemoTables(view.connection).totals(view.ready);
        } catch (SQLException failed) {
            log.warn("No comparison", failed);
        }
        memory.sample();
        long changes = view.history().changes();
        int mails = view.parts.mails().count() - view.mailsBefore;
        closeParts();
        EndReport report =
                new EndReport(
                        Duration.between(view.ready, ended),
                        changes,
                        mails,
                        totals,
                        comparison,
                        memory.highest(),
                        view.taken.path(),
                        view.taken.size());
        report.lines().forEach(table::print);
        return good && comparison != null && comparison.isGood() ? 0 : 1;
    }

    private synchronized void closeParts() {
        DemoParts running = parts;
        if (running != null) {
            parts = null;
            running.close();
        }
    }

    private synchronized void closeAll() {
        closeParts();
        if (folder != null) {
            folder.close();
            folder = null;
        }
    }

    @Override
    public void close() {
        closeAll();
        Thread registered = hook;
        if (registered != null && Thread.currentThread() != registered) {
            try {
                Runtime.getRuntime().removeShutdownHook(registered);
            } catch (IllegalStateException ending) {
                log.debug("The process ends already");
            }
        }
    }

    /** What is shown from the first mail to the end. */
    private final class View {

        private final DemoParts parts;
        private final Simulator simulator;
        private final DemoFolder taken;
        private final Connection connection;
        private final DemoTables tables;
        private final Instant ready;
        private final int mailsBefore;
        private final FlinkWatch flink;
        private final Set<String> printed = new LinkedHashSet<>();
        private long changesBefore;
        private Instant countedAt;
        private double rate;
        private boolean compared;
        private @Nullable String note;

        View(
                DemoParts parts,
                Simulator simulator,
                DemoFolder taken,
                Connection connection,
                Instant ready,
                int mailsBefore) {
            this.parts = parts;
            this.simulator = simulator;
            this.taken = taken;
            this.connection = connection;
            this.tables = new DemoTables(connection);
            this.ready = ready;
            this.mailsBefore = mailsBefore;
            this.flink = parts.flinkWatch();
            this.countedAt = ready;
            this.compared = taken.killed() == null;
        }

        HistoryWriter history() {
            return parts.history();
        }

        /** Shows until the end is asked for; false if something broke. */
        boolean show() throws SQLException, InterruptedException {
            String broken;
            try (Screen screen = new Screen(terminal.out())) {
                broken = show(screen);
            }
            if (broken != null) {
                table.print(broken);
            }
            return broken == null;
        }

        /** Shows; returns what broke, null if the end was asked for. */
        private @Nullable String show(Screen screen) throws SQLException, InterruptedException {
            boolean watched = terminal.isWatched();
            LiveView live =
                    new LiveView(
                            parts.mails().webPage(),
                            ZoneId.systemDefault(),
                            watched && Screen.hasColours());
            long sampled = 0;
            long told = System.nanoTime();
            while (!isOver(ready)) {
                compareWithBefore();
                Snapshot now = look(watched ? LISTED : 0);
                if (watched) {
                    Screen.Size size = Screen.size();
                    screen.draw(live.screen(now, size.height(), size.width()), size);
                } else {
                    printNewRuns(live);
                    if (millisSince(told) >= TOTALS_MILLIS) {
                        told = System.nanoTime();
                        table.print(live.totals(now));
                    }
                }
                String broken = parts.problem();
                if (broken != null) {
                    return broken;
                }
                if (millisSince(sampled) >= MEMORY_MILLIS) {
                    sampled = System.nanoTime();
                    memory.sample();
                }
                long pause = watched ? REDRAW_MILLIS : PLAIN_MILLIS;
                if (interrupted.await(pause, TimeUnit.MILLISECONDS)) {
                    return null;
                }
            }
            if (!watched) {
                printNewRuns(live);
                table.print(live.totals(look(0)));
            }
            return null;
        }

        /** The comparison once nothing is on its way any more, or the last one after a while. */
        Comparison settled(Instant ended) throws SQLException, InterruptedException {
            Instant end = ended.plus(DRAIN);
            Instant passed = null;
            Comparison comparison = compare(ended);
            while (!(isKept(passed) && comparison.isSettled()) && Instant.now().isBefore(end)) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS * 3);
                Instant now = Instant.now();
                Duration lag = flink.clockLag(now);
                if (passed == null && lag != null && !now.minus(lag).isBefore(ended)) {
                    passed = now;
                }
                comparison = compare(ended);
            }
            return comparison;
        }

        /** Whether both jobs keep what the clock was past at an instant; not, before it is past. */
        private boolean isKept(@Nullable Instant passed) {
            if (passed == null) {
                return false;
            }
            Instant now = Instant.now();
            Duration age = flink.checkpointAge(now);
            return age != null && now.minus(age).isAfter(passed.plus(ON_ITS_WAY));
        }

        private Comparison compare(Instant until) throws SQLException {
            return Comparison.of(connection, parts.mails().mails(), until);
        }

        /** After a kill: what became of all that was written before this start. */
        private void compareWithBefore() throws SQLException {
            if (compared) {
                return;
            }
            Comparison comparison = compare(parts.startedAt());
            if (comparison.isSettled() || Instant.now().isAfter(ready.plus(CATCH_UP))) {
                compared = true;
                note = "compared with what was written before the kill: " + comparison.summary();
                if (!terminal.isWatched()) {
                    table.print(note);
                }
                comparison.details().forEach(detail -> log.warn("Compared: {}", detail));
            }
        }

        private Snapshot look(int runs) throws SQLException {
            Instant now = Instant.now();
            long changes = parts.history().changes();
            long elapsed = Duration.between(countedAt, now).toMillis();
            if (elapsed >= 2 * REDRAW_MILLIS) {
                rate = (changes - changesBefore) * 1_000.0 / elapsed;
                changesBefore = changes;
                countedAt = now;
            }
            String problem = simulator.problem();
            if (problem == null) {
                problem = parts.history().problem();
            }
            return new Snapshot(
                    now,
                    changes,
                    rate,
                    parts.mails().count() - mailsBefore,
                    parts.deadLetters(),
                    tables.totals(ready),
                    flink.clockLag(now),
                    flink.checkpointAge(now),
                    problem == null ? note : problem,
                    runs == 0 ? List.of() : tables.newestRuns(Instant.EPOCH, runs));
        }

        /** Those that are over, each once, the older first. */
        private void printNewRuns(LiveView live) throws SQLException {
            List<RunRow> newest = tables.newestRuns(ready, LISTED);
            for (int i = newest.size() - 1; i >= 0; i--) {
                RunRow run = newest.get(i);
                if (run.isOver() && printed.add(run.id())) {
                    table.print(live.run(run));
                }
            }
        }

        private static long millisSince(long nanos) {
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
        }
    }
}
