package io.automation.model.run;

import org.jspecify.annotations.Nullable;

/**
 * One mail to one address.
 *
 * @param id the action id
 * @param address normalised: trimmed, lower case
 * @param subject rendered; null where the delivery was kept back before rendering
 * @param dueAt epoch milliseconds
 */
public record Delivery(
        String id,
        String runId,
        int step,
        String organizationId,
        @Nullable String accountId,
        @Nullable String contactId,
        String address,
        String templateId,
        @Nullable Integer templateVersion,
        @Nullable String locale,
        @Nullable String subject,
        MailClass mailClass,
        DeliveryStatus status,
        @Nullable Reason reason,
        long dueAt) {

    /** This delivery as the recording target answers it. */
    public Delivery accepted() {
        return new Delivery(
                id,
                runId,
                step,
                organizationId,
                accountId,
                contactId,
                address,
                templateId,
                templateVersion,
                locale,
                subject,
                mailClass,
                DeliveryStatus.ACCEPTED,
                reason,
                dueAt);
    }
}
