package io.automation.connectors.cdc;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what the bytes of JSON columns became: they repeat from change to change of a row and
 * between its images. Direct-mapped and bounded, a newer text takes the place.
 */
final class JsonCache {

    private static final int SIZE = 256;
    private static final int MAX_LENGTH = 1024;

    private final byte[] @Nullable [] sources = new byte[SIZE][];
    private final String[] texts = new String[SIZE];

    /** What a range of bytes became, or null. */
    @Nullable String get(byte[] bytes, int from, int to) {
        byte[] source = to - from > MAX_LENGTH ? null : sources[place(bytes, from, to)];
        return source != null && Arrays.equals(source, 0, source.length, bytes, from, to)
                ? texts[place(bytes, from, to)]
                : null;
    }

    void put(byte[] bytes, int from, int to, String text) {
        if (to - from <= MAX_LENGTH) {
            int place = place(bytes, from, to);
            sources[place] = Arrays.copyOfRange(bytes, from, to);
            texts[place] = text;
        }
    }

    private static int place(byte[] bytes, int from, int to) {
        int hash = to - from;
        // A few bytes of the whole tell texts apart well enough.
        int step = 1 + (to - from) / 32;
        for (int i = from; i < to; i += step) {
            hash = hash * 31 + bytes[i];
        }
        return (hash ^ (hash >>> 15)) & (SIZE - 1);
    }
}
