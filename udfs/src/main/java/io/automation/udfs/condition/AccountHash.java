package io.automation.udfs.condition;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Where an account stands in a workflow, the same for ever; never random. */
public final class AccountHash {

    private AccountHash() {}

    /** 0 to 2^32 - 1: the first four bytes of SHA-256 of the ids, which are lower case. */
    public static long of(String workflowId, String accountId) {
        byte[] text = (workflowId + ':' + accountId).getBytes(StandardCharsets.UTF_8);
        return Integer.toUnsignedLong(ByteBuffer.wrap(sha256(text)).getInt());
    }

    private static byte[] sha256(byte[] text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JRE has SHA-256", e);
        }
    }
}
