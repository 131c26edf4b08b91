package io.automation.connectors.jdbc;

import io.automation.model.run.DeliveryStatus;
import io.automation.model.run.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What a claimed delivery came to.
 *
 * @param status a terminal one
 * @param error for people
 * @param messageId the mail's, where one was sent
 */
public record DeliveryOutcome(
        DeliveryStatus status,
        @Nullable Reason reason,
        @Nullable String error,
        @Nullable String messageId) {

    public DeliveryOutcome {
        if (!status.isTerminal()) {
            throw new IllegalArgumentException("no end of a delivery: " + status);
        }
    }

    public static DeliveryOutcome accepted(String messageId) {
        return new DeliveryOutcome(DeliveryStatus.ACCEPTED, null, null, messageId);
    }

    public static DeliveryOutcome unknown(String error, String messageId) {
        return new DeliveryOutcome(DeliveryStatus.UNKNOWN, null, error, messageId);
    }

    public static DeliveryOutcome failed(String error) {
        return new DeliveryOutcome(DeliveryStatus.FAILED, null, error, null);
    }

    public static DeliveryOutcome skipped(Reason reason) {
        return new DeliveryOutcome(DeliveryStatus.SKIPPED, reason, null, null);
    }
}
