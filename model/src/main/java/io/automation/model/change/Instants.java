package io.automation.model.change;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Instants as every output prints them. */
public final class Instants {

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private static final byte[] PATTERN =
            "0000-00-00T00:00:00.000Z".getBytes(StandardCharsets.ISO_8859_1);
    private static final long DAY = 86_400_000;

    /** The year 0. */
    private static final long FIRST_PLAIN = LocalDate.of(0, 1, 1).toEpochDay() * DAY;

    /** The year 10000, which has a digit more. */
    private static final long FIRST_LONG = LocalDate.of(10_000, 1, 1).toEpochDay() * DAY;

    private Instants() {}

    /** ISO-8601 in UTC with milliseconds: {@code 2026-03-01T09:00:00.000Z}. */
    public static String text(long epochMillis) {
        if (epochMillis < FIRST_PLAIN || epochMillis >= FIRST_LONG) {
            return MILLIS.format(Instant.ofEpochMilli(epochMillis));
        }
        // By far most; a formatter takes many times as long.
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(epochMillis, DAY));
        int ofDay = (int) Math.floorMod(epochMillis, DAY);
        byte[] text = PATTERN.clone();
        digits(text, 4, date.getYear());
        digits(text, 7, date.getMonthValue());
        digits(text, 10, date.getDayOfMonth());
        digits(text, 13, ofDay / 3_600_000);
        digits(text, 16, ofDay / 60_000 % 60);
        digits(text, 19, ofDay / 1000 % 60);
        digits(text, 23, ofDay % 1000);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** Writes a number so that it ends before a place, over the zeros that stand there. */
    private static void digits(byte[] text, int end, int number) {
        int place = end;
        for (int rest = number; rest > 0; rest /= 10) {
            text[--place] = (byte) ('0' + rest % 10);
        }
    }
}
