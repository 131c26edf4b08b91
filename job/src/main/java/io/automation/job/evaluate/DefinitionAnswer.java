package io.automation.job.evaluate;

/**
 * The answer that every definition gets once: accepted, or refused with its problems.
 *
 * @param at the instant of the change, epoch milliseconds
 * @param version of the row, 0 where it has none
 * @param problems JSON text: a list of {code, pointer, level, message}
 */
public record DefinitionAnswer(
        String folder,
        String table,
        String id,
        String name,
        long version,
        boolean accepted,
        String problems,
        long at) {}
