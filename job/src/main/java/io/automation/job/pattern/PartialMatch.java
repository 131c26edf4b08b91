package io.automation.job.pattern;

import java.util.List;

/**
 * A half match that ended without becoming a match.
 *
 * @param facts what its steps had taken, in order
 * @param deadline until when the rest had to happen, in epoch milliseconds
 */
public record PartialMatch(List<StepFact> facts, long deadline) {

    public PartialMatch {
        facts = List.copyOf(facts);
    }
}
