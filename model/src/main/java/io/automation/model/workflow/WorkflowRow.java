package io.automation.model.workflow;

import org.jspecify.annotations.Nullable;

/**
 * A row of automation_workflows as flat text, the way a change carries it.
 *
 * @param enabled {@code true} or {@code false}; null = true
 * @param scopeAllAccounts {@code true} or {@code false}; null = true
 * @param triggerConfig JSON text, as are conditionConfig, actionConfig and settings
 */
public record WorkflowRow(
        String id,
        @Nullable String organizationId,
        @Nullable String name,
        @Nullable String status,
        @Nullable String enabled,
        @Nullable String scopeAllAccounts,
        @Nullable String triggerType,
        @Nullable String triggerConfig,
        @Nullable String conditionConfig,
        @Nullable String actionType,
        @Nullable String actionConfig,
        @Nullable String settings,
        @Nullable String version) {

    /** Whether the row, refused or not, is of a workflow that may start runs. */
    public boolean acts() {
        return "active".equals(status) && !"false".equals(enabled);
    }
}
