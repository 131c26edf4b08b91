package io.automation.embedded.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The runs that one row each must have: a new account, a request, an accepted mail. What other
 * triggers are set off by, a later change of the same row has overwritten.
 */
final class KeyedRuns {

    /** A condition on {@code w}: it is set off by a row that is not overwritten. */
    static final String COMPARED =
            """
            (w.trigger_type IN ('manual', 'email_sent', 'previous_email_sent')
              OR (w.trigger_type = 'account_created' AND w.trigger_config ->> 'status' IS NULL))
            AND w.scope_all_accounts IS DISTINCT FROM false
            """;

    private static final String DUE =
            """
            WITH acting AS (
              SELECT w.*, coalesce((SELECT max(v.at) FROM automation_workflow_versions v
                WHERE v.id = w.id AND %s) + interval '%d s', '-infinity') AS since
              FROM automation_workflows w
              WHERE w.status = 'active' AND w.enabled IS DISTINCT FROM false
                AND w.deleted_at IS NULL AND NOT EXISTS (SELECT FROM automation_definition_status s
                  WHERE s.id = w.id AND NOT s.accepted) AND %s)
            SELECT w.id, 'manual', q.id
            FROM acting w JOIN automation_requests q ON q.workflow_id = w.id
            WHERE q.kind = 'run' AND q.account_id IS NOT NULL AND q.created_at > w.since
              AND q.created_at <= ?
            UNION ALL
            SELECT w.id, 'email_sent', d.id
            FROM acting w JOIN email_deliveries d ON d.organization_id = w.organization_id
            WHERE w.trigger_type IN ('email_sent', 'previous_email_sent') AND d.status = 'accepted'
              AND d.accepted_at > w.since AND d.accepted_at <= ?
              AND (w.trigger_config ->> 'template_id' IS NULL OR EXISTS (
                SELECT FROM email_templates t WHERE t.id = d.template_id
                AND w.trigger_config ->> 'template_id' IN (t.id::text, t.name)))
            UNION ALL
            SELECT w.id, 'account_created', a.id
            FROM acting w JOIN accounts a ON a.organization_id = w.organization_id
            WHERE w.trigger_type = 'account_created' AND a.deleted_at IS NULL
              AND a.created_at > (SELECT min(created_at) FROM accounts) AND a.created_at > w.since
              AND a.created_at <= ?
            """
                    .formatted(Comparison.EDITED, Comparison.AROUND_AN_EDIT.toSeconds(), COMPARED);

    private static final String FOUND =
            """
            SELECT workflow_id, trigger_type,
              CASE trigger_type WHEN 'account_created' THEN account_id::text ELSE occurrence_key END,
              count(*)
            FROM automation_runs
            WHERE trigger_type IN ('manual', 'email_sent', 'account_created')
              AND occurrence_key NOT LIKE '%:retry:%'
            GROUP BY 1, 2, 3
            """;

    private KeyedRuns() {}

    /** What must be there, or is: the row is an account, a request or a delivery. */
    private record Keyed(String workflowId, String triggerType, String rowId) {}

    /**
     * Compares.
     *
     * @param until rows written after it are not looked at
     */
    static void compare(Connection connection, Instant until, Comparison.Tally tally)
            throws SQLException {
        Set<Keyed> due = due(connection, until);
        Map<Keyed, Integer> found = found(connection);
        for (Keyed run : due) {
            int count = found.getOrDefault(run, 0);
            tally.expected++;
            if (count == 0) {
                tally.lostRuns++;
                tally.detail("no run: " + run);
            } else if (count > 1) {
                tally.doubledRuns += count - 1;
                tally.detail("%d runs instead of 1: %s".formatted(count, run));
            }
        }
    }

    private static Set<Keyed> due(Connection connection, Instant until) throws SQLException {
        Set<Keyed> due = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(DUE)) {
            for (int i = 1; i <= 3; i++) {
                statement.setTimestamp(i, Timestamp.from(until));
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    due.add(new Keyed(rows.getString(1), rows.getString(2), rows.getString(3)));
                }
            }
        }
        return due;
    }

    private static Map<Keyed, Integer> found(Connection connection) throws SQLException {
        Map<Keyed, Integer> found = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(FOUND);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                found.put(
                        new Keyed(rows.getString(1), rows.getString(2), rows.getString(3)),
                        rows.getInt(4));
            }
        }
        return found;
    }
}
