package io.automation.job.record;

/**
 * When a workflow ran last.
 *
 * @param at epoch milliseconds
 */
public record LastRun(String workflowId, long at) {}
