package io.automation.embedded.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Moves what comes by the calendar to the next full minute, so that nobody has to wait for the
 * morning: the time of two daily schedules and that of a renewal's mail, and the contracts that
 * end.
 */
final class Appointments {

    /** So long a changed definition may be on its way. */
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(8);

    private static final String MOVE =
            """
            UPDATE automation_workflows w
            SET trigger_config = w.trigger_config || jsonb_build_object(?::text,
              to_char(?::timestamptz AT TIME ZONE coalesce(o.timezone, 'UTC'), 'HH24:MI'))
            FROM organizations o
            WHERE o.id = w.organization_id AND o.name = 'Pepperwhale' AND w.name = ?
              AND w.deleted_at IS NULL
            """;

    private static final String END_CONTRACTS =
            """
            UPDATE accounts SET contract_end_date = due.day
            FROM (SELECT a.id,
                (?::timestamptz AT TIME ZONE coalesce(o.timezone, 'UTC'))::date + 30 AS day
              FROM accounts a JOIN organizations o ON o.id = a.organization_id
              WHERE o.name = 'Pepperwhale' AND a.deleted_at IS NULL AND a.name NOT IN ('%s')
              ORDER BY random() LIMIT 3) due
            WHERE accounts.id = due.id
            """
                    .formatted(String.join("', '", SampleNames.LEFT_TO_THE_VISITOR));

    private Appointments() {}

    /** The minute that everything is moved to. */
    static Instant after(Instant now) {
        return now.plus(ON_ITS_WAY).truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
    }

    static void move(Connection connection, Instant to) throws SQLException {
        move(connection, "Morning brief", "time", to);
        move(connection, "Team brief", "time", to);
        move(connection, "Renewal", "send_time", to);
        try (PreparedStatement contracts = connection.prepareStatement(END_CONTRACTS)) {
            contracts.setTimestamp(1, Timestamp.from(to));
            contracts.executeUpdate();
        }
    }

    private static void move(Connection connection, String workflow, String key, Instant to)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(MOVE)) {
            statement.setString(1, key);
            statement.setTimestamp(2, Timestamp.from(to));
            statement.setString(3, workflow);
            statement.executeUpdate();
        }
    }
}
