package io.automation.job.evaluate;

import io.automation.model.run.Run;
import org.jspecify.annotations.Nullable;

/**
 * A run that is not over, or that a later fact may still take back.
 *
 * @param run as it was last told
 * @param definition the workflow's row that it began with
 * @param definitionFrom since when that was in force, in epoch milliseconds
 * @param startedAt epoch milliseconds
 * @param recorded whether its effects go to the recording target, which accepts at once
 * @param retractedBy what later fact takes it back; null if none can
 * @param status the account's status when it began
 * @param next the step that waits; behind the last one when the run is over
 * @param dueAt when that step goes on, in epoch milliseconds; {@link Long#MAX_VALUE}: never
 * @param hasOpening whether its window was found already
 */
public record OpenRun(
        Run run,
        @Nullable String[] definition,
        long definitionFrom,
        long startedAt,
        boolean recorded,
        @Nullable String retractedBy,
        @Nullable String status,
        int next,
        long dueAt,
        boolean hasOpening) {

    /** Whether a step was handed to delivery and its outcome is not known. */
    boolean isHandedOver() {
        return !run.status().isTerminal() && dueAt == Long.MAX_VALUE;
    }

    /** Whether nothing of it waits: it ended, or its last step was handed to delivery. */
    boolean isOver() {
        return run.status().isTerminal()
                || (dueAt == Long.MAX_VALUE && next == run.steps().size() - 1);
    }
}
