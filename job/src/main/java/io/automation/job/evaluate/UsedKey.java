package io.automation.job.evaluate;

/**
 * That a run's id was used, and by which workflow.
 *
 * @param forgetAt epoch milliseconds from which the key may be forgotten
 */
public record UsedKey(String workflowId, long forgetAt) {}
