package io.automation.embedded.demo;

import io.automation.model.run.Ids;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Three invented organizations with their customers, as they are before anything happens; the same
 * at each start, but for the dates.
 */
final class SampleData {

    private static final long SEED = 20_261_124;
    private static final int ACCOUNTS = 200;
    private static final int SCORES = 5;
    private static final int VISITORS_SCORE = 82;
    private static final String NAMESPACE = "5f1d9c1e-6f0a-4f8e-9f8b-0a8a3c6d2e71";

    private static final List<Organization> ORGANIZATIONS =
            List.of(
                    new Organization("Otter & Oak", "Europe/Berlin", "Burrow", "otter-oak"),
                    new Organization(
                            "Pepperwhale", "America/New_York", "Whaleboard", "pepperwhale"),
                    new Organization("Koi & Compass", "Asia/Tokyo", "Northpond", "koi-compass"));

    private static final List<String> INDUSTRIES =
            List.of("software", "retail", "logistics", "manufacturing", "hospitality", "education");
    private static final List<String> ROLES =
            List.of("champion", "admin", "finance", "operations", "executive");
    private static final List<Size> SIZES =
            List.of(
                    new Size("small", 4_000, 20_000),
                    new Size("medium", 12_000, 60_000),
                    new Size("large", 40_000, 140_000),
                    new Size("enterprise", 90_000, 480_000));

    private final Random random = new Random(SEED);
    private final SampleNames names = new SampleNames(random);
    private final Instant now;
    private final List<Account> accounts = new ArrayList<>();
    private final List<Person> contacts = new ArrayList<>();
    private final List<Person> team = new ArrayList<>();
    private final List<Score> scores = new ArrayList<>();

    /** Whose customers they are; the slug is the domain of its people. */
    private record Organization(String name, String timezone, String product, String slug) {

        UUID id() {
            return idOf("organization", name);
        }

        String settings() {
            return "{\"product_name\": \"%s\", \"from_email\": \"hello@%s.example.com\"}"
                    .formatted(product, slug);
        }
    }

    private record Size(String name, int lowest, int highest) {}

    private record Account(
            UUID id,
            Organization organization,
            String name,
            String status,
            String industry,
            String size,
            int arr,
            LocalDate contractEnd,
            String plan) {}

    private record Person(UUID account, String name, String email, String role) {}

    private record Score(UUID account, int score, Instant at) {}

    private SampleData(Instant now) {
        this.now = now;
        for (int i = 0; i < SampleNames.LEFT_TO_THE_VISITOR.size(); i++) {
            addVisitorsAccount(SampleNames.LEFT_TO_THE_VISITOR.get(i), ORGANIZATIONS.get(i));
        }
        List<Organization> owners = ORGANIZATIONS;
        List<String> companies = names.companies(ACCOUNTS - SampleNames.LEFT_TO_THE_VISITOR.size());
        for (int i = 0; i < companies.size(); i++) {
            addAccount(companies.get(i), owners.get(i % owners.size()));
        }
        addTeams();
        scores.sort(Comparator.comparing(Score::at));
    }

    /** Writes all of it in one transaction, which is the caller's. */
    static void insert(Connection connection, Instant now) throws SQLException {
        new SampleData(now).insert(connection);
    }

    private static UUID idOf(String kind, String name) {
        return UUID.fromString(Ids.uuid5(NAMESPACE, kind + '|' + name));
    }

    private void addVisitorsAccount(String name, Organization organization) {
        Account account =
                new Account(
                        idOf("account", name),
                        organization,
                        name,
                        "active",
                        "retail",
                        "large",
                        96_000,
                        today().plusMonths(7),
                        "premium");
        accounts.add(account);
        addContacts(account);
        for (int i = SCORES; i > 0; i--) {
            scores.add(
                    new Score(
                            account.id,
                            VISITORS_SCORE - (i - 1) % 3,
                            now.minus(Duration.ofDays(7L * i - 6))));
        }
    }

    private void addAccount(String name, Organization organization) {
        Size size = SIZES.get(Math.min(random.nextInt(5), SIZES.size() - 1));
        String plan = names.one(List.of("trial", "standard", "standard", "premium"));
        int arr = size.lowest + random.nextInt((size.highest - size.lowest) / 1_000) * 1_000;
        Account account =
                new Account(
                        idOf("account", name),
                        organization,
                        name,
                        random.nextInt(8) == 0 ? "onboarding" : "active",
                        names.one(INDUSTRIES),
                        size.name,
                        arr,
                        today().plusDays(20 + random.nextInt(500)),
                        plan);
        accounts.add(account);
        addContacts(account);
        int score = 66 + random.nextInt(24);
        for (int i = SCORES; i > 0; i--) {
            Instant at =
                    now.minus(Duration.ofDays(6L * i - 5)).minusSeconds(random.nextInt(80_000));
            scores.add(new Score(account.id, score, at));
            score = Math.max(62, Math.min(95, score + random.nextInt(9) - 4));
        }
    }

    private void addContacts(Account account) {
        for (int i = 0; i < 2; i++) {
            String person = names.person();
            contacts.add(
                    new Person(
                            account.id,
                            person,
                            SampleNames.address(person, account.name, "org"),
                            names.one(ROLES)));
        }
    }

    /** Each organization has a handful of people, who share its accounts. */
    private void addTeams() {
        for (Organization organization : ORGANIZATIONS) {
            List<String> owners = people(4);
            List<String> managers = people(2);
            for (Account account : accounts) {
                if (account.organization.equals(organization)) {
                    addMember(account, names.one(owners), "account_owner");
                    addMember(account, names.one(managers), "cs_manager");
                }
            }
        }
    }

    private List<String> people(int count) {
        List<String> people = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            people.add(names.person());
        }
        return people;
    }

    private void addMember(Account account, String person, String role) {
        String address = SampleNames.address(person, account.organization.slug, "com");
        team.add(new Person(account.id, person, address, role));
    }

    private LocalDate today() {
        return now.atZone(ZoneOffset.UTC).toLocalDate();
    }

    private void insert(Connection connection) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO organizations (id, name, timezone, settings)"
                                + " VALUES (?, ?, ?, ?::jsonb)")) {
            for (Organization organization : ORGANIZATIONS) {
                insert.setObject(1, organization.id());
                insert.setString(2, organization.name);
                insert.setString(3, organization.timezone);
                insert.setString(4, organization.settings());
                insert.addBatch();
            }
            insert.executeBatch();
        }
        insertAccounts(connection);
        insertPeople(connection, "contacts", contacts);
        insertPeople(connection, "account_team", team);
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO health_scores (account_id, score, churn_risk, recorded_at)"
                                + " VALUES (?, ?, ?, ?)")) {
            for (Score score : scores) {
                insert.setObject(1, score.account);
                insert.setInt(2, score.score);
                insert.setInt(3, Simulator.riskOf(score.score));
                insert.setTimestamp(4, Timestamp.from(score.at));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private void insertAccounts(Connection connection) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO accounts (id, organization_id, name, status, industry, size,"
                                + " arr, contract_end_date, custom) VALUES (?, ?, ?, ?, ?, ?, ?, ?,"
                                + " jsonb_build_object('plan', ?::text))")) {
            for (Account account : accounts) {
                insert.setObject(1, account.id);
                insert.setObject(2, account.organization.id());
                insert.setString(3, account.name);
                insert.setString(4, account.status);
                insert.setString(5, account.industry);
                insert.setString(6, account.size);
                insert.setInt(7, account.arr);
                insert.setDate(8, Date.valueOf(account.contractEnd));
                insert.setString(9, account.plan);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void insertPeople(Connection connection, String table, List<Person> people)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO %s (account_id, name, email, role) VALUES (?, ?, ?, ?)"
                                .formatted(table))) {
            for (Person person : people) {
                insert.setObject(1, person.account);
                insert.setString(2, person.name);
                insert.setString(3, person.email);
                insert.setString(4, person.role);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
