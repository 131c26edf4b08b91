package io.automation.embedded.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * One definition of a file, as it stands there.
 *
 * @param source the file's name, for people
 * @param index its place in the file, from 1
 */
record Definition(String source, int index, ObjectNode fields) {

    static final String WORKFLOW = "workflow";
    static final String TEMPLATE = "template";

    String kind() {
        String kind = text("kind");
        return kind == null ? "" : kind;
    }

    String name() {
        String name = text("name");
        return name == null ? "" : name;
    }

    /** A column's value as text: JSON for what is no plain value, null if absent. */
    @Nullable String text(String column) {
        var value = fields.get(column);
        if (value == null || value.isNull()) {
            return null;
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }

    /** A column's value as JSON text, null if absent. */
    @Nullable String json(String column) {
        var value = fields.get(column);
        return value == null || value.isNull() ? null : value.toString();
    }

    /** Where a problem is: {@code health-alert.yaml, workflow "Health alert"}. */
    String place() {
        return name().isEmpty()
                ? "%s, definition %d".formatted(source, index)
                : "%s, %s \"%s\"".formatted(source, kind(), name());
    }
}
