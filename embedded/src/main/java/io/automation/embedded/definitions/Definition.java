package io.automation.embedded.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automation.job.document.Document;
import io.automation.model.workflow.Problem;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One definition of a file, as it stands there.
 *
 * @param file the file's name, for people
 * @param pointer where it is in the file: empty, or {@code /0} in a list
 * @param lines of everything in the file by its pointer, from 1
 */
public record Definition(
        String file, String pointer, ObjectNode fields, Map<String, Integer> lines) {

    public static final String WORKFLOW = "workflow";
    public static final String TEMPLATE = "template";

    /** {@code workflow}, {@code template} or what else stands there. */
    public String kind() {
        String kind = text("kind");
        return kind == null ? "" : kind;
    }

    public boolean isWorkflow() {
        return kind().equals(WORKFLOW);
    }

    public String name() {
        String name = text("name");
        return name == null ? "" : name;
    }

    /** A column's value as text: JSON for what is no plain value, null if absent. */
    public @Nullable String text(String column) {
        JsonNode value = value(column);
        return value == null ? null : value.isValueNode() ? value.asText() : value.toString();
    }

    /** A column's value as JSON text, null if absent. */
    @Nullable String json(String column) {
        JsonNode value = value(column);
        return value == null ? null : value.toString();
    }

    /** A column's value, null if it is absent or null. */
    public @Nullable JsonNode value(String column) {
        JsonNode value = fields.get(column);
        return value == null || value.isNull() ? null : value;
    }

    /** A problem of this definition at its place in the file. */
    FileProblem problem(Problem problem) {
        String place = pointer + problem.pointer();
        return new FileProblem(
                file,
                Document.line(lines, place),
                place,
                problem.level(),
                problem.code(),
                problem.message());
    }

    public FileProblem error(String code, String below, String message) {
        return problem(new Problem(code, below, Problem.Level.ERROR, message));
    }
}
