package io.automation.job.history;

import io.automation.model.change.Change;
import io.automation.model.change.Operation;

/**
 * What a part of a folder's changes says about where its time begins and ends; {@link Change#NONE}
 * where no change says it.
 *
 * @param firstChange the smallest event time of a change that is no snapshot row
 * @param first the smallest event time of any change that has one
 * @param last the largest event time of any change that has one
 */
public record FolderRange(String folder, long changes, long firstChange, long first, long last) {

    static FolderRange empty(String folder) {
        return new FolderRange(folder, 0, Change.NONE, Change.NONE, Change.NONE);
    }

    static FolderRange of(Change change) {
        long at = change.at() == Change.BEGINNING ? Change.NONE : change.at();
        boolean isSnapshot = change.operation() == Operation.READ;
        return new FolderRange(change.folder(), 1, isSnapshot ? Change.NONE : at, at, at);
    }

    FolderRange with(Change change) {
        return merge(of(change));
    }

    FolderRange merge(FolderRange other) {
        return new FolderRange(
                folder,
                changes + other.changes,
                smaller(firstChange, other.firstChange),
                smaller(first, other.first),
                Math.max(last, other.last));
    }

    /** The instant at which time begins (semantics 1.1). */
    long begin() {
        long known = firstChange == Change.NONE ? first : firstChange;
        return known == Change.NONE ? Change.BEGINNING : known;
    }

    /** The last instant that counts, if nobody asks for another one. */
    long end() {
        return last == Change.NONE ? Change.BEGINNING : last;
    }

    private static long smaller(long left, long right) {
        if (left == Change.NONE || right == Change.NONE) {
            return Math.max(left, right);
        }
        return Math.min(left, right);
    }
}
