package io.automation.connectors.cdc;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the schema beside a payload says of a row's columns, by Debezium's and Connect's names. */
final class RowSchema {

    /** How a column's value is encoded. */
    enum Form {
        /** Base64 of the unscaled value; the schema names the scale. */
        DECIMAL,
        /** An object of scale and base64. */
        VARIABLE_SCALE_DECIMAL,
        /** A whole number since 1970. */
        TIME
    }

    /**
     * One column's encoding.
     *
     * @param scale of a decimal; null where the schema does not tell it
     */
    record Field(Form form, @Nullable Integer scale, Epoch epoch) {}

    private final Map<String, Field> fields = new HashMap<>();

    /** Reads the columns of {@code after}, those of {@code before} where only that is described. */
    static RowSchema of(JsonNode envelope) {
        RowSchema schema = new RowSchema();
        schema.add(member(envelope, "before"));
        schema.add(member(envelope, "after"));
        return schema;
    }

    /** The column's encoding, or null where its value speaks for itself. */
    @Nullable Field field(String column) {
        return fields.get(column);
    }

    private void add(JsonNode struct) {
        for (JsonNode column : struct.path("fields")) {
            Field field = field(column);
            if (field != null) {
                fields.put(column.path("field").asText(), field);
            }
        }
    }

    private static JsonNode member(JsonNode struct, String name) {
        for (JsonNode field : struct.path("fields")) {
            if (field.path("field").asText().equals(name)) {
                return field;
            }
        }
        return struct.path(name);
    }

    private static @Nullable Field field(JsonNode column) {
        return switch (column.path("name").asText()) {
            case "org.apache.kafka.connect.data.Decimal" ->
                    new Field(Form.DECIMAL, scale(column.at("/parameters/scale")), Epoch.NONE);
            case "io.debezium.data.VariableScaleDecimal" ->
                    new Field(Form.VARIABLE_SCALE_DECIMAL, null, Epoch.NONE);
            case "io.debezium.time.Date", "org.apache.kafka.connect.data.Date" -> time(Epoch.DAYS);
            case "io.debezium.time.Timestamp", "org.apache.kafka.connect.data.Timestamp" ->
                    time(Epoch.MILLIS);
            case "io.debezium.time.MicroTimestamp" -> time(Epoch.MICROS);
            case "io.debezium.time.NanoTimestamp" -> time(Epoch.NANOS);
            default -> null;
        };
    }

    private static Field time(Epoch epoch) {
        return new Field(Form.TIME, null, epoch);
    }

    private static @Nullable Integer scale(JsonNode scale) {
        byte[] text = scale.asText().getBytes(StandardCharsets.US_ASCII);
        long value = Decimals.whole(text, 0, text.length);
        return value < Short.MIN_VALUE || value > Short.MAX_VALUE ? null : (int) value;
    }
}
