package io.automation.job.history;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Builds a key whose unsigned bytes sort as its parts do: numbers by value, texts by code point, an
 * absent text before all others.
 */
final class SortKey {

    private static final int ABSENT = 0;
    private static final int PRESENT = 1;
    private static final int END = 0;

    /** Follows a zero byte that stands inside a text and does not end it. */
    private static final int GOES_ON = 0xFF;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(160);

    SortKey number(long value) {
        byte[] big = ByteBuffer.allocate(Long.BYTES).putLong(value ^ Long.MIN_VALUE).array();
        bytes.write(big, 0, big.length);
        return this;
    }

    SortKey text(@Nullable String text) {
        if (text == null) {
            bytes.write(ABSENT);
            return this;
        }
        bytes.write(PRESENT);
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            bytes.write(each);
            if (each == END) {
                bytes.write(GOES_ON);
            }
        }
        bytes.write(END);
        return this;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    /** The number that a key ends with. */
    static long lastNumber(byte[] key) {
        return ByteBuffer.wrap(key).getLong(key.length - Long.BYTES) ^ Long.MIN_VALUE;
    }
}
