package io.automation.job.record;

import io.automation.job.config.Database;
import io.automation.job.evaluate.DefinitionAnswer;
import io.automation.model.change.Instants;
import io.automation.model.run.Decision;
import io.automation.model.run.Reason;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.jdbc.JdbcExecutionOptions;
import org.apache.flink.connector.jdbc.JdbcStatementBuilder;
import org.apache.flink.connector.jdbc.core.datastream.sink.JdbcSink;
import org.apache.flink.connector.jdbc.datasource.connections.JdbcConnectionProvider;

/** Rows that are written as they come, idempotently, by Flink's own JDBC sink. */
public final class PostgresSinks {

    private static final String LAST_RUN =
            """
            UPDATE automation_workflows SET last_run_at = ?
            WHERE id = ?::uuid AND (last_run_at IS NULL OR last_run_at < ?)
            """;

    /** A version grows with its row's meaning; of one version the later word holds. */
    private static final String DEFINITION_STATUS =
            """
            INSERT INTO automation_definition_status AS s
                ("table", id, version, accepted, problems, at)
            VALUES (?, ?::uuid, ?, ?, ?::jsonb, ?::timestamptz)
            ON CONFLICT ("table", id) DO UPDATE SET version = EXCLUDED.version,
                accepted = EXCLUDED.accepted, problems = EXCLUDED.problems, at = EXCLUDED.at
            WHERE (coalesce(EXCLUDED.version, 0), EXCLUDED.at) >= (coalesce(s.version, 0), s.at)
            """;

    /** Of what is told of one occurrence with one verdict the later word holds. */
    private static final String DECISION =
            """
            INSERT INTO automation_decisions AS d
                (at, organization_id, workflow_id, version, account_id, occurrence_key, verdict,
                 reason, compared, run_id)
            VALUES (?::timestamptz, ?::uuid, ?::uuid, ?, ?::uuid, ?, ?, ?, ?::jsonb, ?::uuid)
            ON CONFLICT (workflow_id, account_id, occurrence_key, verdict) DO UPDATE
            SET at = EXCLUDED.at, organization_id = EXCLUDED.organization_id,
                version = EXCLUDED.version, reason = EXCLUDED.reason,
                compared = EXCLUDED.compared, run_id = EXCLUDED.run_id
            WHERE EXCLUDED.at >= d.at
            """;

    private static final String OLD_DECISIONS = "DELETE FROM automation_decisions WHERE at < ?";

    private PostgresSinks() {}

    /** When workflows ran last; it never goes back. */
    public static Sink<LastRun> lastRuns(Database database) {
        return sink(database, LAST_RUN, PostgresSinks::bind);
    }

    /** The job's answer to each definition. */
    public static Sink<DefinitionAnswer> definitionStatus(Database database) {
        return sink(database, DEFINITION_STATUS, PostgresSinks::bind);
    }

    /** What was decided, with what was compared. */
    public static Sink<Decision> decisions(Database database) {
        return sink(database, DECISION, PostgresSinks::bind);
    }

    /** Takes away the decisions before an instant in epoch milliseconds. */
    public static Sink<Long> oldDecisions(Database database) {
        return sink(
                database,
                OLD_DECISIONS,
                (statement, before) -> statement.setTimestamp(1, new Timestamp(before)));
    }

    private static void bind(PreparedStatement statement, Decision decision) throws SQLException {
        statement.setString(1, Instants.text(decision.at()));
        statement.setString(2, decision.organizationId());
        statement.setString(3, decision.workflowId());
        Integer version = decision.version();
        if (version == null) {
            statement.setNull(4, Types.INTEGER);
        } else {
            statement.setInt(4, version);
        }
        statement.setString(5, decision.accountId());
        statement.setString(6, decision.occurrenceKey());
        statement.setString(7, decision.verdict().code());
        Reason reason = decision.reason();
        statement.setString(8, reason == null ? null : reason.code());
        statement.setString(9, decision.compared());
        statement.setString(10, decision.runId());
    }

    private static void bind(PreparedStatement statement, LastRun lastRun) throws SQLException {
        Timestamp at = new Timestamp(lastRun.at());
        statement.setTimestamp(1, at);
        statement.setString(2, lastRun.workflowId());
        statement.setTimestamp(3, at);
    }

    private static void bind(PreparedStatement statement, DefinitionAnswer answer)
            throws SQLException {
        statement.setString(1, answer.table());
        statement.setString(2, answer.id());
        if (answer.version() == 0) {
            statement.setNull(3, Types.INTEGER);
        } else {
            statement.setLong(3, answer.version());
        }
        statement.setBoolean(4, answer.accepted());
        statement.setString(5, answer.problems());
        boolean sinceEver = DefinitionAnswerCodec.isSinceEver(answer);
        statement.setString(6, sinceEver ? "-infinity" : Instants.text(answer.at()));
    }

    private static <T> Sink<T> sink(Database database, String sql, JdbcStatementBuilder<T> binder) {
        JdbcConnectionProvider connections = new DatabaseConnection(database);
        return JdbcSink.<T>builder()
                .withExecutionOptions(
                        JdbcExecutionOptions.builder()
                                .withBatchSize(100)
                                .withBatchIntervalMs(100)
                                .withMaxRetries(10)
                                .build())
                .withQueryStatement(sql, binder)
                .buildAtLeastOnce(connections);
    }
}
