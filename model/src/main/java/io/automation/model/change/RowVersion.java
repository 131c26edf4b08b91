package io.automation.model.change;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The newest known version of one row, and the place where stale and redelivered changes are told
 * from new ones (semantics 1.5, 1.10).
 *
 * @param lsn the position of the change that made it, or {@link Change#NONE}
 * @param at that change's event time
 * @param operations the operations seen at this position, one bit each
 * @param images a hash of that change's images: without a position only they tell a redelivery
 * @param deleted a delete is a version too: what is older than it is stale
 * @param values the row, in the order of its table's columns; empty once deleted
 */
public record RowVersion(
        long lsn,
        long at,
        int operations,
        long images,
        boolean deleted,
        @Nullable String[] values) {

    /** What a change means for a row. */
    public enum Arrival {
        /** Older than what is known: does nothing. */
        STALE,
        /** Seen before: does nothing. */
        REDELIVERED,
        /** The row appears: created, or found by a snapshot. */
        INSERT,
        /** A known row changes. */
        UPDATE,
        /** An update of a row that nobody knew: it fills the state and enters nothing. */
        FIRST_SEEN_BY_UPDATE,
        /** The row goes. */
        DELETE;

        public boolean isIgnored() {
            return this == STALE || this == REDELIVERED;
        }
    }

    /** What a change means, given the newest known version of its row. */
    public static Arrival arrivalOf(Change change, @Nullable RowVersion known) {
        if (known != null) {
            if (known.isNewerThan(change)) {
                return Arrival.STALE;
            }
            if (known.hasSeen(change)) {
                return Arrival.REDELIVERED;
            }
        }
        boolean unknown = known == null || known.deleted;
        return switch (change.operation()) {
            case DELETE -> Arrival.DELETE;
            case READ, CREATE -> unknown ? Arrival.INSERT : Arrival.UPDATE;
            case UPDATE -> unknown ? Arrival.FIRST_SEEN_BY_UPDATE : Arrival.UPDATE;
        };
    }

    /** The version that a change, which is neither stale nor redelivered, makes of a row. */
    public static RowVersion after(Change change, @Nullable RowVersion known) {
        return after(change, known, ~0L);
    }

    /**
     * That version with only some of its columns.
     *
     * @param columns bit i: column i is kept
     */
    public static RowVersion after(Change change, @Nullable RowVersion known, long columns) {
        boolean deleted = change.operation() == Operation.DELETE;
        @Nullable String[] base = known == null ? Change.NO_VALUES : known.values;
        return new RowVersion(
                change.lsn(),
                change.at(),
                known != null && known.samePlace(change)
                        ? known.operations | bit(change)
                        : bit(change),
                hash(change),
                deleted,
                deleted ? Change.NO_VALUES : merge(change, base, columns));
    }

    /**
     * This version of a row whose {@code deleted_at} is set: it counts as deleted (semantics 1.5),
     * but what a later change leaves out is still what it was.
     */
    public RowVersion hidden() {
        return new RowVersion(lsn, at, operations, images, true, values);
    }

    /** This version of a row that went with its account, whatever its change was. */
    public RowVersion asDeleted() {
        return new RowVersion(lsn, at, operations, images, true, Change.NO_VALUES);
    }

    /** This version with its values. */
    public RowVersion withValues(@Nullable String[] row) {
        return new RowVersion(lsn, at, operations, images, deleted, row);
    }

    /** The value of a column; null where it is null, unknown, or the row deleted. */
    public @Nullable String get(int column) {
        return column < values.length ? values[column] : null;
    }

    private boolean isNewerThan(Change change) {
        boolean bothPlaced = lsn != Change.NONE && change.hasPosition();
        return bothPlaced ? change.lsn() < lsn : change.at() < at;
    }

    private boolean hasSeen(Change change) {
        return samePlace(change)
                && (operations & bit(change)) != 0
                && (change.hasPosition() || hash(change) == images);
    }

    private boolean samePlace(Change change) {
        return change.lsn() == lsn && (lsn != Change.NONE || change.at() == at);
    }

    private static int bit(Change change) {
        return 1 << change.operation().ordinal();
    }

    private static long hash(Change change) {
        if (change.hasPosition()) {
            return 0;
        }
        long hash = change.present();
        for (String value : change.after()) {
            hash = (hash * 0x9E3779B97F4A7C15L) + (value == null ? 7 : value.hashCode());
        }
        return hash;
    }

    private static @Nullable String[] merge(Change change, @Nullable String[] base, long columns) {
        @Nullable String[] merged = new String[change.after().length];
        for (int i = 0; i < merged.length; i++) {
            if (((columns >>> i) & 1) == 1) {
                merged[i] = change.has(i) ? change.get(i) : i < base.length ? base[i] : null;
            }
        }
        return merged;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RowVersion that
                && lsn == that.lsn
                && at == that.at
                && operations == that.operations
                && images == that.images
                && deleted == that.deleted
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(lsn) * 31 + Long.hashCode(at);
    }
}
