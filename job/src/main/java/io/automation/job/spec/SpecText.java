package io.automation.job.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automation.job.document.Document;
import io.automation.job.document.Document.Flaw;
import io.automation.job.document.DocumentReader;
import io.automation.model.workflow.Suggestions;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What stands in a spec file, by JSON pointers; what is wrong there is said with its line. */
record SpecText(Path file, JsonNode root, Map<String, Integer> lines) {

    /**
     * Reads a file.
     *
     * @throws SpecException if it is no YAML
     */
    static SpecText of(Path file) {
        Document document = read(file);
        if (document.parts().size() != 1) {
            throw new SpecException(1, "a spec is one mapping, with a name");
        }
        return new SpecText(file, document.parts().get(0), document.lines());
    }

    /** The definitions of another file, by their pointers there. */
    Map<String, ObjectNode> definitions(String name, String pointer) {
        Path other = other(name);
        if (!Files.isRegularFile(other)) {
            throw flaw(pointer, "there is no file " + other + "; its place is seen from this one");
        }
        Map<String, ObjectNode> definitions = new LinkedHashMap<>();
        try {
            read(other)
                    .members()
                    .forEach((member, node) -> definitions.put(member, object(node, pointer)));
        } catch (SpecException e) {
            throw flaw(pointer, other + " line " + e.line() + ": " + e.getMessage());
        }
        return definitions;
    }

    /** A file as it is named in this one. */
    Path other(String name) {
        return file.resolveSibling(name).normalize();
    }

    private static Document read(Path file) {
        Document document;
        try {
            document = DocumentReader.read(file.toString(), Files.readString(file));
        } catch (CharacterCodingException e) {
            throw new SpecException(1, "it is no UTF-8");
        } catch (IOException e) {
            throw new SpecException(1, "it cannot be read");
        }
        if (!document.flaws().isEmpty()) {
            Flaw first = document.flaws().get(0);
            throw new SpecException(first.line(), first.message());
        }
        return document;
    }

    SpecException flaw(String pointer, String message) {
        return new SpecException(Document.line(lines, pointer), message);
    }

    /** The value at a pointer, missing where there is none. */
    JsonNode at(String pointer) {
        return root.at(pointer);
    }

    /** Refuses every key that is not among those known. */
    void allow(JsonNode mapping, String pointer, Collection<String> known) {
        mapping.fieldNames()
                .forEachRemaining(
                        key -> {
                            if (!known.contains(key)) {
                                String near = Suggestions.didYouMean(key, known);
                                throw flaw(
                                        pointer + '/' + key,
                                        "unknown key "
                                                + key
                                                + (near.isEmpty()
                                                        ? "; known are "
                                                                + String.join(
                                                                        ", ", new TreeSet<>(known))
                                                        : near));
                            }
                        });
    }

    ObjectNode object(@Nullable JsonNode node, String pointer) {
        if (node instanceof ObjectNode mapping) {
            return mapping;
        }
        throw flaw(pointer, "a mapping {key: value} is expected here, not " + node);
    }

    /** The text at a pointer. */
    String text(String pointer) {
        JsonNode value = at(pointer);
        if (value.isTextual()) {
            return value.asText();
        }
        String key = pointer.substring(pointer.lastIndexOf('/') + 1);
        throw flaw(
                pointer,
                value.isMissingNode()
                        ? key + " is missing here"
                        : key + " is a text, not " + value);
    }

    /** The time at a pointer. */
    Instant instant(String pointer) {
        String text = text(pointer);
        try {
            return SpecTime.instant(text);
        } catch (DateTimeException e) {
            throw flaw(
                    pointer,
                    "'%s' is no time; write day 3 09:00, or 2026-03-04T09:00:00Z".formatted(text));
        }
    }

    /** The pointers of the members of a list; none where there is no list. */
    Iterable<String> members(String pointer) {
        JsonNode list = at(pointer);
        if (!list.isArray() && !list.isMissingNode()) {
            throw flaw(pointer, "a list is expected here, not " + list);
        }
        return IntStream.range(0, list.size()).mapToObj(i -> pointer + '/' + i).toList();
    }
}
