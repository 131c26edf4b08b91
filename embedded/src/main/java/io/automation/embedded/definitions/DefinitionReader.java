package io.automation.embedded.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automation.job.document.Document;
import io.automation.job.document.DocumentReader;
import io.automation.model.workflow.Problem.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads a definition file and remembers the line of everything in it. */
public final class DefinitionReader {

    private DefinitionReader() {}

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
        Document document = DocumentReader.read(file, content);
        List<Definition> definitions = new ArrayList<>();
        List<FileProblem> problems = new ArrayList<>();
        for (Document.Flaw flaw : document.flaws()) {
            problems.add(problem(file, flaw));
        }
        if (problems.isEmpty() && document.parts().isEmpty()) {
            String message = "it is empty; write one definition, or a list of them";
            problems.add(problem(file, new Document.Flaw(1, "", "missing", message)));
        }
        for (Map.Entry<String, JsonNode> member : document.members().entrySet()) {
            String pointer = member.getKey();
            if (member.getValue() instanceof ObjectNode fields) {
                definitions.add(new Definition(file, pointer, fields, document.lines()));
            } else {
                int line = Document.line(document.lines(), pointer);
                String message = "this is no definition; write one, or a list of them";
                problems.add(
                        problem(file, new Document.Flaw(line, pointer, "wrong_type", message)));
            }
        }
        return new Read(definitions, problems);
    }

    private static FileProblem problem(String file, Document.Flaw flaw) {
        return new FileProblem(
                file, flaw.line(), flaw.pointer(), Level.ERROR, flaw.code(), flaw.message());
    }
}
