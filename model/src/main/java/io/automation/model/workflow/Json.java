package io.automation.model.workflow;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automation.model.workflow.Problems.Code;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON text strictly: nothing after the document, no key twice, numbers exact. Nesting and
 * lengths are bounded by Jackson's defaults (1,000 levels, 1,000 digits), so that reading and
 * walking a document end in bounded space.
 */
final class Json {

    /** Keys are anybody's: they are not kept for the next document. */
    private static final JsonFactory FACTORY =
            JsonFactory.builder().disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).build();

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonParser parser;
    private final @Nullable Problems problems;

    private Json(JsonParser parser, @Nullable Problems problems) {
        this.parser = parser;
        this.problems = problems;
    }

    /** The document, or null and a problem below the pointer. */
    static @Nullable JsonNode read(String text, String pointer, Problems problems) {
        try {
            return document(text, pointer, problems);
        } catch (JsonProcessingException e) {
            problems.error(Code.BAD_JSON, pointer, "this is no JSON: " + reason(e));
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    /** The document, its last value where a key comes twice; null if it is no JSON. */
    static @Nullable JsonNode read(String text) {
        try {
            return document(text, "", null);
        } catch (JsonProcessingException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    /** The pointer of a key or an index below another pointer. */
    static String below(String pointer, String key) {
        return pointer + '/' + key.replace("~", "~0").replace("/", "~1");
    }

    /** What people call the type of a value. */
    static String typeName(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case STRING -> "the text " + Problems.quote(node.textValue());
            case NUMBER -> "the number " + Problems.cut(Numbers.text(node.decimalValue()));
            case BOOLEAN, NULL -> node.toString();
            case BINARY, MISSING, POJO -> throw new IllegalStateException("not from JSON text");
        };
    }

    private static JsonNode document(String text, String pointer, @Nullable Problems problems)
            throws IOException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            Json json = new Json(parser, problems);
            JsonToken first = parser.nextToken();
            JsonNode root = first == null ? MissingNode.getInstance() : json.value(first, pointer);
            if (root.isMissingNode()) {
                throw json.problem("it is empty");
            }
            if (parser.nextToken() != null) {
                throw json.problem("something follows its end");
            }
            return root;
        }
    }

    private JsonNode value(JsonToken token, String pointer) throws IOException {
        return switch (token) {
            case START_OBJECT -> object(pointer);
            case START_ARRAY -> array(pointer);
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> NODES.numberNode(number());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case END_ARRAY, END_OBJECT, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                    throw problem("it does not begin with a value");
        };
    }

    private BigDecimal number() throws IOException {
        try {
            return parser.getDecimalValue();
        } catch (NumberFormatException e) {
            throw problem("a number has an exponent that is too large");
        }
    }

    private ObjectNode object(String pointer) throws IOException {
        ObjectNode object = NODES.objectNode();
        while (next() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            String at = below(pointer, key);
            JsonNode before = object.replace(key, value(next(), at));
            if (before != null && problems != null) {
                problems.error(
                        Code.DUPLICATE_KEY, at, "this key stands here twice; keep one of them");
            }
        }
        return object;
    }

    private ArrayNode array(String pointer) throws IOException {
        ArrayNode array = NODES.arrayNode();
        for (JsonToken token = next(); token != JsonToken.END_ARRAY; token = next()) {
            array.add(value(token, pointer + '/' + array.size()));
        }
        return array;
    }

    private JsonToken next() throws IOException {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw problem("it ends too early");
        }
        return token;
    }

    private JsonProcessingException problem(String message) {
        return new JsonParseException(parser, message);
    }

    private static String reason(JsonProcessingException e) {
        String message = e.getOriginalMessage();
        int line = message.indexOf('\n');
        String first = line < 0 ? message : message.substring(0, line);
        return first.length() <= 160 ? first : first.substring(0, 160) + "…";
    }
}
