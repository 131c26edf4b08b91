package io.automation.embedded.demo;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run with what people want to know of it.
 *
 * @param metric {@code health} or {@code risk}
 * @param mails deliveries of the run, those kept back not among them
 * @param acceptedAt when the last of its mails was accepted
 */
record RunRow(
        String id,
        Instant occurredAt,
        String status,
        @Nullable String reason,
        @Nullable String error,
        String workflow,
        String account,
        String metric,
        @Nullable BigDecimal previous,
        @Nullable BigDecimal current,
        @Nullable BigDecimal reference,
        @Nullable BigDecimal threshold,
        int mails,
        int unknown,
        @Nullable Instant acceptedAt) {

    boolean isOver() {
        return status.equals("success") || status.equals("failed") || status.equals("skipped");
    }
}
