package io.automation.job.evaluate;

import org.jspecify.annotations.Nullable;

/**
 * That a run's id was used, and by which workflow.
 *
 * @param source the row it comes from, {@code table/id}, while which it is remembered; null: none
 * @param forgetAt epoch milliseconds from which the key may be forgotten
 */
public record UsedKey(String workflowId, @Nullable String source, long forgetAt) {}
