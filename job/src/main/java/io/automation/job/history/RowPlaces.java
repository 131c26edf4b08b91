package io.automation.job.history;

import io.automation.model.change.Change;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The places of changes, by row and packed, until there are enough of a bucket to be sent: four
 * numbers a change instead of a record.
 *
 * <p>A row is known by a hash of 128 bits over folder, table and primary key: of 10^10 rows, two
 * have the same with a probability of 10^-19.
 */
final class RowPlaces {

    /** So many that the snapshot rows of one fit into memory. */
    static final int BUCKETS = 4096;

    /** How many numbers stand for a change: the hash's halves, the position, the commit time. */
    static final int NUMBERS = 4;

    private static final int MOST = 64 * NUMBERS;
    private static final int FIRST = 4 * NUMBERS;
    private static final long[] NOTHING = {};

    private final long[][] byBucket = new long[BUCKETS][];
    private final int[] used = new int[BUCKETS];

    /** The hash of a row. */
    record Row(long high, long low) {

        static Row of(Change change) {
            long high = change.table().ordinal() + 1L;
            long low = ~high;
            for (String text : new String[] {change.folder(), change.rowId()}) {
                for (int i = 0; i < text.length(); i++) {
                    high = mixed(high ^ text.charAt(i), 0x9E3779B97F4A7C15L);
                    low = mixed(low ^ text.charAt(i), 0xD6E8FEB86659FD93L);
                }
                high = mixed(high ^ text.length(), 0x9E3779B97F4A7C15L);
                low = mixed(low ^ text.length(), 0xD6E8FEB86659FD93L);
            }
            return new Row(high, low);
        }

        private static long mixed(long bits, long odd) {
            long product = bits * odd;
            return product ^ (product >>> 32);
        }

        int bucket() {
            return (int) (high >>> 52);
        }
    }

    RowPlaces() {
        Arrays.fill(byBucket, NOTHING);
    }

    /**
     * Takes the place of a change.
     *
     * @return the places of the row's bucket, if they are enough to be sent; they are then
     *     forgotten
     */
    long @Nullable [] add(Row row, Change change) {
        int bucket = row.bucket();
        long[] places = byBucket[bucket];
        int at = used[bucket];
        if (at == places.length) {
            places = Arrays.copyOf(places, Math.max(FIRST, places.length * 2));
            byBucket[bucket] = places;
        }
        places[at] = row.high();
        places[at + 1] = row.low();
        places[at + 2] = change.lsn();
        places[at + 3] = change.commitAt();
        used[bucket] = at + NUMBERS;
        return used[bucket] == MOST ? take(bucket) : null;
    }

    /** What is left of a bucket, which is then empty. */
    long[] take(int bucket) {
        long[] taken = Arrays.copyOf(byBucket[bucket], used[bucket]);
        used[bucket] = 0;
        return taken;
    }
}
