package io.automation.udfs.trigger;

import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A growing row of exact decimals, most of them as a long and a scale: an account's scores take a
 * quarter of the memory that objects would, and leave the garbage collector alone.
 */
final class PackedDecimals {

    private static final byte ABSENT = Byte.MIN_VALUE;
    private static final byte LARGE = Byte.MAX_VALUE;

    /** So many digits always fit a long. */
    private static final int MOST_DIGITS = 18;

    private long[] unscaled;
    private byte[] scales;
    private @Nullable BigDecimal @Nullable [] large;

    PackedDecimals(int capacity) {
        unscaled = new long[capacity];
        scales = new byte[capacity];
    }

    private PackedDecimals(
            long[] unscaled, byte[] scales, @Nullable BigDecimal @Nullable [] large) {
        this.unscaled = unscaled;
        this.scales = scales;
        this.large = large;
    }

    boolean isAbsent(int i) {
        return scales[i] == ABSENT;
    }

    @Nullable BigDecimal get(int i) {
        byte scale = scales[i];
        if (scale == ABSENT) {
            return null;
        }
        return scale == LARGE && large != null ? large[i] : BigDecimal.valueOf(unscaled[i], scale);
    }

    void set(int i, @Nullable BigDecimal value) {
        if (large != null) {
            large[i] = null;
        }
        if (value == null) {
            scales[i] = ABSENT;
            return;
        }
        if (value.precision() <= MOST_DIGITS && value.scale() > ABSENT && value.scale() < LARGE) {
            unscaled[i] = value.unscaledValue().longValue();
            scales[i] = (byte) value.scale();
            return;
        }
        @Nullable BigDecimal[] objects = large == null ? new BigDecimal[scales.length] : large;
        objects[i] = value;
        large = objects;
        scales[i] = LARGE;
    }

    /** Makes room by moving what stands from one place on to another. */
    void move(int from, int to, int count) {
        System.arraycopy(unscaled, from, unscaled, to, count);
        System.arraycopy(scales, from, scales, to, count);
        if (large != null) {
            System.arraycopy(large, from, large, to, count);
        }
    }

    void grow(int capacity) {
        unscaled = Arrays.copyOf(unscaled, capacity);
        scales = Arrays.copyOf(scales, capacity);
        if (large != null) {
            large = Arrays.copyOf(large, capacity);
        }
    }

    PackedDecimals copy() {
        return new PackedDecimals(
                unscaled.clone(), scales.clone(), large == null ? null : large.clone());
    }
}
