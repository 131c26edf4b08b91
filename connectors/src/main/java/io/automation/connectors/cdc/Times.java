package io.automation.connectors.cdc;

/** Reads ISO dates and instants from bytes, without an object per value. */
final class Times {

    /** No time, or one outside the years 1 to 9999. */
    static final long INVALID = Long.MIN_VALUE;

    static final long DAY = 86_400_000L;
    static final long MAX_DAY = 2_932_896L;

    private static final long MIN_MILLIS = -719_162L * DAY;
    private static final long MAX_MILLIS = (MAX_DAY + 1) * DAY - 1;
    private static final int NO_OFFSET = Integer.MIN_VALUE;
    private static final int MAX_OFFSET = 18 * 3600;
    static final int DATE_LENGTH = 10;
    private static final int FRACTION_DIGITS = 9;

    private Times() {}

    static boolean inRange(long millis) {
        return MIN_MILLIS <= millis && millis <= MAX_MILLIS;
    }

    /** The epoch day of {@code yyyy-MM-dd}, with or without a zone that means nothing. */
    static long date(byte[] text, int from, int end) {
        long day = day(text, from, end);
        return day == INVALID || zone(text, from + DATE_LENGTH, end) == NO_OFFSET ? INVALID : day;
    }

    /**
     * The epoch milliseconds, cut downwards, of a date alone or with {@code HH:MM[:SS[.fraction]]}
     * after a T or a blank, then Z, an offset or nothing, which is UTC.
     */
    static long instant(byte[] text, int from, int end) {
        long day = day(text, from, end);
        if (day == INVALID) {
            return INVALID;
        }
        int i = from + DATE_LENGTH;
        long millis = day * DAY;
        if (i < end && (text[i] == 'T' || text[i] == 't' || text[i] == ' ')) {
            int hour = two(text, i + 1, end);
            int minute = at(text, i + 3, end) == ':' ? two(text, i + 4, end) : -1;
            i += 6;
            int second = 0;
            int fraction = 0;
            if (at(text, i, end) == ':') {
                second = two(text, i + 1, end);
                i += 3;
                if (at(text, i, end) == '.') {
                    int first = ++i;
                    while (i < end && isDigit(text[i])) {
                        if (i - first < 3) {
                            fraction = fraction * 10 + text[i] - '0';
                        }
                        i++;
                    }
                    int digits = i - first;
                    if (digits == 0 || digits > FRACTION_DIGITS) {
                        return INVALID;
                    }
                    for (int k = digits; k < 3; k++) {
                        fraction *= 10;
                    }
                }
            }
            if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
                return INVALID;
            }
            millis += (hour * 3600L + minute * 60L + second) * 1000L + fraction;
        }
        int offset = zone(text, i, end);
        if (offset == NO_OFFSET) {
            return INVALID;
        }
        millis -= offset * 1000L;
        return inRange(millis) ? millis : INVALID;
    }

    private static long day(byte[] text, int from, int end) {
        if (at(text, from + 4, end) != '-' || at(text, from + 7, end) != '-') {
            return INVALID;
        }
        int century = two(text, from, end);
        int yearOfCentury = two(text, from + 2, end);
        int month = two(text, from + 5, end);
        int day = two(text, from + 8, end);
        if (century < 0 || yearOfCentury < 0 || month < 1 || month > 12 || day < 1) {
            return INVALID;
        }
        int year = century * 100 + yearOfCentury;
        return year == 0 || day > lengthOfMonth(year, month) ? INVALID : epochDay(year, month, day);
    }

    private static int lengthOfMonth(int year, int month) {
        return switch (month) {
            case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    /** Counts in years that begin in March, so that the leap day is the last one. */
    private static long epochDay(int year, int month, int day) {
        int y = month <= 2 ? year - 1 : year;
        int monthFromMarch = (month + 9) % 12;
        int dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1;
        return 365L * y + y / 4 - y / 100 + y / 400 + dayOfYear - 719_468L;
    }

    /** Seconds east of UTC, or {@link #NO_OFFSET} where the rest of the text is no zone. */
    private static int zone(byte[] text, int from, int end) {
        if (from == end) {
            return 0;
        }
        byte sign = at(text, from, end);
        if (sign == 'Z' || sign == 'z') {
            return from + 1 == end ? 0 : NO_OFFSET;
        }
        if (sign != '+' && sign != '-') {
            return NO_OFFSET;
        }
        int i = from + 3;
        int hours = two(text, from + 1, end);
        int minutes = 0;
        int seconds = 0;
        if (i < end) {
            i = at(text, i, end) == ':' ? i + 1 : i;
            minutes = two(text, i, end);
            i += 2;
            if (at(text, i, end) == ':') {
                seconds = two(text, i + 1, end);
                i += 3;
            }
        }
        if (i != end || hours < 0 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59) {
            return NO_OFFSET;
        }
        int offset = hours * 3600 + minutes * 60 + seconds;
        return offset > MAX_OFFSET ? NO_OFFSET : sign == '-' ? -offset : offset;
    }

    private static byte at(byte[] text, int i, int end) {
        return i < end ? text[i] : 0;
    }

    /** The number of two digits, or -1. */
    private static int two(byte[] text, int i, int end) {
        return i + 1 < end && isDigit(text[i]) && isDigit(text[i + 1])
                ? (text[i] - '0') * 10 + text[i + 1] - '0'
                : -1;
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }
}
