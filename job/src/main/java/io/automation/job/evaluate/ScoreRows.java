package io.automation.job.evaluate;

import io.automation.model.change.Change;
import io.automation.model.change.RowVersion;
import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * The newest versions of an account's score rows without their values: enough to tell a stale or
 * redelivered change. Packed, ids that are UUIDs as two longs, since there is one per score.
 */
final class ScoreRows {

    private static final int STRIDE = 5;
    private static final int LOW = 1;
    private static final int LSN = 2;
    private static final int AT = 3;
    private static final int IMAGES = 4;

    private static final int DELETED = 1 << 7;

    private int size;
    private long[] numbers = new long[2 * STRIDE];
    private byte[] flags = new byte[2];

    /** Ids that are no UUIDs, null while there is none. */
    private @Nullable String @Nullable [] texts;

    int size() {
        return size;
    }

    /** The version of a row, without its values; null for an unknown one. */
    @Nullable RowVersion find(String id) {
        int i = indexOf(id);
        if (i < 0) {
            return null;
        }
        int base = i * STRIDE;
        return new RowVersion(
                numbers[base + LSN],
                numbers[base + AT],
                flags[i] & ~DELETED & 0xFF,
                numbers[base + IMAGES],
                (flags[i] & DELETED) != 0,
                Change.NO_VALUES);
    }

    void put(String id, RowVersion row) {
        int i = indexOf(id);
        if (i < 0) {
            i = size++;
            if (i == flags.length) {
                grow();
            }
            long high = UuidText.high(id);
            numbers[i * STRIDE] = high;
            numbers[i * STRIDE + LOW] = high == UuidText.NONE ? 0 : UuidText.low(id);
            if (high == UuidText.NONE) {
                @Nullable String[] all = texts == null ? new String[flags.length] : texts;
                all[i] = id;
                texts = all;
            }
        }
        int base = i * STRIDE;
        numbers[base + LSN] = row.lsn();
        numbers[base + AT] = row.at();
        numbers[base + IMAGES] = row.images();
        flags[i] = (byte) (row.operations() | (row.deleted() ? DELETED : 0));
    }

    /** All rows went with their account; what comes again of them is still known. */
    void delete() {
        for (int i = 0; i < size; i++) {
            flags[i] |= (byte) DELETED;
        }
    }

    /** Drops rows whose newest version is older than an instant, but one. */
    void forgetBefore(long instant, @Nullable String keptId) {
        int kept = keptId == null ? -1 : indexOf(keptId);
        int to = 0;
        for (int i = 0; i < size; i++) {
            if (i == kept || numbers[i * STRIDE + AT] >= instant) {
                System.arraycopy(numbers, i * STRIDE, numbers, to * STRIDE, STRIDE);
                flags[to] = flags[i];
                if (texts != null) {
                    texts[to] = texts[i];
                }
                to++;
            }
        }
        if (texts != null) {
            Arrays.fill(texts, to, size, null);
        }
        size = to;
    }

    ScoreRows copy() {
        ScoreRows copy = new ScoreRows();
        copy.size = size;
        copy.numbers = numbers.clone();
        copy.flags = flags.clone();
        copy.texts = texts == null ? null : texts.clone();
        return copy;
    }

    void write(DataOutputView out) throws IOException {
        out.writeInt(size);
        for (int i = 0; i < size; i++) {
            for (int n = 0; n < STRIDE; n++) {
                out.writeLong(numbers[i * STRIDE + n]);
            }
            out.writeByte(flags[i]);
            if (numbers[i * STRIDE] == UuidText.NONE) {
                StateText.writeText(texts == null ? null : texts[i], out);
            }
        }
    }

    static ScoreRows read(DataInputView in) throws IOException {
        ScoreRows rows = new ScoreRows();
        int size = in.readInt();
        rows.numbers = new long[Math.max(size, 2) * STRIDE];
        rows.flags = new byte[Math.max(size, 2)];
        rows.size = size;
        for (int i = 0; i < size; i++) {
            for (int n = 0; n < STRIDE; n++) {
                rows.numbers[i * STRIDE + n] = in.readLong();
            }
            rows.flags[i] = in.readByte();
            if (rows.numbers[i * STRIDE] == UuidText.NONE) {
                @Nullable String[] all =
                        rows.texts == null ? new String[rows.flags.length] : rows.texts;
                all[i] = StateText.readText(in);
                rows.texts = all;
            }
        }
        return rows;
    }

    /** From the newest on: what changes again is almost always the last. */
    private int indexOf(String id) {
        long high = UuidText.high(id);
        if (high == UuidText.NONE) {
            for (int i = size - 1; texts != null && i >= 0; i--) {
                if (id.equals(texts[i])) {
                    return i;
                }
            }
            return -1;
        }
        long low = UuidText.low(id);
        for (int i = size - 1; i >= 0; i--) {
            if (numbers[i * STRIDE + LOW] == low && numbers[i * STRIDE] == high) {
                return i;
            }
        }
        return -1;
    }

    private void grow() {
        int capacity = flags.length * 2;
        numbers = Arrays.copyOf(numbers, capacity * STRIDE);
        flags = Arrays.copyOf(flags, capacity);
        texts = texts == null ? null : Arrays.copyOf(texts, capacity);
    }
}
