package io.automation.model.workflow;

import io.automation.model.run.DeliveryMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mail with variables.
 *
 * @param category the topic a suppression may name
 * @param deliveryMode null: as the class of the mail says
 */
public record EmailTemplate(
        String id,
        String organizationId,
        @Nullable Integer version,
        String name,
        String subject,
        String html,
        @Nullable String text,
        List<Variable> variables,
        @Nullable String category,
        @Nullable DeliveryMode deliveryMode) {

    public EmailTemplate {
        variables = List.copyOf(variables);
    }

    /** A declared variable and what stands for it where it has no value. */
    public record Variable(String name, @Nullable String fallback) {}
}
