package io.automation.job.oracle;

import org.jspecify.annotations.Nullable;

/**
 * How a history is to be replayed.
 *
 * @param until in epoch milliseconds, null for the last change
 */
public record Asked(boolean isPinned, boolean includesDrafts, @Nullable Long until) {

    public static final Asked RECORDED = new Asked(false, false, null);
}
