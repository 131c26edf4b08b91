package io.automation.model.workflow;

import org.jspecify.annotations.Nullable;

/** Durations as people write them: digits and one letter, {@code 30s 15m 1h 2d 1w}. */
public final class Durations {

    static final long SECOND = 1_000;
    static final long MINUTE = 60 * SECOND;
    static final long HOUR = 60 * MINUTE;
    static final long DAY = 24 * HOUR;
    static final long WEEK = 7 * DAY;

    /**
     * Nothing waits longer than a century; it keeps every sum of an instant and a duration sane.
     */
    private static final long LONGEST = 36_525 * DAY;

    private static final int MOST_DIGITS = 12;

    private Durations() {}

    /** Milliseconds of an unsigned duration, null for any other text. */
    public static @Nullable Long parse(String text) {
        int last = text.length() - 1;
        if (last < 1 || last > MOST_DIGITS) {
            return null;
        }
        long count = 0;
        for (int i = 0; i < last; i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                return null;
            }
            count = 10 * count + (digit - '0');
        }
        long unit = unit(text.charAt(last));
        return unit == 0 || count > LONGEST / unit ? null : Long.valueOf(count * unit);
    }

    /** Milliseconds of a duration that may begin with a sign, null for any other text. */
    public static @Nullable Long parseSigned(String text) {
        if (text.startsWith("-")) {
            Long millis = parse(text.substring(1));
            return millis == null ? null : Long.valueOf(-millis);
        }
        return parse(text.startsWith("+") ? text.substring(1) : text);
    }

    /** A duration in the largest unit up to days that it is whole in: {@code 7d}, {@code 90m}. */
    public static String text(long millis) {
        if (millis % DAY == 0) {
            return millis / DAY + "d";
        }
        if (millis % HOUR == 0) {
            return millis / HOUR + "h";
        }
        return millis % MINUTE == 0 ? millis / MINUTE + "m" : millis / SECOND + "s";
    }

    private static long unit(char letter) {
        return switch (letter) {
            case 's' -> SECOND;
            case 'm' -> MINUTE;
            case 'h' -> HOUR;
            case 'd' -> DAY;
            case 'w' -> WEEK;
            default -> 0;
        };
    }
}
