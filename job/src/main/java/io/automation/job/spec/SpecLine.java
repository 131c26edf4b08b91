package io.automation.job.spec;

/**
 * What a spec's timeline is made of: changes of rows, and lines that are to be taken as they are.
 */
public sealed interface SpecLine permits SpecChange, SpecLine.Raw {

    /** A line of a history, whatever it is. */
    record Raw(String text) implements SpecLine {}
}
