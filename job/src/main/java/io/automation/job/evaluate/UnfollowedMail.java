package io.automation.job.evaluate;

/**
 * A mail of a replay that would have set off a workflow of {@code email_sent}, had it been sent.
 *
 * @param folder the replayed folder
 */
public record UnfollowedMail(String folder, String workflowId) {}
