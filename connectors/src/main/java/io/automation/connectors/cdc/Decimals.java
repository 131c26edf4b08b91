package io.automation.connectors.cdc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads numbers exactly and within bounds, so that no text of a few bytes becomes a huge number.
 */
final class Decimals {

    /** No whole number that fits. */
    static final long NO_NUMBER = Long.MIN_VALUE;

    static final int MAX_DIGITS = 38;
    static final int MAX_EXPONENT = 20;

    private Decimals() {}

    /** The plain notation, scale kept, or null where the text is no decimal within bounds. */
    static @Nullable String plain(byte[] text, int from, int end) {
        int first = from < end && (text[from] == '-' || text[from] == '+') ? from + 1 : from;
        int i = first;
        int digits = 0;
        boolean point = false;
        for (; i < end; i++) {
            if (isDigit(text[i])) {
                digits++;
            } else if (text[i] == '.' && !point) {
                point = true;
            } else {
                break;
            }
        }
        if (digits == 0 || digits > MAX_DIGITS) {
            return null;
        }
        int exponent = 0;
        if (i < end) {
            exponent = exponent(text, i, end);
            if (Math.abs(exponent) > MAX_EXPONENT) {
                return null;
            }
        } else if (isPlain(text, from, first, end)) {
            return new String(text, from, end - from, StandardCharsets.US_ASCII);
        }
        String mantissa = new String(text, from, i - from, StandardCharsets.US_ASCII);
        return new BigDecimal(mantissa).scaleByPowerOfTen(exponent).toPlainString();
    }

    /** The plain notation of an unscaled value, or null where it is out of bounds. */
    static @Nullable String plain(BigInteger unscaled, int scale) {
        if (unscaled.bitLength() > 128 || Math.abs(scale) > MAX_DIGITS + MAX_EXPONENT) {
            return null;
        }
        BigDecimal decimal = new BigDecimal(unscaled, scale);
        return decimal.precision() > MAX_DIGITS ? null : decimal.toPlainString();
    }

    /** A whole number with an optional minus, or {@link #NO_NUMBER}. */
    static long whole(byte[] text, int from, int end) {
        boolean negative = from < end && text[from] == '-';
        int first = negative ? from + 1 : from;
        if (first >= end) {
            return NO_NUMBER;
        }
        long value = 0;
        for (int i = first; i < end; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - digit) / 10) {
                return NO_NUMBER;
            }
            value = value * 10 + digit;
        }
        return negative ? -value : value;
    }

    private static boolean isPlain(byte[] text, int from, int first, int end) {
        boolean signed = first != from;
        boolean padded = text[first] == '0' && first + 1 < end && text[first + 1] != '.';
        return !signed && !padded && text[first] != '.' && text[end - 1] != '.';
    }

    private static int exponent(byte[] text, int from, int end) {
        if (text[from] != 'e' && text[from] != 'E') {
            return Integer.MAX_VALUE;
        }
        int first = from + 1 < end && text[from + 1] == '+' ? from + 2 : from + 1;
        if (first > from + 1 && first < end && text[first] == '-') {
            return Integer.MAX_VALUE;
        }
        long exponent = whole(text, first, end);
        return Math.abs(exponent) > MAX_EXPONENT || exponent == NO_NUMBER
                ? Integer.MAX_VALUE
                : (int) exponent;
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }
}
