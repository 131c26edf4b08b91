package io.automation.connectors.cdc;

/** Why a record became a dead letter: the closed list that dead letters carry. */
public enum RejectReason {
    /** Longer than 8 MiB. */
    TOO_LONG("too_long"),
    NOT_UTF8("not_utf8"),
    /** No JSON object, a truncated one, or one with something behind it. */
    NOT_JSON("not_json"),
    /** Nested deeper than 1000. */
    TOO_DEEP("too_deep"),
    /** An operation that is not followed, a truncate among them. */
    BAD_OPERATION("bad_operation"),
    /** No {@code source.table}. */
    NO_TABLE("no_table"),
    NO_ROW("no_row"),
    NO_PRIMARY_KEY("no_primary_key"),
    /** A row of a facts' table without account. */
    NO_ACCOUNT_ID("no_account_id"),
    BAD_NUMBER("bad_number"),
    BAD_DATE("bad_date"),
    BAD_INSTANT("bad_instant"),
    BAD_BOOLEAN("bad_boolean"),
    /** A list or an object where a text belongs. */
    BAD_TEXT("bad_text"),
    /** A jsonb text that is no JSON. */
    BAD_JSON("bad_json"),
    NO_EVENT_TIME("no_event_time"),
    /** A file that ends in the middle of its compressed data. */
    BAD_FILE("bad_file");

    private final String code;

    RejectReason(String code) {
        this.code = code;
    }

    /** The word that a dead letter carries. */
    public String code() {
        return code;
    }
}
