package io.automation.job.evaluate;

/**
 * Whether a version of a workflow may start runs, and what it takes over from the versions before.
 *
 * @param triggerSince since when the trigger is as it is, in epoch milliseconds: what an older one
 *     left does not count
 * @param activeSince since when it acts without a break; {@link Long#MAX_VALUE} while it does not
 * @param everActive whether it has acted before or does so now
 * @param enrols whether this is the first instant in its life in which it acts, known as it happens
 */
record Activity(
        boolean acts, long triggerSince, long activeSince, boolean everActive, boolean enrols) {

    /** Of an organization or a template, which are in force as long as they are there. */
    static Activity inForce(long since) {
        return new Activity(true, since, since, true, false);
    }

    /** Of a definition that is gone. */
    static Activity gone(long at, boolean everActive) {
        return new Activity(false, at, Long.MAX_VALUE, everActive, false);
    }

    /**
     * Of a workflow that goes on under other definitions, or stops. Of several changes in one
     * instant only the last is in force in it.
     */
    Activity then(boolean nowActs, long nowTriggerSince, long at, boolean mayEnrol) {
        boolean beganNow = enrols && activeSince == at;
        boolean actedBefore = everActive && !beganNow;
        return new Activity(
                nowActs,
                nowTriggerSince,
                nowActs ? Math.min(activeSince, at) : Long.MAX_VALUE,
                actedBefore || nowActs,
                nowActs && !actedBefore && (beganNow || mayEnrol));
    }

    /** A pattern's state counts as long as this number is the same. */
    long patternVersion() {
        return Math.max(triggerSince, activeSince);
    }
}
