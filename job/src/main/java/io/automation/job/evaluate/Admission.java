package io.automation.job.evaluate;

import java.util.ArrayList;
import java.util.List;

/**
 * What an account remembers of one workflow's started runs: when the last one of each direction
 * was, whether it has to re-arm, and the starts that re_entry counts.
 *
 * @param triggerSince the trigger that cooldown and arming belong to; another one drops them
 * @param decreaseAt epoch milliseconds of the last started run, {@link Long#MIN_VALUE} for none
 * @param starts epoch milliseconds of the last started runs, oldest first, at most {@link
 *     #MAX_STARTS}
 */
public record Admission(
        long triggerSince,
        long decreaseAt,
        long increaseAt,
        boolean decreaseDisarmed,
        boolean increaseDisarmed,
        List<Long> starts) {

    /** The most runs that re_entry may allow within an interval. */
    static final int MAX_STARTS = 100;

    private static final long NEVER = Long.MIN_VALUE;

    public Admission {
        starts = List.copyOf(starts);
    }

    static Admission none(long triggerSince) {
        return new Admission(triggerSince, NEVER, NEVER, false, false, List.of());
    }

    /** This memory as it counts for a trigger that is as it is since an instant. */
    Admission forTrigger(long since) {
        return since == triggerSince
                ? this
                : new Admission(since, NEVER, NEVER, false, false, starts);
    }

    boolean isDisarmed() {
        return decreaseDisarmed || increaseDisarmed;
    }

    boolean isDisarmed(boolean decrease) {
        return decrease ? decreaseDisarmed : increaseDisarmed;
    }

    /** When the last run of a direction started, {@link Long#MIN_VALUE} for none. */
    long lastAt(boolean decrease) {
        return decrease ? decreaseAt : increaseAt;
    }

    /** Whether an edge lies within a cooldown of the last started run. */
    boolean isCoolingDown(boolean decrease, long at, long cooldownMillis) {
        long last = lastAt(decrease);
        return last != NEVER && at - last < cooldownMillis;
    }

    /** How many runs started less than an interval before an instant. */
    int startsWithin(long at, long intervalMillis) {
        int count = 0;
        for (long start : starts) {
            if (intervalMillis == Long.MAX_VALUE || at - start < intervalMillis) {
                count++;
            }
        }
        return count;
    }

    /** With one more started run. */
    Admission started(boolean decrease, long at, boolean disarm) {
        return new Admission(
                triggerSince,
                decrease ? at : decreaseAt,
                decrease ? increaseAt : at,
                decrease ? disarm : decreaseDisarmed,
                decrease ? increaseDisarmed : disarm,
                plus(at));
    }

    /** With one more started run of a trigger that knows no direction. */
    Admission counted(long at) {
        return new Admission(
                triggerSince, decreaseAt, increaseAt, decreaseDisarmed, increaseDisarmed, plus(at));
    }

    private List<Long> plus(long at) {
        List<Long> longer = new ArrayList<>(starts);
        if (longer.size() == MAX_STARTS) {
            longer.remove(0);
        }
        longer.add(at);
        return longer;
    }

    /** With one direction armed again. */
    Admission rearmed(boolean decrease) {
        return new Admission(
                triggerSince,
                decreaseAt,
                increaseAt,
                !decrease && decreaseDisarmed,
                decrease && increaseDisarmed,
                starts);
    }
}
