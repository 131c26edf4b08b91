package io.automation.job.history;

import org.jspecify.annotations.Nullable;

/** What runs are counted by in the summary. */
public record RunTally(String workflowId, String status, @Nullable String reason) {}
