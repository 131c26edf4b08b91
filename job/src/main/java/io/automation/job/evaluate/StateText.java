package io.automation.job.evaluate;

import io.automation.model.change.RowVersion;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;
import org.jspecify.annotations.Nullable;

/** How the hand-written serializers of this package write the values they share. */
final class StateText {

    private static final byte ABSENT = 0;
    private static final byte SMALL = 1;
    private static final byte LARGE = 2;

    private StateText() {}

    static void writeText(@Nullable String text, DataOutputView out) throws IOException {
        StringValue.writeString(text, out);
    }

    static @Nullable String readText(DataInputView in) throws IOException {
        return StringValue.readString(in);
    }

    static String readPresentText(DataInputView in) throws IOException {
        String text = StringValue.readString(in);
        if (text == null) {
            throw new IOException("state is damaged: a text is missing");
        }
        return text;
    }

    static void writeDecimal(@Nullable BigDecimal value, DataOutputView out) throws IOException {
        if (value == null) {
            out.writeByte(ABSENT);
            return;
        }
        BigInteger unscaled = value.unscaledValue();
        if (unscaled.bitLength() < Long.SIZE) {
            out.writeByte(SMALL);
            out.writeLong(unscaled.longValue());
        } else {
            byte[] digits = unscaled.toString().getBytes(StandardCharsets.US_ASCII);
            out.writeByte(LARGE);
            out.writeInt(digits.length);
            out.write(digits);
        }
        out.writeInt(value.scale());
    }

    static @Nullable BigDecimal readDecimal(DataInputView in) throws IOException {
        byte form = in.readByte();
        if (form == ABSENT) {
            return null;
        }
        BigInteger unscaled;
        if (form == SMALL) {
            unscaled = BigInteger.valueOf(in.readLong());
        } else {
            byte[] digits = new byte[in.readInt()];
            in.readFully(digits);
            unscaled = new BigInteger(new String(digits, StandardCharsets.US_ASCII));
        }
        return new BigDecimal(unscaled, in.readInt());
    }

    static void writeRow(RowVersion row, DataOutputView out) throws IOException {
        out.writeLong(row.lsn());
        out.writeLong(row.at());
        out.writeInt(row.operations());
        out.writeLong(row.images());
        out.writeBoolean(row.deleted());
        writeValues(row.values(), out);
    }

    static RowVersion readRow(DataInputView in) throws IOException {
        return new RowVersion(
                in.readLong(),
                in.readLong(),
                in.readInt(),
                in.readLong(),
                in.readBoolean(),
                readValues(in));
    }

    static void writeValues(@Nullable String[] values, DataOutputView out) throws IOException {
        out.writeShort(values.length);
        for (String value : values) {
            writeText(value, out);
        }
    }

    static @Nullable String[] readValues(DataInputView in) throws IOException {
        @Nullable String[] values = new String[in.readUnsignedShort()];
        for (int i = 0; i < values.length; i++) {
            values[i] = readText(in);
        }
        return values;
    }
}
