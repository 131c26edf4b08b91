package io.automation.connectors.cdc;

import org.jspecify.annotations.Nullable;

/** One image of a row while it is read. */
final class Row {

    final @Nullable String[] values;
    long present;
    @Nullable String id;

    /** The place behind the bytes that tell whose row it is, or -1 where that is not known. */
    int keysEnd = -1;

    /** The first value that cannot be read, if there is one. */
    @Nullable RejectedException problem;

    Row(int width) {
        values = new String[width];
    }

    void set(int place, @Nullable String value) {
        values[place] = value;
        present |= 1L << place;
    }

    /** A column that did not come, or came as unchanged. */
    void clear(int place) {
        values[place] = null;
        present &= ~(1L << place);
    }

    /** The value, or an empty text for null. */
    String get(int place) {
        String value = values[place];
        return value == null ? "" : value;
    }

    void reject(RejectedException rejected) {
        if (problem == null) {
            problem = rejected;
        }
    }
}
