package io.automation.job.config;

import io.automation.connectors.jdbc.PostgresPool;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * How the job's PostgreSQL is reached.
 *
 * @param password null where the server trusts the user
 */
public record Database(String url, String user, @Nullable Secret password) implements Serializable {

    /** A pool of connections, to be closed by whoever opened it. */
    public PostgresPool open(int connections) {
        return PostgresPool.open(
                url, user, password == null ? null : password.resolve(), connections);
    }

    /** A single connection. */
    public Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        if (password != null) {
            properties.setProperty("password", password.resolve());
        }
        properties.setProperty("ApplicationName", "automation");
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("socketTimeout", "60");
        properties.setProperty("tcpKeepAlive", "true");
        try {
            // The driver manager does not look for drivers in a job's jar.
            Class.forName("org.postgresql.Driver");
        } catch (ClassNotFoundException e) {
            throw new SQLException("PostgreSQL's driver is not in the jar", e);
        }
        return DriverManager.getConnection(url, properties);
    }
}
