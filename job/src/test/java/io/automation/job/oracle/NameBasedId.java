package io.automation.job.oracle;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * UUIDs of version 5, made here from RFC 9562 and not with the product's own code, so that a test
 * which compares ids compares two implementations.
 */
public final class NameBasedId {

    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private NameBasedId() {}

    public static String of(String namespace, String name) {
        UUID space = UUID.fromString(namespace);
        ByteBuffer bytes = ByteBuffer.allocate(16);
        bytes.putLong(space.getMostSignificantBits()).putLong(space.getLeastSignificantBits());
        byte[] hash = sha1(bytes.array(), name.getBytes(StandardCharsets.UTF_8));
        hash[6] = (byte) ((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte) ((hash[8] & 0x3F) | 0x80);
        ByteBuffer first = ByteBuffer.wrap(hash);
        return new UUID(first.getLong(), first.getLong()).toString();
    }

    /** Semantics 1.9. */
    public static String ofRun(String workflow, String account, String triggerType, String key) {
        return of(workflow, account + "|" + triggerType + "|" + key);
    }

    /** Semantics 1.9; the target is a mail's address. */
    public static String ofAction(String run, int step, String target) {
        return of(run, step + "|" + target);
    }

    /** A readable name's id; an id stays what it is. */
    public static String ofReadable(String kind, String name) {
        return UUID_TEXT.matcher(name).matches()
                ? name.toLowerCase(Locale.ROOT)
                : of("0d1e5c0a-7e57-4000-8000-000000000000", kind + "|" + name);
    }

    private static byte[] sha1(byte[] namespace, byte[] name) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(namespace);
            return digest.digest(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JRE has SHA-1", e);
        }
    }
}
