package io.automation.model.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One workflow for one occurrence.
 *
 * @param folder the replayed folder, empty in a live job
 * @param accountId null for an organization run
 * @param occurredAt epoch milliseconds
 * @param error for people; null unless failed
 * @param triggerData JSON text, keys in the contract's order
 * @param deliveries the mails of its steps that are due, the kept back ones among them
 */
public record Run(
        String folder,
        String id,
        String workflowId,
        @Nullable Integer workflowVersion,
        String organizationId,
        @Nullable String accountId,
        String triggerType,
        String occurrenceKey,
        long occurredAt,
        RunStatus status,
        @Nullable Reason reason,
        @Nullable String error,
        boolean noop,
        boolean retracted,
        RunMode mode,
        String triggerData,
        List<Step> steps,
        List<Delivery> deliveries) {

    public Run {
        steps = List.copyOf(steps);
        deliveries = List.copyOf(deliveries);
    }

    /** This run without its deliveries, as an intent carries it. */
    public Run withoutDeliveries() {
        return new Run(
                folder,
                id,
                workflowId,
                workflowVersion,
                organizationId,
                accountId,
                triggerType,
                occurrenceKey,
                occurredAt,
                status,
                reason,
                error,
                noop,
                retracted,
                mode,
                triggerData,
                steps,
                List.of());
    }
}
