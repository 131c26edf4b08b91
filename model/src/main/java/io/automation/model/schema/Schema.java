package io.automation.model.schema;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The JSON Schemas (draft 2020-12), each complete in itself. */
public enum Schema {
    /** A file of definitions. */
    DEFINITIONS("definitions", null),
    WORKFLOW("definitions", "A workflow"),
    TEMPLATE("definitions", "An e-mail template"),
    CONFIGURATION("configuration", null),
    RUN("run", null),
    DELIVERY("delivery", null),
    DECISION("decision", null),
    DEAD_LETTER("dead-letter", null);

    private static final JsonMapper JSON = new JsonMapper();

    private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');
    private final String resource;

    /** Of a part of its resource; null of the whole. */
    private final @Nullable String partTitle;

    Schema(String resource, @Nullable String partTitle) {
        this.resource = resource;
        this.partTitle = partTitle;
    }

    /** The name on the command line and in the schema's id: {@code dead-letter}. */
    public String code() {
        return code;
    }

    /** What it describes. */
    public String title() {
        return json().path("title").asText();
    }

    /** The schema, a copy of its own for each caller. */
    public ObjectNode json() {
        ObjectNode whole = read();
        if (partTitle == null) {
            return whole;
        }
        ObjectNode part = JSON.createObjectNode();
        part.set("$schema", whole.get("$schema"));
        part.put("$id", "urn:automation:schema:" + code);
        part.put("title", partTitle);
        part.set("$comment", whole.get("$comment"));
        part.put("$ref", "#/$defs/" + code);
        part.set("$defs", whole.get("$defs"));
        return part;
    }

    private ObjectNode read() {
        String path = "/schema/" + resource + ".json";
        try (InputStream stream = Schema.class.getResourceAsStream(path)) {
            return (ObjectNode) JSON.readTree(Objects.requireNonNull(stream, path));
        } catch (IOException e) {
            throw new UncheckedIOException("the jar is not readable", e);
        }
    }
}
