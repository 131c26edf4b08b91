package io.automation.connectors.cdc;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the columns that a table's projection names. */
final class RowReader {

    private final ValueReader values;

    RowReader(ValueReader values) {
        this.values = values;
    }

    /**
     * Reads the object that the cursor has entered.
     *
     * @param isWhole whether all columns are wanted, and not only those that tell whose row it is
     */
    Row read(JsonCursor cursor, Projection projection, boolean isWhole, @Nullable RowSchema schema)
            throws IOException {
        Row row = new Row(projection.width());
        int keys = 0;
        while (cursor.next()) {
            int place = projection.place(cursor.bytes(), cursor.nameFrom(), cursor.nameTo());
            boolean isKey = projection.isKey(place);
            if (isKey && ++keys == projection.keys()) {
                row.keysEnd = cursor.to();
            }
            if (place != Projection.UNREAD && (isWhole || isKey)) {
                try {
                    read(cursor, projection, place, row, schema);
                } catch (RejectedException e) {
                    row.reject(e);
                }
            }
        }
        return row;
    }

    private void read(
            JsonCursor cursor,
            Projection projection,
            int place,
            Row row,
            @Nullable RowSchema schema)
            throws IOException, RejectedException {
        if (place == Projection.ID) {
            row.id = values.id(cursor);
        } else if (ValueReader.isUnavailable(cursor)) {
            row.clear(place);
        } else {
            row.set(place, values.read(cursor, projection, place, schema));
        }
    }
}
