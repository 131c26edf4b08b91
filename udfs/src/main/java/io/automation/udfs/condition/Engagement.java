package io.automation.udfs.condition;

import org.jspecify.annotations.Nullable;

/**
 * What conditions and variables see of one engagement that is not deleted.
 *
 * @param id in lower case
 * @param scheduledAt epoch milliseconds
 * @param occurredAt epoch milliseconds
 */
public record Engagement(
        String id,
        @Nullable String type,
        @Nullable String status,
        @Nullable String outcome,
        @Nullable Long scheduledAt,
        @Nullable Long occurredAt) {

    /** When the meeting was: as it occurred, else as it was planned. */
    @Nullable Long metAt() {
        return occurredAt != null ? occurredAt : scheduledAt;
    }
}
