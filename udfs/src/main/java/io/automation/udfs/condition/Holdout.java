package io.automation.udfs.condition;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The share of accounts that a workflow leaves alone, to compare with: by hash, never random. */
public final class Holdout {

    private static final long BUCKETS = 10_000;

    private Holdout() {}

    /** Whether an account belongs to the share; the same answer for ever. */
    public static boolean heldOut(String workflowId, String accountId, BigDecimal percent) {
        if (percent.signum() <= 0) {
            return false;
        }
        long bucket = Integer.toUnsignedLong(hash(workflowId + ':' + accountId)) % BUCKETS;
        return BigDecimal.valueOf(bucket).compareTo(percent.movePointRight(2)) < 0;
    }

    /** The first four bytes of SHA-256. */
    private static int hash(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes)).getInt();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JRE has SHA-256", e);
        }
    }
}
