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
        long bucket = AccountHash.of(workflowId, accountId) % BUCKETS;
        return BigDecimal.valueOf(bucket).compareTo(percent.movePointRight(2)) < 0;
    }
}
