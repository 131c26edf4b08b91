package io.automation.udfs.condition;

import org.jspecify.annotations.Nullable;

/** What conditions and templates see of an account at one instant. */
public interface Variables {

    /**
     * The value at a dotted path like {@code account.health_score} or {@code custom.plan.tier}: a
     * String, BigDecimal, Boolean, Instant, LocalDate, List or Map of these, null if it is missing.
     * Health score and churn risk are the effective ones. A path's beginning, like {@code account}
     * or {@code custom}, gives all that is below it.
     */
    @Nullable Object value(String path);
}
