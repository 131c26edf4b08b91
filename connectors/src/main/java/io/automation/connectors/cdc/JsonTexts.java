package io.automation.connectors.cdc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes JSON without blanks and with every number as it was written. */
final class JsonTexts {

    private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();

    private final JsonFactory factory;
    private final JsonScan scan = new JsonScan();

    JsonTexts(JsonFactory factory) {
        this.factory = factory;
    }

    /** The compact form of a text in UTF-8, or null where it is no JSON. */
    @Nullable String compact(byte[] text, int from, int to) {
        if (!scan.isValue(text, from, to)) {
            return null;
        }
        try {
            return compactValue(text, from, to);
        } catch (IOException e) {
            return null;
        }
    }

    /** The compact form of a range of bytes that holds one JSON value. */
    String compactValue(byte[] bytes, int from, int to) throws IOException {
        byte[] out = new byte[to - from];
        int length = 0;
        boolean isInText = false;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b == '\\') {
                // Escapes have several spellings; equal values shall have one.
                return respelled(bytes, from, to);
            }
            isInText ^= b == '"';
            if (isInText || b > ' ' || b < 0) {
                out[length++] = b;
            }
        }
        return new String(out, 0, length, StandardCharsets.UTF_8);
    }

    private String respelled(byte[] bytes, int from, int to) throws IOException {
        try (JsonParser parser = factory.createParser(bytes, from, to - from)) {
            parser.nextToken();
            return compact(parser);
        }
    }

    /** The compact form of the value at which the parser stands; leaves it at the value's end. */
    private static String compact(JsonParser parser) throws IOException {
        StringBuilder out = new StringBuilder();
        int depth = 0;
        boolean comma = false;
        for (JsonToken token = parser.currentToken(); ; token = parser.nextToken()) {
            if (comma && !token.isStructEnd()) {
                out.append(',');
            }
            comma = !token.isStructStart() && token != JsonToken.FIELD_NAME;
            if (token == JsonToken.FIELD_NAME) {
                quote(parser.currentName(), out);
                out.append(':');
            } else {
                scalar(parser, token, out);
            }
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            }
            if (depth == 0) {
                return out.toString();
            }
        }
    }

    /** The compact form with the keys of every object sorted; of equal keys the last one stays. */
    static String sorted(JsonParser parser) throws IOException {
        StringBuilder out = new StringBuilder();
        write(sortedValue(parser, parser.currentToken()), out);
        return out.toString();
    }

    private static Object sortedValue(JsonParser parser, JsonToken token) throws IOException {
        if (token == JsonToken.START_OBJECT) {
            Map<String, Object> object = new TreeMap<>();
            for (String name = parser.nextFieldName();
                    name != null;
                    name = parser.nextFieldName()) {
                object.put(name, sortedValue(parser, parser.nextToken()));
            }
            return object;
        }
        if (token == JsonToken.START_ARRAY) {
            List<Object> array = new ArrayList<>();
            for (JsonToken element = parser.nextToken();
                    element != JsonToken.END_ARRAY;
                    element = parser.nextToken()) {
                array.add(sortedValue(parser, element));
            }
            return array;
        }
        StringBuilder out = new StringBuilder();
        scalar(parser, token, out);
        return out.toString();
    }

    private static void write(Object value, StringBuilder out) {
        if (value instanceof Map<?, ?> object) {
            char separator = '{';
            for (Map.Entry<?, ?> entry : object.entrySet()) {
                out.append(separator);
                quote((String) entry.getKey(), out);
                out.append(':');
                write(entry.getValue(), out);
                separator = ',';
            }
            out.append(object.isEmpty() ? "{}" : "}");
        } else if (value instanceof List<?> array) {
            char separator = '[';
            for (Object element : array) {
                out.append(separator);
                write(element, out);
                separator = ',';
            }
            out.append(array.isEmpty() ? "[]" : "]");
        } else {
            out.append(value);
        }
    }

    private static void scalar(JsonParser parser, JsonToken token, StringBuilder out)
            throws IOException {
        if (token == JsonToken.VALUE_STRING) {
            quote(parser.getText(), out);
        } else {
            out.append(parser.getText());
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        ENCODER.quoteAsString(text, out);
        out.append('"');
    }
}
