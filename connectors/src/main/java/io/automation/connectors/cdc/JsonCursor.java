package io.automation.connectors.cdc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks the members of an object in bytes that {@link JsonScan} has checked, and lets their values
 * be read in place.
 */
final class JsonCursor {

    /** What a value is. */
    enum Kind {
        NULL,
        TRUE,
        FALSE,
        NUMBER,
        TEXT,
        OBJECT,
        LIST
    }

    private final JsonFactory factory;
    private byte[] bytes = {};
    private int next;
    private int nameFrom;
    private int nameTo;
    private Kind kind = Kind.NULL;
    private int from;
    private int to;
    private boolean hasEscape;
    private byte[] scratch = new byte[256];
    private byte[] text = {};
    private int textFrom;
    private int textTo;

    JsonCursor(JsonFactory factory) {
        this.factory = factory;
    }

    /** Goes to the object that begins at a place. */
    void enter(byte[] value, int start) {
        bytes = value;
        next = start + 1;
    }

    /** Goes to the next member; false behind the last one. */
    boolean next() {
        int i = blanks(next);
        if (bytes[i] == ',') {
            i = blanks(i + 1);
        }
        if (bytes[i] == '}') {
            return false;
        }
        nameFrom = i + 1;
        i = endOfText(nameFrom);
        nameTo = i - 1;
        i = blanks(blanks(i) + 1);
        from = i;
        to = endOfValue(i);
        next = to;
        return true;
    }

    boolean isNamed(byte[] name) {
        return nameTo - nameFrom == name.length
                && Arrays.equals(bytes, nameFrom, nameTo, name, 0, name.length);
    }

    byte[] bytes() {
        return bytes;
    }

    int nameFrom() {
        return nameFrom;
    }

    int nameTo() {
        return nameTo;
    }

    Kind kind() {
        return kind;
    }

    /** Where the value begins, with its quote or brace. */
    int from() {
        return from;
    }

    /** The place behind the value. */
    int to() {
        return to;
    }

    /** Whether the value is a text of exactly these bytes. */
    boolean isText(byte[] expected) {
        return kind == Kind.TEXT
                && to - from - 2 == expected.length
                && Arrays.equals(bytes, from + 1, to - 1, expected, 0, expected.length);
    }

    /** Makes a scalar's text, without quotes and escapes, the one that is read next. */
    void loadText() throws IOException, RejectedException {
        if (kind != Kind.TEXT) {
            text = bytes;
            textFrom = from;
            textTo = to;
        } else if (!hasEscape) {
            text = bytes;
            textFrom = from + 1;
            textTo = to - 1;
        } else {
            unescape();
        }
    }

    byte[] text() {
        return text;
    }

    int textFrom() {
        return textFrom;
    }

    int textTo() {
        return textTo;
    }

    /** The text loaded last. */
    String string() {
        return new String(text, textFrom, textTo - textFrom, StandardCharsets.UTF_8);
    }

    /** Jackson's parser at the value, for all that is not read in place. */
    JsonParser parser() throws IOException {
        JsonParser parser = factory.createParser(bytes, from, to - from);
        parser.nextToken();
        return parser;
    }

    private void unescape() throws IOException, RejectedException {
        int length = to - from - 2;
        if (scratch.length < length) {
            scratch = new byte[length * 2];
        }
        int k = 0;
        for (int i = from + 1; i < to - 1; i++) {
            byte b = bytes[i];
            if (b == '\\') {
                i++;
                b = unescaped(bytes[i]);
                if (b == 0) {
                    decode();
                    return;
                }
            }
            scratch[k++] = b;
        }
        text = scratch;
        textFrom = 0;
        textTo = k;
    }

    /** The rare text with an escaped code unit. */
    private void decode() throws IOException, RejectedException {
        String decoded;
        try (JsonParser parser = parser()) {
            decoded = parser.getText();
        }
        if (Utf8.hasLoneSurrogate(decoded)) {
            throw new RejectedException(
                    RejectReason.NOT_UTF8, "a text holds half a surrogate pair");
        }
        text = decoded.getBytes(StandardCharsets.UTF_8);
        textFrom = 0;
        textTo = text.length;
    }

    private static byte unescaped(byte escape) {
        return switch (escape) {
            case '"', '\\', '/' -> escape;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> 0;
        };
    }

    private int endOfValue(int start) {
        switch (bytes[start]) {
            case '"' -> {
                kind = Kind.TEXT;
                hasEscape = false;
                return endOfText(start + 1);
            }
            case '{', '[' -> {
                kind = bytes[start] == '{' ? Kind.OBJECT : Kind.LIST;
                return endOfStructure(start);
            }
            case 'n' -> {
                kind = Kind.NULL;
                return start + 4;
            }
            case 't' -> {
                kind = Kind.TRUE;
                return start + 4;
            }
            case 'f' -> {
                kind = Kind.FALSE;
                return start + 5;
            }
            default -> {
                kind = Kind.NUMBER;
                return endOfNumber(start);
            }
        }
    }

    private int endOfNumber(int start) {
        int i = start;
        while (bytes[i] > ' ' && bytes[i] != ',' && bytes[i] != '}') {
            i++;
        }
        return i;
    }

    private int endOfStructure(int start) {
        int depth = 0;
        int i = start;
        do {
            switch (bytes[i]) {
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                case '"' -> i = endOfText(i + 1) - 1;
                default -> {}
            }
            i++;
        } while (depth > 0);
        return i;
    }

    private int endOfText(int start) {
        int i = JsonScan.mark(bytes, start, bytes.length);
        while (bytes[i] != '"') {
            if (bytes[i] == '\\') {
                hasEscape = true;
                i++;
            }
            i = JsonScan.mark(bytes, i + 1, bytes.length);
        }
        return i + 1;
    }

    private int blanks(int start) {
        int i = start;
        while (bytes[i] == ' ' || bytes[i] == '\t' || bytes[i] == '\n' || bytes[i] == '\r') {
            i++;
        }
        return i;
    }
}
