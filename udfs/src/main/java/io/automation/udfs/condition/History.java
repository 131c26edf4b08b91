package io.automation.udfs.condition;

import io.automation.model.run.Reason;
import io.automation.model.workflow.Condition.EngagementHistory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges one engagement_history condition: it counts the engagements of the last days. */
final class History {

    private static final long DAY = 24L * 60 * 60 * 1000;

    private History() {}

    /** Why it does not hold at an instant in epoch milliseconds; null if it does. */
    static @Nullable Reason judge(
            EngagementHistory history, Iterable<Engagement> engagements, long now) {
        long first = now - history.lastEngagementDays() * DAY;
        int count = 0;
        for (Engagement engagement : engagements) {
            Long at = engagement.occurredAt();
            if (at != null
                    && first <= at
                    && at <= now
                    && admits(history.engagementTypes(), engagement.type())
                    && admits(history.outcomes(), engagement.outcome())) {
                count++;
            }
        }
        Integer most = history.countMax();
        return count >= history.countMin() && (most == null || count <= most)
                ? null
                : Reason.CONDITION_FAILED;
    }

    private static boolean admits(List<String> admitted, @Nullable String value) {
        return admitted.isEmpty() || (value != null && admitted.contains(value));
    }
}
