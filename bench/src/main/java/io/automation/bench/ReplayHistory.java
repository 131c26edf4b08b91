package io.automation.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Writes a history of any length as change events: accounts of 200 organizations whose scores walk,
 * whose meetings are booked, held and missed, whose goals and statuses move; each account changes
 * every 44 hours. Seeded: the same shape gives the same bytes.
 */
final class ReplayHistory {

    /**
     * What a history is made of.
     *
     * @param changes how many follow the definitions and the first sight of the accounts
     * @param isMixed whether there is more than health scores
     */
    record Shape(
            long seed,
            int organizations,
            int accounts,
            int workflows,
            int changes,
            boolean isMixed) {

        String name() {
            return "%s-%d-changes-%d-accounts-%d-workflows-%d"
                    .formatted(isMixed ? "mixed" : "health", changes, accounts, workflows, seed);
        }
    }

    private static final long START = Instant.parse("2026-01-05T00:00:00Z").toEpochMilli();
    private static final long HOUR = 3_600_000L;
    private static final long DAY = 24 * HOUR;
    private static final double MILLIS_BETWEEN_CHANGES_OF_AN_ACCOUNT = 1.6e8;
    private static final int LINES_PER_FILE = 250_000;

    private final Shape shape;
    private final Path directory;
    private final SplittableRandom random;
    private final ReplayWorkflows workflows;

    private final int[] organizations;
    private final double[] bases;
    private final double[] scores;
    private final int[] statuses;
    private final Goal[] goals;
    private final PriorityQueue<Meeting> meetings = new PriorityQueue<>();

    private OutputStream out = OutputStream.nullOutputStream();
    private int lines;
    private int files;
    private long position = 1_000_000;
    private int rows;

    /** A booked meeting, and when what became of it is written down. */
    private record Meeting(long writtenAt, int id, int account, String row)
            implements Comparable<Meeting> {
        @Override
        public int compareTo(Meeting other) {
            int order = Long.compare(writtenAt, other.writtenAt);
            return order != 0 ? order : Integer.compare(id, other.id);
        }
    }

    /** The goal that an account has at present. */
    private record Goal(int id, String type, LocalDate due, String status) {}

    private ReplayHistory(Shape shape, Path directory) {
        this.shape = shape;
        this.directory = directory;
        random = new SplittableRandom(shape.seed());
        workflows = new ReplayWorkflows(shape.organizations(), shape.isMixed());
        organizations = new int[shape.accounts()];
        bases = new double[shape.accounts()];
        scores = new double[shape.accounts()];
        statuses = new int[shape.accounts()];
        goals = new Goal[shape.accounts()];
    }

    /** The folder of a history below another one; written if it is not there. */
    static Path below(Path parent, Shape shape) throws IOException {
        Path directory = parent.resolve(shape.name());
        if (!Files.exists(directory)) {
            Path unfinished = parent.resolve(shape.name() + ".part");
            Files.createDirectories(unfinished);
            new ReplayHistory(shape, unfinished).write();
            Files.move(unfinished, directory);
        }
        return directory;
    }

    private void write() throws IOException {
        for (int i = 0; i < shape.organizations(); i++) {
            row("organizations", "c", START - 2 * HOUR, null, workflows.organization(i));
            row("email_templates", "c", START - 2 * HOUR, null, workflows.template(i));
        }
        SplittableRandom draws = new SplittableRandom(shape.seed() ^ 0x5EED);
        for (int k = 0; k < shape.workflows(); k++) {
            row("automation_workflows", "c", START - HOUR, null, workflows.workflow(k, draws));
        }
        for (int account = 0; account < shape.accounts(); account++) {
            firstSight(account);
        }
        double step = MILLIS_BETWEEN_CHANGES_OF_AN_ACCOUNT / shape.accounts();
        for (int change = 0; change < shape.changes(); change++) {
            long now = START + (long) (change * step);
            Meeting due = meetings.peek();
            if (due != null && due.writtenAt() <= now) {
                concludeMeeting(meetings.remove(), now);
            } else {
                change(random.nextInt(shape.accounts()), now);
            }
        }
        out.close();
    }

    private void firstSight(int account) throws IOException {
        organizations[account] = workflows.pickOrganization(random);
        bases[account] = clip(70 + 15 * gauss());
        scores[account] = bases[account];
        statuses[account] = random.nextInt(ReplayWorkflows.STATUSES.size());
        row("accounts", "r", START, null, account(account, START));
        String person =
                """
                {"id":"%s","account_id":"%s","name":"%s","email":"%s%d@example.com","role":"%s"}""";
        row(
                "contacts",
                "r",
                START,
                null,
                person.formatted(
                        id(3, account), id(1, account), "Ann", "ann", account, "champion"));
        row(
                "account_team",
                "r",
                START,
                null,
                person.formatted(
                        id(4, account), id(1, account), "Bo", "bo", account % 500, "cs_manager"));
    }

    private String account(int account, long now) {
        SplittableRandom own = new SplittableRandom(account);
        return """
        {"id":"%s","organization_id":"%s","name":"Account %d","status":"%s","industry":"%s",\
        "size":"%s","arr":"%d.00","churn_risk":null,"contract_end_date":"%s","custom":null,\
        "automation_run_id":null,"automation_depth":null,"deleted_at":null,"updated_at":"%s"}"""
                .formatted(
                        id(1, account),
                        ReplayWorkflows.organizationId(organizations[account]),
                        account,
                        ReplayWorkflows.STATUSES.get(statuses[account]),
                        ReplayWorkflows.industry(own.nextInt(ReplayWorkflows.INDUSTRIES)),
                        own.nextInt(3) == 0 ? "enterprise" : "smb",
                        own.nextInt(200_000),
                        LocalDate.ofEpochDay(START / DAY + own.nextInt(365)),
                        Instant.ofEpochMilli(now));
    }

    private void change(int account, long now) throws IOException {
        int kind = shape.isMixed() ? random.nextInt(100) : 0;
        if (kind < 55) {
            score(account, now);
        } else if (kind < 70) {
            bookMeeting(account, now);
        } else if (kind < 82) {
            mail(account, now);
        } else if (kind < 90) {
            goal(account, now);
        } else {
            String before = account(account, now - DAY);
            statuses[account] = random.nextInt(ReplayWorkflows.STATUSES.size());
            row("accounts", "u", now, before, account(account, now));
        }
    }

    private void score(int account, long now) throws IOException {
        double x = scores[account];
        x += 0.05 * (bases[account] - x) + 1.5 * gauss();
        double u = random.nextDouble();
        if (u < .01) {
            x -= 10 + 25 * random.nextDouble();
        } else if (u < .015) {
            x += 10 + 20 * random.nextDouble();
        }
        scores[account] = clip(x);
        String row =
                """
                {"id":"%s","account_id":"%s","score":"%d","churn_risk":"%d","recorded_at":"%s",\
                "automation_run_id":null,"automation_depth":null,"created_at":"%s"}"""
                        .formatted(
                                id(2, rows++),
                                id(1, account),
                                Math.round(scores[account]),
                                100 - Math.round(scores[account]),
                                Instant.ofEpochMilli(now - 250),
                                Instant.ofEpochMilli(now - 5));
        row("health_scores", "c", now, null, row);
    }

    private void bookMeeting(int account, long now) throws IOException {
        long at = now + HOUR + random.nextLong(6 * DAY);
        String type = ReplayWorkflows.MEETINGS.get(random.nextInt(4));
        int id = rows++;
        String row = engagement(id, account, type, "outbound", "scheduled", null, at, null);
        row("engagements", "c", now, null, row);
        meetings.add(new Meeting(at + HOUR + random.nextLong(HOUR / 2), id, account, row));
    }

    private void concludeMeeting(Meeting meeting, long now) throws IOException {
        int fate = random.nextInt(100);
        String status = fate < 92 ? "completed" : fate < 95 ? "missed" : "cancelled";
        String outcome = fate < 5 ? "negative" : fate < 92 ? "positive" : null;
        String row =
                meeting.row()
                        .replace("\"scheduled\"", '"' + status + '"')
                        .replace(
                                "\"outcome\":null",
                                "\"outcome\":" + (outcome == null ? null : '"' + outcome + '"'))
                        .replace(
                                "\"occurred_at\":null",
                                "\"occurred_at\":\"" + Instant.ofEpochMilli(now - HOUR) + '"');
        row("engagements", "u", now, meeting.row(), row);
    }

    private void mail(int account, long now) throws IOException {
        String direction = random.nextInt(3) == 0 ? "outbound" : "inbound";
        String row = engagement(rows++, account, "email", direction, null, null, null, now - 1000);
        row("engagements", "c", now, null, row);
    }

    private static String engagement(
            int id,
            int account,
            String type,
            String direction,
            @Nullable String status,
            @Nullable String outcome,
            @Nullable Long scheduledAt,
            @Nullable Long occurredAt) {
        return """
        {"id":"%s","account_id":"%s","type":"%s","direction":"%s","status":%s,"outcome":%s,\
        "scheduled_at":%s,"ends_at":null,"occurred_at":%s,"expects_response":null,\
        "automatic":false,"automation_run_id":null}"""
                .formatted(
                        id(2, id),
                        id(1, account),
                        type,
                        direction,
                        quoted(status),
                        quoted(outcome),
                        quoted(scheduledAt == null ? null : Instant.ofEpochMilli(scheduledAt)),
                        quoted(occurredAt == null ? null : Instant.ofEpochMilli(occurredAt)));
    }

    private void goal(int account, long now) throws IOException {
        Goal known = goals[account];
        boolean isOpen = known != null && !known.status().equals("achieved");
        Goal next;
        if (!isOpen) {
            LocalDate due = LocalDate.ofEpochDay(now / DAY + 30 + random.nextInt(60));
            next = new Goal(rows++, ReplayWorkflows.GOALS.get(random.nextInt(4)), due, "active");
        } else {
            String status =
                    known.status().equals("active") && random.nextBoolean()
                            ? "at_risk"
                            : "achieved";
            next = new Goal(known.id(), known.type(), known.due(), status);
        }
        goals[account] = next;
        row(
                "goals",
                isOpen ? "u" : "c",
                now,
                isOpen ? goal(account, known) : null,
                goal(account, next));
    }

    private static String goal(int account, Goal goal) {
        return """
        {"id":"%s","account_id":"%s","type":"%s","name":"Goal %d","status":"%s","due_date":"%s"}"""
                .formatted(
                        id(2, goal.id()),
                        id(1, account),
                        goal.type(),
                        goal.id(),
                        goal.status(),
                        goal.due());
    }

    /** Writes one change event. */
    private void row(String table, String op, long at, @Nullable String before, String after)
            throws IOException {
        if (lines % LINES_PER_FILE == 0) {
            out.close();
            Path file = directory.resolve("changes-%04d.jsonl".formatted(files++));
            out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
        }
        lines++;
        position += 56;
        String event =
                "{\"before\":"
                        + before
                        + ",\"after\":"
                        + after
                        + ",\"source\":{\"connector\":\"postgresql\",\"ts_ms\":"
                        + at
                        + ",\"sequence\":\"[null,\\\""
                        + position
                        + "\\\"]\",\"schema\":\"public\",\"table\":\""
                        + table
                        + "\",\"lsn\":"
                        + position
                        + "},\"op\":\""
                        + op
                        + "\",\"ts_ms\":"
                        + (at + 3)
                        + "}\n";
        out.write(event.getBytes(StandardCharsets.UTF_8));
    }

    private static String id(int kind, int number) {
        return ReplayWorkflows.id(kind, number);
    }

    private static @Nullable String quoted(@Nullable Object value) {
        return value == null ? null : "\"" + value + '"';
    }

    private double gauss() {
        double u = 1 - random.nextDouble();
        return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * random.nextDouble());
    }

    private static double clip(double score) {
        return Math.max(0, Math.min(100, score));
    }
}
