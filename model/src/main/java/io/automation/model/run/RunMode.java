package io.automation.model.run;

import java.util.Locale;

/** How a run came to be. */
public enum RunMode {
    LIVE,
    REPLAY,
    TEST,
    MANUAL;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** The word in tables and outputs. */
    public String code() {
        return code;
    }
}
