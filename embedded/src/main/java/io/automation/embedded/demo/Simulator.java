package io.automation.embedded.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Customers that change by themselves: health scores written with plain SQL, most of them a random
 * walk, a few a plunge with a recovery after it, and twice a second something else that happens.
 *
 * <p>What it needs to know it reads from the database, so that a new one goes on where another was
 * killed. Every change is a transaction of its own, and a change that was counted was committed.
 */
final class Simulator implements AutoCloseable {

    /** Customers that plunge or recover at one time. */
    private static final int EPISODES = 4;

    /** One change in so many belongs to an episode. */
    private static final int EPISODE_SHARE = 4;

    /** One change in so many makes a contract larger or smaller. */
    private static final int CONTRACT_SHARE = 50;

    private static final long BETWEEN_HAPPENINGS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int LOWEST_HOME = 64;
    private static final String FOREIGN_KEY_VIOLATION = "23503";
    private static final Logger LOG = LoggerFactory.getLogger(Simulator.class);

    private final Connection connection;
    private final double perSecond;
    private final Random random = new Random();
    private final List<Customer> customers;
    private final Happenings happenings;
    private final List<Customer> inEpisode = new ArrayList<>();
    private final AtomicLong written = new AtomicLong();
    private final Thread thread;
    private volatile boolean running = true;
    private volatile @Nullable String problem;

    /** A customer as the simulator sees it. */
    private static final class Customer {

        private final UUID id;
        private final int home;
        private int score;
        private int bottom;
        private boolean falling;

        Customer(UUID id, int home, int score) {
            this.id = id;
            this.home = home;
            this.score = score;
        }

        void plunge(int to) {
            falling = true;
            bottom = to;
        }
    }

    private Simulator(Connection connection, double perSecond) throws SQLException {
        this.connection = connection;
        this.perSecond = perSecond;
        this.customers = new ArrayList<>(customers(connection));
        this.happenings = new Happenings(connection);
        this.thread = new Thread(this::run, "simulator");
        thread.setDaemon(true);
    }

    /** Begins; the connection is the simulator's from now on. */
    static Simulator start(Connection connection, double perSecond) throws SQLException {
        Simulator simulator = new Simulator(connection, perSecond);
        simulator.thread.start();
        return simulator;
    }

    /** The churn risk that goes with a score. */
    static int riskOf(int score) {
        return Math.max(1, Math.min(99, 106 - score));
    }

    /** Changes that were committed. */
    long written() {
        return written.get();
    }

    /** Why it stopped by itself, null if it did not. */
    @Nullable String problem() {
        return problem;
    }

    /** Stops; when this returns, nothing more is written. */
    @Override
    public void close() {
        running = false;
        LockSupport.unpark(thread);
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
            connection.close();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (SQLException failed) {
            LOG.warn("The simulator's connection was not closed", failed);
        }
    }

    private void run() {
        long pause = (long) (TimeUnit.SECONDS.toNanos(1) / perSecond);
        long next = System.nanoTime();
        long nextHappening = next;
        try (PreparedStatement score =
                        connection.prepareStatement(
                                "INSERT INTO health_scores (account_id, score, churn_risk)"
                                        + " VALUES (?, ?, ?)");
                PreparedStatement contract =
                        connection.prepareStatement(
                                "UPDATE accounts SET arr = round(arr * ?::numeric, -2) WHERE id"
                                        + " = ?")) {
            while (running && !customers.isEmpty()) {
                change(score, contract);
                if (System.nanoTime() >= nextHappening) {
                    happen();
                    nextHappening = System.nanoTime() + BETWEEN_HAPPENINGS;
                }
                next += pause;
                long wait = next - System.nanoTime();
                if (wait > 0) {
                    LockSupport.parkNanos(wait);
                } else {
                    // Nothing is caught up after a stall: the rate is a rate.
                    next = System.nanoTime();
                }
            }
        } catch (SQLException failed) {
            LOG.warn("The simulator stopped", failed);
            problem = "the simulator stopped: " + failed.getMessage();
        }
    }

    private void change(PreparedStatement score, PreparedStatement contract) throws SQLException {
        if (random.nextInt(CONTRACT_SHARE) == 0) {
            contract.setDouble(1, 0.95 + random.nextInt(11) / 100.0);
            contract.setObject(2, customers.get(random.nextInt(customers.size())).id);
            written.addAndGet(contract.executeUpdate());
            return;
        }
        Customer customer = next();
        score.setObject(1, customer.id);
        score.setInt(2, customer.score);
        score.setInt(3, riskOf(customer.score));
        try {
            written.addAndGet(score.executeUpdate());
        } catch (SQLException failed) {
            if (!FOREIGN_KEY_VIOLATION.equals(failed.getSQLState())) {
                throw failed;
            }
            // Somebody deleted the account.
            customers.remove(customer);
            inEpisode.remove(customer);
        }
    }

    private void happen() throws SQLException {
        try {
            written.addAndGet(happenings.happen());
        } catch (SQLException failed) {
            // Somebody deleted the account meanwhile.
            if (!FOREIGN_KEY_VIOLATION.equals(failed.getSQLState())) {
                throw failed;
            }
        }
    }

    /** The next customer that changes, with its new score. */
    private Customer next() {
        if (random.nextInt(EPISODE_SHARE) == 0) {
            return inEpisode();
        }
        Customer customer = customers.get(random.nextInt(customers.size()));
        if (!inEpisode.contains(customer)) {
            int homesick = Integer.signum(customer.home - customer.score);
            customer.score = bounded(customer.score + random.nextInt(5) - 2 + homesick);
        }
        return customer;
    }

    private Customer inEpisode() {
        while (inEpisode.size() < Math.min(EPISODES, customers.size())) {
            Customer customer = customers.get(random.nextInt(customers.size()));
            if (!inEpisode.contains(customer)) {
                customer.plunge(24 + random.nextInt(34));
                inEpisode.add(customer);
            }
        }
        Customer customer = inEpisode.get(random.nextInt(inEpisode.size()));
        if (customer.falling) {
            customer.score = bounded(customer.score - 5 - random.nextInt(10));
            customer.falling = customer.score > customer.bottom;
        } else {
            customer.score = bounded(customer.score + 5 + random.nextInt(10));
            if (customer.score >= customer.home) {
                inEpisode.remove(customer);
            }
        }
        return customer;
    }

    private static int bounded(int score) {
        return Math.max(3, Math.min(99, score));
    }

    private static List<Customer> customers(Connection database) throws SQLException {
        Map<UUID, Customer> found = new HashMap<>();
        String left = String.join("', '", SampleNames.LEFT_TO_THE_VISITOR);
        try (Statement statement = database.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                """
                                SELECT a.id, coalesce(round(s.score), 75)::int
                                FROM accounts a
                                LEFT JOIN LATERAL (SELECT score FROM health_scores
                                  WHERE account_id = a.id ORDER BY recorded_at DESC LIMIT 1) s ON true
                                WHERE a.deleted_at IS NULL AND a.name NOT IN ('%s')
                                ORDER BY a.id
                                """
                                        .formatted(left))) {
            while (rows.next()) {
                UUID id = rows.getObject(1, UUID.class);
                int home = LOWEST_HOME + Math.floorMod(id.hashCode(), 28);
                found.put(id, new Customer(id, home, rows.getInt(2)));
            }
        }
        if (found.isEmpty()) {
            throw new SQLException("there are no accounts to change");
        }
        return List.copyOf(found.values());
    }
}
