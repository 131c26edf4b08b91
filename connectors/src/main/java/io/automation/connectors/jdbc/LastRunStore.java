package io.automation.connectors.jdbc;

import java.sql.PreparedStatement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/** Keeps {@code last_run_at} of workflows; it never goes back. */
public final class LastRunStore {

    private static final String UPDATE =
            """
            UPDATE automation_workflows SET last_run_at = greatest(last_run_at, ?::timestamptz)
            WHERE id = ?::uuid AND (last_run_at IS NULL OR last_run_at < ?::timestamptz)
            """;

    private final Transactions transactions;

    public LastRunStore(DataSource source) {
        this.transactions = new Transactions(source);
    }

    /** Writes the instants of the workflows that are still there. */
    public void record(Map<String, Instant> lastRuns) throws InterruptedException {
        try {
            transactions.run(
                    connection -> {
                        try (PreparedStatement statement = connection.prepareStatement(UPDATE)) {
                            // In order, so that two writers never wait for each other.
                            for (Map.Entry<String, Instant> entry :
                                    new TreeMap<>(lastRuns).entrySet()) {
                                statement.setTimestamp(1, Timestamp.from(entry.getValue()));
                                statement.setString(2, entry.getKey());
                                statement.setTimestamp(3, Timestamp.from(entry.getValue()));
                                statement.addBatch();
                            }
                            return statement.executeBatch().length;
                        }
                    });
        } catch (RefusedException e) {
            throw new IllegalStateException("an update of instants was refused", e);
        }
    }
}
