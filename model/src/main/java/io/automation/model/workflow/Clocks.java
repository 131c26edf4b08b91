package io.automation.model.workflow;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Times of day, dates and zones as definitions write them; anything else is null. */
final class Clocks {

    /** IANA names that java.time knows as old abbreviations only. */
    private static final Set<String> ABBREVIATIONS = Set.of("EST", "MST", "HST");

    private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();

    private Clocks() {}

    /** {@code HH:MM}. */
    static @Nullable LocalTime time(String text) {
        if (text.length() != 5 || text.charAt(2) != ':') {
            return null;
        }
        int hour = twoDigits(text, 0);
        int minute = twoDigits(text, 3);
        return hour < 0 || hour > 23 || minute < 0 || minute > 59
                ? null
                : LocalTime.of(hour, minute);
    }

    /** {@code YYYY-MM-DD}. */
    static @Nullable LocalDate date(String text) {
        if (text.length() != 10 || text.charAt(4) != '-' || text.charAt(7) != '-') {
            return null;
        }
        int century = twoDigits(text, 0);
        int year = twoDigits(text, 2);
        int month = twoDigits(text, 5);
        int day = twoDigits(text, 8);
        if (century < 0 || year < 0 || month < 1 || month > 12 || day < 1) {
            return null;
        }
        try {
            return LocalDate.of(100 * century + year, month, day);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** An IANA name; offsets and java.time's own forms are none. */
    static @Nullable ZoneId zone(String name) {
        if (ZONES.contains(name)) {
            return ZoneId.of(name);
        }
        return ABBREVIATIONS.contains(name) ? ZoneId.of(name, ZoneId.SHORT_IDS) : null;
    }

    private static int twoDigits(String text, int at) {
        int tens = text.charAt(at) - '0';
        int ones = text.charAt(at + 1) - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : 10 * tens + ones;
    }
}
