package io.automation.job.config;

import io.automation.connectors.jdbc.PostgresPool;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * How the job's PostgreSQL is reached.
 *
 * @param password null where the server trusts the user
 */
public record Database(String url, String user, @Nullable Secret password)
        implements Serializable {

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
        // Not by the driver manager, which does not know the drivers in a job's jar.
        Connection connection = new Driver().connect(url, properties);
        if (connection == null) {
            throw new SQLException("not an address of PostgreSQL: " + url);
        }
        return connection;
    }
}
