package io.automation.job.evaluate;

import java.io.Serializable;

/**
 * How the evaluation treats time, and what it tells.
 *
 * @param replay whether a history is judged: sorted input, no effects, bounds by folder
 * @param maxEventAgeMillis how old a change may be, live, to start anything
 * @param retentionMillis how long scores stay in the state
 * @param effectsFrom epoch milliseconds; what was triggered before has no effect
 * @param watch what decisions are told of: in a replay all, live the plain misses
 */
public record EvaluateOptions(
        boolean replay, long maxEventAgeMillis, long retentionMillis, long effectsFrom, Watch watch)
        implements Serializable {

    private static final long HOUR = 3_600_000;

    /** A history without a limit of age. */
    public static final EvaluateOptions REPLAY =
            new EvaluateOptions(true, Long.MAX_VALUE, 90 * 24 * HOUR, Long.MIN_VALUE);

    /** A live job with the defaults. */
    public static final EvaluateOptions LIVE =
            new EvaluateOptions(false, 72 * HOUR, 90 * 24 * HOUR, Long.MIN_VALUE);

    /** With nobody who watches. */
    public EvaluateOptions(
            boolean replay, long maxEventAgeMillis, long retentionMillis, long effectsFrom) {
        this(replay, maxEventAgeMillis, retentionMillis, effectsFrom, Watch.NOTHING);
    }

    /** The same, with somebody who watches. */
    public EvaluateOptions watching(Watch watched) {
        return new EvaluateOptions(
                replay, maxEventAgeMillis, retentionMillis, effectsFrom, watched);
    }

    /** Whether something is to happen outside: then what nobody carries out yet is refused. */
    boolean hasEffects() {
        return !replay && effectsFrom != Long.MAX_VALUE;
    }
}
