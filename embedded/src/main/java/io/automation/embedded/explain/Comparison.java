package io.automation.embedded.explain;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One test that was made before a verdict: what was asked for, what was found, whether it held. */
record Comparison(JsonNode node) {

    /** Those of a part of a decision, in the order judged. */
    static List<Comparison> list(JsonNode part) {
        List<Comparison> comparisons = new ArrayList<>();
        part.forEach(node -> comparisons.add(new Comparison(node)));
        return comparisons;
    }

    String test() {
        return node.path("test").asText();
    }

    JsonNode asked() {
        return node.path("asked");
    }

    JsonNode found() {
        return node.path("found");
    }

    boolean holds() {
        return node.path("holds").asBoolean(true);
    }

    boolean isOf(String test) {
        return test().equals(test);
    }

    JsonNode extra(String name) {
        return node.path(name);
    }

    @Nullable String text(String name) {
        return textOf(node.path(name));
    }

    @Nullable Long instant(String name) {
        return instantOf(node.path(name));
    }

    static @Nullable String textOf(JsonNode value) {
        return value.isNull() || value.isMissingNode() || value.isContainerNode()
                ? null
                : value.asText();
    }

    /** Epoch milliseconds of an instant as the outputs print it; null for anything else. */
    static @Nullable Long instantOf(JsonNode value) {
        if (!value.isTextual()) {
            return null;
        }
        try {
            return Instant.parse(value.textValue()).toEpochMilli();
        } catch (DateTimeParseException none) {
            return null;
        }
    }
}
