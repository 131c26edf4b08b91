package io.automation.model.workflow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer to a trigger's configuration alone: null if it is refused, with all problems. */
public record ParsedTrigger(@Nullable Trigger trigger, List<Problem> problems) {

    public ParsedTrigger {
        problems = List.copyOf(problems);
    }
}
