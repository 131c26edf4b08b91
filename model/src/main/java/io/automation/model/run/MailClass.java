package io.automation.model.run;

import java.util.Locale;

/** Whether a mail goes to customers, who can unsubscribe, or to the team. */
public enum MailClass {
    CUSTOMER,
    INTERNAL;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** The word in tables and outputs. */
    public String code() {
        return code;
    }
}
