package io.automation.model.run;

import java.util.Locale;

/** What an ambiguous mail does: be listed as unknown, or be sent again. */
public enum DeliveryMode {
    PREFER_NO_DUPLICATE,
    PREFER_NO_LOSS;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** The word in tables and outputs. */
    public String code() {
        return code;
    }
}
