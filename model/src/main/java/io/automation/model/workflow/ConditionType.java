package io.automation.model.workflow;

import java.util.Locale;

/** The kinds of condition. */
public enum ConditionType {
    ACCOUNT_FILTER,
    TIME_CONDITION,
    ENGAGEMENT_HISTORY,
    CUSTOM,
    EXPRESSION;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** The name in definitions. */
    public String code() {
        return code;
    }
}
