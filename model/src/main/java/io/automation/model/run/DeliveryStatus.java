package io.automation.model.run;

import java.util.Locale;

/** Where a delivery stands. */
public enum DeliveryStatus {
    QUEUED,
    CLAIMED,
    ACCEPTED,
    /** The mail may have left: the connection broke, or the process died, after its last byte. */
    UNKNOWN,
    FAILED,
    SKIPPED;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** The word in tables and outputs. */
    public String code() {
        return code;
    }

    public boolean isTerminal() {
        return this != QUEUED && this != CLAIMED;
    }
}
