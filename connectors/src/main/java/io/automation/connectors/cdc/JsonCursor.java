package io.automation.connectors.cdc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks the fields of an object that {@link JsonScan} has found, and lets their values be read in
 * place.
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
    private int[] fields = {};
    private int next;
    private int last;
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

    /** Goes to the object that is a member of what was scanned. */
    void enter(byte[] value, JsonScan scan, JsonScan.Member member) {
        bytes = value;
        fields = scan.fields();
        next = scan.firstField(member);
        last = scan.lastField(member);
    }

    /** Goes to the next field; false behind the last one. */
    boolean next() {
        if (next == last) {
            return false;
        }
        nameFrom = fields[next];
        nameTo = fields[next + 1];
        from = fields[next + 2];
        to = Math.abs(fields[next + 3]);
        hasEscape = fields[next + 3] < 0;
        kind = kind(bytes[from]);
        next += JsonScan.FIELD;
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

    private static Kind kind(byte first) {
        return switch (first) {
            case '"' -> Kind.TEXT;
            case '{' -> Kind.OBJECT;
            case '[' -> Kind.LIST;
            case 'n' -> Kind.NULL;
            case 't' -> Kind.TRUE;
            case 'f' -> Kind.FALSE;
            default -> Kind.NUMBER;
        };
    }
}
