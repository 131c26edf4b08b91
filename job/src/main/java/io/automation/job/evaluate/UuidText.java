package io.automation.job.evaluate;

/** Reads the two halves of a UUID in canonical lower-case text without making objects. */
final class UuidText {

    /** The high half of a text that is no UUID; the nil UUID counts as none. */
    static final long NONE = 0;

    private static final int LENGTH = 36;

    private UuidText() {}

    static long high(String text) {
        if (text.length() != LENGTH
                || text.charAt(8) != '-'
                || text.charAt(13) != '-'
                || text.charAt(18) != '-'
                || text.charAt(23) != '-'
                || !isHex(text, 19, 23)
                || !isHex(text, 24, 36)
                || !isHex(text, 0, 8)
                || !isHex(text, 9, 13)
                || !isHex(text, 14, 18)) {
            return NONE;
        }
        return (hex(text, 0, 8) << 32) | (hex(text, 9, 13) << 16) | hex(text, 14, 18);
    }

    /** Only of a text whose high half is not {@link #NONE}. */
    static long low(String text) {
        return (hex(text, 19, 23) << 48) | hex(text, 24, 36);
    }

    private static boolean isHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }

    private static long hex(String text, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            value = (value << 4) | (c <= '9' ? c - '0' : c - 'a' + 10);
        }
        return value;
    }
}
