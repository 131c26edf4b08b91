package io.automation.model.run;

/**
 * Calls back an intent that may still wait. It goes the way of its intent: to the same organization
 * and endpoint.
 *
 * @param endpoint the intent's
 * @param at epoch milliseconds
 */
public record Cancel(
        String runId,
        String organizationId,
        String actionId,
        String endpoint,
        Reason reason,
        long at) {

    /** The call-back of an intent. */
    public static Cancel of(Intent intent, Reason reason, long at) {
        return new Cancel(
                intent.run().id(),
                intent.delivery().organizationId(),
                intent.delivery().id(),
                intent.endpoint(),
                reason,
                at);
    }
}
