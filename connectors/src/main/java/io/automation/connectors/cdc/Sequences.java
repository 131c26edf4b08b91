package io.automation.connectors.cdc;

/** Reads {@code source.sequence}, a JSON text of a list: {@code ["24715208","24715208"]}. */
final class Sequences {

    private Sequences() {}

    /** The list's first number, 0 where it is null, {@link Decimals#NO_NUMBER} if unreadable. */
    static long firstNumber(byte[] text, int from, int end) {
        int i = blanks(text, from, end);
        if (i == end || text[i] != '[') {
            return Decimals.NO_NUMBER;
        }
        long first = Decimals.NO_NUMBER;
        boolean isFirst = true;
        do {
            int start = blanks(text, i + 1, end);
            i = element(text, start, end);
            if (i == start) {
                return Decimals.NO_NUMBER;
            }
            if (isFirst) {
                first = number(text, start, i);
                isFirst = false;
            }
            i = blanks(text, i, end);
        } while (i < end && text[i] == ',');
        boolean isClosed = i < end && text[i] == ']' && blanks(text, i + 1, end) == end;
        return isClosed && first >= 0 ? first : Decimals.NO_NUMBER;
    }

    /** Where the element that begins here ends; here, if none does. */
    private static int element(byte[] text, int start, int end) {
        boolean isQuoted = start < end && text[start] == '"';
        int i = isQuoted ? start + 1 : start;
        while (i < end
                && (isQuoted ? text[i] != '"' && text[i] != '\\' : isLetterOrDigit(text[i]))) {
            i++;
        }
        if (!isQuoted) {
            return i;
        }
        return i < end && text[i] == '"' ? i + 1 : start;
    }

    private static long number(byte[] text, int start, int end) {
        if (text[start] == '"') {
            return Decimals.whole(text, start + 1, end - 1);
        }
        return end - start == 4 && text[start] == 'n' ? 0 : Decimals.whole(text, start, end);
    }

    private static boolean isLetterOrDigit(byte c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
    }

    private static int blanks(byte[] text, int from, int end) {
        int i = from;
        while (i < end
                && (text[i] == ' ' || text[i] == '\t' || text[i] == '\n' || text[i] == '\r')) {
            i++;
        }
        return i;
    }
}
