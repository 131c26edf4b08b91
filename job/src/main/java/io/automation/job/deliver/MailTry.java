package io.automation.job.deliver;

import io.automation.connectors.jdbc.Claim;
import io.automation.connectors.jdbc.DeliveryOutcome;
import io.automation.connectors.mail.OutgoingMail;
import io.automation.connectors.mail.SendResult;
import io.automation.model.run.DeliveryMode;
import io.automation.model.run.DeliveryStatus;
import io.automation.model.run.Intent;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One try of one mail: claim, render, send, confirm.
 *
 * <p>Invariants: nothing is sent that was not claimed in this try; a claim ends with a confirmation
 * or, if certainly nothing left, with a release. Between the mail's end and the server's reply
 * nobody knows: what becomes of such a mail is its template's choice.
 */
final class MailTry {

    private static final Logger LOG = LoggerFactory.getLogger(MailTry.class);

    private final Claims claims;
    private final Confirmations confirmations;
    private final Releases releases;
    private final MailRenderer renderer;
    private final Mails mails;
    private final Function<OutgoingMail, String> messageIds;
    private final Duration lease;

    /** Asks for the right to send a mail. */
    @FunctionalInterface
    interface Claims {
        Claim claim(Intent intent, Duration lease) throws InterruptedException;
    }

    /** Records a mail's end. */
    @FunctionalInterface
    interface Confirmations {
        boolean confirm(String deliveryId, int attempt, DeliveryOutcome outcome)
                throws InterruptedException;
    }

    /** Gives a claim back. */
    @FunctionalInterface
    interface Releases {
        boolean release(String deliveryId, int attempt, @Nullable String error)
                throws InterruptedException;
    }

    /** Hands a mail to a server. */
    @FunctionalInterface
    interface Mails {
        SendResult send(OutgoingMail mail) throws InterruptedException;
    }

    /** What a try came to. */
    sealed interface Result permits Done, Repeated, Later, Busy, Refused {}

    /** The mail's end is recorded. */
    record Done(DeliveryStatus status) implements Result {}

    /** Its end was recorded before. */
    record Repeated() implements Result {}

    /** No server took it; it may be tried again. */
    record Later(String why) implements Result {}

    /** Another one is at it. */
    record Busy(Instant until) implements Result {}

    /** The database will never take its rows. */
    record Refused(String reason, String message) implements Result {}

    MailTry(
            Claims claims,
            Confirmations confirmations,
            Releases releases,
            MailRenderer renderer,
            Mails mails,
            Function<OutgoingMail, String> messageIds,
            Duration lease) {
        this.claims = claims;
        this.confirmations = confirmations;
        this.releases = releases;
        this.renderer = renderer;
        this.mails = mails;
        this.messageIds = messageIds;
        this.lease = lease;
    }

    /**
     * Tries.
     *
     * @param impatient null, or what is said of a mail that no server takes this time either
     */
    Result once(Intent intent, @Nullable String impatient) throws InterruptedException {
        Claim claim = claims.claim(intent, lease);
        if (claim instanceof Claim.Claimed claimed) {
            return send(claimed, intent, impatient);
        }
        if (claim instanceof Claim.Busy busy) {
            return new Busy(busy.until());
        }
        if (claim instanceof Claim.Refused refused) {
            return new Refused(refused.reason(), refused.message());
        }
        return new Repeated();
    }

    private Result send(Claim.Claimed claim, Intent intent, @Nullable String impatient)
            throws InterruptedException {
        MailRenderer.Prepared prepared = renderer.prepare(intent);
        if (prepared instanceof MailRenderer.Ended ended) {
            return confirm(claim, ended.outcome());
        }
        OutgoingMail mail = ((MailRenderer.Ready) prepared).mail();
        SendResult result = mails.send(mail);
        String words = result.message();
        if (result instanceof SendResult.Accepted) {
            return confirm(claim, DeliveryOutcome.accepted(messageIds.apply(mail)));
        }
        if (result instanceof SendResult.Refused) {
            return confirm(claim, DeliveryOutcome.failed(words));
        }
        boolean ambiguous = result instanceof SendResult.Ambiguous;
        if (ambiguous
                && (impatient != null
                        || intent.deliveryMode() == DeliveryMode.PREFER_NO_DUPLICATE)) {
            return confirm(claim, DeliveryOutcome.unknown(words, messageIds.apply(mail)));
        }
        if (impatient != null) {
            return confirm(claim, DeliveryOutcome.failed(impatient + ": " + words));
        }
        releases.release(claim.deliveryId(), claim.attempt(), words);
        return new Later(words);
    }

    private Result confirm(Claim.Claimed claim, DeliveryOutcome outcome)
            throws InterruptedException {
        if (!confirmations.confirm(claim.deliveryId(), claim.attempt(), outcome)) {
            LOG.warn(
                    "Mail {} came to its end, {}, when its lease was over; another one took it on",
                    claim.deliveryId(),
                    outcome.status().code());
        }
        return new Done(outcome.status());
    }
}
