package io.automation.model.workflow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a workflow's row.
 *
 * @param workflow null if it is refused
 * @param problems all of them; warnings alone do not refuse
 */
public record ParsedWorkflow(@Nullable Workflow workflow, List<Problem> problems) {

    public ParsedWorkflow {
        problems = List.copyOf(problems);
    }
}
