package io.automation.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.Driver;

class PostgresPoolTest {

    /** As the driver manager knows it in a job: its jar is none that the manager looks into. */
    @BeforeEach
    void hideTheDriver() throws SQLException {
        Driver.deregister();
    }

    @AfterEach
    void showTheDriver() throws SQLException {
        Driver.register();
    }

    @Test
    void opensWithADriverThatTheDriverManagerDoesNotKnow() {
        assertThatCode(() -> DriverManager.getDriver("jdbc:postgresql://127.0.0.1:1/none"))
                .hasMessageContaining("No suitable driver");

        assertThatCode(
                        () ->
                                PostgresPool.open(
                                                "jdbc:postgresql://127.0.0.1:1/none",
                                                "job",
                                                null,
                                                1)
                                        .close())
                .doesNotThrowAnyException();
    }
}
