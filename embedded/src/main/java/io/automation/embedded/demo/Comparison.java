package io.automation.embedded.demo;

import io.automation.embedded.demo.ExpectedRuns.Expected;
import io.automation.embedded.demo.ExpectedRuns.Rule;
import io.automation.embedded.demo.ExpectedRuns.Score;
import io.automation.embedded.parts.CaughtMail;
import io.automation.model.workflow.Durations;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What came out, held against what was written, over all that is kept.
 *
 * <p>Runs: for every workflow whose trigger needs nothing but the rows (no rearm_threshold, not
 * edited a moment ago, not refused), the rows of health_scores that must have a run, and the runs
 * that are there; and so for new accounts, requests and accepted mails ({@link KeyedRuns}).
 * Accounts with updated health rows are left out: the old value is gone. Mails: every delivery the
 * ledger has as accepted, and the mails that were caught, by action id.
 *
 * @param lostRuns that must be there and are not
 * @param doubledRuns that are there twice, or for a row that must have none
 * @param lostMails accepted ones that nobody caught
 * @param doubledMails caught twice, or caught without a delivery
 * @param unknown deliveries of which nobody knows whether they arrived; listed, not lost
 * @param waiting deliveries that are still to be sent or under way
 * @param expected runs that were looked for
 * @param workflows that were compared
 * @param leftOut active workflows that were not compared, each with the reason
 * @param accepted deliveries that were looked for among the caught mails
 * @param details a line each for what is not as it should be
 */
record Comparison(
        int lostRuns,
        int doubledRuns,
        int lostMails,
        int doubledMails,
        int unknown,
        int waiting,
        int expected,
        int workflows,
        List<String> leftOut,
        int accepted,
        List<String> details) {

    /** A condition on a version {@code v} of a workflow: it is later than the examples. */
    static final String EDITED =
            """
            (v.version > 1
              OR v.at > (SELECT min(at) + interval '10 s' FROM automation_workflow_versions))
            """;

    /** An edit and the facts around it race; they are not compared. */
    static final Duration AROUND_AN_EDIT = Duration.ofSeconds(10);

    /** A row that was committed so much later than its transaction began was updated. */
    private static final Duration LONGEST_INSERT = Duration.ofSeconds(10);

    private static final int DETAILS = 20;

    Comparison {
        leftOut = List.copyOf(leftOut);
        details = List.copyOf(details);
    }

    int lost() {
        return lostRuns + lostMails;
    }

    int doubled() {
        return doubledRuns + doubledMails;
    }

    boolean isGood() {
        return lost() == 0 && doubled() == 0;
    }

    /** Whether nothing is on its way any more. */
    boolean isSettled() {
        return lost() == 0 && waiting == 0;
    }

    String summary() {
        String waits = waiting == 0 ? "" : ", %d still waiting".formatted(waiting);
        return "lost %d, doubled %d, unknown %d%s".formatted(lost(), doubled(), unknown, waits);
    }

    /**
     * Compares.
     *
     * @param until rows committed after it are not looked at
     */
    static Comparison of(Connection connection, List<CaughtMail> mails, Instant until)
            throws SQLException {
        Tally tally = new Tally();
        List<Workflow> workflows = workflows(connection);
        Map<String, List<Score>> scores = scores(connection, until);
        Map<String, Set<String>> accounts = accounts(connection, scores.keySet());
        compareRuns(connection, workflows, scores, accounts, until, tally);
        KeyedRuns.compare(connection, until, tally);
        compareMails(connection, mails, tally);
        return new Comparison(
                tally.lostRuns,
                tally.doubledRuns,
                tally.lostMails,
                tally.doubledMails,
                tally.unknown,
                tally.waiting,
                tally.expected,
                compared(connection),
                leftOut(connection),
                tally.accepted,
                tally.details);
    }

    /** A workflow that is compared; accounts is null where it is for all of its organization. */
    private record Workflow(Rule rule, String organization, @Nullable Set<String> accounts) {}

    static final class Tally {
        int lostRuns;
        int doubledRuns;
        private int lostMails;
        private int doubledMails;
        private int unknown;
        private int waiting;
        int expected;
        private int accepted;
        private final List<String> details = new ArrayList<>();

        void detail(String text) {
            if (details.size() < DETAILS) {
                details.add(text);
            }
        }
    }

    private static void compareRuns(
            Connection connection,
            List<Workflow> workflows,
            Map<String, List<Score>> scores,
            Map<String, Set<String>> accounts,
            Instant until,
            Tally tally)
            throws SQLException {
        Set<Expected> expected = new HashSet<>();
        Set<String> comparedRows = new HashSet<>();
        for (Workflow workflow : workflows) {
            for (String account : accounts.getOrDefault(workflow.organization, Set.of())) {
                Set<String> only = workflow.accounts;
                List<Score> rows = scores.getOrDefault(account, List.of());
                if (only == null || only.contains(account)) {
                    expected.addAll(ExpectedRuns.of(workflow.rule, rows));
                }
                for (Score row : rows) {
                    if (row.at() >= workflow.rule.since()) {
                        comparedRows.add(workflow.rule.workflowId() + row.rowId());
                    }
                }
            }
        }
        tally.expected += expected.size();
        Map<Expected, Integer> found = runs(connection, until);
        for (Expected run : expected) {
            if (!found.containsKey(run)) {
                tally.lostRuns++;
                tally.detail("no run: %s for the health row %s".formatted(run, run.rowId()));
            }
        }
        found.forEach(
                (run, count) -> {
                    boolean compared = comparedRows.contains(run.workflowId() + run.rowId());
                    int right = expected.contains(run) ? 1 : 0;
                    if (compared && count > right) {
                        tally.doubledRuns += count - right;
                        tally.detail("%d runs instead of %d: %s".formatted(count, right, run));
                    }
                });
    }

    private static void compareMails(Connection connection, List<CaughtMail> mails, Tally tally)
            throws SQLException {
        Map<String, Integer> caught = new HashMap<>();
        for (CaughtMail mail : mails) {
            String action = mail.headers().get("X-Action-Id");
            if (action != null) {
                caught.merge(action, 1, Integer::sum);
            }
        }
        Set<String> delivered = new HashSet<>();
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT id, status FROM email_deliveries");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                String id = rows.getString(1);
                delivered.add(id);
                switch (rows.getString(2)) {
                    case "accepted" -> {
                        tally.accepted++;
                        if (!caught.containsKey(id)) {
                            tally.lostMails++;
                            tally.detail("accepted, and not caught: delivery " + id);
                        }
                    }
                    case "unknown" -> {
                        tally.unknown++;
                        tally.detail(
                                "unknown: delivery %s, and the mail %s"
                                        .formatted(
                                                id,
                                                caught.containsKey(id)
                                                        ? "arrived"
                                                        : "did not arrive"));
                    }
                    case "queued", "claimed" -> tally.waiting++;
                    default -> {
                        // Failed and skipped ones were not to arrive.
                    }
                }
            }
        }
        caught.forEach(
                (id, count) -> {
                    int right = delivered.contains(id) ? 1 : 0;
                    if (count > right) {
                        tally.doubledMails += count - right;
                        tally.detail("%d mails instead of %d: %s".formatted(count, right, id));
                    }
                });
    }

    private static Map<Expected, Integer> runs(Connection connection, Instant until)
            throws SQLException {
        Map<Expected, Integer> runs = new HashMap<>();
        try (PreparedStatement statement =
                connection.prepareStatement(
                        """
                        SELECT workflow_id, split_part(occurrence_key, ':', 1),
                          split_part(occurrence_key, ':', 2), count(*)
                        FROM automation_runs
                        WHERE trigger_type = 'health_score_change' AND occurrence_key LIKE '%:%'
                          AND mode = 'live' AND occurred_at <= ?
                        GROUP BY 1, 2, 3
                        """)) {
            statement.setTimestamp(1, Timestamp.from(until));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    runs.put(
                            new Expected(rows.getString(1), rows.getString(2), rows.getString(3)),
                            rows.getInt(4));
                }
            }
        }
        return runs;
    }

    private static List<Workflow> workflows(Connection connection) throws SQLException {
        List<Workflow> workflows = new ArrayList<>();
        try (PreparedStatement statement =
                        connection.prepareStatement(
                                """
                                SELECT w.id, w.organization_id, w.trigger_type,
                                  w.trigger_config ->> 'metric' AS metric,
                                  w.trigger_config ->> 'direction' AS direction,
                                  (w.trigger_config ->> 'threshold')::numeric AS threshold,
                                  nullif((w.trigger_config ->> 'minimum_change')::numeric, 0) AS minimum,
                                  w.trigger_config ->> 'time_window' AS within,
                                  w.scope_all_accounts IS DISTINCT FROM false AS everywhere,
                                  (SELECT array_agg(account_id::text)
                                    FROM automation_workflow_accounts WHERE workflow_id = w.id) AS scope,
                                  (SELECT max(v.at) FROM automation_workflow_versions v
                                    WHERE v.id = w.id AND %s) AS edited
                                FROM automation_workflows w
                                WHERE w.status = 'active' AND w.enabled IS DISTINCT FROM false
                                  AND w.deleted_at IS NULL AND w.trigger_type IN
                                  ('health_score_change', 'health_score_drop', 'churn_risk_increase')
                                  AND w.trigger_config ->> 'rearm_threshold' IS NULL
                                  AND NOT EXISTS (SELECT FROM automation_definition_status s
                                    WHERE s.id = w.id AND NOT s.accepted)
                                """
                                        .formatted(EDITED));
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                Timestamp edited = rows.getTimestamp("edited");
                long since =
                        edited == null
                                ? Long.MIN_VALUE
                                : edited.toInstant().plus(AROUND_AN_EDIT).toEpochMilli();
                String within = rows.getString("within");
                Long window = within == null ? null : Durations.parse(within);
                workflows.add(
                        new Workflow(
                                new Rule(
                                        rows.getString("id"),
                                        isRisk(rows),
                                        direction(rows),
                                        rows.getBigDecimal("threshold"),
                                        rows.getBigDecimal("minimum"),
                                        window == null ? 0 : window,
                                        since),
                                rows.getString("organization_id"),
                                rows.getBoolean("everywhere") ? null : scope(rows)));
            }
        }
        return workflows;
    }

    /** How many act and are not left out. */
    private static int compared(Connection connection) throws SQLException {
        String active =
                "SELECT count(*) FROM automation_workflows WHERE status = 'active'"
                        + " AND enabled IS DISTINCT FROM false AND deleted_at IS NULL";
        return (int) new DemoTables(connection).count(active) - leftOut(connection).size();
    }

    /** Those that act and are not compared. */
    private static List<String> leftOut(Connection connection) throws SQLException {
        List<String> leftOut = new ArrayList<>();
        try (PreparedStatement statement =
                        connection.prepareStatement(
                                """
                                SELECT name, reason FROM (
                                  SELECT w.name, CASE
                                    WHEN EXISTS (SELECT FROM automation_definition_status s
                                      WHERE s.id = w.id AND NOT s.accepted) THEN 'refused'
                                    WHEN %s THEN NULL
                                    WHEN w.trigger_type NOT IN
                                      ('health_score_change', 'health_score_drop', 'churn_risk_increase')
                                      THEN w.trigger_type
                                    WHEN w.trigger_config ->> 'rearm_threshold' IS NOT NULL
                                      THEN 'rearm_threshold' END AS reason
                                  FROM automation_workflows w
                                  WHERE w.status = 'active' AND w.enabled IS DISTINCT FROM false
                                    AND w.deleted_at IS NULL) active
                                WHERE reason IS NOT NULL ORDER BY name, reason
                                """
                                        .formatted(KeyedRuns.COMPARED));
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                leftOut.add("%s (%s)".formatted(rows.getString(1), rows.getString(2)));
            }
        }
        return leftOut;
    }

    private static boolean isRisk(ResultSet row) throws SQLException {
        return row.getString("trigger_type").equals("churn_risk_increase")
                || Objects.equals(row.getString("metric"), "churn_risk");
    }

    private static String direction(ResultSet row) throws SQLException {
        return switch (row.getString("trigger_type")) {
            case "health_score_drop" -> ExpectedRuns.DECREASE;
            case "churn_risk_increase" -> ExpectedRuns.INCREASE;
            default -> row.getString("direction");
        };
    }

    private static Set<String> scope(ResultSet row) throws SQLException {
        var array = row.getArray("scope");
        return array == null ? Set.of() : Set.of((String[]) array.getArray());
    }

    private static Map<String, List<Score>> scores(Connection connection, Instant until)
            throws SQLException {
        Map<String, List<Score>> scores = new LinkedHashMap<>();
        Set<String> updated = new HashSet<>();
        try (PreparedStatement statement =
                        connection.prepareStatement(
                                """
                                SELECT h.id, h.account_id, h.score, h.churn_risk, h.recorded_at,
                                  h.created_at, h.committed_at,
                                  h.committed_at = min(h.committed_at) OVER () AS snapshot
                                FROM (SELECT *, pg_xact_commit_timestamp(xmin) AS committed_at
                                  FROM health_scores) h
                                ORDER BY h.committed_at, h.recorded_at
                                """);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                String account = rows.getString("account_id");
                Instant committed = rows.getTimestamp("committed_at").toInstant();
                Instant created = rows.getTimestamp("created_at").toInstant();
                if (created.plus(LONGEST_INSERT).isBefore(committed)) {
                    updated.add(account);
                }
                if (committed.isAfter(until)) {
                    continue;
                }
                boolean snapshot = rows.getBoolean("snapshot");
                Instant at = snapshot ? rows.getTimestamp("recorded_at").toInstant() : committed;
                scores.computeIfAbsent(account, unknown -> new ArrayList<>())
                        .add(
                                new Score(
                                        rows.getString("id"),
                                        at.toEpochMilli(),
                                        rows.getBigDecimal("score"),
                                        rows.getBigDecimal("churn_risk"),
                                        snapshot));
            }
        }
        scores.keySet().removeAll(updated);
        return scores;
    }

    /** The accounts of each organization, of those that have scores. */
    private static Map<String, Set<String>> accounts(Connection connection, Set<String> scored)
            throws SQLException {
        Map<String, Set<String>> accounts = new HashMap<>();
        try (PreparedStatement statement =
                        connection.prepareStatement(
                                "SELECT organization_id, id FROM accounts WHERE deleted_at IS"
                                        + " NULL");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                String account = rows.getString(2);
                if (scored.contains(account)) {
                    accounts.computeIfAbsent(rows.getString(1), unknown -> new HashSet<>())
                            .add(account);
                }
            }
        }
        return accounts;
    }
}
