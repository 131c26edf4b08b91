package io.automation.udfs.condition;

import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Reads instants as people and databases write them: YYYY-MM-DD, then T or a blank,
 * HH:MM[:SS[.fraction]], then Z or ±HH:MM or nothing (UTC); or the date alone.
 */
public final class InstantText {

    private static final int DATE_LENGTH = 10;
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private final String text;
    private int at;

    private InstantText(String text) {
        this.text = text;
    }

    /** Epoch milliseconds, what is finer cut off; null for any other text. */
    public static @Nullable Long millis(String text) {
        return mayBegin(text) ? new InstantText(text).read() : null;
    }

    /** The date that a text begins with, whatever follows; null for any other text. */
    public static @Nullable LocalDate date(String text) {
        return mayBegin(text) ? new InstantText(text).date() : null;
    }

    private static boolean mayBegin(String text) {
        return text.length() >= DATE_LENGTH && text.charAt(4) == '-' && text.charAt(7) == '-';
    }

    private @Nullable Long read() {
        LocalDate day = date();
        if (day == null) {
            return null;
        }
        long date = day.toEpochDay() * DAY;
        if (at == text.length()) {
            return date;
        }
        if (!skip('T') && !skip(' ')) {
            return null;
        }
        int hour = number(2, 23);
        int minute = skip(':') ? number(2, 59) : -1;
        if (hour < 0 || minute < 0) {
            return null;
        }
        long time = hour * HOUR + minute * MINUTE;
        if (skip(':')) {
            int second = number(2, 59);
            int millis = skip('.') ? fraction() : 0;
            if (second < 0 || millis < 0) {
                return null;
            }
            time += second * SECOND + millis;
        }
        Long offset = offset();
        return offset == null || at < text.length() ? null : Long.valueOf(date + time - offset);
    }

    private @Nullable LocalDate date() {
        int year = number(4, 9999);
        int month = skip('-') ? number(2, 12) : -1;
        int day = skip('-') ? number(2, 31) : -1;
        if (year < 0 || month < 1 || day < 1) {
            return null;
        }
        try {
            return LocalDate.of(year, month, day);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Milliseconds of the digits after the point; -1 without any. */
    private int fraction() {
        int millis = 0;
        int unit = 100;
        int first = at;
        while (at < text.length() && isDigit(text.charAt(at))) {
            millis += unit * (text.charAt(at) - '0');
            unit /= 10;
            at++;
        }
        return at == first ? -1 : millis;
    }

    private @Nullable Long offset() {
        if (at == text.length() || skip('Z')) {
            return 0L;
        }
        int sign = skip('+') ? 1 : skip('-') ? -1 : 0;
        int hours = sign == 0 ? -1 : number(2, 23);
        int minutes = skip(':') ? number(2, 59) : -1;
        return hours < 0 || minutes < 0
                ? null
                : Long.valueOf(sign * (hours * HOUR + minutes * MINUTE));
    }

    private boolean skip(char expected) {
        if (at < text.length() && text.charAt(at) == expected) {
            at++;
            return true;
        }
        return false;
    }

    /** The number of so many digits; -1 if they are none or above the largest. */
    private int number(int digits, int largest) {
        if (at + digits > text.length()) {
            return -1;
        }
        int number = 0;
        for (int end = at + digits; at < end; at++) {
            if (!isDigit(text.charAt(at))) {
                return -1;
            }
            number = 10 * number + (text.charAt(at) - '0');
        }
        return number > largest ? -1 : number;
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }
}
