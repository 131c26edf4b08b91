package io.automation.connectors.jdbc;

/**
 * A run whose write PostgreSQL refused for good.
 *
 * @param reason {@link #PARENT_DELETED} or {@link #WRITE_REFUSED}
 * @param message the database's words, for people
 */
public record Refusal(String runId, String reason, String message) {

    /** The account, workflow or organization is gone. */
    public static final String PARENT_DELETED = "parent_deleted";

    /** A value does not fit its column. */
    public static final String WRITE_REFUSED = "write_refused";
}
