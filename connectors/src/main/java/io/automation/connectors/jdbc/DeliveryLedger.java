package io.automation.connectors.jdbc;

import io.automation.model.run.Delivery;
import io.automation.model.run.DeliveryMode;
import io.automation.model.run.DeliveryStatus;
import io.automation.model.run.Intent;
import io.automation.model.run.Run;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Who may send a mail, and what became of it: claimed before it is sent, confirmed after.
 *
 * <p>Of any number of claims at once one is granted. It carries the number of the attempt; a
 * confirmation or release of an older attempt changes nothing, so a sender that slept past its
 * lease cannot overwrite its successor. A claim whose lease ended without a word may or may not
 * have sent its mail: {@code prefer_no_duplicate} lists it as unknown, {@code prefer_no_loss}
 * grants it again. The database's clock alone counts.
 */
public final class DeliveryLedger {

    private static final String EXPIRED =
            "the claim ended without a word: the process died between claiming and confirming";

    private static final String LOCK_RUN =
            """
            SELECT status, reason FROM automation_runs WHERE id = ?::uuid FOR NO KEY UPDATE
            """;

    private static final String FIND =
            """
            SELECT status, reason, error, attempts, claimed_at, lease_until,
                lease_until > clock_timestamp() AS live
            FROM email_deliveries WHERE id = ?::uuid FOR UPDATE
            """;

    private static final String CLAIM =
            """
            UPDATE email_deliveries SET status = 'claimed', attempts = attempts + 1,
                claimed_at = clock_timestamp(),
                lease_until = clock_timestamp() + ? * interval '1 millisecond'
            WHERE id = ?::uuid RETURNING attempts, claimed_at, lease_until
            """;

    private static final String CLAIM_STEP =
            """
            UPDATE automation_run_steps SET status = 'claimed',
                started_at = coalesce(started_at, clock_timestamp()), attempts = attempts + 1
            WHERE run_id = ?::uuid AND step = ? AND status = 'queued'
            """;

    private static final String END =
            """
            UPDATE email_deliveries SET status = ?, reason = ?, error = ?,
                message_id = coalesce(?, message_id), lease_until = NULL,
                accepted_at = CASE WHEN ? THEN clock_timestamp() END
            WHERE id = ?::uuid
            """;

    private static final String RELEASE =
            """
            UPDATE email_deliveries SET status = 'queued', lease_until = NULL, error = ?
            WHERE id = ?::uuid AND status = 'claimed' AND attempts = ?
            """;

    private static final String RUN_OF = "SELECT run_id FROM email_deliveries WHERE id = ?::uuid";

    private final Transactions transactions;

    public DeliveryLedger(DataSource source) {
        this.transactions = new Transactions(source);
    }

    /** A delivery's row, held by this transaction. */
    private record Row(
            DeliveryStatus status,
            @Nullable String reason,
            @Nullable String error,
            int attempts,
            @Nullable Timestamp claimedAt,
            @Nullable Timestamp leaseUntil,
            boolean live) {}

    /** A claim that may have been committed although the connection broke. */
    private static final class Tried {
        private @Nullable Timestamp claimedAt;

        boolean wrote(Row row) {
            return claimedAt != null && claimedAt.equals(row.claimedAt);
        }
    }

    /** Asks to send a mail; writes its run, steps and delivery first where they are missing. */
    public Claim claim(Intent intent, Duration lease) throws InterruptedException {
        Tried tried = new Tried();
        try {
            return transactions.run(connection -> claim(connection, intent, lease, tried));
        } catch (RefusedException e) {
            return new Claim.Refused(
                    intent.delivery().id(), e.reason(), String.valueOf(e.getMessage()));
        }
    }

    private static Claim claim(Connection connection, Intent intent, Duration lease, Tried tried)
            throws SQLException {
        Run run = intent.run();
        Delivery delivery = intent.delivery();
        RunRows.writeClaimed(connection, run);
        String stopped = lockRun(connection, run.id());
        Row row = find(connection, delivery.id());
        if (row == null) {
            RunRows.writeBelow(connection, List.of(run), List.of(delivery));
            row = find(connection, delivery.id());
        }
        if (row == null) {
            throw new SQLException("the delivery is not there after its insert", "XX000");
        }
        if (row.status.isTerminal()) {
            return already(delivery.id(), row.status, row.reason, row.error);
        }
        if (row.status == DeliveryStatus.CLAIMED) {
            if (tried.wrote(row)) {
                return new Claim.Claimed(delivery.id(), row.attempts, instant(row.leaseUntil));
            }
            if (row.live) {
                return new Claim.Busy(delivery.id(), instant(row.leaseUntil));
            }
            if (stopped != null || intent.deliveryMode() == DeliveryMode.PREFER_NO_DUPLICATE) {
                end(connection, delivery.id(), DeliveryStatus.UNKNOWN, null, EXPIRED, null);
                RunProgress.update(connection, List.of(run.id()));
                return already(delivery.id(), DeliveryStatus.UNKNOWN, null, EXPIRED);
            }
        } else if (stopped != null) {
            end(connection, delivery.id(), DeliveryStatus.SKIPPED, stopped, null, null);
            RunProgress.update(connection, List.of(run.id()));
            return already(delivery.id(), DeliveryStatus.SKIPPED, stopped, null);
        }
        return grant(connection, delivery, lease, tried);
    }

    private static Claim already(
            String id, DeliveryStatus status, @Nullable String reason, @Nullable String error) {
        return new Claim.Already(id, status, reason, error);
    }

    /** Holds the run's row; the reason why the run was stopped, null if it was not. */
    private static @Nullable String lockRun(Connection connection, String runId)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCK_RUN)) {
            statement.setString(1, runId);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getString("reason") : null;
            }
        }
    }

    private static @Nullable Row find(Connection connection, String deliveryId)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setString(1, deliveryId);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    return null;
                }
                return new Row(
                        DeliveryStatus.valueOf(rows.getString("status").toUpperCase(Locale.ROOT)),
                        rows.getString("reason"),
                        rows.getString("error"),
                        rows.getInt("attempts"),
                        rows.getTimestamp("claimed_at"),
                        rows.getTimestamp("lease_until"),
                        rows.getBoolean("live"));
            }
        }
    }

    private static Claim grant(
            Connection connection, Delivery delivery, Duration lease, Tried tried)
            throws SQLException {
        try (PreparedStatement step = connection.prepareStatement(CLAIM_STEP)) {
            step.setString(1, delivery.runId());
            step.setInt(2, delivery.step());
            step.executeUpdate();
        }
        try (PreparedStatement statement = connection.prepareStatement(CLAIM)) {
            statement.setLong(1, lease.toMillis());
            statement.setString(2, delivery.id());
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                tried.claimedAt = rows.getTimestamp("claimed_at");
                return new Claim.Claimed(
                        delivery.id(),
                        rows.getInt("attempts"),
                        instant(rows.getTimestamp("lease_until")));
            }
        }
    }

    /**
     * Ends a delivery, and with it its step and run if they end too.
     *
     * @return whether the attempt held the claim; if not, nothing was written
     */
    public boolean confirm(String deliveryId, int attempt, DeliveryOutcome outcome)
            throws InterruptedException {
        return written(
                connection -> {
                    String runId = lockRunOf(connection, deliveryId);
                    Row row = runId == null ? null : find(connection, deliveryId);
                    if (runId == null || row == null || row.attempts != attempt) {
                        return false;
                    }
                    if (row.status != DeliveryStatus.CLAIMED) {
                        // Confirmed before, and the answer was lost.
                        return row.status == outcome.status();
                    }
                    end(
                            connection,
                            deliveryId,
                            outcome.status(),
                            RunRows.code(outcome.reason()),
                            outcome.error(),
                            outcome.messageId());
                    RunProgress.update(connection, List.of(runId));
                    return true;
                });
    }

    /**
     * Puts a delivery back that was not sent; the count of attempts stays.
     *
     * @param error why it was not sent, for people
     * @return whether the attempt held the claim; if not, nothing was written
     */
    public boolean release(String deliveryId, int attempt, @Nullable String error)
            throws InterruptedException {
        return written(
                connection -> {
                    lockRunOf(connection, deliveryId);
                    try (PreparedStatement statement = connection.prepareStatement(RELEASE)) {
                        statement.setString(1, storable(error));
                        statement.setString(2, deliveryId);
                        statement.setInt(3, attempt);
                        return statement.executeUpdate() == 1;
                    }
                });
    }

    private boolean written(Transactions.Work<Boolean> work) throws InterruptedException {
        try {
            return transactions.run(work);
        } catch (RefusedException e) {
            throw new IllegalStateException("the ledger's own values were refused", e);
        }
    }

    private static @Nullable String lockRunOf(Connection connection, String deliveryId)
            throws SQLException {
        String runId = null;
        try (PreparedStatement statement = connection.prepareStatement(RUN_OF)) {
            statement.setString(1, deliveryId);
            try (ResultSet rows = statement.executeQuery()) {
                if (rows.next()) {
                    runId = rows.getString(1);
                }
            }
        }
        if (runId != null) {
            lockRun(connection, runId);
        }
        return runId;
    }

    private static void end(
            Connection connection,
            String deliveryId,
            DeliveryStatus status,
            @Nullable String reason,
            @Nullable String error,
            @Nullable String messageId)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(END)) {
            statement.setString(1, status.code());
            statement.setString(2, reason);
            statement.setString(3, storable(error));
            statement.setString(4, messageId);
            statement.setBoolean(5, status == DeliveryStatus.ACCEPTED);
            statement.setString(6, deliveryId);
            statement.executeUpdate();
        }
    }

    /** A server's words may hold what PostgreSQL's text does not. */
    private static @Nullable String storable(@Nullable String words) {
        return words == null ? null : words.replace("\0", "");
    }

    private static Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? Instant.EPOCH : timestamp.toInstant();
    }
}
