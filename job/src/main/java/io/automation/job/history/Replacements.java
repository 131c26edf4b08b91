package io.automation.job.history;

import io.automation.model.change.Change;
import io.automation.model.change.Table;
import java.util.List;
import java.util.Set;

/**
 * Definitions that hold from the beginning in place of what a history says of them.
 *
 * @param rows whose own changes do not count, by {@link #row}
 * @param changes what holds instead: snapshot rows, valid from the beginning of time
 */
public record Replacements(Set<String> rows, List<Change> changes) {

    /** The history as it is. */
    public static final Replacements NONE = new Replacements(Set.of(), List.of());

    public Replacements {
        rows = Set.copyOf(rows);
        changes = List.copyOf(changes);
    }

    /** What a definition's row is known by. */
    public static String row(Table table, String id) {
        return table.tableName() + '/' + id;
    }

    /** The definition that a change says something of: of an entry of a scope list the workflow. */
    static String rowOf(Change change) {
        String id = change.rowId();
        return change.table() == Table.AUTOMATION_WORKFLOW_ACCOUNTS
                ? row(Table.AUTOMATION_WORKFLOWS, id.substring(0, id.indexOf('|')))
                : row(change.table(), id);
    }
}
