package io.automation.model.workflow;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A second name of a trigger type, with the keys of its configuration that the name implies. */
enum TriggerAlias {
    HEALTH_SCORE_DROP(TriggerType.HEALTH_SCORE_CHANGE),
    CHURN_RISK_INCREASE(TriggerType.HEALTH_SCORE_CHANGE),
    CONTRACT_EXPIRY(TriggerType.DATE_REACHED),
    PREVIOUS_EMAIL_SENT(TriggerType.EMAIL_SENT);

    private final String code = name().toLowerCase(Locale.ROOT);
    private final TriggerType type;

    TriggerAlias(TriggerType type) {
        this.type = type;
    }

    String code() {
        return code;
    }

    TriggerType type() {
        return type;
    }

    /** What the name says already; writing the same again is allowed, anything else contradicts. */
    Map<String, String> implied() {
        return switch (this) {
            case HEALTH_SCORE_DROP -> Map.of("direction", "decrease");
            case CHURN_RISK_INCREASE -> Map.of("metric", "churn_risk", "direction", "increase");
            case CONTRACT_EXPIRY -> Map.of("field", "contract_end_date");
            case PREVIOUS_EMAIL_SENT -> Map.of();
        };
    }

    static @Nullable TriggerAlias of(String name) {
        for (TriggerAlias alias : values()) {
            if (alias.code.equals(name)) {
                return alias;
            }
        }
        return null;
    }
}
