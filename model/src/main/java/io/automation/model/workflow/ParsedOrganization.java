package io.automation.model.workflow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer to an organization's row: null if it is refused, with all problems. */
public record ParsedOrganization(@Nullable Organization organization, List<Problem> problems) {

    public ParsedOrganization {
        problems = List.copyOf(problems);
    }
}
