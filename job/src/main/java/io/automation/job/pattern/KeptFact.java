package io.automation.job.pattern;

import io.automation.model.change.Table;

/**
 * What is left of a fact in a half match: its conditions were judged when it came in.
 *
 * @param arrival its place among the facts of its slot
 * @param at epoch milliseconds at which it was judged
 */
record KeptFact(long arrival, Table table, String rowId, String position, long at) {}
