package io.automation.embedded.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.automation.model.change.Instants;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How numbers, times and ids are put into words: for people in their organization's zone with short
 * ids, for programs in UTC with full ones.
 */
final class Wording {

    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final int SHORT_ID = 8;
    private static final int LONGEST_TEXT = 60;

    private static final DateTimeFormatter DATE = formatter("EEE d MMM");
    private static final DateTimeFormatter DATE_YEAR = formatter("EEE d MMM yyyy");
    private static final DateTimeFormatter PLAIN_DATE = formatter("d MMM yyyy");
    private static final DateTimeFormatter TIME = formatter("HH:mm");
    private static final DateTimeFormatter TIME_SECONDS = formatter("HH:mm:ss");

    private final ZoneId zone;
    private final boolean isForPeople;
    private final long year;

    private Wording(ZoneId zone, boolean isForPeople, long year) {
        this.zone = zone;
        this.isForPeople = isForPeople;
        this.year = year;
    }

    /**
     * Local times, short ids.
     *
     * @param near epoch milliseconds in the year that need not be named
     */
    static Wording forPeople(ZoneId zone, long near) {
        return new Wording(zone, true, Instant.ofEpochMilli(near).atZone(zone).getYear());
    }

    /** Instants as every output prints them, full ids. */
    static Wording forPrograms() {
        return new Wording(ZoneOffset.UTC, false, 0);
    }

    /** {@code Sat 28 Nov 09:12}. */
    String when(long millis) {
        return isForPeople ? day(millis) + " " + TIME.format(local(millis)) : Instants.text(millis);
    }

    /** {@code Sat 28 Nov}. */
    String day(long millis) {
        if (!isForPeople) {
            return Instants.text(millis);
        }
        ZonedDateTime local = local(millis);
        return (local.getYear() == year ? DATE : DATE_YEAR).format(local);
    }

    /** {@code Tue 24 Nov 2026, 17:06:29 Europe/Berlin}. */
    String moment(long millis, boolean withSeconds) {
        if (!isForPeople) {
            return Instants.text(millis);
        }
        ZonedDateTime local = local(millis);
        return DATE_YEAR.format(local)
                + ", "
                + (withSeconds ? TIME_SECONDS : TIME).format(local)
                + " "
                + (zone.equals(ZoneOffset.UTC) ? "UTC" : zone);
    }

    /** A date as a definition or a row holds it: {@code 24 Feb 2027}; other texts as they are. */
    String date(String text) {
        try {
            return isForPeople
                    ? PLAIN_DATE.format(
                            LocalDate.parse(text.substring(0, Math.min(10, text.length()))))
                    : text;
        } catch (DateTimeParseException none) {
            return text;
        }
    }

    /** The first 8 characters, or all of them. */
    String id(String id) {
        return isForPeople && id.length() > SHORT_ID ? id.substring(0, SHORT_ID) : id;
    }

    /** {@code 48,000}. */
    static String number(BigDecimal number) {
        DecimalFormat format =
                new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setMaximumFractionDigits(Math.max(0, number.stripTrailingZeros().scale()));
        return format.format(number);
    }

    /** A value as a sentence holds it; {@code empty} where there is none. */
    String value(JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return "empty";
        }
        if (value.isNumber()) {
            return number(value.decimalValue());
        }
        if (value.isArray()) {
            return list(value, "or");
        }
        if (value.isObject()) {
            return cut(value.toString());
        }
        String text = value.asText();
        Long instant = Comparison.instantOf(value);
        if (instant != null) {
            return when(instant);
        }
        return text.isEmpty() ? "an empty text" : cut(line(text));
    }

    /** The values of a list, the last one joined by a word. */
    String list(JsonNode values, String word) {
        List<String> texts = new ArrayList<>();
        values.forEach(value -> texts.add(value(value)));
        return list(texts, word);
    }

    static String list(List<String> texts, String word) {
        if (texts.isEmpty()) {
            return "none";
        }
        int last = texts.size() - 1;
        return last == 0
                ? texts.get(0)
                : String.join(", ", texts.subList(0, last)) + " " + word + " " + texts.get(last);
    }

    /** A duration as a definition writes it: {@code 7d}. */
    static String code(long millis) {
        if (millis % DAY == 0 && millis != 0) {
            return millis / DAY + "d";
        }
        if (millis % HOUR == 0 && millis != 0) {
            return millis / HOUR + "h";
        }
        if (millis % MINUTE == 0 && millis != 0) {
            return millis / MINUTE + "m";
        }
        return millis / SECOND + "s";
    }

    /** A duration in words, to the two largest units: {@code 7 days}, {@code 1 hour 5 minutes}. */
    static String duration(long millis) {
        long[] units = {DAY, HOUR, MINUTE, SECOND};
        String[] names = {"day", "hour", "minute", "second"};
        for (int i = 0; i < units.length; i++) {
            if (millis >= units[i]) {
                String first = count(millis / units[i], names[i]);
                if (i + 1 == units.length) {
                    return first;
                }
                long rest = millis % units[i] / units[i + 1];
                return rest == 0 ? first : first + " " + count(rest, names[i + 1]);
            }
        }
        return String.format(Locale.ROOT, "%.1f seconds", millis / 1000.0);
    }

    /** {@code 1 day}, {@code 2 days}. */
    static String count(long count, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
    }

    /** {@code a call}, {@code an email}. */
    static String article(String noun) {
        boolean isVowel =
                !noun.isEmpty() && "aeiou".indexOf(noun.toLowerCase(Locale.ROOT).charAt(0)) >= 0;
        return (isVowel ? "an " : "a ") + noun;
    }

    static String capitalized(String text) {
        return text.isEmpty()
                ? text
                : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /** Anybody's text on one line, without what moves a cursor. */
    static String line(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ").strip();
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT - 1) + "…";
    }

    private ZonedDateTime local(long millis) {
        return Instant.ofEpochMilli(millis).atZone(zone);
    }

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }

    /** The text, or another one where there is none. */
    static String orElse(@Nullable String text, String otherwise) {
        return text == null || text.isBlank() ? otherwise : line(text);
    }
}
