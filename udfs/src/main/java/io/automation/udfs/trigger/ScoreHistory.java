package io.automation.udfs.trigger;

import io.automation.model.change.Change;
import io.automation.model.change.RowKey;
import io.automation.model.change.RowVersion;
import io.automation.model.workflow.Trigger.Metric;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The score rows of one account: the scores in the order they were set, health and churn risk side
 * by side, and of each row the newest version, enough to tell a stale or redelivered change.
 *
 * <p>Times never fall: a change is set at the account's clock, and what a snapshot brings late is
 * put in its place. A row whose change sets no score is an entry too, between its neighbours.
 *
 * <p>An entry is eight numbers, one line of a processor's cache, and all of them are one array: the
 * accounts are many, and looking at one is a walk through cold memory. Values of more than 18
 * digits and ids that are no UUIDs stand apart.
 */
public final class ScoreHistory {

    private static final int INITIAL_CAPACITY = 4;

    private static final int STRIDE = 8;
    private static final int VALUES = 1;
    private static final int FLAGS = 3;
    private static final int HIGH = 4;
    private static final int LOW = 5;
    private static final int PLACE = 6;
    private static final int AT = 7;

    /** The lowest two bytes of the flags say how the values are to be read. */
    private static final byte ABSENT = Byte.MIN_VALUE;

    private static final byte LARGE = Byte.MAX_VALUE;
    private static final long NO_VALUES = 0x8080;

    /** Four bits for the operations seen at the row's position. */
    private static final int OPERATIONS = 16;

    /** The row is deleted. */
    private static final long DELETED = 1 << 20;

    /** The entry's place is a hash of the change's images, since it has no position. */
    private static final long BY_IMAGES = 1 << 21;

    /** The entry set the score. */
    private static final long SCORE = 1 << 22;

    /** The row left the state or has a newer entry, the score has to stay. */
    private static final long FORGOTTEN = 1 << 23;

    /** The powers of ten of the usual scales. */
    private static final double[] POWERS = {1, 10, 100, 1_000, 10_000};

    /** So many digits always fit a long. */
    private static final int MOST_DIGITS = 18;

    /** From so many entries on an index finds a row. */
    private static final int INDEXED = 24;

    private int size;
    private int scores;
    private long[] entries = new long[INITIAL_CAPACITY * STRIDE];

    /** A bit for each row that may be here: most changes bring a row that is not. */
    private long filter;

    /** Before this instant there is nothing to forget. */
    private long forgetsFrom = Long.MAX_VALUE;

    /** No value of a metric was below the first or above the second of its two. */
    private final double[] bounds = {
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };

    private @Nullable BigDecimal @Nullable [] large;
    private @Nullable String @Nullable [] texts;

    /** Where rows may stand, by hash; null while it is not worth it or has to be made anew. */
    private int @Nullable [] index;

    /** The number of entries. */
    public int size() {
        return size;
    }

    /** Whether no score was ever set, a null one included. */
    public boolean isEmpty() {
        return scores == 0;
    }

    /** Entry i's value of a metric; null where it was unknown. */
    public @Nullable BigDecimal value(int i, Metric metric) {
        byte form = form(Objects.checkIndex(i, size), metric);
        if (form == ABSENT) {
            return null;
        }
        return form == LARGE && large != null
                ? large[i * 2 + metric.ordinal()]
                : BigDecimal.valueOf(digits(i, metric), form);
    }

    /** When entry i was set, in epoch milliseconds. */
    public long time(int i) {
        return entries[Objects.checkIndex(i, size) * STRIDE];
    }

    /** The last value that is not null, the score in force; null if there never was one. */
    public @Nullable BigDecimal inForce(Metric metric) {
        int last = lastKnown(metric, size);
        return last < 0 ? null : value(last, metric);
    }

    /** The score in force as a double at most two steps from it; NaN if there never was one. */
    public double nearInForce(Metric metric) {
        int last = lastKnown(metric, size);
        return last < 0 ? Double.NaN : near(last, metric);
    }

    /** The entry of the row that set the score last; -1 if there is none. */
    public int last() {
        int i = size - 1;
        while (i >= 0 && (entries[i * STRIDE + FLAGS] & SCORE) == 0) {
            i--;
        }
        return i;
    }

    /** The entry that holds the newest version of a row; -1 for an unknown one. */
    public int find(RowKey key) {
        if ((filter & bit(key.high(), key.low())) == 0) {
            return -1;
        }
        if (size >= INDEXED) {
            return findByIndex(key);
        }
        int i = size - 1;
        while (i >= 0 && !isAt(i, key)) {
            i--;
        }
        return i;
    }

    /** The version of entry i's row, without its values. */
    public RowVersion version(int i) {
        int base = Objects.checkIndex(i, size) * STRIDE;
        long flags = entries[base + FLAGS];
        boolean byImages = (flags & BY_IMAGES) != 0;
        return new RowVersion(
                byImages ? Change.NONE : entries[base + PLACE],
                entries[base + AT],
                (int) (flags >>> OPERATIONS) & 0xF,
                byImages ? entries[base + PLACE] : 0,
                (flags & DELETED) != 0,
                Change.NO_VALUES);
    }

    /** Takes the newest version of a row whose change sets no score. */
    public void put(RowKey key, RowVersion version) {
        int i = find(key);
        if (i < 0) {
            long time = size == 0 ? Change.BEGINNING : entries[(size - 1) * STRIDE];
            i = open(size, time, key);
            entries[i * STRIDE + FLAGS] = NO_VALUES;
        }
        putVersion(i, version);
    }

    /**
     * Takes a score and the version of the row that sets it: behind all others, or, where its time
     * is older, in its place by time.
     *
     * @return whether it is the last one now
     */
    public boolean set(
            RowKey key,
            RowVersion version,
            long time,
            @Nullable BigDecimal healthScore,
            @Nullable BigDecimal churnRisk) {
        int place = size;
        while (place > 0 && entries[(place - 1) * STRIDE] > time) {
            place--;
        }
        int known = find(key);
        if (known >= 0) {
            entries[known * STRIDE + FLAGS] |= FORGOTTEN;
        }
        int i = open(place, time, key);
        entries[i * STRIDE + FLAGS] = SCORE;
        putVersion(i, version);
        putValue(i, Metric.HEALTH_SCORE, healthScore);
        putValue(i, Metric.CHURN_RISK, churnRisk);
        scores++;
        return i == size - 1;
    }

    /** All rows went with their account; what comes again of them is still known. */
    public void delete() {
        for (int i = 0; i < size; i++) {
            int base = i * STRIDE + FLAGS;
            entries[base] = (entries[base] & ~(SCORE | 0xFFFF)) | NO_VALUES | DELETED;
        }
        scores = 0;
        large = null;
        size = compacted(i -> (entries[i * STRIDE + FLAGS] & FORGOTTEN) == 0);
        forgetsFrom = Long.MIN_VALUE;
    }

    /**
     * Forgets rows and scores that are older than an instant, but the last score, the row that set
     * it, and for each metric the last value before the instant: that one was in force then, and
     * belongs to every reference set that reaches back so far.
     */
    public void forgetBefore(long instant) {
        if (instant <= forgetsFrom) {
            return;
        }
        int older = size;
        while (older > 0 && (!isScore(older - 1) || entries[(older - 1) * STRIDE] >= instant)) {
            older--;
        }
        int inForce = older - 1;
        int lastHealth = lastKnown(Metric.HEALTH_SCORE, older);
        int lastChurn = lastKnown(Metric.CHURN_RISK, older);
        int last = last();
        for (int i = 0; i < size; i++) {
            if (i != last && entries[i * STRIDE + AT] < instant) {
                entries[i * STRIDE + FLAGS] |= FORGOTTEN;
            }
        }
        size =
                compacted(
                        i ->
                                (entries[i * STRIDE + FLAGS] & FORGOTTEN) == 0
                                        || (isScore(i) && i >= inForce)
                                        || i == lastHealth
                                        || i == lastChurn);
        scores = 0;
        forgetsFrom = Long.MAX_VALUE;
        for (int i = 0; i < size; i++) {
            scores += isScore(i) ? 1 : 0;
            forgetsFrom = Math.min(forgetsFrom, forgetsFrom(i, instant));
        }
    }

    /** The earliest instant from which on entry i may have to go. */
    private long forgetsFrom(int i, long instant) {
        long at = entries[i * STRIDE + AT];
        long time = entries[i * STRIDE];
        return Math.min(
                at >= instant ? at : Long.MAX_VALUE, time >= instant ? time : Long.MAX_VALUE);
    }

    /**
     * The reference set's extremes before a change at an instant: the last score set at or before
     * the window's begin and every later one, the score in force among them.
     *
     * @param windowStart the instant minus the time window
     * @return null if no score of the metric is known
     */
    public @Nullable Extremes extremes(Metric metric, long windowStart) {
        BigDecimal lowest = null;
        BigDecimal highest = null;
        for (int i = size - 1; i >= 0; i--) {
            BigDecimal value = value(i, metric);
            if (value == null) {
                continue;
            }
            if (lowest == null || value.compareTo(lowest) < 0) {
                lowest = value;
            }
            if (highest == null || value.compareTo(highest) > 0) {
                highest = value;
            }
            if (entries[i * STRIDE] <= windowStart) {
                break;
            }
        }
        return lowest == null || highest == null ? null : new Extremes(lowest, highest);
    }

    /**
     * One of the {@linkplain #extremes extremes} as a double at most two steps from it, for a first
     * look that makes no objects; NaN if no score of the metric is known.
     */
    public double nearExtreme(Metric metric, long windowStart, boolean highest) {
        double extreme = Double.NaN;
        for (int i = size - 1; i >= 0; i--) {
            if (form(i, metric) == ABSENT) {
                continue;
            }
            double value = near(i, metric);
            if (Double.isNaN(extreme) || (highest ? value > extreme : value < extreme)) {
                extreme = value;
            }
            if (entries[i * STRIDE] <= windowStart) {
                break;
            }
        }
        return extreme;
    }

    /** What no {@linkplain #nearExtreme extreme} of a metric goes beyond, whatever the window. */
    public double bound(Metric metric, boolean highest) {
        return bounds[metric.ordinal() * 2 + (highest ? 1 : 0)];
    }

    public ScoreHistory copy() {
        ScoreHistory copy = new ScoreHistory();
        System.arraycopy(bounds, 0, copy.bounds, 0, bounds.length);
        copy.size = size;
        copy.scores = scores;
        copy.entries = entries.clone();
        copy.filter = filter;
        copy.forgetsFrom = forgetsFrom;
        copy.large = large == null ? null : large.clone();
        copy.texts = texts == null ? null : texts.clone();
        return copy;
    }

    public void write(DataOutput out) throws IOException {
        out.writeInt(size);
        out.writeLong(forgetsFrom);
        for (int i = 0; i < size; i++) {
            key(i).write(out);
            for (int n = 0; n < STRIDE; n++) {
                if (n != HIGH && n != LOW) {
                    out.writeLong(entries[i * STRIDE + n]);
                }
            }
            for (Metric metric : Metric.values()) {
                if (form(i, metric) == LARGE) {
                    writeLarge(Objects.requireNonNull(value(i, metric)), out);
                }
            }
        }
    }

    public static ScoreHistory read(DataInput in) throws IOException {
        ScoreHistory history = new ScoreHistory();
        int size = in.readInt();
        long forgetsFrom = in.readLong();
        for (int i = 0; i < size; i++) {
            RowKey key = RowKey.read(in);
            history.open(i, in.readLong(), key);
            for (int n = VALUES; n < STRIDE; n++) {
                if (n != HIGH && n != LOW) {
                    history.entries[i * STRIDE + n] = in.readLong();
                }
            }
            for (Metric metric : Metric.values()) {
                if (history.form(i, metric) == LARGE) {
                    history.putLarge(i, metric, readLarge(in));
                }
                history.widen(i, metric);
            }
            history.scores += history.isScore(i) ? 1 : 0;
        }
        history.forgetsFrom = forgetsFrom;
        return history;
    }

    private static void writeLarge(BigDecimal value, DataOutput out) throws IOException {
        byte[] digits = value.unscaledValue().toByteArray();
        out.writeInt(digits.length);
        out.write(digits);
        out.writeInt(value.scale());
    }

    private static BigDecimal readLarge(DataInput in) throws IOException {
        byte[] digits = new byte[in.readInt()];
        in.readFully(digits);
        return new BigDecimal(new BigInteger(digits), in.readInt());
    }

    /** Makes room for an entry, in front of the one that stands there. */
    private int open(int place, long time, RowKey key) {
        if (size * STRIDE == entries.length) {
            entries = Arrays.copyOf(entries, entries.length * 2);
            large = large == null ? null : Arrays.copyOf(large, large.length * 2);
            texts = texts == null ? null : Arrays.copyOf(texts, texts.length * 2);
        }
        if (place < size) {
            move(place, place + 1, size - place);
            index = null;
        }
        int base = place * STRIDE;
        entries[base] = time;
        entries[base + HIGH] = key.high();
        entries[base + LOW] = key.low();
        if (key.text() != null || texts != null) {
            @Nullable String[] all = texts == null ? new String[capacity()] : texts;
            all[place] = key.text();
            texts = all;
        }
        if (large != null) {
            large[place * 2] = null;
            large[place * 2 + 1] = null;
        }
        filter |= bit(key.high(), key.low());
        size++;
        if (index != null) {
            indexEntry(index, place);
        }
        return place;
    }

    private void putVersion(int i, RowVersion version) {
        int base = i * STRIDE;
        boolean byImages = version.lsn() == Change.NONE;
        entries[base + PLACE] = byImages ? version.images() : version.lsn();
        entries[base + AT] = version.at();
        long kept = entries[base + FLAGS] & (SCORE | 0xFFFF);
        entries[base + FLAGS] =
                kept
                        | ((long) version.operations() << OPERATIONS)
                        | (version.deleted() ? DELETED : 0)
                        | (byImages ? BY_IMAGES : 0);
        forgetsFrom = Math.min(forgetsFrom, Math.min(version.at(), entries[base]));
    }

    private void putValue(int i, Metric metric, @Nullable BigDecimal value) {
        byte form;
        if (value == null) {
            form = ABSENT;
        } else if (value.precision() <= MOST_DIGITS
                && value.scale() > ABSENT
                && value.scale() < LARGE) {
            form = (byte) value.scale();
            entries[i * STRIDE + VALUES + metric.ordinal()] = value.unscaledValue().longValue();
        } else {
            form = LARGE;
            putLarge(i, metric, value);
        }
        entries[i * STRIDE + FLAGS] |= (form & 0xFFL) << (Byte.SIZE * metric.ordinal());
        widen(i, metric);
    }

    private void widen(int i, Metric metric) {
        if (form(i, metric) != ABSENT) {
            int bound = metric.ordinal() * 2;
            double value = near(i, metric);
            bounds[bound] = Math.min(bounds[bound], value);
            bounds[bound + 1] = Math.max(bounds[bound + 1], value);
        }
    }

    private void putLarge(int i, Metric metric, BigDecimal value) {
        @Nullable BigDecimal[] objects = large == null ? new BigDecimal[capacity() * 2] : large;
        objects[i * 2 + metric.ordinal()] = value;
        large = objects;
    }

    /** Which entries stay. */
    private interface Kept {
        boolean test(int i);
    }

    /** Moves the entries that stay together; gives their number. */
    private int compacted(Kept kept) {
        int to = 0;
        long bits = 0;
        for (int i = 0; i < size; i++) {
            if (kept.test(i)) {
                move(i, to, 1);
                bits |= bit(entries[to * STRIDE + HIGH], entries[to * STRIDE + LOW]);
                to++;
            }
        }
        filter = bits;
        index = null;
        return to;
    }

    private void move(int from, int to, int count) {
        System.arraycopy(entries, from * STRIDE, entries, to * STRIDE, count * STRIDE);
        if (large != null) {
            System.arraycopy(large, from * 2, large, to * 2, count * 2);
        }
        if (texts != null) {
            System.arraycopy(texts, from, texts, to, count);
        }
    }

    private int capacity() {
        return entries.length / STRIDE;
    }

    private boolean isScore(int i) {
        return (entries[i * STRIDE + FLAGS] & SCORE) != 0;
    }

    private RowKey key(int i) {
        int base = i * STRIDE;
        return new RowKey(
                entries[base + HIGH], entries[base + LOW], texts == null ? null : texts[i]);
    }

    private boolean isAt(int i, RowKey key) {
        int base = i * STRIDE;
        return entries[base + LOW] == key.low()
                && entries[base + HIGH] == key.high()
                && (entries[base + FLAGS] & FORGOTTEN) == 0
                && (key.text() == null || (texts != null && key.text().equals(texts[i])));
    }

    private static long mixed(long high, long low) {
        return (high ^ low) * 0x9E3779B97F4A7C15L;
    }

    private static long bit(long high, long low) {
        return 1L << (mixed(high, low) >>> 58);
    }

    private int findByIndex(RowKey key) {
        int[] places = index == null ? indexed() : index;
        int mask = places.length - 1;
        for (int p = (int) (mixed(key.high(), key.low()) >>> 32) & mask;
                places[p] != 0;
                p = (p + 1) & mask) {
            int i = places[p] - 1;
            if (isAt(i, key)) {
                return i;
            }
        }
        return -1;
    }

    private int[] indexed() {
        int[] places = new int[Integer.highestOneBit(capacity()) * 4];
        for (int i = 0; i < size; i++) {
            indexEntry(places, i);
        }
        index = places;
        return places;
    }

    private void indexEntry(int[] places, int i) {
        if (size * 2 > places.length) {
            index = null;
            return;
        }
        int mask = places.length - 1;
        int p = (int) (mixed(entries[i * STRIDE + HIGH], entries[i * STRIDE + LOW]) >>> 32) & mask;
        while (places[p] != 0) {
            p = (p + 1) & mask;
        }
        places[p] = i + 1;
    }

    private int lastKnown(Metric metric, int end) {
        int i = end - 1;
        while (i >= 0 && form(i, metric) == ABSENT) {
            i--;
        }
        return i;
    }

    private byte form(int i, Metric metric) {
        return (byte) (entries[i * STRIDE + FLAGS] >>> (Byte.SIZE * metric.ordinal()));
    }

    private long digits(int i, Metric metric) {
        return entries[i * STRIDE + VALUES + metric.ordinal()];
    }

    private double near(int i, Metric metric) {
        byte form = form(i, metric);
        if (form >= 0 && form < POWERS.length) {
            return digits(i, metric) / POWERS[form];
        }
        BigDecimal value = value(i, metric);
        return value == null ? Double.NaN : value.doubleValue();
    }

    /** The lowest and the highest score of a reference set. */
    public record Extremes(BigDecimal lowest, BigDecimal highest) {}
}
