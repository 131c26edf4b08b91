package io.automation.connectors.cdc;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.automation.connectors.cdc.JsonCursor.Kind;
import io.automation.model.change.Column;
import io.automation.model.change.Table;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes one column's JSON value in the flat text form of a change. */
final class ValueReader {

    private static final byte[] UNAVAILABLE =
            "__debezium_unavailable_value".getBytes(StandardCharsets.US_ASCII);
    private static final int SHOWN = 60;

    private final TimePrecision timePrecision;
    private final JsonTexts jsonTexts;
    private final JsonCache jsonCache = new JsonCache();
    private final StringCache strings;

    ValueReader(TimePrecision timePrecision, JsonTexts jsonTexts, StringCache strings) {
        this.timePrecision = timePrecision;
        this.jsonTexts = jsonTexts;
        this.strings = strings;
    }

    /** Whether the capture says that the value is unchanged and was not read. */
    static boolean isUnavailable(JsonCursor cursor) {
        return cursor.isText(UNAVAILABLE);
    }

    /** The primary key as text, or null where it is none. */
    @Nullable String id(JsonCursor cursor) throws IOException, RejectedException {
        if (cursor.kind() != Kind.TEXT && cursor.kind() != Kind.NUMBER) {
            return null;
        }
        cursor.loadText();
        return cursor.textFrom() == cursor.textTo() ? null : lowerCase(cursor.string());
    }

    /** The column's value; null where it is null. */
    @Nullable String read(
            JsonCursor cursor, Projection projection, int place, @Nullable RowSchema schema)
            throws IOException, RejectedException {
        if (cursor.kind() == Kind.NULL) {
            return null;
        }
        Column column = projection.column(place);
        Table table = projection.table();
        RowSchema.Field field = schema == null ? null : schema.field(column.name());
        return switch (column.type()) {
            case TEXT -> text(cursor, projection, place);
            case ID -> lowerCase(text(cursor, projection, place));
            case NUMBER -> number(cursor, table, column, field);
            case INSTANT -> instant(cursor, table, column, field);
            case DATE -> date(cursor, table, column, field);
            case BOOLEAN -> bool(cursor, table, column);
            case JSON -> json(cursor, table, column);
        };
    }

    private String text(JsonCursor cursor, Projection projection, int place)
            throws IOException, RejectedException {
        if (cursor.kind() == Kind.OBJECT || cursor.kind() == Kind.LIST) {
            throw rejected(
                    RejectReason.BAD_TEXT,
                    cursor,
                    projection.table(),
                    projection.column(place),
                    "no text");
        }
        cursor.loadText();
        return projection.isRepetitive(place)
                ? strings.get(cursor.text(), cursor.textFrom(), cursor.textTo())
                : cursor.string();
    }

    private static String number(
            JsonCursor cursor, Table table, Column column, RowSchema.@Nullable Field field)
            throws IOException, RejectedException {
        Kind kind = cursor.kind();
        String number = null;
        if (field != null && field.form() != RowSchema.Form.TIME && kind != Kind.NUMBER) {
            number = decimal(cursor, field);
        } else if (kind == Kind.NUMBER || kind == Kind.TEXT) {
            cursor.loadText();
            number = Decimals.plain(cursor.text(), cursor.textFrom(), cursor.textTo());
        }
        if (number == null) {
            throw rejected(
                    RejectReason.BAD_NUMBER,
                    cursor,
                    table,
                    column,
                    "no number of at most 38 digits and an exponent within 20");
        }
        return number;
    }

    /** A decimal whose digits are base64, or null where it is none. */
    private static @Nullable String decimal(JsonCursor cursor, RowSchema.Field field)
            throws IOException, RejectedException {
        if (field.form() == RowSchema.Form.DECIMAL && cursor.kind() == Kind.TEXT) {
            cursor.loadText();
            Integer scale = field.scale();
            BigInteger unscaled = unscaled(cursor.string());
            return scale == null || unscaled == null ? null : Decimals.plain(unscaled, scale);
        }
        if (field.form() == RowSchema.Form.VARIABLE_SCALE_DECIMAL && cursor.kind() == Kind.OBJECT) {
            try (JsonParser parser = cursor.parser()) {
                return variableScale(parser);
            }
        }
        return null;
    }

    private static @Nullable String variableScale(JsonParser parser) throws IOException {
        long scale = Decimals.NO_NUMBER;
        BigInteger unscaled = null;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            if (name.equals("scale") && token == JsonToken.VALUE_NUMBER_INT) {
                byte[] text = parser.getText().getBytes(StandardCharsets.US_ASCII);
                scale = Decimals.whole(text, 0, text.length);
            } else if (name.equals("value") && token == JsonToken.VALUE_STRING) {
                unscaled = unscaled(parser.getText());
            } else {
                parser.skipChildren();
            }
        }
        return unscaled == null || scale < Short.MIN_VALUE || scale > Short.MAX_VALUE
                ? null
                : Decimals.plain(unscaled, (int) scale);
    }

    private static @Nullable BigInteger unscaled(String base64) {
        if (base64.length() > Decimals.MAX_DIGITS) {
            return null;
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return bytes.length == 0 ? null : new BigInteger(bytes);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private String instant(
            JsonCursor cursor, Table table, Column column, RowSchema.@Nullable Field field)
            throws IOException, RejectedException {
        long millis = Times.INVALID;
        if (cursor.kind() == Kind.TEXT) {
            cursor.loadText();
            millis = Times.instant(cursor.text(), cursor.textFrom(), cursor.textTo());
        } else if (cursor.kind() == Kind.NUMBER) {
            millis = epochMillis(cursor, field, timePrecision.instants());
        }
        if (millis == Times.INVALID) {
            throw rejected(
                    RejectReason.BAD_INSTANT,
                    cursor,
                    table,
                    column,
                    "no instant of the years 1 to 9999");
        }
        return Long.toString(millis);
    }

    private String date(
            JsonCursor cursor, Table table, Column column, RowSchema.@Nullable Field field)
            throws IOException, RejectedException {
        if (cursor.kind() == Kind.TEXT) {
            cursor.loadText();
            byte[] text = cursor.text();
            int from = cursor.textFrom();
            if (Times.date(text, from, cursor.textTo()) != Times.INVALID) {
                return new String(text, from, Times.DATE_LENGTH, StandardCharsets.US_ASCII);
            }
        } else if (cursor.kind() == Kind.NUMBER) {
            long millis = epochMillis(cursor, field, timePrecision.dates());
            if (millis != Times.INVALID) {
                return LocalDate.ofEpochDay(Math.floorDiv(millis, Times.DAY)).toString();
            }
        }
        throw rejected(
                RejectReason.BAD_DATE, cursor, table, column, "no date of the years 1 to 9999");
    }

    private static long epochMillis(
            JsonCursor cursor, RowSchema.@Nullable Field field, Epoch otherwise)
            throws IOException, RejectedException {
        cursor.loadText();
        long value = Decimals.whole(cursor.text(), cursor.textFrom(), cursor.textTo());
        Epoch epoch =
                field != null && field.form() == RowSchema.Form.TIME ? field.epoch() : otherwise;
        return value == Decimals.NO_NUMBER ? Times.INVALID : epoch.millis(value);
    }

    private static String bool(JsonCursor cursor, Table table, Column column)
            throws IOException, RejectedException {
        switch (cursor.kind()) {
            case TRUE -> {
                return "true";
            }
            case FALSE -> {
                return "false";
            }
            case TEXT -> {
                cursor.loadText();
                String text = cursor.string();
                if (text.equals("t") || text.equals("true")) {
                    return "true";
                }
                if (text.equals("f") || text.equals("false")) {
                    return "false";
                }
            }
            default -> {}
        }
        throw rejected(RejectReason.BAD_BOOLEAN, cursor, table, column, "no boolean");
    }

    private String json(JsonCursor cursor, Table table, Column column)
            throws IOException, RejectedException {
        String json = jsonCache.get(cursor.bytes(), cursor.from(), cursor.to());
        if (json != null) {
            return json;
        }
        if (cursor.kind() == Kind.TEXT) {
            cursor.loadText();
            json = jsonTexts.compact(cursor.text(), cursor.textFrom(), cursor.textTo());
            if (json == null && table == Table.AUTOMATION_WORKFLOWS) {
                // A workflow is refused as a whole, with every problem, by those who parse it.
                return cursor.string();
            }
            if (json == null) {
                throw rejected(RejectReason.BAD_JSON, cursor, table, column, "no JSON text");
            }
        } else {
            json = jsonTexts.compactValue(cursor.bytes(), cursor.from(), cursor.to());
        }
        if (Utf8.hasLoneSurrogate(json)) {
            throw new RejectedException(
                    RejectReason.NOT_UTF8, place(table, column) + " holds half a surrogate pair");
        }
        jsonCache.put(cursor.bytes(), cursor.from(), cursor.to(), json);
        return json;
    }

    private static String lowerCase(String id) {
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if ((c >= 'A' && c <= 'Z') || c >= 0x80) {
                return id.toLowerCase(Locale.ROOT);
            }
        }
        return id;
    }

    private static RejectedException rejected(
            RejectReason reason, JsonCursor cursor, Table table, Column column, String problem)
            throws IOException, RejectedException {
        String found =
                switch (cursor.kind()) {
                    case OBJECT -> "an object";
                    case LIST -> "a list";
                    default -> {
                        cursor.loadText();
                        yield shown(cursor.string());
                    }
                };
        return new RejectedException(
                reason, place(table, column) + " is " + problem + ": " + found);
    }

    /** A text short enough for a message. */
    static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }

    private static String place(Table table, Column column) {
        return table.tableName() + '.' + column.name();
    }
}
