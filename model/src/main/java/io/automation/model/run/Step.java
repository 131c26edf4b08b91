package io.automation.model.run;

import org.jspecify.annotations.Nullable;

/**
 * One action of a run.
 *
 * @param step counted from 0
 * @param dueAt epoch milliseconds, null before the step's turn
 */
public record Step(
        int step,
        String actionType,
        StepStatus status,
        @Nullable Long dueAt,
        @Nullable Reason reason,
        @Nullable String error) {}
