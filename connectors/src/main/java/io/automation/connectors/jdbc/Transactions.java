package io.automation.connectors.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs work in transactions and repeats it for as long as the database is away or in conflict.
 *
 * <p>Work may be repeated although it was committed, when the connection broke in the commit, so it
 * has to be idempotent.
 */
final class Transactions {

    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** A value, or a tie between rows, that is wrong whenever it is written. */
    private static final Set<String> REFUSED = Set.of("22", "23");

    /** Connection, transaction rollback, resources, operator's intervention, system. */
    private static final Set<String> PASSING = Set.of("08", "40", "53", "57", "58");

    /** Lock not available; a server that has become a standby. */
    private static final Set<String> PASSING_STATES = Set.of("55P03", "25006");

    private final DataSource source;

    Transactions(DataSource source) {
        this.source = source;
    }

    /** What is done in one transaction. */
    @FunctionalInterface
    interface Work<T extends @Nullable Object> {
        T in(Connection connection) throws SQLException;
    }

    /**
     * Does the work, all or nothing.
     *
     * @throws RefusedException if the database will never take it
     * @throws IllegalStateException for an error that is a bug or a wrong configuration
     */
    <T> T run(Work<T> work) throws RefusedException, InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                return once(work);
            } catch (SQLException e) {
                if (Thread.interrupted() || e.getCause() instanceof InterruptedException) {
                    throw interruption(e);
                }
                String state = state(e);
                if (REFUSED.contains(head(state))) {
                    throw new RefusedException(state, e);
                }
                if (!passes(e, state)) {
                    throw new IllegalStateException("the database refuses: " + e.getMessage(), e);
                }
                LOG.warn("The database is to be asked again in {}: {}", pause, e.getMessage());
            }
            long millis = pause.toMillis();
            TimeUnit.MILLISECONDS.sleep(
                    ThreadLocalRandom.current().nextLong(millis / 2, millis + 1));
            pause = pause.multipliedBy(2);
            pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
        }
    }

    /** The pool tells of an interruption while it waited as of any other failure. */
    private static InterruptedException interruption(SQLException e) {
        InterruptedException interrupted = new InterruptedException("while writing");
        interrupted.initCause(e);
        return interrupted;
    }

    private <T> T once(Work<T> work) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.in(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            }
        }
    }

    private static void rollBack(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private static boolean passes(SQLException e, String state) {
        if (PASSING.contains(head(state)) || PASSING_STATES.contains(state)) {
            return true;
        }
        return state.isEmpty()
                && (e instanceof SQLTransientException || e instanceof SQLRecoverableException);
    }

    /** The state of the error itself: a pool wraps why it has no connection. */
    private static String state(SQLException e) {
        if (e instanceof SQLTransientException && e.getCause() instanceof SQLException cause) {
            return state(cause);
        }
        return e.getSQLState() == null ? "" : e.getSQLState();
    }

    private static String head(String state) {
        return state.length() < 2 ? "" : state.substring(0, 2);
    }
}
