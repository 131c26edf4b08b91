package io.automation.job.evaluate;

import io.automation.model.change.Change;
import io.automation.model.change.RowVersion;
import io.automation.udfs.trigger.ScoreHistory;
import org.jspecify.annotations.Nullable;

/**
 * What every fact of an account needs: its clock, its organization and its scores, read and written
 * as one value, since a state access costs more than the whole evaluation.
 */
public final class AccountVitals {

    /** The account's own time in epoch milliseconds; it never goes back. */
    long clock = Change.BEGINNING;

    /** The organization of the account; null while the account is unknown or deleted. */
    @Nullable String organizationId;

    /** When something may be forgotten that only time lets go. */
    long nextForgetting = Long.MAX_VALUE;

    /** The instant a timer is set for, which need not be set again. */
    long armed = Long.MAX_VALUE;

    /** How many workflows wait for the score to come back before they may fire again. */
    int disarmed;

    /** The id of the row that set the score last; null while the account has none. */
    @Nullable String scoreRowId;

    /** That row, the only one whose values still matter; null while the account has none. */
    @Nullable RowVersion scoreRow;

    ScoreHistory scores = new ScoreHistory();

    /** The score rows that may still change. */
    ScoreRows scoreRows = new ScoreRows();

    AccountVitals copy() {
        AccountVitals copy = new AccountVitals();
        copy.clock = clock;
        copy.organizationId = organizationId;
        copy.nextForgetting = nextForgetting;
        copy.armed = armed;
        copy.disarmed = disarmed;
        copy.scoreRowId = scoreRowId;
        copy.scoreRow = scoreRow;
        copy.scores = scores.copy();
        copy.scoreRows = scoreRows.copy();
        return copy;
    }

    /** Has the account looked at again at an instant, at the latest. */
    void forgetBy(long instant) {
        nextForgetting = Math.min(nextForgetting, instant);
    }

    /** Whether nothing but the clock is left. */
    boolean isEmpty() {
        return organizationId == null && scoreRows.size() == 0 && scores.isEmpty();
    }

    /** Drops what belongs to the account, when it is deleted; its clock goes on. */
    void forgetAccount() {
        organizationId = null;
        disarmed = 0;
        scoreRowId = null;
        scoreRow = null;
        scores = new ScoreHistory();
        scoreRows.delete();
    }

    /** The newest version of a score row; only that of the last one has its values. */
    @Nullable RowVersion scoreRow(String id) {
        return id.equals(scoreRowId) ? scoreRow : scoreRows.find(id);
    }

    /** Takes a score row's newest version. */
    void putScoreRow(String id, RowVersion row) {
        scoreRows.put(id, row);
        if (id.equals(scoreRowId)) {
            scoreRow = row;
        }
    }

    /** Drops scores older than an instant, and rows that cannot set the score any more. */
    void forgetBefore(long instant) {
        if (scores.isEmpty() || scores.time(0) >= instant) {
            return;
        }
        scores.forgetBefore(instant);
        scoreRows.forgetBefore(instant, scoreRowId);
    }
}
