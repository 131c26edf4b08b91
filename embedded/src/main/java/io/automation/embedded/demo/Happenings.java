package io.automation.embedded.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * What happens to customers besides their scores: meetings, mails, goals, statuses, new customers,
 * and people who ask for something. One after the other in every organization, so that all of it
 * has happened after a round; what it happens to is found by the statement itself.
 */
final class Happenings {

    private static final String NOT_THE_VISITORS =
            "a.deleted_at IS NULL AND a.name NOT IN ('%s')"
                    .formatted(String.join("', '", SampleNames.LEFT_TO_THE_VISITOR));

    private static final String BOOK =
            """
            INSERT INTO engagements (account_id, type, direction, status, scheduled_at, ends_at)
            SELECT id, 'meeting', 'outbound', 'scheduled', now() + interval '1 s',
              now() + interval '3 s'
            FROM (%s) a
            """
                    .formatted(account("true"));

    /** One that was booked just now; those that nobody holds are missed. */
    private static final String HOLD =
            """
            UPDATE engagements SET status = 'completed', outcome = 'positive', occurred_at = now(),
              updated_at = now()
            WHERE id = (SELECT e.id FROM engagements e JOIN accounts a ON a.id = e.account_id
              WHERE a.organization_id = ? AND e.type = 'meeting' AND e.status = 'scheduled'
              AND e.ends_at BETWEEN now() - interval '12 s' AND now() ORDER BY random() LIMIT 1)
            """;

    private static final String TALK_BADLY =
            """
            INSERT INTO engagements (account_id, type, direction, status, outcome, occurred_at)
            SELECT id, 'call', 'outbound', 'completed', 'negative', now() FROM (%s) a
            """
                    .formatted(account("true"));

    private static final String ASK =
            """
            INSERT INTO engagements (account_id, type, direction, status, occurred_at,
              expects_response)
            SELECT id, 'email', 'outbound', 'completed', now(), true FROM (%s) a
            """
                    .formatted(account("true"));

    private static final String ANSWER =
            """
            INSERT INTO engagements (account_id, type, direction, status, occurred_at)
            SELECT id, 'email', 'inbound', 'completed', now() FROM (%s) a
            """
                    .formatted(
                            account(
                                    """
                                    EXISTS (SELECT FROM engagements e WHERE e.account_id = a.id
                                      AND e.type = 'email' AND e.direction = 'outbound'
                                      AND e.created_at > now() - interval '18 s')
                                    """));

    private static final String AIM =
            """
            INSERT INTO goals (account_id, type, name, due_date)
            SELECT id, kind, initcap(kind), current_date + 30
            FROM (%s) a, (SELECT (ARRAY['adoption', 'rollout', 'training', 'integration'])
              [1 + floor(random() * 4)::int] AS kind) k
            """
                    .formatted(account("true"));

    private static final String ACHIEVE = ofAGoal("achieved");
    private static final String MISS = ofAGoal("missed");

    /** Preferably a customer with whom a talk went badly just now. */
    private static final String WORRY =
            """
            UPDATE accounts SET status = 'at_risk', updated_at = now()
            WHERE id = (SELECT a.id FROM accounts a
              WHERE a.organization_id = ? AND a.status = 'active' AND %s
              ORDER BY EXISTS (SELECT FROM engagements e WHERE e.account_id = a.id
                AND e.outcome = 'negative' AND e.created_at > now() - interval '1 min') DESC,
                random() LIMIT 1)
            """
                    .formatted(NOT_THE_VISITORS);

    /** A few are always left at risk. */
    private static final String CALM =
            """
            UPDATE accounts SET status = 'active', updated_at = now()
            WHERE id = (SELECT a.id FROM accounts a WHERE a.organization_id = ?
              AND a.status = 'at_risk' AND %s ORDER BY random() OFFSET 2 LIMIT 1)
            """
                    .formatted(NOT_THE_VISITORS);

    private static final String REQUEST =
            """
            INSERT INTO automation_requests (kind, workflow_id, account_id, user_id)
            SELECT 'run', w.id, a.id, 'maria'
            FROM (%s) a, automation_workflows w
            WHERE w.organization_id = a.organization_id AND w.trigger_type = 'manual'
              AND w.status = 'active' AND w.deleted_at IS NULL
            ORDER BY random() LIMIT 1
            """
                    .formatted(account("true"));

    private static final String WIN =
            """
            WITH account AS (
              INSERT INTO accounts (organization_id, name, status, industry, size, arr,
                contract_end_date, custom)
              VALUES (?, ?, 'onboarding', 'software', 'small', 12000, current_date + 365,
                '{"plan": "trial"}')
              RETURNING id, organization_id),
            contact AS (
              INSERT INTO contacts (account_id, name, email, role)
              SELECT id, ?, ?, 'champion' FROM account),
            score AS (
              INSERT INTO health_scores (account_id, score, churn_risk)
              SELECT id, 75, %d FROM account)
            INSERT INTO account_team (account_id, name, email, role)
            SELECT account.id, t.name, t.email, t.role
            FROM account, LATERAL (
              SELECT DISTINCT ON (m.role) m.name, m.email, m.role
              FROM account_team m JOIN accounts a ON a.id = m.account_id
              WHERE a.organization_id = account.organization_id ORDER BY m.role, random()) t
            """
                    .formatted(Simulator.riskOf(75));

    /** A round; what takes a while to show comes first. */
    private static final List<String> ROUND =
            List.of(
                    ASK,
                    BOOK,
                    ASK,
                    BOOK,
                    TALK_BADLY,
                    WORRY,
                    AIM,
                    HOLD,
                    AIM,
                    ANSWER,
                    ACHIEVE,
                    REQUEST,
                    MISS,
                    CALM);

    private final Connection connection;
    private final List<UUID> organizations;
    private final SampleNames names = new SampleNames(new Random());
    private final Deque<String> newcomers;
    private int next;

    Happenings(Connection connection) throws SQLException {
        this.connection = connection;
        this.organizations = organizations(connection);
        this.newcomers = new ArrayDeque<>(newcomers(connection));
    }

    private static String account(String which) {
        return """
        SELECT a.id, a.organization_id FROM accounts a
        WHERE a.organization_id = ? AND %s AND %s ORDER BY random() LIMIT 1
        """
                .formatted(NOT_THE_VISITORS, which);
    }

    private static String ofAGoal(String status) {
        return """
        UPDATE goals SET status = '%s', updated_at = now()
        WHERE id = (SELECT g.id FROM goals g JOIN accounts a ON a.id = g.account_id
          WHERE a.organization_id = ? AND g.status = 'active' ORDER BY random() LIMIT 1)
        """
                .formatted(status);
    }

    /** Lets the next one happen, in one transaction; gives how many rows it changed. */
    int happen() throws SQLException {
        int turns = ROUND.size() * organizations.size();
        int turn = next % (turns + 1);
        int round = next / (turns + 1);
        next++;
        if (turn == turns) {
            return win(organizations.get(round % organizations.size()));
        }
        UUID organization = organizations.get(turn % organizations.size());
        try (PreparedStatement statement =
                connection.prepareStatement(ROUND.get(turn / organizations.size()))) {
            statement.setObject(1, organization);
            return statement.executeUpdate();
        }
    }

    /** A new customer; there are none any more once all names are taken. */
    private int win(UUID organization) throws SQLException {
        String name = newcomers.poll();
        if (name == null) {
            return 0;
        }
        String person = names.person();
        try (PreparedStatement statement = connection.prepareStatement(WIN)) {
            statement.setObject(1, organization);
            statement.setString(2, name);
            statement.setString(3, person);
            statement.setString(4, SampleNames.address(person, name, "org"));
            return statement.executeUpdate();
        }
    }

    private static List<UUID> organizations(Connection connection) throws SQLException {
        List<UUID> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT id FROM organizations WHERE deleted_at IS NULL"
                                        + " ORDER BY name")) {
            while (rows.next()) {
                found.add(rows.getObject(1, UUID.class));
            }
        }
        if (found.isEmpty()) {
            throw new SQLException("there are no organizations");
        }
        return found;
    }

    private List<String> newcomers(Connection connection) throws SQLException {
        Set<String> taken = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name FROM accounts")) {
            while (rows.next()) {
                taken.add(rows.getString(1));
            }
        }
        return names.companies(Integer.MAX_VALUE).stream()
                .filter(name -> !taken.contains(name))
                .toList();
    }
}
