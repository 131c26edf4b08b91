package io.automation.connectors.mail;

import io.automation.model.run.MailClass;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One mail to one address.
 *
 * @param actionId names the mail for ever: its Message-ID and header are made of it
 * @param from null for the configured sender
 * @param toName shown beside the address
 * @param text null for none
 * @param headers further ones; those that the mail itself needs are refused
 */
public record OutgoingMail(
        String actionId,
        String runId,
        MailClass mailClass,
        @Nullable String from,
        String to,
        @Nullable String toName,
        String subject,
        String html,
        @Nullable String text,
        Map<String, String> headers) {

    public OutgoingMail {
        headers = Map.copyOf(headers);
    }
}
