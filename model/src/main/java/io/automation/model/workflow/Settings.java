package io.automation.model.workflow;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A workflow's settings with their defaults filled in; durations are milliseconds.
 *
 * @param cooldownMillis null: the trigger's window ({@link Workflow#cooldownMillis()})
 * @param maxAccountsPerHour null: no limit
 */
public record Settings(
        @Nullable Long cooldownMillis,
        boolean enrollExisting,
        ReEntry reEntry,
        long maxDeferMillis,
        boolean recheck,
        boolean allowAutomationOrigin,
        BigDecimal holdoutPercent,
        @Nullable Integer maxAccountsPerHour,
        FanOut fanOut,
        long spreadMillis,
        long catchupWindowMillis) {

    /** What holds where nothing is set. */
    public static final Settings DEFAULTS =
            new Settings(
                    null,
                    false,
                    ReEntry.EVERY,
                    72 * Durations.HOUR,
                    true,
                    false,
                    BigDecimal.ZERO,
                    null,
                    FanOut.PER_ACCOUNT,
                    0,
                    Durations.HOUR);

    /**
     * How often an account may go through a workflow.
     *
     * @param max started runs within the interval
     * @param intervalMillis {@link Long#MAX_VALUE}: for ever
     */
    public record ReEntry(int max, long intervalMillis) {

        /** No limit. */
        public static final ReEntry EVERY = new ReEntry(Integer.MAX_VALUE, Long.MAX_VALUE);

        /** Once in its life. */
        public static final ReEntry ONCE = new ReEntry(1, Long.MAX_VALUE);

        public boolean isLimited() {
            return max != Integer.MAX_VALUE;
        }
    }

    /** Whether a schedule makes a run for each account or one for the organization. */
    public enum FanOut {
        PER_ACCOUNT,
        PER_ORGANIZATION
    }
}
