package io.automation.model.workflow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer to a template's row: null if it is refused, with all problems. */
public record ParsedTemplate(@Nullable EmailTemplate template, List<Problem> problems) {

    public ParsedTemplate {
        problems = List.copyOf(problems);
    }
}
