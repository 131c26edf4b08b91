package io.automation.job.history;

import io.automation.model.change.Change;
import io.automation.model.change.Operation;
import io.automation.model.change.Table;
import org.jspecify.annotations.Nullable;

/** Changes of one health score, for tests that look at times and positions only. */
final class TestChanges {

    static final long NONE = Change.NONE;

    private TestChanges() {}

    static Change change(Operation operation, long lsn, long commitAt, long businessAt) {
        boolean byBusiness = operation == Operation.READ || commitAt == NONE;
        long at = byBusiness ? businessAt : commitAt;
        return at(operation, lsn, commitAt, businessAt, at);
    }

    /** A change that a table without business time has from a snapshot. */
    static Change undated() {
        return at(Operation.READ, NONE, NONE, NONE, Change.BEGINNING);
    }

    /** An update of a row of one's choice. */
    static Change ofRow(String row, long lsn, long commitAt) {
        return at(row, Operation.UPDATE, lsn, commitAt, NONE, commitAt);
    }

    private static Change at(
            Operation operation, long lsn, long commitAt, long businessAt, long at) {
        return at("row", operation, lsn, commitAt, businessAt, at);
    }

    private static Change at(
            String row, Operation operation, long lsn, long commitAt, long businessAt, long at) {
        return new Change(
                "f",
                Table.HEALTH_SCORES,
                operation,
                "account",
                row,
                at,
                commitAt,
                businessAt,
                lsn,
                lsn,
                0,
                new @Nullable String[Table.HEALTH_SCORES.columns().size()],
                0,
                null,
                null);
    }
}
