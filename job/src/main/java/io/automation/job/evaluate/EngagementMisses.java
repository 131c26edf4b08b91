package io.automation.job.evaluate;

import io.automation.job.evaluate.Decisions.Miss;
import io.automation.model.change.Change;
import io.automation.model.run.Compared;
import io.automation.model.workflow.Trigger.EngagementEvent;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why a change of an engagement is not what a workflow waits for; null where it looks at others.
 */
final class EngagementMisses {

    private EngagementMisses() {}

    static @Nullable Miss ofMeeting(
            EngagementEvent trigger,
            String key,
            @Nullable EngagementRow old,
            EngagementRow row,
            List<Compared> compared) {
        boolean isMissed = row.isMissedByStatus() || row.isMissedByOutcome();
        Long end = row.end();
        if (end == null && !isMissed) {
            return null;
        }
        boolean mayBeMissed = isMissed || row.isOpen();
        compared.add(TriggerComparisons.event(trigger, row.word(), mayBeMissed));
        if (mayBeMissed && TriggerComparisons.isOfType(trigger, row, compared)) {
            compared.add(
                    isMissed || end == null
                            ? TriggerComparisons.already(
                                    trigger.event().code(), old == null ? null : old.word())
                            : TriggerComparisons.lasted(trigger, end, false));
        }
        return Miss.noEdge(key, compared);
    }

    static @Nullable Miss ofOutcome(
            EngagementEvent trigger,
            String key,
            @Nullable EngagementRow old,
            EngagementRow row,
            Set<String> bad,
            List<Compared> compared) {
        String outcome = row.outcome();
        if (outcome == null) {
            return null;
        }
        boolean holds = bad.contains(outcome);
        compared.add(TriggerComparisons.outcome(bad, outcome, holds));
        if (holds && TriggerComparisons.isOfType(trigger, row, compared)) {
            boolean entered =
                    row.negativeAt() != Change.NONE
                            && (old == null || old.negativeAt() != row.negativeAt());
            compared.add(
                    entered
                            ? TriggerComparisons.lasted(trigger, row.negativeAt(), false)
                            : TriggerComparisons.already(
                                    trigger.event().code(), old == null ? null : old.outcome()));
        }
        return Miss.noEdge(key, compared);
    }

    /**
     * @param first the place of the first one left that the workflow looks at; -1 for none
     */
    static @Nullable Miss ofSilence(
            EngagementEvent trigger,
            String id,
            EngagementRow row,
            Silence silence,
            int first,
            List<Compared> compared) {
        boolean isUnanswered = silence.unanswered().contains(id);
        if (!isUnanswered && !row.isInbound()) {
            return null;
        }
        String found = isUnanswered ? "unanswered" : "answered";
        compared.add(TriggerComparisons.event(trigger, found, isUnanswered));
        if (isUnanswered && TriggerComparisons.isOfType(trigger, row, compared)) {
            compared.add(
                    first < 0
                            ? TriggerComparisons.already(trigger.event().code(), found)
                            : TriggerComparisons.lasted(
                                    trigger, silence.since().get(first), false));
        }
        return Miss.noEdge(id + ":no_response", compared);
    }
}
