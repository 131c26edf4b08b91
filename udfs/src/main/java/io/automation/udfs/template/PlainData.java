package io.automation.udfs.template;

import io.automation.model.change.Instants;
import io.automation.udfs.template.TemplateProblem.Code;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values a template may see: copies that are nothing but maps, lists, texts and numbers. */
final class PlainData {

    private static final int MAX_DEPTH = 32;
    private static final int MAX_SCALE = 100;

    private PlainData() {}

    /**
     * A deep copy without null values.
     *
     * @throws IllegalArgumentException for a value that is no plain data
     */
    static Map<String, Object> copy(Map<?, ?> data) {
        return copy(data, 0);
    }

    private static Map<String, Object> copy(Map<?, ?> data, int depth) {
        Map<String, Object> copy = new LinkedHashMap<>();
        data.forEach(
                (key, value) -> {
                    if (value != null) {
                        copy.put(String.valueOf(key), plain(value, depth + 1));
                    }
                });
        return copy;
    }

    private static Object plain(Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("data nests more than " + MAX_DEPTH + " deep");
        }
        if (value instanceof Map<?, ?> map) {
            return copy(map, depth);
        }
        if (value instanceof Collection<?> items) {
            List<Object> copy = new ArrayList<>(items.size());
            for (Object item : items) {
                if (item != null) {
                    copy.add(plain(item, depth + 1));
                }
            }
            return copy;
        }
        if (value instanceof CharSequence
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Instant
                || value instanceof LocalDate) {
            return scalar(value);
        }
        throw new IllegalArgumentException("no plain value: " + value.getClass().getName());
    }

    /** A value as text, or a boolean or number, which blocks look at. */
    static Object scalar(Object value) {
        if (value instanceof Instant instant) {
            return Instants.text(instant.toEpochMilli());
        }
        if (value instanceof Boolean) {
            return value;
        }
        if (value instanceof Number number) {
            return decimal(number);
        }
        return value.toString();
    }

    private static Object decimal(Number number) {
        if (number instanceof BigDecimal decimal) {
            return decimal;
        }
        if (number instanceof BigInteger whole) {
            return new BigDecimal(whole);
        }
        try {
            return new BigDecimal(number.toString());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("no finite number: " + number, e);
        }
    }

    /** As a template prints a value: numbers without exponent and trailing zeros. */
    static String print(Object value) {
        if (value instanceof BigDecimal decimal) {
            BigDecimal bare = decimal.stripTrailingZeros();
            // A number like 1e999999999 would fill the memory with zeros.
            return Math.abs((long) bare.scale()) > MAX_SCALE
                    ? bare.toString()
                    : bare.toPlainString();
        }
        if (value instanceof Map || value instanceof Collection) {
            throw new RenderStop(Code.NOT_PRINTABLE, "", "the value is an object or a list");
        }
        return value.toString();
    }

    /** Whether a block takes its other branch: nothing, false, 0, an empty text or list. */
    static boolean isFalsy(@Nullable Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.signum() == 0;
        }
        return value == null
                || Boolean.FALSE.equals(value)
                || (value instanceof String text && text.isEmpty())
                || (value instanceof Collection<?> items && items.isEmpty());
    }
}
