package io.automation.model.workflow;

import org.jspecify.annotations.Nullable;

/**
 * A row of email_templates as flat text.
 *
 * @param variables JSON text
 */
public record TemplateRow(
        String id,
        @Nullable String organizationId,
        @Nullable String name,
        @Nullable String subject,
        @Nullable String html,
        @Nullable String text,
        @Nullable String variables,
        @Nullable String category,
        @Nullable String deliveryMode,
        @Nullable String version) {}
