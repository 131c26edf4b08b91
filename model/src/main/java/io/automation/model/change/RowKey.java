package io.automation.model.change;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A row's id, as two numbers where it is a UUID in canonical lower-case text: kept in a quarter of
 * the room, and compared without a walk to the text.
 *
 * @param high the high half, or {@link #NONE}; the nil UUID is kept as text
 * @param low the low half; of a text its hash
 * @param text the id where it is no UUID, else null
 */
public record RowKey(long high, long low, @Nullable String text) {

    public static final long NONE = 0;

    private static final int LENGTH = 36;

    public static RowKey of(String id) {
        long high = isUuid(id) ? high(id) : NONE;
        return high == NONE ? new RowKey(NONE, id.hashCode(), id) : new RowKey(high, low(id), null);
    }

    public void write(DataOutput out) throws IOException {
        out.writeLong(high);
        out.writeLong(low);
        if (text != null) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    public static RowKey read(DataInput in) throws IOException {
        long high = in.readLong();
        long low = in.readLong();
        if (high != NONE) {
            return new RowKey(high, low, null);
        }
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return new RowKey(high, low, new String(bytes, StandardCharsets.UTF_8));
    }

    private static boolean isUuid(String id) {
        return id.length() == LENGTH
                && id.charAt(8) == '-'
                && id.charAt(13) == '-'
                && id.charAt(18) == '-'
                && id.charAt(23) == '-'
                && isHex(id, 0, 8)
                && isHex(id, 9, 13)
                && isHex(id, 14, 18)
                && isHex(id, 19, 23)
                && isHex(id, 24, 36);
    }

    private static long high(String id) {
        return (hex(id, 0, 8) << 32) | (hex(id, 9, 13) << 16) | hex(id, 14, 18);
    }

    private static long low(String id) {
        return (hex(id, 19, 23) << 48) | hex(id, 24, 36);
    }

    private static boolean isHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }

    private static long hex(String text, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            value = (value << 4) | (c <= '9' ? c - '0' : c - 'a' + 10);
        }
        return value;
    }
}
