package io.automation.model.workflow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user's definition: which trigger, under which conditions, does what.
 *
 * @param version for people; null where a history has none
 */
public record Workflow(
        String id,
        String organizationId,
        @Nullable Integer version,
        String name,
        Status status,
        boolean enabled,
        boolean scopeAllAccounts,
        Trigger trigger,
        List<Condition> conditions,
        Action action,
        Settings settings) {

    /** The stage a workflow is in. */
    public enum Status {
        DRAFT,
        ACTIVE,
        PAUSED
    }

    public Workflow {
        conditions = List.copyOf(conditions);
    }

    /** Whether it may start runs. */
    public boolean acts() {
        return status == Status.ACTIVE && enabled;
    }

    /** The least time between two started runs of an account and direction, 0 for none. */
    public long cooldownMillis() {
        Long cooldown = settings.cooldownMillis();
        if (cooldown != null) {
            return cooldown;
        }
        return trigger instanceof Trigger.HealthScoreChange change ? change.timeWindowMillis() : 0;
    }
}
