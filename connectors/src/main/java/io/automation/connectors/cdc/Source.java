package io.automation.connectors.cdc;

import io.automation.connectors.cdc.JsonCursor.Kind;
import io.automation.model.change.Change;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What an event's {@code source} says: which table, when committed, and at which position. */
final class Source {

    private static final byte[] TABLE = name("table");
    private static final byte[] MICROS = name("ts_us");
    private static final byte[] MILLIS = name("ts_ms");
    private static final byte[] LSN = name("lsn");
    private static final byte[] SEQUENCE = name("sequence");

    @Nullable String table;
    private long lsn = Change.NONE;
    private long sequence = Change.NONE;
    private boolean isLsnUnreadable;
    private boolean hasMicros;
    private boolean hasMillis;
    private long micros;
    private long millis;

    /** Reads the object that the cursor has entered. */
    static Source read(JsonCursor cursor, StringCache names) throws IOException, RejectedException {
        Source source = new Source();
        while (cursor.next()) {
            source.readMember(cursor, names);
        }
        if (source.sequence == Change.NONE || source.lsn == Change.NONE) {
            source.sequence = source.lsn;
        }
        return source;
    }

    private void readMember(JsonCursor cursor, StringCache names)
            throws IOException, RejectedException {
        if (cursor.isNamed(TABLE)) {
            table = null;
            if (cursor.kind() == Kind.TEXT) {
                cursor.loadText();
                table = names.get(cursor.text(), cursor.textFrom(), cursor.textTo());
            }
        } else if (cursor.isNamed(MICROS)) {
            hasMicros = cursor.kind() != Kind.NULL;
            micros = whole(cursor);
        } else if (cursor.isNamed(MILLIS)) {
            hasMillis = cursor.kind() != Kind.NULL;
            millis = whole(cursor);
        } else if (cursor.isNamed(LSN)) {
            long position = whole(cursor);
            lsn = position < 0 ? Change.NONE : position;
            isLsnUnreadable = position == Decimals.NO_NUMBER && cursor.kind() != Kind.NULL;
        } else if (cursor.isNamed(SEQUENCE)) {
            sequence = firstNumber(cursor);
        }
    }

    /** The position, or {@link Change#NONE}; one that cannot be read must not pass for none. */
    long lsn() throws RejectedException {
        if (isLsnUnreadable) {
            throw new RejectedException(
                    RejectReason.BAD_NUMBER,
                    "source.lsn is no whole number of at most " + Long.MAX_VALUE);
        }
        return lsn;
    }

    /** The first number of the event's sequence, else the position, or {@link Change#NONE}. */
    long sequence() {
        return sequence;
    }

    /** Commit time in epoch milliseconds, or {@link Change#NONE}. */
    long commitAt() throws RejectedException {
        if (!hasMicros && !hasMillis) {
            return Change.NONE;
        }
        long value = hasMicros ? micros : millis;
        long at =
                value == Decimals.NO_NUMBER
                        ? Times.INVALID
                        : (hasMicros ? Epoch.MICROS : Epoch.MILLIS).millis(value);
        if (at == Times.INVALID) {
            throw new RejectedException(
                    RejectReason.BAD_INSTANT,
                    (hasMicros ? "source.ts_us" : "source.ts_ms")
                            + " is no whole number in the years 1 to 9999");
        }
        return at;
    }

    private static long whole(JsonCursor cursor) throws IOException, RejectedException {
        if (cursor.kind() != Kind.NUMBER && cursor.kind() != Kind.TEXT) {
            return Decimals.NO_NUMBER;
        }
        cursor.loadText();
        return Decimals.whole(cursor.text(), cursor.textFrom(), cursor.textTo());
    }

    /** The first of a list's numbers, 0 for null; {@link Change#NONE} where there is none. */
    private static long firstNumber(JsonCursor cursor) throws IOException, RejectedException {
        if (cursor.kind() != Kind.TEXT) {
            return Change.NONE;
        }
        cursor.loadText();
        return Sequences.firstNumber(cursor.text(), cursor.textFrom(), cursor.textTo());
    }

    private static byte[] name(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }
}
