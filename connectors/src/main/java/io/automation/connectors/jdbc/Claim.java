package io.automation.connectors.jdbc;

import io.automation.model.run.DeliveryStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The answer to whoever wants to send a mail. */
public sealed interface Claim permits Claim.Claimed, Claim.Already, Claim.Busy, Claim.Refused {

    /**
     * The mail may be sent, once, before the lease ends.
     *
     * @param attempt to be given back on confirming; one that is no longer the newest is refused
     */
    record Claimed(String deliveryId, int attempt, Instant leaseUntil) implements Claim {}

    /** The mail's end is recorded: nothing is to be done but to report it again. */
    record Already(
            String deliveryId,
            DeliveryStatus status,
            @Nullable String reason,
            @Nullable String error)
            implements Claim {}

    /** Another one is sending it, until then at the longest. */
    record Busy(String deliveryId, Instant until) implements Claim {}

    /** The database will never take the mail's rows. */
    record Refused(String deliveryId, String reason, String message) implements Claim {}
}
