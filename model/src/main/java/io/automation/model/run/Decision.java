package io.automation.model.run;

import org.jspecify.annotations.Nullable;

/**
 * The recorded verdict on one occurrence and one workflow.
 *
 * @param folder the replayed folder, empty in a live job
 * @param at epoch milliseconds
 * @param version the workflow's, null where a history has none
 * @param accountId null for an organization run
 * @param reason why a run was skipped, null for every other verdict
 * @param runId the run that began or was skipped, or that stood in the way; null for none
 * @param compared JSON text: what brought it about, and what was compared with what
 */
public record Decision(
        String folder,
        long at,
        String organizationId,
        String workflowId,
        @Nullable Integer version,
        @Nullable String accountId,
        String occurrenceKey,
        Verdict verdict,
        @Nullable Reason reason,
        @Nullable String runId,
        String compared) {}
