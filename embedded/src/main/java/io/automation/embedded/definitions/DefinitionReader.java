package io.automation.embedded.definitions;

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
import io.automation.model.workflow.Problem.Level;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Reads a definition file and remembers the line of everything in it. */
public final class DefinitionReader {

    private static final JsonFactory JSON = new JsonFactory();
    private static final JsonFactory YAML = new YAMLFactory();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String file;
    private final boolean isJson;
    private final Map<String, Integer> lines = new HashMap<>();
    private final List<FileProblem> problems = new ArrayList<>();

    private DefinitionReader(String file) {
        this.file = file;
        this.isJson = file.toLowerCase(Locale.ROOT).endsWith(".json");
    }

    /** A file's definitions, and what kept others from being read. */
    public record Read(List<Definition> definitions, List<FileProblem> problems) {

        public Read {
            definitions = List.copyOf(definitions);
            problems = List.copyOf(problems);
        }
    }

    /**
     * Reads a file's definitions: one, a list of them, or several YAML documents.
     *
     * @param file its name; one that ends in .json is read as JSON, any other as YAML
     */
    public static Read read(String file, String content) {
        return new DefinitionReader(file).read(content);
    }

    /** The line of a pointer, or of the nearest that is above it. */
    static int line(Map<String, Integer> lines, String pointer) {
        String place = pointer;
        while (!place.isEmpty() && !lines.containsKey(place)) {
            place = place.substring(0, place.lastIndexOf('/'));
        }
        return lines.getOrDefault(place, 1);
    }

    private Read read(String content) {
        List<JsonNode> documents = new ArrayList<>();
        try (JsonParser parser = (isJson ? JSON : YAML).createParser(content)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (isJson && !documents.isEmpty()) {
                    problem(lineOf(parser), "", "bad_json", "something follows its end");
                    break;
                }
                // Several documents are one list; a single one is what it is.
                String pointer = documents.isEmpty() ? "" : "/" + documents.size();
                documents.add(value(parser, token, pointer));
            }
        } catch (JsonProcessingException e) {
            problem(
                    e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                    "",
                    isJson ? "bad_json" : "bad_yaml",
                    "this is no " + (isJson ? "JSON: " : "YAML: ") + reason(e));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
        return problems.isEmpty() ? definitions(documents) : new Read(List.of(), problems);
    }

    private Read definitions(List<JsonNode> documents) {
        List<Definition> definitions = new ArrayList<>();
        if (documents.isEmpty()) {
            problem(1, "", "missing", "it is empty; write one definition, or a list of them");
        }
        if (documents.size() == 1 && documents.get(0) instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                definition("/" + i, list.get(i), definitions);
            }
        } else {
            for (int i = 0; i < documents.size(); i++) {
                definition(i == 0 ? "" : "/" + i, documents.get(i), definitions);
            }
        }
        return new Read(definitions, problems);
    }

    private void definition(String pointer, JsonNode node, List<Definition> definitions) {
        if (node instanceof ObjectNode fields) {
            definitions.add(new Definition(file, pointer, fields, lines));
        } else {
            problem(
                    line(lines, pointer),
                    pointer,
                    "wrong_type",
                    "this is no definition; write one, or a list of them");
        }
    }

    private JsonNode value(JsonParser parser, JsonToken token, String pointer) throws IOException {
        lines.putIfAbsent(pointer, lineOf(parser));
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            problem(
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
                problem(
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
            return NODES.numberNode(parser.getDecimalValue());
        } catch (NumberFormatException e) {
            problem(
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

    private void problem(int line, String pointer, String code, String message) {
        problems.add(new FileProblem(file, line, pointer, Level.ERROR, code, message));
    }
}
