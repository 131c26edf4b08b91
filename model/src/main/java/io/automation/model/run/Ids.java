package io.automation.model.run;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ids that come from data, so that restarts, restores and replays coincide (semantics 1.9). */
public final class Ids {

    private Ids() {}

    public static String runId(
            String workflowId, @Nullable String accountId, String triggerType, String key) {
        String account = accountId == null ? "" : accountId;
        return uuid5(workflowId, account + "|" + triggerType + "|" + key);
    }

    /**
     * The id of an effect, and of a mail's delivery; the target is empty where there is one only.
     */
    public static String actionId(String runId, int step, String target) {
        return uuid5(runId, step + "|" + target);
    }

    /** UUID version 5 (RFC 9562) of a name in a namespace that is a UUID's text. */
    public static String uuid5(String namespace, String name) {
        UUID space = namespaceOf(namespace);
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        ByteBuffer input =
                ByteBuffer.allocate(16 + text.length)
                        .putLong(space.getMostSignificantBits())
                        .putLong(space.getLeastSignificantBits())
                        .put(text);
        ByteBuffer hash = ByteBuffer.wrap(sha1(input.array()));
        long high = (hash.getLong() & ~0xF000L) | 0x5000L;
        long low = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    /** The namespace a text names; a history may use ids that are no UUIDs, those are hashed. */
    private static UUID namespaceOf(String text) {
        if (text.length() == 36) {
            try {
                return UUID.fromString(text);
            } catch (IllegalArgumentException e) {
                return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
            }
        }
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] sha1(byte[] input) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(input);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JRE has SHA-1", e);
        }
    }
}
