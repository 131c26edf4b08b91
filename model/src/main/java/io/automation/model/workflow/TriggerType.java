package io.automation.model.workflow;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The kinds of trigger, by their canonical names. */
public enum TriggerType {
    HEALTH_SCORE_CHANGE,
    ENGAGEMENT_EVENT,
    SCHEDULED,
    STATUS_CHANGE,
    ACCOUNT_CREATED,
    GOAL_EVENT,
    DATE_REACHED,
    PATTERN,
    EMAIL_SENT,
    MANUAL;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** The canonical name in definitions and outputs: {@code health_score_change}. */
    public String code() {
        return code;
    }

    /** The type of a canonical name or an alias, null for any other text. */
    public static @Nullable TriggerType of(String name) {
        TriggerAlias alias = TriggerAlias.of(name);
        if (alias != null) {
            return alias.type();
        }
        for (TriggerType type : values()) {
            if (type.code.equals(name)) {
                return type;
            }
        }
        return null;
    }
}
