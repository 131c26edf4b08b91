package io.automation.connectors.jdbc;

import io.automation.model.run.Delivery;
import io.automation.model.run.Reason;
import io.automation.model.run.Run;
import io.automation.model.run.RunStatus;
import io.automation.model.run.Step;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of runs.
 *
 * <p>A row that is there is only changed when its status moves forward. A delivery that was claimed
 * belongs to whoever claimed it and is not touched. Every transaction takes a run's row before the
 * rows below it, so that none waits for another in a ring.
 */
final class RunRows {

    private static final String RUN =
            """
            INSERT INTO automation_runs AS r (id, workflow_id, account_id, status, trigger_data,
                organization_id, workflow_version, trigger_type, occurrence_key, mode, occurred_at,
                reason, result, error, started_at, finished_at)
            SELECT n.id, n.workflow_id, n.account_id, n.status, n.trigger_data, n.organization_id,
                n.workflow_version, n.trigger_type, n.occurrence_key, n.mode, n.occurred_at,
                n.reason, n.result, n.error,
                CASE WHEN n.status IN ('running', 'success') THEN clock_timestamp() END,
                CASE WHEN n.status IN ('success', 'failed', 'skipped') THEN clock_timestamp() END
            FROM (VALUES (?::uuid, ?::uuid, ?::uuid, ?, ?::jsonb, ?::uuid, ?::integer, ?, ?, ?,
                ?::timestamptz, ?, ?::jsonb, ?)) AS n (id, workflow_id, account_id, status,
                trigger_data, organization_id, workflow_version, trigger_type, occurrence_key, mode,
                occurred_at, reason, result, error)
            ON CONFLICT (id) DO UPDATE SET status = EXCLUDED.status, reason = EXCLUDED.reason,
                result = CASE WHEN EXCLUDED.result IS NULL THEN r.result
                    ELSE coalesce(r.result, '{}') || EXCLUDED.result END,
                error = EXCLUDED.error,
                started_at = coalesce(r.started_at, EXCLUDED.started_at),
                finished_at = EXCLUDED.finished_at
            WHERE coalesce(array_position('{queued,running}', r.status::text), 3)
                < coalesce(array_position('{queued,running}', EXCLUDED.status::text), 3)
            """;

    /** The row of a run that a claim wrote lacks its key until the run itself is recorded. */
    private static final String COMPLETE =
            """
            UPDATE automation_runs SET occurrence_key = ?
            WHERE id = ?::uuid AND occurrence_key IS NULL
            """;

    private static final String RETRACT =
            """
            UPDATE automation_runs SET result = coalesce(result, '{}') || '{"retracted": true}'
            WHERE id = ?::uuid AND result -> 'retracted' IS NULL
            """;

    private static final String STEP =
            """
            INSERT INTO automation_run_steps AS s (run_id, step, workflow_id, account_id,
                action_type, status, due_at, reason, error, started_at, finished_at)
            SELECT n.run_id, n.step, n.workflow_id, n.account_id, n.action_type, n.status, n.due_at,
                n.reason, n.error,
                CASE WHEN n.status IN ('success', 'unknown') THEN clock_timestamp() END,
                CASE WHEN n.status NOT IN ('queued', 'claimed') THEN clock_timestamp() END
            FROM (VALUES (?::uuid, ?::integer, ?::uuid, ?::uuid, ?, ?, ?::timestamptz, ?, ?))
                AS n (run_id, step, workflow_id, account_id, action_type, status, due_at, reason,
                error)
            ON CONFLICT (run_id, step) DO UPDATE SET status = EXCLUDED.status,
                due_at = coalesce(EXCLUDED.due_at, s.due_at), reason = EXCLUDED.reason,
                error = EXCLUDED.error, started_at = coalesce(s.started_at, EXCLUDED.started_at),
                finished_at = EXCLUDED.finished_at
            WHERE coalesce(array_position('{queued,claimed}', s.status::text), 3)
                < coalesce(array_position('{queued,claimed}', EXCLUDED.status::text), 3)
                OR (s.status = EXCLUDED.status AND s.status = 'queued'
                    AND s.due_at IS DISTINCT FROM coalesce(EXCLUDED.due_at, s.due_at))
            """;

    private static final String DELIVERY =
            """
            INSERT INTO email_deliveries AS d (id, run_id, step, organization_id, account_id,
                contact_id, address, template_id, template_version, locale, class, status, reason,
                accepted_at)
            SELECT n.*, CASE WHEN n.status = 'accepted' THEN clock_timestamp() END
            FROM (VALUES (?::uuid, ?::uuid, ?::integer, ?::uuid, ?::uuid, ?::uuid, ?, ?::uuid,
                ?::integer, ?, ?, ?, ?)) AS n (id, run_id, step, organization_id, account_id,
                contact_id, address, template_id, template_version, locale, class, status, reason)
            ON CONFLICT (id) DO UPDATE SET status = EXCLUDED.status, reason = EXCLUDED.reason,
                accepted_at = EXCLUDED.accepted_at
            WHERE d.status = 'queued' AND EXCLUDED.status NOT IN ('queued', 'claimed')
            """;

    private RunRows() {}

    /**
     * Writes all runs with what is below them. A run of which deliveries have ended already, since
     * their claims came before it, moves on.
     */
    static void write(Connection connection, List<Run> runs) throws SQLException {
        List<Run> ordered = new ArrayList<>(runs);
        ordered.sort(Comparator.comparing(Run::id));
        try (PreparedStatement rows = connection.prepareStatement(RUN);
                PreparedStatement keys = connection.prepareStatement(COMPLETE)) {
            for (Run run : ordered) {
                add(rows, run, run.occurrenceKey());
                keys.setString(1, run.occurrenceKey());
                keys.setString(2, run.id());
                keys.addBatch();
            }
            rows.executeBatch();
            keys.executeBatch();
        }
        writeBelow(connection, ordered, List.of());
        RunProgress.update(connection, ordered.stream().map(Run::id).toList());
    }

    /**
     * Writes the row of a claim's run, if it is not there, and holds it. Unless the run tells all
     * its deliveries its key stays out, and with it the end of its steps: the other mails are not
     * known yet.
     */
    static void writeClaimed(Connection connection, Run run) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RUN)) {
            add(statement, run, run.deliveries().isEmpty() ? null : run.occurrenceKey());
            statement.executeBatch();
        }
    }

    /** Writes the steps and deliveries of runs whose rows are held, and further deliveries. */
    static void writeBelow(Connection connection, List<Run> runs, List<Delivery> more)
            throws SQLException {
        try (PreparedStatement steps = connection.prepareStatement(STEP);
                PreparedStatement deliveries = connection.prepareStatement(DELIVERY);
                PreparedStatement retractions = connection.prepareStatement(RETRACT)) {
            for (Run run : runs) {
                addSteps(steps, run);
                for (Delivery delivery : run.deliveries()) {
                    add(deliveries, delivery);
                }
                if (run.retracted()) {
                    retractions.setString(1, run.id());
                    retractions.addBatch();
                }
            }
            for (Delivery delivery : more) {
                add(deliveries, delivery);
            }
            steps.executeBatch();
            deliveries.executeBatch();
            retractions.executeBatch();
        }
    }

    private static void add(PreparedStatement statement, Run run, @Nullable String key)
            throws SQLException {
        statement.setString(1, run.id());
        statement.setString(2, run.workflowId());
        statement.setString(3, run.accountId());
        statement.setString(4, run.status().code());
        statement.setString(5, run.triggerData());
        statement.setString(6, run.organizationId());
        setInteger(statement, 7, run.workflowVersion());
        statement.setString(8, run.triggerType());
        statement.setString(9, key);
        statement.setString(10, run.mode().code());
        setInstant(statement, 11, run.occurredAt());
        statement.setString(12, code(run.reason()));
        statement.setString(13, result(run));
        statement.setString(14, run.status() == RunStatus.FAILED ? run.error() : null);
        statement.addBatch();
    }

    private static @Nullable String result(Run run) {
        if (!run.noop() && !run.retracted()) {
            return null;
        }
        return "{"
                + (run.noop() ? "\"noop\": true" : "")
                + (run.noop() && run.retracted() ? ", " : "")
                + (run.retracted() ? "\"retracted\": true" : "")
                + "}";
    }

    private static void addSteps(PreparedStatement statement, Run run) throws SQLException {
        for (Step step : run.steps()) {
            statement.setString(1, run.id());
            statement.setInt(2, step.step());
            statement.setString(3, run.workflowId());
            statement.setString(4, run.accountId());
            statement.setString(5, step.actionType());
            statement.setString(6, step.status().code());
            setInstant(statement, 7, step.dueAt());
            statement.setString(8, code(step.reason()));
            statement.setString(9, step.error());
            statement.addBatch();
        }
    }

    private static void add(PreparedStatement statement, Delivery delivery) throws SQLException {
        statement.setString(1, delivery.id());
        statement.setString(2, delivery.runId());
        statement.setInt(3, delivery.step());
        statement.setString(4, delivery.organizationId());
        statement.setString(5, delivery.accountId());
        statement.setString(6, delivery.contactId());
        statement.setString(7, delivery.address());
        statement.setString(8, delivery.templateId());
        setInteger(statement, 9, delivery.templateVersion());
        statement.setString(10, delivery.locale());
        statement.setString(11, delivery.mailClass().code());
        statement.setString(12, delivery.status().code());
        statement.setString(13, code(delivery.reason()));
        statement.addBatch();
    }

    static @Nullable String code(@Nullable Reason reason) {
        return reason == null ? null : reason.code();
    }

    private static void setInteger(PreparedStatement statement, int at, @Nullable Integer value)
            throws SQLException {
        if (value == null) {
            statement.setNull(at, Types.INTEGER);
        } else {
            statement.setInt(at, value);
        }
    }

    private static void setInstant(PreparedStatement statement, int at, @Nullable Long millis)
            throws SQLException {
        statement.setTimestamp(
                at, millis == null ? null : Timestamp.from(Instant.ofEpochMilli(millis)));
    }
}
