package io.automation.udfs.condition;

import io.automation.model.workflow.Condition.EngagementHistory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one engagement_history condition looks at: how many engagements the last days had. */
final class History {

    private static final long DAY = 24L * 60 * 60 * 1000;

    private History() {}

    /** How many engagements it counts at an instant in epoch milliseconds. */
    static int count(EngagementHistory history, Iterable<Engagement> engagements, long now) {
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
        return count;
    }

    /** Whether so many are neither too few nor too many. */
    static boolean admits(EngagementHistory history, int count) {
        Integer most = history.countMax();
        return count >= history.countMin() && (most == null || count <= most);
    }

    private static boolean admits(List<String> admitted, @Nullable String value) {
        return admitted.isEmpty() || (value != null && admitted.contains(value));
    }
}
