package io.automation.embedded.explain;

import io.automation.model.workflow.Trigger;
import io.automation.model.workflow.Workflow;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Whom an answer is about: a workflow as it was in force, and an account.
 *
 * @param workflow null where its definition is not known or was never understood
 * @param accountId null for a workflow that runs once for its organization
 */
record Subject(
        String workflowId,
        String workflowName,
        @Nullable Integer version,
        @Nullable Workflow workflow,
        @Nullable String accountId,
        String accountName,
        @Nullable String organizationId,
        String organizationName,
        ZoneId zone) {

    @Nullable Trigger trigger() {
        return workflow == null ? null : workflow.trigger();
    }

    Trigger.@Nullable HealthScoreChange score() {
        return trigger() instanceof Trigger.HealthScoreChange change ? change : null;
    }

    /** {@code Health alert v3}. */
    String title() {
        return version == null ? workflowName : workflowName + " v" + version;
    }
}
