package io.automation.udfs.condition;

import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of variables as CEL knows them. */
final class CelValues {

    /** A double tells decimals of so many digits apart. */
    private static final int EXACT_DIGITS = 15;

    private CelValues() {}

    /** Numbers are doubles, dates the instant at which they begin in UTC; null stays null. */
    static @Nullable Object of(@Nullable Object value) {
        if (value instanceof BigDecimal number) {
            return number(number);
        }
        if (value instanceof LocalDate date) {
            return date.atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        if (value instanceof List<?> list) {
            return list(list);
        }
        return value instanceof Map<?, ?> map ? map(map) : value;
    }

    /**
     * The nearest double. Where that is a plain number which the decimal only comes near, its
     * neighbour: 59.99999999999999999 stays below 60.
     */
    private static Double number(BigDecimal number) {
        double nearest = number.doubleValue();
        if (Double.isInfinite(nearest)) {
            return nearest;
        }
        BigDecimal plain = BigDecimal.valueOf(nearest).stripTrailingZeros();
        int side = plain.precision() > EXACT_DIGITS ? 0 : number.compareTo(plain);
        return side == 0 ? nearest : side < 0 ? Math.nextDown(nearest) : Math.nextUp(nearest);
    }

    private static List<Object> list(List<?> members) {
        List<Object> list = new ArrayList<>(members.size());
        for (Object member : members) {
            Object value = of(member);
            list.add(value == null ? NullValue.NULL_VALUE : value);
        }
        return list;
    }

    /** Without the keys that have no value: what is null is missing. */
    private static Map<String, Object> map(Map<?, ?> entries) {
        Map<String, Object> map = new LinkedHashMap<>();
        entries.forEach(
                (key, entry) -> {
                    Object value = of(entry);
                    if (value != null) {
                        map.put(String.valueOf(key), value);
                    }
                });
        return map;
    }
}
