package io.automation.model.run;

import java.util.Locale;

/** Why a run, a step or a delivery did not do what its workflow says: the closed list. */
public enum Reason {
    NOT_IN_SCOPE,
    CONDITION_FAILED,
    MISSING_FIELD,
    TYPE_MISMATCH,
    COOLDOWN,
    ALREADY_ACTIVE,
    RE_ENTRY,
    HOLDOUT,
    BLAST_RADIUS,
    FREQUENCY_CAP,
    WINDOW_EXPIRED,
    OUTSIDE_WINDOW,
    SUPPRESSED,
    NO_RECIPIENT,
    MISSING_VARIABLE,
    PAUSED_PAST_DUE,
    WORKFLOW_DELETED,
    ACCOUNT_DELETED,
    RETRACTED,
    EXIT_CONDITION,
    STALE_EVENT,
    STALE_STATUS,
    MISSED_SCHEDULE,
    LOOP_GUARD,
    CANCELLED;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** The word in tables and outputs: {@code condition_failed}. */
    public String code() {
        return code;
    }
}
