package io.automation.model.run;

import java.util.Locale;

/** Where a step stands. */
public enum StepStatus {
    QUEUED,
    CLAIMED,
    SUCCESS,
    FAILED,
    SKIPPED,
    UNKNOWN;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** The word in tables and outputs. */
    public String code() {
        return code;
    }

    public boolean isTerminal() {
        return this != QUEUED && this != CLAIMED;
    }
}
