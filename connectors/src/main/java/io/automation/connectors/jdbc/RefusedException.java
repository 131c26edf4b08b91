package io.automation.connectors.jdbc;

import java.sql.SQLException;

/** A write that PostgreSQL will never take as it is. */
final class RefusedException extends Exception {

    private final String state;

    RefusedException(String state, SQLException cause) {
        super(String.valueOf(cause.getMessage()), cause);
        this.state = state;
    }

    /** One word of the dead letters' list. */
    String reason() {
        return state.equals("23503") ? Refusal.PARENT_DELETED : Refusal.WRITE_REFUSED;
    }
}
