package io.automation.job.pattern;

import io.automation.model.change.Instants;
import java.util.List;

/**
 * One occurrence of a pattern.
 *
 * @param facts in their order, never empty; what did not happen has none
 * @param occurredAt event time of the last fact, or the deadline of a trailing absence, in epoch
 *     milliseconds
 * @param endsWithAbsence whether the last step is one that did not happen
 */
public record PatternMatch(List<StepFact> facts, long occurredAt, boolean endsWithAbsence) {

    public PatternMatch {
        facts = List.copyOf(facts);
    }

    /** The occurrence key: the first fact and the last one, or the end of the absence. */
    public String key() {
        StepFact last = facts.get(facts.size() - 1);
        return part(facts.get(0))
                + ':'
                + (endsWithAbsence ? "end:" + Instants.text(occurredAt) : part(last));
    }

    private static String part(StepFact fact) {
        return fact.rowId() + ':' + fact.position();
    }
}
