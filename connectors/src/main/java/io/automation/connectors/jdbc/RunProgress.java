package io.automation.connectors.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * Works out how far runs are from the deliveries of their steps (semantics 5 and 10).
 *
 * <p>The caller holds the runs' rows, so no other delivery of them ends meanwhile. A run that only
 * a claim has written has no key: not all of its deliveries are known, so none of its steps ends.
 */
final class RunProgress {

    /**
     * A step ends with its last delivery: success if one was accepted or is unknown, else failed if
     * one failed, else skipped with the reason of the first by address.
     */
    private static final String STEPS =
            """
            UPDATE automation_run_steps s SET
                status = e.status,
                reason = CASE WHEN e.status = 'skipped' THEN e.reasons[1] END,
                error = CASE WHEN e.status = 'failed' THEN e.errors[1] END,
                started_at = CASE WHEN e.status = 'skipped' THEN s.started_at
                    ELSE coalesce(s.started_at, clock_timestamp()) END,
                finished_at = clock_timestamp()
            FROM (SELECT run_id, step,
                    CASE WHEN bool_or(status IN ('accepted', 'unknown')) THEN 'success'
                        WHEN bool_or(status = 'failed') THEN 'failed'
                        ELSE 'skipped' END AS status,
                    array_agg(reason ORDER BY address COLLATE "C")
                        FILTER (WHERE status = 'skipped') AS reasons,
                    array_agg(error ORDER BY address COLLATE "C")
                        FILTER (WHERE status = 'failed') AS errors
                FROM email_deliveries WHERE run_id = ANY (?)
                GROUP BY run_id, step
                HAVING bool_and(status NOT IN ('queued', 'claimed'))) e
                JOIN automation_runs r ON r.id = e.run_id AND r.occurrence_key IS NOT NULL
            WHERE s.run_id = e.run_id AND s.step = e.step AND s.status IN ('queued', 'claimed')
            """;

    /**
     * A run ends with its last step, failed if one failed, skipped with the last step's reason if
     * all were; it is running once a mail of it went out.
     */
    private static final String RUN =
            """
            UPDATE automation_runs r SET
                status = e.status,
                reason = CASE WHEN e.status = 'skipped' THEN e.reason ELSE r.reason END,
                error = CASE WHEN e.status = 'failed' THEN e.error END,
                started_at = CASE WHEN e.status = 'skipped' THEN r.started_at
                    ELSE coalesce(r.started_at, clock_timestamp()) END,
                finished_at = CASE WHEN e.status <> 'running' THEN clock_timestamp() END
            FROM (SELECT run_id,
                    CASE WHEN bool_or(status IN ('queued', 'claimed')) THEN 'running'
                        WHEN bool_or(status = 'failed') THEN 'failed'
                        WHEN bool_or(status IN ('success', 'unknown')) THEN 'success'
                        ELSE 'skipped' END AS status,
                    (array_agg(reason ORDER BY step DESC))[1] AS reason,
                    (array_agg(error ORDER BY step) FILTER (WHERE status = 'failed'))[1] AS error,
                    bool_or(status IN ('queued', 'claimed')) AS open,
                    bool_or(status IN ('success', 'unknown')) AS out
                FROM automation_run_steps WHERE run_id = ANY (?) GROUP BY run_id) e
            WHERE r.id = e.run_id
                AND (r.status = 'queued' OR (r.status = 'running' AND e.status <> 'running'))
                AND (NOT e.open OR e.out OR EXISTS (SELECT FROM email_deliveries d
                    WHERE d.run_id = r.id AND d.status IN ('accepted', 'unknown')))
            """;

    private RunProgress() {}

    static void update(Connection connection, List<String> runIds) throws SQLException {
        for (String sql : List.of(STEPS, RUN)) {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setArray(1, connection.createArrayOf("uuid", runIds.toArray()));
                statement.executeUpdate();
            }
        }
    }
}
