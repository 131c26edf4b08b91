package io.automation.connectors.cdc;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Gives equal short texts one String: direct-mapped and bounded, a newer text takes the place. */
final class StringCache {

    private static final int SIZE = 1024;
    private static final int MAX_LENGTH = 40;

    private final @Nullable String[] entries = new String[SIZE];

    /** The text of a range of UTF-8 bytes. */
    String get(byte[] text, int from, int to) {
        int length = to - from;
        int hash = length;
        boolean isAscii = length <= MAX_LENGTH;
        for (int i = from; i < to && isAscii; i++) {
            hash = hash * 31 + text[i];
            isAscii = text[i] >= 0;
        }
        if (!isAscii) {
            return new String(text, from, length, StandardCharsets.UTF_8);
        }
        int place = (hash ^ (hash >>> 15)) & (SIZE - 1);
        String entry = entries[place];
        if (entry == null || !isEqual(entry, text, from, length)) {
            entry = new String(text, from, length, StandardCharsets.US_ASCII);
            entries[place] = entry;
        }
        return entry;
    }

    private static boolean isEqual(String entry, byte[] text, int from, int length) {
        if (entry.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (entry.charAt(i) != text[from + i]) {
                return false;
            }
        }
        return true;
    }
}
