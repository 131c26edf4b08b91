package io.automation.connectors.cdc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Checks that bytes are one JSON object in UTF-8 and remembers where its members' values lie, so
 * that only those are parsed that are needed, in the order in which they are needed.
 */
final class JsonScan {

    /** What the bytes hold. */
    enum Content {
        NOTHING,
        NULL,
        OBJECT
    }

    /** The members that matter. */
    enum Member {
        BEFORE("before"),
        AFTER("after"),
        SOURCE("source"),
        OP("op"),
        PAYLOAD("payload"),
        SCHEMA("schema"),
        DDL("ddl"),
        TABLE_CHANGES("tableChanges");

        private final String text;

        Member(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    static final int MAX_DEPTH = 1000;

    /** A field is four places: its name's, its value's; the last is negative if escapes occur. */
    static final int FIELD = 4;

    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;
    private static final long BLANKS = ' ' * ONES;
    private static final byte[][] NAMES =
            Arrays.stream(Member.values())
                    .map(member -> member.text().getBytes(StandardCharsets.US_ASCII))
                    .toArray(byte[][]::new);

    private final int[] starts = new int[NAMES.length];
    private final int[] ends = new int[NAMES.length];
    private final int[] firstFields = new int[NAMES.length];
    private final int[] lastFields = new int[NAMES.length];
    private final boolean[] isObject = new boolean[MAX_DEPTH + 1];
    private byte[] bytes = {};
    private int start;
    private int end;
    private int[] fields = new int[64 * FIELD];
    private int fieldsTo;
    private boolean hasEscape;

    /** Scans a range of bytes; throws where it is no JSON, too deep or no UTF-8. */
    Content scan(byte[] value, int from, int to) throws RejectedException {
        bytes = value;
        start = from;
        end = to;
        fieldsTo = 0;
        Arrays.fill(starts, 0);
        Arrays.fill(ends, 0);
        int i = blanks(from);
        if (i == end) {
            return Content.NOTHING;
        }
        Content content = Content.NULL;
        if (bytes[i] == '{') {
            content = Content.OBJECT;
            i = members(i + 1, 1);
        } else if (bytes[i] == 'n') {
            i = literal(i, "null");
        } else {
            throw new RejectedException(
                    RejectReason.NOT_JSON, "byte " + (i + 1) + " begins no JSON object");
        }
        if (blanks(i) != end) {
            throw new RejectedException(
                    RejectReason.NOT_JSON, "something stands behind the JSON object");
        }
        return content;
    }

    /** Whether a range of bytes is one JSON value of any kind. */
    boolean isValue(byte[] value, int from, int to) {
        bytes = value;
        start = from;
        end = to;
        try {
            return blanks(value(blanks(from), 0)) == end;
        } catch (RejectedException e) {
            return false;
        }
    }

    /** The first place of the range scanned last. */
    int from() {
        return start;
    }

    /** The place behind the range scanned last. */
    int to() {
        return end;
    }

    boolean has(Member member) {
        return ends[member.ordinal()] > 0;
    }

    boolean isObject(Member member) {
        return has(member) && bytes[start(member)] == '{';
    }

    boolean isNull(Member member) {
        return has(member) && bytes[start(member)] == 'n';
    }

    /** Where the member's value begins; of equal names the last one counts. */
    int start(Member member) {
        return starts[member.ordinal()];
    }

    /** The place behind the member's value. */
    int end(Member member) {
        return ends[member.ordinal()];
    }

    /** The fields of all objects that the outermost one holds, {@link #FIELD} numbers each. */
    int[] fields() {
        return fields;
    }

    /** Where the fields of the member's object begin. */
    int firstField(Member member) {
        return firstFields[member.ordinal()];
    }

    /** Where the fields of the member's object end. */
    int lastField(Member member) {
        return lastFields[member.ordinal()];
    }

    /**
     * Reads the members of an object whose brace is passed: of the outermost one and of those that
     * it holds. Returns the place behind it.
     */
    private int members(int from, int depth) throws RejectedException {
        int i = blanks(from);
        if (at(i) == '}') {
            return i + 1;
        }
        while (true) {
            int nameFrom = i + 1;
            i = name(i);
            int nameTo = i - 1;
            i = blanks(colon(i));
            int valueFrom = i;
            hasEscape = false;
            if (depth > 1) {
                i = value(i, depth);
                addField(nameFrom, nameTo, valueFrom, hasEscape ? -i : i);
            } else {
                int firstField = fieldsTo;
                i = at(i) == '{' ? members(i + 1, depth + 1) : value(i, depth);
                remember(nameFrom, nameTo, valueFrom, i, firstField);
            }
            i = blanks(i);
            if (at(i) == '}') {
                return i + 1;
            }
            if (at(i) != ',') {
                throw unexpected(i);
            }
            i = blanks(i + 1);
        }
    }

    private void addField(int nameFrom, int nameTo, int valueFrom, int valueTo) {
        if (fieldsTo == fields.length) {
            fields = Arrays.copyOf(fields, fields.length * 2);
        }
        fields[fieldsTo] = nameFrom;
        fields[fieldsTo + 1] = nameTo;
        fields[fieldsTo + 2] = valueFrom;
        fields[fieldsTo + 3] = valueTo;
        fieldsTo += FIELD;
    }

    private void remember(int nameFrom, int nameTo, int valueFrom, int valueTo, int firstField) {
        for (int member = 0; member < NAMES.length; member++) {
            byte[] name = NAMES[member];
            if (name.length == nameTo - nameFrom
                    && Arrays.equals(bytes, nameFrom, nameTo, name, 0, name.length)) {
                starts[member] = valueFrom;
                ends[member] = valueTo;
                firstFields[member] = firstField;
                lastFields[member] = fieldsTo;
            }
        }
    }

    /** Skips one value below a depth and returns the place behind it. */
    private int value(int from, int base) throws RejectedException {
        int i = from;
        int depth = base;
        while (true) {
            byte first = at(i);
            boolean isOpened = first == '{' || first == '[';
            if (isOpened) {
                depth++;
                if (depth > MAX_DEPTH) {
                    throw new RejectedException(
                            RejectReason.TOO_DEEP, "nested deeper than " + MAX_DEPTH);
                }
                isObject[depth] = first == '{';
                i = blanks(i + 1);
                if (at(i) == (first == '{' ? '}' : ']')) {
                    isOpened = false;
                    depth--;
                    i++;
                }
            } else {
                i = scalar(i, first);
            }
            if (!isOpened) {
                while (depth > base && isClosed(blanks(i), isObject[depth])) {
                    i = blanks(i) + 1;
                    depth--;
                }
                if (depth == base) {
                    return i;
                }
                i = blanks(i);
                if (at(i) != ',') {
                    throw unexpected(i);
                }
                i = blanks(i + 1);
            }
            if (isObject[depth]) {
                i = blanks(colon(name(i)));
            }
        }
    }

    private boolean isClosed(int i, boolean object) {
        return at(i) == (object ? '}' : ']');
    }

    private int scalar(int i, byte first) throws RejectedException {
        return switch (first) {
            case '"' -> string(i + 1);
            case 't' -> literal(i, "true");
            case 'f' -> literal(i, "false");
            case 'n' -> literal(i, "null");
            default -> number(i);
        };
    }

    private int name(int i) throws RejectedException {
        if (at(i) != '"') {
            throw unexpected(i);
        }
        return string(i + 1);
    }

    private int colon(int from) throws RejectedException {
        int i = blanks(from);
        if (at(i) != ':') {
            throw unexpected(i);
        }
        return i + 1;
    }

    /** Skips a text whose quote is passed, and returns the place behind its end. */
    private int string(int from) throws RejectedException {
        int i = from;
        while (true) {
            i = mark(bytes, i, end);
            byte b = at(i);
            if (b == '"') {
                return i + 1;
            }
            if (b == '\\') {
                i = escape(i + 1);
            } else if (b < 0) {
                int length = Utf8.sequenceLength(bytes, i, end);
                if (length == 0) {
                    throw new RejectedException(
                            RejectReason.NOT_UTF8, "byte " + (i + 1) + " is not UTF-8");
                }
                i += length;
            } else {
                throw unexpected(i);
            }
        }
    }

    private int escape(int i) throws RejectedException {
        hasEscape = true;
        switch (at(i)) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
                return i + 1;
            }
            case 'u' -> {
                for (int k = i + 1; k < i + 5; k++) {
                    if (Character.digit(at(k), 16) < 0) {
                        throw unexpected(k);
                    }
                }
                return i + 5;
            }
            default -> throw unexpected(i);
        }
    }

    private int number(int from) throws RejectedException {
        int i = at(from) == '-' ? from + 1 : from;
        i = at(i) == '0' ? i + 1 : digits(i);
        if (at(i) == '.') {
            i = digits(i + 1);
        }
        if (at(i) == 'e' || at(i) == 'E') {
            i++;
            i = digits(at(i) == '+' || at(i) == '-' ? i + 1 : i);
        }
        return i;
    }

    private int digits(int from) throws RejectedException {
        int i = from;
        while (at(i) >= '0' && at(i) <= '9') {
            i++;
        }
        if (i == from) {
            throw unexpected(i);
        }
        return i;
    }

    private int literal(int from, String text) throws RejectedException {
        for (int k = 0; k < text.length(); k++) {
            if (at(from + k) != text.charAt(k)) {
                throw unexpected(from + k);
            }
        }
        return from + text.length();
    }

    private int blanks(int from) {
        int i = from;
        if (i < end && bytes[i] > ' ') {
            return i;
        }
        while (i < end
                && (bytes[i] == ' ' || bytes[i] == '\t' || bytes[i] == '\n' || bytes[i] == '\r')) {
            i++;
        }
        return i;
    }

    /** The byte at a place, 0 behind the end: it is legal nowhere. */
    private byte at(int i) {
        return i < end ? bytes[i] : 0;
    }

    /** The place of the next byte in a text that is no plain ASCII, or the end. */
    private static int mark(byte[] bytes, int from, int end) {
        int i = from;
        for (; i + Long.BYTES <= end; i += Long.BYTES) {
            long marks = marks((long) WORD.get(bytes, i));
            if (marks != 0) {
                return i + Long.numberOfTrailingZeros(marks) / Byte.SIZE;
            }
        }
        while (i < end && bytes[i] >= ' ' && bytes[i] != '"' && bytes[i] != '\\') {
            i++;
        }
        return i;
    }

    /**
     * Marks quotes, backslashes, control characters and what is not ASCII: the first one surely.
     */
    private static long marks(long word) {
        long quotes = word ^ QUOTES;
        long backslashes = word ^ BACKSLASHES;
        // A difference below zero borrows into the high bit, and then into the bytes above it.
        return ((quotes - ONES) | (backslashes - ONES) | (word - BLANKS) | word) & HIGH_BITS;
    }

    private RejectedException unexpected(int i) {
        return new RejectedException(
                RejectReason.NOT_JSON,
                i >= end
                        ? "the JSON ends too early"
                        : "byte " + (i + 1) + " is not expected in JSON");
    }
}
