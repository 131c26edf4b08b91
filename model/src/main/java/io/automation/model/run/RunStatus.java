package io.automation.model.run;

import java.util.Locale;

/** Where a run stands; the last three never change. */
public enum RunStatus {
    QUEUED,
    RUNNING,
    SUCCESS,
    FAILED,
    SKIPPED;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** The word in tables and outputs. */
    public String code() {
        return code;
    }

    public boolean isTerminal() {
        return this == SUCCESS || this == FAILED || this == SKIPPED;
    }
}
