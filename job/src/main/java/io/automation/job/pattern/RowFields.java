package io.automation.job.pattern;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automation.model.change.Column;
import io.automation.model.change.Table;
import io.automation.udfs.condition.Variables;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a pattern's fact: the columns of its row, now and before, and its id. */
final class RowFields implements Variables {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final String PREVIOUS = "previous_";

    /** A longer number stays a text: written out it could fill the memory. */
    private static final int MOST_DIGITS = 60;

    private final Table table;
    private final String rowId;
    private final @Nullable String[] row;
    private final @Nullable String @Nullable [] previous;

    RowFields(
            Table table,
            String rowId,
            @Nullable String[] row,
            @Nullable String @Nullable [] previous) {
        this.table = table;
        this.rowId = rowId;
        this.row = row;
        this.previous = previous;
    }

    @Override
    public @Nullable Object value(String path) {
        if (!path.startsWith(PREVIOUS)) {
            return value(path, row);
        }
        return previous == null ? null : value(path.substring(PREVIOUS.length()), previous);
    }

    private @Nullable Object value(String path, @Nullable String[] values) {
        int dot = path.indexOf('.');
        String name = dot < 0 ? path : path.substring(0, dot);
        if (isId(name)) {
            return rowId;
        }
        List<Column> columns = table.columns();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(name)) {
                String text = at(values, i);
                return text == null
                        ? null
                        : typed(columns.get(i), text, dot < 0 ? "" : path.substring(dot + 1));
            }
        }
        return null;
    }

    private boolean isId(String name) {
        return switch (name) {
            case "id" -> true;
            case "engagement_id" -> table == Table.ENGAGEMENTS;
            case "goal_id" -> table == Table.GOALS;
            default -> false;
        };
    }

    private static @Nullable Object typed(Column column, String text, String path) {
        return switch (column.type()) {
            case TEXT, ID -> text;
            case NUMBER -> new BigDecimal(text);
            case INSTANT -> Instant.ofEpochMilli(Long.parseLong(text));
            case DATE -> LocalDate.parse(text);
            case BOOLEAN -> Boolean.valueOf(text);
            case JSON -> within(text, path);
        };
    }

    private static @Nullable Object within(String json, String path) {
        try {
            JsonNode node = JSON.readTree(json);
            if (!path.isEmpty()) {
                for (String name : path.split("\\.", -1)) {
                    node = node.isObject() ? node.path(name) : node.path("");
                }
            }
            return plain(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the decoder lets no broken JSON through", e);
        }
    }

    private static @Nullable Object plain(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                node.properties()
                        .forEach(field -> map.put(field.getKey(), plain(field.getValue())));
                yield map;
            }
            case ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>(node.size());
                node.forEach(element -> list.add(plain(element)));
                yield list;
            }
            case NUMBER -> number(node.decimalValue());
            case BOOLEAN -> node.booleanValue();
            case STRING -> node.textValue();
            default -> null;
        };
    }

    private static Object number(BigDecimal number) {
        boolean writable =
                number.precision() <= MOST_DIGITS && Math.abs((long) number.scale()) <= MOST_DIGITS;
        return writable ? number : number.toString();
    }

    /** The value at a place of a row that may be shorter than its table. */
    static @Nullable String at(@Nullable String[] values, int index) {
        return index < values.length ? values[index] : null;
    }
}
