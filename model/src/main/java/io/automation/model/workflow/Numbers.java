package io.automation.model.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Exact decimals, as JSON numbers or as text of digits with optional sign and fraction. */
public final class Numbers {

    /** Longer digits are text: reading them costs the square of their length. */
    private static final int MOST_CHARACTERS = 1_000;

    private static final int MOST_DIGITS = 38;
    private static final int LARGEST_EXPONENT = 20;

    private Numbers() {}

    /** The number a JSON value is, null if it is none. */
    public static @Nullable BigDecimal of(JsonNode value) {
        if (value.isNumber()) {
            return value.decimalValue();
        }
        return value.isTextual() ? of(value.textValue()) : null;
    }

    /** The number a text is, null if it is none. */
    public static @Nullable BigDecimal of(String text) {
        return isNumber(text) ? new BigDecimal(text) : null;
    }

    /** Without trailing zeros and, unless it is absurdly large or small, without exponent. */
    public static String text(BigDecimal number) {
        BigDecimal shortest = number.stripTrailingZeros();
        return Math.abs((long) shortest.scale()) <= MOST_CHARACTERS
                ? shortest.toPlainString()
                : shortest.toString();
    }

    /** Whether it has at most 38 digits and an exponent so small that any sum is cheap. */
    static boolean isReasonable(BigDecimal number) {
        return number.precision() <= MOST_DIGITS
                && Math.abs((long) number.scale()) <= LARGEST_EXPONENT + MOST_DIGITS;
    }

    private static boolean isNumber(String text) {
        int length = text.length();
        if (length == 0 || length > MOST_CHARACTERS) {
            return false;
        }
        int start = text.charAt(0) == '-' || text.charAt(0) == '+' ? 1 : 0;
        int fraction = digits(text, start);
        if (fraction == start || fraction == length) {
            return fraction > start;
        }
        return text.charAt(fraction) == '.'
                && fraction + 1 < length
                && digits(text, fraction + 1) == length;
    }

    /** Where the digits that begin at an index end. */
    private static int digits(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
            i++;
        }
        return i;
    }
}
