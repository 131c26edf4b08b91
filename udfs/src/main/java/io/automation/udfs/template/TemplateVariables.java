package io.automation.udfs.template;

import io.automation.model.workflow.EmailTemplate.Variable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables that a template declares, put where a mail's data has no value for them. */
public final class TemplateVariables {

    private TemplateVariables() {}

    /** The data, with fallbacks where it has no value; an empty text is a fallback too. */
    public static Map<String, Object> fill(List<Variable> declared, Map<String, ?> data) {
        Map<String, Object> filled = PlainData.copy(data);
        for (Variable variable : declared) {
            String fallback = variable.fallback();
            if (fallback != null && valueAt(filled, variable.name()) == null) {
                put(filled, variable.name(), fallback);
            }
        }
        return filled;
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
