package io.automation.job.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Reads YAML or JSON that people write: no aliases, no key twice, numbers as they stand there. */
public final class DocumentReader {

    private static final JsonFactory JSON = new JsonFactory();
    private static final JsonFactory YAML = new YAMLFactory();
    private static final JsonNodeFactory NODES = new JsonNodeFactory(true);

    private final boolean isJson;
    private final Map<String, Integer> lines = new HashMap<>();
    private final List<Document.Flaw> flaws = new ArrayList<>();

    private DocumentReader(boolean isJson) {
        this.isJson = isJson;
    }

    /**
     * Reads a text.
     *
     * @param file its name; one that ends in .json is read as JSON, any other as YAML
     */
    public static Document read(String file, String content) {
        boolean isJson = file.toLowerCase(Locale.ROOT).endsWith(".json");
        return new DocumentReader(isJson).read(content);
    }

    private Document read(String content) {
        List<JsonNode> parts = new ArrayList<>();
        try (JsonParser parser = (isJson ? JSON : YAML).createParser(content)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (isJson && !parts.isEmpty()) {
                    flaw(lineOf(parser), "", "bad_json", "something follows its end");
                    break;
                }
                // Several documents are one list; a single one is what it is.
                String pointer = parts.isEmpty() ? "" : "/" + parts.size();
                parts.add(value(parser, token, pointer));
            }
        } catch (JsonProcessingException e) {
            flaw(
                    e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                    "",
                    isJson ? "bad_json" : "bad_yaml",
                    "this is no " + (isJson ? "JSON: " : "YAML: ") + reason(e));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
        return new Document(flaws.isEmpty() ? parts : List.of(), lines, flaws);
    }

    private JsonNode value(JsonParser parser, JsonToken token, String pointer) throws IOException {
        lines.putIfAbsent(pointer, lineOf(parser));
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            flaw(
                    lineOf(parser),
                    pointer,
                    "bad_yaml",
                    "*" + parser.getText() + " points to another place; write out what it says");
        }
        return switch (token) {
            case START_OBJECT -> object(parser, pointer);
            case START_ARRAY -> array(parser, pointer);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser, pointer);
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case VALUE_STRING,
                    VALUE_EMBEDDED_OBJECT,
                    END_ARRAY,
                    END_OBJECT,
                    FIELD_NAME,
                    NOT_AVAILABLE ->
                    NODES.textNode(parser.getText());
        };
    }

    private JsonNode object(JsonParser parser, String pointer) throws IOException {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            String place = pointer + '/' + key.replace("~", "~0").replace("/", "~1");
            if (object.has(key)) {
                flaw(
                        lineOf(parser),
                        place,
                        "duplicate_key",
                        "this key stands here twice; keep one of them");
            }
            lines.put(place, lineOf(parser));
            object.set(key, value(parser, Objects.requireNonNull(parser.nextToken()), place));
        }
        return object;
    }

    private JsonNode array(JsonParser parser, String pointer) throws IOException {
        ArrayNode array = NODES.arrayNode();
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            array.add(value(parser, Objects.requireNonNull(token), pointer + '/' + array.size()));
        }
        return array;
    }

    private JsonNode number(JsonParser parser, String pointer) throws IOException {
        try {
            return parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                    ? NODES.numberNode(parser.getBigIntegerValue())
                    : NODES.numberNode(parser.getDecimalValue());
        } catch (NumberFormatException e) {
            flaw(
                    lineOf(parser),
                    pointer,
                    "wrong_type",
                    parser.getText() + " is no number that can be compared");
            return NODES.nullNode();
        }
    }

    private static int lineOf(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }

    private static String reason(JsonProcessingException e) {
        if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblem() != null) {
            String context = marked.getContext();
            return (context == null ? "" : context + ", ") + marked.getProblem();
        }
        return e.getOriginalMessage().lines().findFirst().orElse("");
    }

    private void flaw(int line, String pointer, String code, String message) {
        flaws.add(new Document.Flaw(line, pointer, code, message));
    }
}
