package io.automation.embedded.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run with what people want to know of it.
 *
 * @param subject {@code health} or {@code risk}; after a mail its template, else empty
 * @param trigger the run's trigger_data
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
        String triggerType,
        String subject,
        JsonNode trigger,
        int mails,
        int unknown,
        @Nullable Instant acceptedAt) {

    boolean isOver() {
        return status.equals("success") || status.equals("failed") || status.equals("skipped");
    }
}
