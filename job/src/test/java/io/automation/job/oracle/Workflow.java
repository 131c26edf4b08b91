package io.automation.job.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A good version of a workflow.
 *
 * @param type the canonical name of its trigger
 * @param trigger its trigger_config, with what an alias implies
 * @param comparedTrigger the same as edits are compared by
 * @param steps of a sequence, else the one action
 */
record Workflow(
        String id,
        String organization,
        @Nullable Integer version,
        boolean isActive,
        boolean isEnabledDraft,
        boolean isForAll,
        String type,
        JsonNode trigger,
        Map<String, String> comparedTrigger,
        List<Condition> conditions,
        boolean isSequence,
        List<Action> steps,
        @Nullable List<Condition> exitIf,
        JsonNode settings) {

    /**
     * One action of a workflow.
     *
     * @param pause its delay and what it waits after the one before, in milliseconds
     */
    record Action(
            String type,
            JsonNode config,
            long pause,
            List<Condition> conditions,
            boolean isContinuedOnFailure) {}

    boolean isPerOrganization() {
        return type.equals("scheduled")
                && settings.path("fan_out").asText().equals("per_organization");
    }

    boolean isOnePerAccount() {
        return isSequence || type.equals("health_score_change") || type.equals("status_change");
    }

    boolean isEnrolling() {
        return Values.isTrue(settings.path("enroll_existing"));
    }

    boolean allowsOwn() {
        return Values.isTrue(settings.path("allow_automation_origin"));
    }

    boolean isRechecked() {
        return !isPerOrganization() && settings.path("recheck").asBoolean(true);
    }

    long maxDefer() {
        return Values.duration(settings, "max_defer", 3 * Values.DAY);
    }

    long spread() {
        return type.equals("scheduled") ? Values.duration(settings, "spread", 0) : 0;
    }

    long cooldown() {
        long usual = Values.duration(trigger, "time_window", 0);
        return type.equals("health_score_change")
                ? Values.duration(settings, "cooldown", usual)
                : 0;
    }

    long reEntryMax() {
        JsonNode reEntry = settings.path("re_entry");
        if (reEntry.isObject()) {
            BigDecimal max = Values.decimal(reEntry.path("max"));
            return max == null ? 1 : max.longValue();
        }
        return reEntry.asText().equals("once") ? 1 : Long.MAX_VALUE;
    }

    long reEntryInterval() {
        return Values.duration(settings.path("re_entry"), "interval", Long.MAX_VALUE);
    }

    BigDecimal holdoutPercent() {
        BigDecimal percent = Values.decimal(settings.path("holdout_percent"));
        return percent == null ? BigDecimal.ZERO : percent;
    }

    @Nullable Condition window() {
        return conditions.stream().filter(Condition::isWindow).findFirst().orElse(null);
    }

    /** Whether a list of the trigger admits a value; an empty one admits all. */
    boolean admits(String list, JsonNode value) {
        JsonNode texts = trigger.path(list);
        if (texts.isEmpty()) {
            return true;
        }
        for (JsonNode text : texts) {
            if (text.equals(value)) {
                return true;
            }
        }
        return false;
    }
}
