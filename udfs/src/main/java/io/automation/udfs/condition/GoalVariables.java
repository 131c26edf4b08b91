package io.automation.udfs.condition;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables {@code goals.*} of an account: how many of its goals are active, and so on. */
public record GoalVariables(int activeGoals, int completedGoals, int atRiskGoals) {

    /** Counts the statuses of the account's goals, deleted ones left out. */
    public static GoalVariables of(Iterable<? extends @Nullable String> statuses) {
        int active = 0;
        int completed = 0;
        int atRisk = 0;
        for (String status : statuses) {
            if ("active".equals(status)) {
                active++;
            } else if ("achieved".equals(status)) {
                completed++;
            } else if ("at_risk".equals(status)) {
                atRisk++;
            }
        }
        return new GoalVariables(active, completed, atRisk);
    }

    /** The counts by their names below {@code goals}. */
    public Map<String, Object> toMap() {
        return Map.of(
                "active_goals", BigDecimal.valueOf(activeGoals),
                "completed_goals", BigDecimal.valueOf(completedGoals),
                "at_risk_goals", BigDecimal.valueOf(atRiskGoals));
    }
}
