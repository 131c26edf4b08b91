package io.automation.udfs.condition;

import java.math.BigDecimal;

/** The share of accounts that a workflow leaves alone, to compare with: by hash, never random. */
public final class Holdout {

    private static final long BUCKETS = 10_000;

    private Holdout() {}

    /** Whether an account belongs to the share; the same answer for ever. */
    public static boolean heldOut(String workflowId, String accountId, BigDecimal percent) {
        if (percent.signum() <= 0) {
            return false;
        }
        return share(workflowId, accountId).compareTo(percent) < 0;
    }

    /** Where an account stands, 0 to 99.99: it is left alone by every larger share. */
    public static BigDecimal share(String workflowId, String accountId) {
        return BigDecimal.valueOf(AccountHash.of(workflowId, accountId) % BUCKETS, 2);
    }
}
