package io.automation.udfs.condition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.automation.model.change.Instants;
import io.automation.model.workflow.Numbers;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of variables: what number, instant and text each of them is. */
public final class Values {

    private Values() {}

    /**
     * A JSON value as a variable's value; a null within a list or an object stays one.
     *
     * @throws IllegalArgumentException for a null
     */
    public static Object of(JsonNode value) {
        Object plain = plain(value);
        if (plain == null) {
            throw new IllegalArgumentException("a null value is refused with its definition");
        }
        return plain;
    }

    private static @Nullable Object plain(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> value.textValue();
            case NUMBER -> value.decimalValue();
            case BOOLEAN -> value.booleanValue();
            case ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>(value.size());
                value.forEach(member -> list.add(plain(member)));
                yield Collections.unmodifiableList(list);
            }
            case OBJECT -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                value.properties()
                        .forEach(entry -> map.put(entry.getKey(), plain(entry.getValue())));
                yield Collections.unmodifiableMap(map);
            }
            case NULL, MISSING, BINARY, POJO -> null;
        };
    }

    /** How two numbers or two instants compare; null for anything else. */
    static @Nullable Integer compare(Object left, Object right) {
        BigDecimal number = number(left);
        BigDecimal otherNumber = number == null ? null : number(right);
        if (number != null && otherNumber != null) {
            return number.compareTo(otherNumber);
        }
        Long instant = instant(left);
        Long otherInstant = instant == null ? null : instant(right);
        if (instant != null && otherInstant != null) {
            return Long.compare(instant, otherInstant);
        }
        return null;
    }

    /** The number a value is, be it as text; null if it is none. */
    static @Nullable BigDecimal number(Object value) {
        if (value instanceof BigDecimal number) {
            return number;
        }
        return value instanceof String text ? Numbers.of(text) : null;
    }

    /** Epoch milliseconds of the instant a value is, be it as text; null if it is none. */
    private static @Nullable Long instant(Object value) {
        if (value instanceof Instant instant) {
            return instant.toEpochMilli();
        }
        if (value instanceof LocalDate date) {
            return date.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        }
        return value instanceof String text ? InstantText.millis(text) : null;
    }

    /** Whether parts of it can be looked for. */
    static boolean isText(Object value) {
        return value instanceof String || value instanceof Instant || value instanceof LocalDate;
    }

    /** A value as text: lists and objects as compact JSON, an instant as ISO milliseconds. */
    static String text(Object value) {
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof Instant instant) {
            return Instants.text(instant.toEpochMilli());
        }
        if (value instanceof LocalDate date) {
            return date.toString();
        }
        StringBuilder json = new StringBuilder();
        write(value, json);
        return json.toString();
    }

    private static void write(@Nullable Object value, StringBuilder json) {
        if (value instanceof List<?> list) {
            json.append('[');
            String comma = "";
            for (Object member : list) {
                json.append(comma);
                write(member, json);
                comma = ",";
            }
            json.append(']');
        } else if (value instanceof Map<?, ?> map) {
            json.append('{');
            String comma = "";
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.append(comma).append(quoted(String.valueOf(entry.getKey()))).append(':');
                write(entry.getValue(), json);
                comma = ",";
            }
            json.append('}');
        } else if (value instanceof BigDecimal number) {
            json.append(Numbers.text(number));
        } else if (value == null || value instanceof Boolean) {
            json.append(value);
        } else {
            json.append(quoted(text(value)));
        }
    }

    private static String quoted(String text) {
        return JsonNodeFactory.instance.textNode(text).toString();
    }
}
