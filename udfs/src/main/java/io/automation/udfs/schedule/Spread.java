package io.automation.udfs.schedule;

import io.automation.udfs.condition.AccountHash;

/** An account's stable share of the time over which a schedule's runs are spread. */
public final class Spread {

    private Spread() {}

    /**
     * Milliseconds that an account's run waits: its hash's share of the spread, cut (semantics
     * 3.3).
     *
     * @param workflowId in lower case, as the account's id
     * @param spreadMillis not negative
     */
    public static long waitMillis(String workflowId, String accountId, long spreadMillis) {
        long hash = AccountHash.of(workflowId, accountId);
        long high = Math.multiplyHigh(hash, spreadMillis);
        return (high << Integer.SIZE) | ((hash * spreadMillis) >>> Integer.SIZE);
    }
}
