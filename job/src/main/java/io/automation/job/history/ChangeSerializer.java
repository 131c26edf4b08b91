package io.automation.job.history;

import io.automation.model.change.Change;
import io.automation.model.change.Operation;
import io.automation.model.change.Table;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Writes changes as short as they allow, since a replay writes, sorts, spills and reads each of
 * them: no field names, no nulls, the account's id once. Each is put together in a buffer and goes
 * as one piece, whose length comes first, so that it is moved without being read. Nothing is kept
 * that way from one job to another.
 */
final class ChangeSerializer extends TypeSerializer<Change> {

    private static final long serialVersionUID = 1L;

    private static final Table[] TABLES = Table.values();
    private static final Operation[] OPERATIONS = Operation.values();

    /** In place of a text's length, which is two more than it is. */
    private static final int WIDE = 0;

    private static final int ACCOUNT_ID = 1;
    private static final int LENGTH = 2;

    private static final int ROW_IS_NULL = 255;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private transient byte[] buffer = new byte[1024];
    private transient int at;

    @Override
    public boolean isImmutableType() {
        return true;
    }

    /** One for each thread, for the buffer. */
    @Override
    public TypeSerializer<Change> duplicate() {
        return new ChangeSerializer();
    }

    @Override
    public @Nullable Change createInstance() {
        return null;
    }

    @Override
    public Change copy(Change from) {
        return from;
    }

    @Override
    public Change copy(Change from, Change reuse) {
        return from;
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public void serialize(Change change, DataOutputView out) throws IOException {
        at = 0;
        putByte(change.table().ordinal());
        putByte(change.operation().ordinal());
        putLong(change.at());
        putLong(change.commitAt());
        putLong(change.businessAt());
        putLong(change.lsn());
        putLong(change.sequence());
        putText(change.folder());
        putText(change.accountId());
        putText(change.rowId());
        putRow(change.present(), change.after(), change.accountId());
        putRow(change.presentBefore(), change.before(), change.accountId());
        String tie = change.tie();
        putByte(tie == null ? 0 : 1);
        if (tie != null) {
            putText(tie);
        }
        out.writeInt(at);
        out.write(buffer, 0, at);
    }

    @Override
    public Change deserialize(DataInputView in) throws IOException {
        int length = in.readInt();
        ensure(length);
        in.readFully(buffer, 0, length);
        at = 0;
        Table table = TABLES[takeByte()];
        Operation operation = OPERATIONS[takeByte()];
        long time = takeLong();
        long commitAt = takeLong();
        long businessAt = takeLong();
        long lsn = takeLong();
        long sequence = takeLong();
        String folder = takeText("");
        String accountId = takeText("");
        String rowId = takeText("");
        long present = takeLong();
        @Nullable String[] after = takeRow(accountId);
        long presentBefore = takeLong();
        @Nullable String[] before = takeRow(accountId);
        String tie = takeByte() == 0 ? null : takeText("");
        return new Change(
                folder,
                table,
                operation,
                accountId,
                rowId,
                time,
                commitAt,
                businessAt,
                lsn,
                sequence,
                present,
                after,
                presentBefore,
                before,
                tie);
    }

    @Override
    public Change deserialize(Change reuse, DataInputView in) throws IOException {
        return deserialize(in);
    }

    @Override
    public void copy(DataInputView in, DataOutputView out) throws IOException {
        int length = in.readInt();
        ensure(length);
        in.readFully(buffer, 0, length);
        out.writeInt(length);
        out.write(buffer, 0, length);
    }

    @Override
    public TypeSerializerSnapshot<Change> snapshotConfiguration() {
        return new Snapshot();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ChangeSerializer;
    }

    @Override
    public int hashCode() {
        return ChangeSerializer.class.hashCode();
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        buffer = new byte[1024];
    }

    private void putRow(long present, @Nullable String @Nullable [] row, String accountId) {
        putLong(present);
        if (row == null) {
            putByte(ROW_IS_NULL);
            return;
        }
        putByte(row.length);
        long filled = 0;
        for (int i = 0; i < row.length; i++) {
            filled |= row[i] == null ? 0 : 1L << i;
        }
        putLong(filled);
        for (String value : row) {
            if (value != null && value.equals(accountId)) {
                putByte(ACCOUNT_ID);
            } else if (value != null) {
                putText(value);
            }
        }
    }

    @SuppressWarnings("NullAway") // It does not see that the array may be null.
    private @Nullable String[] takeRow(String accountId) {
        int length = takeByte();
        if (length == ROW_IS_NULL) {
            return null;
        }
        long filled = takeLong();
        if (length == 0) {
            return Change.NO_VALUES;
        }
        @Nullable String[] row = new @Nullable String[length];
        for (int i = 0; i < length; i++) {
            if (((filled >>> i) & 1) == 1) {
                row[i] = takeText(accountId);
            }
        }
        return row;
    }

    /** A byte a character, as nearly every text allows, else two. */
    private void putText(String text) {
        int length = text.length();
        int start = at;
        putNumber(length + LENGTH);
        ensure(at + length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c > 0xFF) {
                at = start;
                putWide(text);
                return;
            }
            buffer[at + i] = (byte) c;
        }
        at += length;
    }

    private void putWide(String text) {
        putByte(WIDE);
        putNumber(text.length());
        for (int i = 0; i < text.length(); i++) {
            putByte(text.charAt(i) >>> 8);
            putByte(text.charAt(i));
        }
    }

    private String takeText(String accountId) {
        int length = takeNumber();
        if (length == ACCOUNT_ID) {
            return accountId;
        }
        if (length == WIDE) {
            char[] text = new char[takeNumber()];
            for (int i = 0; i < text.length; i++) {
                text[i] = (char) (takeByte() << 8 | takeByte());
            }
            return new String(text);
        }
        int from = at;
        at += length - LENGTH;
        return new String(buffer, from, length - LENGTH, StandardCharsets.ISO_8859_1);
    }

    private void putByte(int value) {
        ensure(at + 1);
        buffer[at++] = (byte) value;
    }

    private int takeByte() {
        return buffer[at++] & 0xFF;
    }

    private void putLong(long value) {
        ensure(at + Long.BYTES);
        LONG.set(buffer, at, value);
        at += Long.BYTES;
    }

    private long takeLong() {
        long value = (long) LONG.get(buffer, at);
        at += Long.BYTES;
        return value;
    }

    /** Seven bits a byte. */
    private void putNumber(int number) {
        int rest = number;
        while (rest >= 0x80) {
            putByte(rest | 0x80);
            rest >>>= 7;
        }
        putByte(rest);
    }

    private int takeNumber() {
        int number = 0;
        int shift = 0;
        int part = takeByte();
        while (part >= 0x80) {
            number |= (part & 0x7F) << shift;
            shift += 7;
            part = takeByte();
        }
        return number | part << shift;
    }

    private void ensure(int size) {
        if (size > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(size, buffer.length * 2));
        }
    }

    /** Says what Flink asks of a serializer, though none of this is kept. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Change> {
        public Snapshot() {
            super(ChangeSerializer::new);
        }
    }
}
