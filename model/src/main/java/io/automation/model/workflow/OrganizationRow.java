package io.automation.model.workflow;

import org.jspecify.annotations.Nullable;

/**
 * A row of organizations as flat text.
 *
 * @param settings JSON text
 */
public record OrganizationRow(
        String id, @Nullable String name, @Nullable String timezone, @Nullable String settings) {}
