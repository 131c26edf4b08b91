package io.automation.embedded.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automation.embedded.demo.Totals.Quantiles;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the live view and the report read from the tables. */
final class DemoTables {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private static final String RUNS =
            """
            SELECT r.id, r.occurred_at, r.status, r.reason, coalesce(r.error, d.error) AS error,
              w.name AS workflow, coalesce(a.name, o.name, '') AS account, r.trigger_data,
              coalesce(r.trigger_type, '') AS trigger_type,
              CASE WHEN r.trigger_type = 'email_sent' THEN coalesce((SELECT name FROM email_templates
                  WHERE id::text = r.trigger_data ->> 'template_id'), '')
                WHEN r.trigger_type <> 'health_score_change' THEN ''
                WHEN w.trigger_type = 'churn_risk_increase'
                  OR w.trigger_config ->> 'metric' IS NOT DISTINCT FROM 'churn_risk' THEN 'risk'
                ELSE 'health' END AS subject,
              d.mails, d.unknown, d.accepted_at
            FROM automation_runs r
            JOIN automation_workflows w ON w.id = r.workflow_id
            LEFT JOIN accounts a ON a.id = r.account_id
            LEFT JOIN organizations o ON o.id = r.organization_id
            LEFT JOIN LATERAL (
              SELECT count(*) FILTER (WHERE status <> 'skipped') AS mails,
                count(*) FILTER (WHERE status = 'unknown') AS unknown,
                max(accepted_at) AS accepted_at, max(error) AS error
              FROM email_deliveries WHERE run_id = r.id) d ON true
            WHERE r.created_at >= ?
            ORDER BY r.occurred_at DESC, r.id
            LIMIT ?
            """;

    private static final String LATENCY =
            """
            SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY took),
              percentile_cont(0.99) WITHIN GROUP (ORDER BY took), max(took)
            FROM (%s) measured(took)
            """;
    private static final String TO_RUN =
            LATENCY.formatted(
                    """
                    SELECT extract(epoch FROM created_at - occurred_at)::float8
                    FROM automation_runs WHERE occurred_at >= ? AND mode = 'live'
                    """);
    private static final String TO_MAIL =
            LATENCY.formatted(
                    """
                    SELECT extract(epoch FROM
                      d.accepted_at - coalesce(s.due_at, r.occurred_at))::float8
                    FROM automation_runs r JOIN email_deliveries d ON d.run_id = r.id
                    LEFT JOIN automation_run_steps s ON s.run_id = d.run_id AND s.step = d.step
                    WHERE r.occurred_at >= ? AND r.mode = 'live' AND d.accepted_at IS NOT NULL
                    """);

    private final Connection connection;

    DemoTables(Connection connection) {
        this.connection = connection;
    }

    /** The newest runs recorded since an instant, newest first. */
    List<RunRow> newestRuns(Instant since, int limit) throws SQLException {
        List<RunRow> runs = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(RUNS)) {
            statement.setTimestamp(1, Timestamp.from(since));
            statement.setInt(2, limit);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    runs.add(run(rows));
                }
            }
        }
        return runs;
    }

    /** What was recorded since an instant, and how long it took. */
    Totals totals(Instant since) throws SQLException {
        Map<String, Long> runs = new LinkedHashMap<>();
        Map<String, Long> skipped = new LinkedHashMap<>();
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT status, coalesce(reason, ''), count(*) FROM automation_runs"
                                + " WHERE created_at >= ? GROUP BY 1, 2 ORDER BY 3 DESC, 2")) {
            statement.setTimestamp(1, Timestamp.from(since));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String status = rows.getString(1);
                    long count = rows.getLong(3);
                    runs.merge(status, count, Long::sum);
                    if (status.equals("skipped")) {
                        skipped.merge(rows.getString(2), count, Long::sum);
                    }
                }
            }
        }
        return new Totals(runs, skipped, quantiles(TO_RUN, since), quantiles(TO_MAIL, since));
    }

    long count(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private Quantiles quantiles(String sql, Instant since) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setTimestamp(1, Timestamp.from(since));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Quantiles(seconds(row, 1), seconds(row, 2), seconds(row, 3));
            }
        }
    }

    private static @Nullable Duration seconds(ResultSet row, int column) throws SQLException {
        double seconds = row.getDouble(column);
        return row.wasNull() ? null : Duration.ofMillis(Math.round(seconds * 1_000));
    }

    private static RunRow run(ResultSet row) throws SQLException {
        return new RunRow(
                row.getString("id"),
                instant(row.getTimestamp("occurred_at"), Instant.EPOCH),
                row.getString("status"),
                row.getString("reason"),
                row.getString("error"),
                row.getString("workflow"),
                row.getString("account"),
                row.getString("trigger_type"),
                Objects.requireNonNullElse(row.getString("subject"), ""),
                json(row.getString("trigger_data")),
                row.getInt("mails"),
                row.getInt("unknown"),
                instant(row.getTimestamp("accepted_at")));
    }

    private static Instant instant(@Nullable Timestamp timestamp, Instant otherwise) {
        return timestamp == null ? otherwise : timestamp.toInstant();
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }

    private static JsonNode json(@Nullable String text) {
        try {
            return JSON.readTree(text == null ? "{}" : text);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("jsonb is JSON", impossible);
        }
    }
}
