package io.automation.embedded.demo;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows as JSON objects, one a line, for programs. */
final class ResultJson {

    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .build();

    private ResultJson() {}

    /**
     * A line a row: numbers, booleans and JSON columns as such, times in UTC, the rest as text. A
     * second column of one name is {@code name_2}.
     */
    static List<String> lines(ResultSet result) throws SQLException {
        ResultSetMetaData columns = result.getMetaData();
        List<String> lines = new ArrayList<>();
        while (result.next()) {
            ObjectNode row = JSON.createObjectNode();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                row.set(freeName(row, columns.getColumnLabel(i)), value(result, columns, i));
            }
            lines.add(line(row));
        }
        return lines;
    }

    /** What a statement without rows did. */
    static String changed(int rows) {
        return line(JSON.createObjectNode().put("rows_changed", rows));
    }

    private static String line(ObjectNode row) {
        try {
            return JSON.writeValueAsString(row);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String freeName(ObjectNode row, String label) {
        String name = label;
        for (int i = 2; row.has(name); i++) {
            name = label + "_" + i;
        }
        return name;
    }

    private static @Nullable JsonNode value(ResultSet result, ResultSetMetaData columns, int i)
            throws SQLException {
        String text = result.getString(i);
        if (text == null) {
            return null;
        }
        int type = columns.getColumnType(i);
        if (ResultTable.isNumber(type)) {
            return number(text);
        }
        return switch (columns.getColumnTypeName(i)) {
            case "bool" -> JSON.getNodeFactory().booleanNode(result.getBoolean(i));
            case "json", "jsonb" -> json(text);
            case "timestamptz" -> text(instant(result, i, text));
            default -> text(text);
        };
    }

    /** PostgreSQL's numbers may be none, NaN for one. */
    private static JsonNode number(String text) {
        try {
            return DecimalNode.valueOf(new BigDecimal(text));
        } catch (NumberFormatException none) {
            return text(text);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException unreadable) {
            return text(text);
        }
    }

    /** In UTC, but for what is no instant of Java's: infinity. */
    private static String instant(ResultSet result, int i, String text) throws SQLException {
        try {
            OffsetDateTime at = result.getObject(i, OffsetDateTime.class);
            return text.contains("infinity") ? text : at.toInstant().toString();
        } catch (DateTimeException outside) {
            return text;
        }
    }

    private static JsonNode text(String text) {
        return JSON.getNodeFactory().textNode(text);
    }
}
