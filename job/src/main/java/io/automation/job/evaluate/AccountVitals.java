package io.automation.job.evaluate;

import io.automation.model.change.Change;
import io.automation.udfs.trigger.ScoreHistory;
import org.jspecify.annotations.Nullable;

/**
 * What every fact of an account needs: its clock, its organization and its scores, read and written
 * as one value, since a state access costs more than the whole evaluation.
 */
public final class AccountVitals {

    private static final long UNKNOWN = Long.MIN_VALUE;

    /**
     * The account's own time in epoch milliseconds; it never goes back. What was due before is
     * done.
     */
    long clock = Change.BEGINNING;

    /** The organization of the account; null while the account is unknown or deleted. */
    @Nullable String organizationId;

    /** When something may be forgotten that only time lets go. */
    long nextForgetting = Long.MAX_VALUE;

    /** The instant a timer is set for, which need not be set again. */
    long armed = Long.MAX_VALUE;

    /** How many workflows wait for the score to come back before they may fire again. */
    int disarmed;

    /** When something is due that only time brings about; {@link #UNKNOWN}: to be worked out. */
    long nextDue = UNKNOWN;

    /** The change of definitions from which on that holds. */
    long dueFrom = Long.MIN_VALUE;

    /** How many runs are kept. */
    int openRuns;

    /** Whether there ever was an overlay. */
    boolean hasOverlays;

    ScoreHistory scores = new ScoreHistory();

    /** The run that the row which set the score last says it came from; null almost always. */
    @Nullable String scoreRunId;

    /** How deep in a chain of runs that row says it is; null almost always. */
    @Nullable String scoreDepth;

    AccountVitals copy() {
        AccountVitals copy = new AccountVitals();
        copy.clock = clock;
        copy.organizationId = organizationId;
        copy.nextForgetting = nextForgetting;
        copy.armed = armed;
        copy.disarmed = disarmed;
        copy.nextDue = nextDue;
        copy.dueFrom = dueFrom;
        copy.openRuns = openRuns;
        copy.hasOverlays = hasOverlays;
        copy.scores = scores.copy();
        copy.scoreRunId = scoreRunId;
        copy.scoreDepth = scoreDepth;
        return copy;
    }

    /** Has the account looked at again at an instant, at the latest. */
    void forgetBy(long instant) {
        nextForgetting = Math.min(nextForgetting, instant);
    }

    /** What is due has to be worked out anew. */
    void hasChanged() {
        nextDue = UNKNOWN;
    }

    /** Whether nothing but the clock is left. */
    boolean isEmpty() {
        return organizationId == null && scores.size() == 0 && nextForgetting == Long.MAX_VALUE;
    }

    /** Drops what belongs to the account, when it is deleted; its clock goes on. */
    void forgetAccount() {
        organizationId = null;
        disarmed = 0;
        scoreRunId = null;
        scoreDepth = null;
        scores.delete();
    }
}
