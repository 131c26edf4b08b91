package io.automation.model.change;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One change of one row, decoded: flat, so that it crosses Flink's edges and lies in its state
 * without Kryo. Rows are arrays in the order of {@link Table#columns()}; a bit set in {@code
 * present} says that the column is known, so that a known null differs from "unchanged".
 *
 * @param folder the replayed folder, empty in a live job
 * @param accountId the account a fact belongs to; for a definition empty
 * @param rowId the primary key as lower-case text; {@code workflow_id|account_id} for a scope row
 * @param at event time in epoch milliseconds (semantics 1.1); of a snapshot row that of a first
 *     sight
 * @param commitAt commit time in epoch milliseconds, or {@link #NONE}
 * @param businessAt business time in epoch milliseconds, or {@link #NONE}
 * @param lsn the position, or {@link #NONE}
 * @param sequence the position's first part: orders equal event times together with lsn
 * @param present bit i: column i of {@code after} is known
 * @param after the row after the change; of a delete the last row, as far as it came
 * @param presentBefore bit i: column i of {@code before} is known
 * @param before the row before an update of an account, else empty
 * @param tie the event's JSON with sorted keys where nothing else may order it, else null
 */
public record Change(
        String folder,
        Table table,
        Operation operation,
        String accountId,
        String rowId,
        long at,
        long commitAt,
        long businessAt,
        long lsn,
        long sequence,
        long present,
        @Nullable String[] after,
        long presentBefore,
        @Nullable String[] before,
        @Nullable String tie) {

    /** No row. */
    public static final @Nullable String[] NO_VALUES = {};

    /** An absent time or position. */
    public static final long NONE = Long.MIN_VALUE;

    /** The event time of what is valid from the beginning of time; a plain small number sorts. */
    public static final long BEGINNING = -(1L << 52);

    /**
     * The order of a replay (semantics 1.3) among facts or among definitions: event time, position,
     * table, operation, row, the event's JSON.
     */
    public static final Comparator<Change> REPLAY_ORDER =
            Comparator.comparingLong(Change::at)
                    .thenComparingLong(change -> change.lsn == NONE ? NONE : change.sequence)
                    .thenComparingLong(Change::lsn)
                    .thenComparingInt(change -> change.table.rank())
                    .thenComparing(Change::operation)
                    .thenComparing(Change::rowId)
                    .thenComparing(change -> change.tie == null ? "" : change.tie)
                    .thenComparing(Change::after, Change::compareRows);

    public Change {
        Objects.requireNonNull(table);
        Objects.requireNonNull(operation);
    }

    public boolean hasPosition() {
        return lsn != NONE;
    }

    /** Whether the column's value after the change is known. */
    public boolean has(int column) {
        return ((present >>> column) & 1) == 1;
    }

    /** The column's value after the change; null where it is null or unknown. */
    public @Nullable String get(int column) {
        return after[column];
    }

    /** This change with another event time. */
    public Change withAt(long newAt) {
        return with(accountId, newAt, present, after, presentBefore, before, tie);
    }

    /** This change of a definition as one of an account hears of it. */
    public Change heardBy(String account) {
        return with(account, at, 0, NO_VALUES, 0, NO_VALUES, null);
    }

    /** This request to all accounts as it reaches one of them. */
    public Change askedOf(String account) {
        return with(account, at, present, after, presentBefore, before, tie);
    }

    private Change with(
            String newAccount,
            long newAt,
            long newPresent,
            @Nullable String[] newAfter,
            long newPresentBefore,
            @Nullable String[] newBefore,
            @Nullable String newTie) {
        return new Change(
                folder,
                table,
                operation,
                newAccount,
                rowId,
                newAt,
                commitAt,
                businessAt,
                lsn,
                sequence,
                newPresent,
                newAfter,
                newPresentBefore,
                newBefore,
                newTie);
    }

    /** This snapshot row as the update of a row that is known already: at its commit time. */
    public Change asUpdate() {
        if (commitAt != NONE) {
            return withAt(commitAt);
        }
        return businessAt == NONE ? this : withAt(businessAt);
    }

    /**
     * Whether this is an earlier change of another one's row: by position, or, where one of the two
     * has none, by commit time.
     */
    public boolean precedesRow(Change other) {
        if (hasPosition() && other.hasPosition()) {
            return lsn < other.lsn;
        }
        return commitAt != NONE && other.commitAt != NONE && commitAt < other.commitAt;
    }

    /** The text of {@code <pos>} in occurrence keys: the position, else the event time. */
    public String positionText() {
        return lsn == NONE ? Instants.text(at) : Long.toString(lsn);
    }

    private static int compareRows(@Nullable String[] left, @Nullable String[] right) {
        return Arrays.compare(left, right, Comparator.nullsFirst(Comparator.naturalOrder()));
    }
}
