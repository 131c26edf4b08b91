package io.automation.connectors.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/** A few connections to PostgreSQL, shared by what runs in one process. */
public final class PostgresPool implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration SOCKET = Duration.ofSeconds(60);

    private final HikariDataSource source;

    private PostgresPool(HikariDataSource source) {
        this.source = source;
    }

    /**
     * Opens a pool; the database need not be there yet.
     *
     * @param url {@code jdbc:postgresql://host:port/database}
     * @param password null where the server trusts the user
     */
    public static PostgresPool open(
            String url, String user, @Nullable String password, int connections) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        // By name: the driver manager does not look for drivers in a job's jar.
        config.setDriverClassName(Driver.class.getName());
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(0);
        config.setPoolName("automation-postgres");
        config.setInitializationFailTimeout(-1);
        config.setConnectionTimeout(CONNECT.toMillis());
        config.setAutoCommit(false);
        // Asked for by name: HikariCP 7.1.0 finds it out from its first connection, and if that one
        // breaks meanwhile the pool never makes another.
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        // A server that is gone without a word is noticed.
        config.addDataSourceProperty("connectTimeout", CONNECT.toSeconds());
        config.addDataSourceProperty("socketTimeout", SOCKET.toSeconds());
        config.addDataSourceProperty("tcpKeepAlive", true);
        config.addDataSourceProperty("ApplicationName", "automation");
        return new PostgresPool(new HikariDataSource(config));
    }

    public DataSource source() {
        return source;
    }

    @Override
    public void close() {
        source.close();
    }
}
