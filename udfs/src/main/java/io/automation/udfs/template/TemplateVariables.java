package io.automation.udfs.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The variables that a template's row declares, with what stands in for a missing value. */
public final class TemplateVariables {

    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final List<Declared> declared;
    private final List<String> problems;

    /**
     * One declared variable.
     *
     * @param name its dotted path
     * @param fallback null for none; an empty text is one
     */
    public record Declared(String name, @Nullable String fallback) {}

    private TemplateVariables(List<Declared> declared, List<String> problems) {
        this.declared = List.copyOf(declared);
        this.problems = List.copyOf(problems);
    }

    /** Reads {@code [{name, fallback?}]}; null and blank text declare nothing. */
    public static TemplateVariables parse(@Nullable String json) {
        if (json == null || json.isBlank()) {
            return new TemplateVariables(List.of(), List.of());
        }
        try {
            return parse(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            return new TemplateVariables(List.of(), List.of(": no JSON"));
        }
    }

    /** The same of a node. */
    public static TemplateVariables parse(JsonNode node) {
        List<Declared> declared = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        if (!node.isArray() && !node.isNull() && !node.isMissingNode()) {
            problems.add(": a list is expected");
        }
        for (int i = 0; i < node.size() && node.isArray(); i++) {
            JsonNode entry = node.get(i);
            JsonNode name = entry.path("name");
            JsonNode fallback = entry.path("fallback");
            if (!entry.isObject()) {
                problems.add("/" + i + ": an object {name, fallback?} is expected");
            } else if (!name.isTextual() || name.textValue().isBlank()) {
                problems.add("/" + i + "/name: a text is expected");
            } else if (fallback.isContainerNode()) {
                problems.add("/" + i + "/fallback: a text is expected");
            } else {
                declared.add(new Declared(name.textValue().strip(), text(fallback)));
            }
        }
        return new TemplateVariables(declared, problems);
    }

    private static @Nullable String text(JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return null;
        }
        return value.isNumber() ? PlainData.print(value.decimalValue()) : value.asText();
    }

    /** The declarations that were understood, in their order. */
    public List<Declared> declared() {
        return declared;
    }

    /** A JSON pointer, a colon and what is wrong there, for each that was not. */
    public List<String> problems() {
        return problems;
    }

    /** The data, with fallbacks where it has no value. */
    public Map<String, Object> applyTo(Map<String, ?> data) {
        Map<String, Object> filled = PlainData.copy(data);
        for (Declared variable : declared) {
            String fallback = variable.fallback;
            if (fallback != null && valueAt(filled, variable.name) == null) {
                put(filled, variable.name, fallback);
            }
        }
        return filled;
    }

    /** Those of the needed paths that have neither a value nor a fallback, sorted. */
    public Set<String> missing(Set<String> needed, Map<String, ?> data) {
        Map<String, Object> filled = applyTo(data);
        Set<String> missing = new TreeSet<>();
        for (String path : needed) {
            if (valueAt(filled, path) == null) {
                missing.add(path);
            }
        }
        return missing;
    }

    private static @Nullable Object valueAt(Map<?, ?> data, String path) {
        Object value = data;
        for (String name : path.split("\\.", -1)) {
            value = value instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return value;
    }

    /** Sets a value behind a path; a value on the way that is no object is left alone. */
    private static void put(Map<String, Object> data, String path, String value) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            data.put(path, value);
            return;
        }
        Object below = data.computeIfAbsent(path.substring(0, dot), k -> new LinkedHashMap<>());
        if (below instanceof Map<?, ?> map) {
            @SuppressWarnings("unchecked") // copied by PlainData, whose keys are texts
            Map<String, Object> object = (Map<String, Object>) map;
            put(object, path.substring(dot + 1), value);
        }
    }
}
