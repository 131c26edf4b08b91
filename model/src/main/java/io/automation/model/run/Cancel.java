package io.automation.model.run;

/** Calls back an intent that may still wait. */
public record Cancel(String runId, String actionId, Reason reason, long at) {}
