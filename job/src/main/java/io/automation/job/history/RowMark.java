package io.automation.job.history;

import io.automation.model.change.Change;
import io.automation.model.change.Operation;
import org.jspecify.annotations.Nullable;

/**
 * What telling a row's first sight takes of one of its changes: its place, and the whole change
 * only if it is the snapshot row in question.
 *
 * @param row folder, table and primary key
 * @param lsn the position, or {@link Change#NONE}
 * @param commitAt commit time in epoch milliseconds, or {@link Change#NONE}
 */
public record RowMark(String row, long lsn, long commitAt, @Nullable Change snapshot) {

    static RowMark of(Change change) {
        return new RowMark(
                change.folder() + '/' + change.table().tableName() + '/' + change.rowId(),
                change.lsn(),
                change.commitAt(),
                change.operation() == Operation.READ ? change : null);
    }
}
