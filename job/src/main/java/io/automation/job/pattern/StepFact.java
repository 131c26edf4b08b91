package io.automation.job.pattern;

import io.automation.model.change.Table;

/**
 * A fact that a step of a pattern has taken.
 *
 * @param step the step's name
 * @param position the text of {@code <pos>} in keys
 * @param at epoch milliseconds at which it was judged
 */
public record StepFact(String step, Table table, String rowId, String position, long at) {}
