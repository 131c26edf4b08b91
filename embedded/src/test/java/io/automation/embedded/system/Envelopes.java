package io.automation.embedded.system;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;

/** Change events as Debezium writes them, for topics that no capture fills. */
final class Envelopes {

    static final String ORGANIZATION = "0a000000-0000-4000-8000-000000000000";
    static final String TEMPLATE = "0b000000-0000-4000-8000-000000000000";
    static final String WORKFLOW = "0c000000-0000-4000-8000-000000000000";

    private long lsn = 1_000;

    /** The id of an account. */
    static String account(int number) {
        return String.format(Locale.ROOT, "0d000000-0000-4000-8000-%012d", number);
    }

    /** The id of a health row. */
    static String row(int number) {
        return String.format(Locale.ROOT, "0e000000-0000-4000-8000-%012d", number);
    }

    byte[] heartbeat(int slot, long at) {
        return change(
                "u",
                "automation_heartbeat",
                at,
                "{\"id\":%d,\"beat_at\":\"%s\",\"n\":1}".formatted(slot, Instant.ofEpochMilli(at)));
    }

    byte[] organization(long at) {
        return change(
                "r",
                "organizations",
                at,
                "{\"id\":\"%s\",\"name\":\"Tall Ships\",\"timezone\":\"UTC\",\"settings\":\"{}\"}"
                        .formatted(ORGANIZATION));
    }

    byte[] template(long at) {
        return change(
                "r",
                "email_templates",
                at,
                ("{\"id\":\"%s\",\"organization_id\":\"%s\",\"name\":\"alert\",\"version\":1,"
                                + "\"subject\":\"{{account.name}} fell\","
                                + "\"html_content\":\"<p>Look.</p>\"}")
                        .formatted(TEMPLATE, ORGANIZATION));
    }

    /**
     * A workflow that mails when health falls below 60.
     *
     * @param settings JSON text
     */
    byte[] workflow(long at, String settings) {
        return change(
                "r",
                "automation_workflows",
                at,
                ("{\"id\":\"%s\",\"organization_id\":\"%s\",\"name\":\"Health alert\","
                                + "\"status\":\"active\",\"enabled\":true,"
                                + "\"scope_all_accounts\":true,\"version\":1,"
                                + "\"trigger_type\":\"health_score_change\",\"trigger_config\":"
                                + "\"{\\\"direction\\\":\\\"decrease\\\",\\\"threshold\\\":60}\","
                                + "\"action_type\":\"send_email\",\"action_config\":"
                                + "\"{\\\"template_id\\\":\\\"alert\\\"}\",\"settings\":%s}")
                        .formatted(WORKFLOW, ORGANIZATION, settings));
    }

    /**
     * Any other workflow.
     *
     * @param columns of its trigger, conditions and action, as JSON
     */
    byte[] workflow(String id, long at, String columns) {
        return change(
                "r",
                "automation_workflows",
                at,
                ("{\"id\":\"%s\",\"organization_id\":\"%s\",\"name\":\"%s\","
                                + "\"status\":\"active\",\"version\":1,%s}")
                        .formatted(id, ORGANIZATION, id, columns));
    }

    byte[] accountRow(int account, long at) {
        return change(
                "r",
                "accounts",
                at,
                "{\"id\":\"%s\",\"organization_id\":\"%s\",\"name\":\"Größe %d\"}"
                        .formatted(account(account), ORGANIZATION, account));
    }

    byte[] contact(int account, long at) {
        return change(
                "r",
                "contacts",
                at,
                ("{\"id\":\"0f000000-0000-4000-8000-%012d\",\"account_id\":\"%s\","
                                + "\"name\":\"Ann\",\"email\":\"ann%d@example.com\"}")
                        .formatted(account, account(account), account));
    }

    /** A new health row. */
    byte[] score(int row, int account, long at, String score) {
        return change(
                "c",
                "health_scores",
                at,
                "{\"id\":\"%s\",\"account_id\":\"%s\",\"score\":%s,\"recorded_at\":\"%s\"}"
                        .formatted(row(row), account(account), score, Instant.ofEpochMilli(at)));
    }

    /** Any change, at the next position. */
    byte[] change(String operation, String table, long at, String after) {
        long position = lsn++;
        return ("{\"before\":null,\"after\":%s,\"source\":{\"table\":\"%s\",\"ts_ms\":%d,"
                        + "\"ts_us\":%d,\"lsn\":%d,\"sequence\":\"[\\\"%d\\\",\\\"%d\\\"]\"},"
                        + "\"op\":\"%s\",\"ts_ms\":%d}")
                .formatted(
                        after, table, at, at * 1_000, position, position, position, operation, at)
                .getBytes(StandardCharsets.UTF_8);
    }
}
