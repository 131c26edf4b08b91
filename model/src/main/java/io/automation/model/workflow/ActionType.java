package io.automation.model.workflow;

import java.util.Locale;

/** The kinds of action. */
public enum ActionType {
    SEND_EMAIL,
    CREATE_TASK,
    UPDATE_HEALTH_SCORE,
    CHANGE_STATUS,
    WEBHOOK,
    INTEGRATION_ACTION,
    SEQUENCE;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** The name in definitions, tables and outputs. */
    public String code() {
        return code;
    }
}
