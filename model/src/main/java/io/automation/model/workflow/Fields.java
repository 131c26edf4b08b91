package io.automation.model.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.automation.model.workflow.Problems.Code;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one JSON object, taken one by one: whatever is asked for is known, and the rest is
 * unknown at the {@link #end()}. Absent, null and {@code []} are the same. A value that cannot be
 * read is a problem and null.
 */
final class Fields {

    private static final JsonNode NOTHING = JsonNodeFactory.instance.objectNode();
    private static final int LARGEST_WHOLE = 1_000_000_000;

    private final JsonNode object;
    private final String pointer;
    private final Problems problems;

    /** The object itself is a problem already; what it lacks would only be a consequence. */
    private final boolean unreadable;

    private final Set<String> known = new LinkedHashSet<>();
    private final List<Consequence> consequences = new ArrayList<>();

    /** A problem that would not be there if one of some keys were. */
    private record Consequence(Set<String> absent, Problem problem) {}

    private Fields(JsonNode object, String pointer, Problems problems, boolean unreadable) {
        this.object = object;
        this.pointer = pointer;
        this.problems = problems;
        this.unreadable = unreadable;
    }

    /** The keys of a value; one that is neither an object nor absent is a problem. */
    static Fields of(@Nullable JsonNode value, String pointer, Problems problems) {
        if (value != null && value.isObject()) {
            return new Fields(value, pointer, problems, false);
        }
        if (value == null || isAbsent(value)) {
            return new Fields(NOTHING, pointer, problems, false);
        }
        problems.error(Code.WRONG_TYPE, pointer, expected("an object {…}", value));
        return new Fields(NOTHING, pointer, problems, true);
    }

    /** The keys of a column that holds JSON text. */
    static Fields ofColumn(@Nullable String text, String pointer, Problems problems) {
        if (text == null) {
            return of(null, pointer, problems);
        }
        JsonNode value = Json.read(text, pointer, problems);
        return value == null
                ? new Fields(NOTHING, pointer, problems, true)
                : of(value, pointer, problems);
    }

    static boolean isAbsent(@Nullable JsonNode value) {
        return value == null || value.isNull() || (value.isArray() && value.isEmpty());
    }

    private static <T> @Nullable T read(
            @Nullable JsonNode value,
            String at,
            String wanted,
            Problems problems,
            Function<JsonNode, @Nullable T> reader) {
        if (value == null) {
            return null;
        }
        T read = reader.apply(value);
        if (read == null) {
            problems.error(Code.WRONG_TYPE, at, expected(wanted, value));
        }
        return read;
    }

    private static String expected(String wanted, JsonNode found) {
        return "write " + wanted + ", not " + Json.typeName(found);
    }

    Problems problems() {
        return problems;
    }

    String at(String key) {
        return Json.below(pointer, key);
    }

    void error(Code code, String key, String message) {
        problems.error(code, at(key), message);
    }

    /** Whether the key has a value, be it a wrong one. */
    boolean has(String key) {
        return take(key) != null;
    }

    /** The value as it stands, null if it is absent. */
    @Nullable JsonNode take(String key) {
        known.add(key);
        JsonNode value = object.get(key);
        return isAbsent(value) ? null : value;
    }

    @Nullable JsonNode require(String key) {
        JsonNode value = take(key);
        if (value == null) {
            missing(key, key + " is required");
        }
        return value;
    }

    void missing(String key, String message) {
        missing(Set.of(key), key, message);
    }

    /** A key that is missing because none of some keys is there. */
    void missing(Set<String> absent, String key, String message) {
        if (!unreadable) {
            without(absent, Code.MISSING, key, message);
        }
    }

    /** An error that is there only because none of some keys is. */
    void without(Set<String> absent, Code code, String key, String message) {
        consequences.add(new Consequence(absent, problems.error(code, at(key), message)));
    }

    Fields object(String key) {
        return of(take(key), at(key), problems);
    }

    @Nullable String text(String key) {
        return text(take(key), at(key));
    }

    @Nullable String requireText(String key) {
        return text(require(key), at(key));
    }

    private @Nullable String text(@Nullable JsonNode value, String at) {
        return read(
                value, at, "a text", problems, node -> node.isTextual() ? node.textValue() : null);
    }

    boolean flag(String key, boolean otherwise) {
        Boolean value =
                read(
                        take(key),
                        at(key),
                        "true or false",
                        problems,
                        node -> node.isBoolean() ? node.booleanValue() : null);
        return value == null ? otherwise : value;
    }

    @Nullable BigDecimal number(String key) {
        return number(take(key), at(key));
    }

    @Nullable BigDecimal requireNumber(String key) {
        return number(require(key), at(key));
    }

    private @Nullable BigDecimal number(@Nullable JsonNode value, String at) {
        BigDecimal number = read(value, at, "a number", problems, Numbers::of);
        if (number != null && !Numbers.isReasonable(number)) {
            problems.error(
                    Code.OUT_OF_RANGE,
                    at,
                    "the number has more than 38 digits or an exponent beyond 20");
            return null;
        }
        return number;
    }

    /** A whole number within bounds. */
    @Nullable Integer whole(String key, int least, int most) {
        return whole(take(key), at(key), least, most);
    }

    /** A count: whole and not negative. */
    @Nullable Integer count(String key) {
        return whole(key, 0, LARGEST_WHOLE);
    }

    private @Nullable Integer whole(@Nullable JsonNode value, String at, int least, int most) {
        BigDecimal number = number(value, at);
        if (number == null) {
            return null;
        }
        if (number.stripTrailingZeros().scale() > 0) {
            problems.error(Code.OUT_OF_RANGE, at, number.toPlainString() + " is no whole number");
            return null;
        }
        if (number.compareTo(BigDecimal.valueOf(least)) < 0
                || number.compareTo(BigDecimal.valueOf(most)) > 0) {
            String range =
                    most == LARGEST_WHOLE ? least + " or more" : "from " + least + " to " + most;
            problems.error(
                    Code.OUT_OF_RANGE, at, number.toPlainString() + " is out of range; " + range);
            return null;
        }
        return number.intValueExact();
    }

    /** Milliseconds of an unsigned duration. */
    @Nullable Long duration(String key) {
        return duration(key, "1h");
    }

    private @Nullable Long duration(String key, String sample) {
        String text = text(key);
        if (text == null) {
            return null;
        }
        Long millis = Durations.parse(text);
        if (millis == null) {
            boolean signed = Durations.parseSigned(text) != null;
            badDuration(
                    key,
                    text,
                    signed ? "it may have no sign here" : remedy(text, sample) + " (s m h d w)");
        }
        return millis;
    }

    /** Milliseconds of a duration that must not be 0. */
    @Nullable Long positiveDuration(String key) {
        Long millis = duration(key, "1d");
        if (millis != null && millis == 0) {
            error(Code.OUT_OF_RANGE, key, "a duration of 0 has no meaning here; write 1h or more");
            return null;
        }
        return millis;
    }

    /** Milliseconds of a positive duration that is not longer than what state remembers. */
    @Nullable Long remembered(String key) {
        Long millis = positiveDuration(key);
        if (millis != null && millis > 90 * Durations.DAY) {
            error(
                    Code.OUT_OF_RANGE,
                    key,
                    "nothing older than 90d is remembered; write 90d or less");
            return null;
        }
        return millis;
    }

    /** Milliseconds of a duration that may have a sign. */
    @Nullable Long signedDuration(String key) {
        String text = text(key);
        if (text == null) {
            return null;
        }
        Long millis = Durations.parseSigned(text);
        if (millis == null) {
            badDuration(key, text, remedy(text, "-30d") + " (s m h d w)");
        }
        return millis;
    }

    /** Whole days of a duration that may have a sign, in days or weeks. */
    @Nullable Integer signedDays(String key) {
        Long millis = signedDuration(key);
        return millis == null ? null : days(key, millis);
    }

    /** Whole days of a duration that is in the field; other units than days and weeks refuse. */
    @Nullable Integer days(String key, long millis) {
        String text = text(key);
        if (text == null || !(text.endsWith("d") || text.endsWith("w"))) {
            badDuration(key, text == null ? "" : text, "write whole days or weeks, 7d or 1w");
            return null;
        }
        return (int) (millis / Durations.DAY);
    }

    private void badDuration(String key, String found, String remedy) {
        error(
                Code.BAD_DURATION,
                key,
                Problems.quote(found)
                        + " is no duration"
                        + (remedy.isEmpty() ? "" : "; " + remedy));
    }

    /** "1 week" probably means 1w. */
    private static String remedy(String found, String sample) {
        String squeezed = found.replace(" ", "").toLowerCase(Locale.ROOT);
        int digits = 0;
        while (digits < squeezed.length() && "+-0123456789".indexOf(squeezed.charAt(digits)) >= 0) {
            digits++;
        }
        if (digits < squeezed.length()) {
            String guess = squeezed.substring(0, digits + 1);
            if (Durations.parse(guess) != null) {
                return "write " + guess;
            }
        }
        return "write it like " + sample;
    }

    /** A local time, HH:MM. */
    @Nullable LocalTime time(String key) {
        return time(take(key), key);
    }

    @Nullable LocalTime requireTime(String key) {
        return time(require(key), key);
    }

    private @Nullable LocalTime time(@Nullable JsonNode value, String key) {
        String text = text(value, at(key));
        if (text == null) {
            return null;
        }
        LocalTime time = Clocks.time(text);
        if (time == null) {
            error(
                    Code.BAD_TIME,
                    key,
                    Problems.quote(text) + " is no time of day; write HH:MM, 09:00");
        }
        return time;
    }

    /** An IANA zone. */
    @Nullable ZoneId zone(String key) {
        String text = text(key);
        if (text == null) {
            return null;
        }
        ZoneId zone = Clocks.zone(text);
        if (zone == null) {
            error(
                    Code.UNKNOWN_ZONE,
                    key,
                    Problems.quote(text)
                            + " is no time zone; write an IANA name like Europe/Berlin");
        }
        return zone;
    }

    /** Days of the week, 0 and 7 = Sunday; empty if absent. */
    Set<DayOfWeek> daysOfWeek(String key) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (int day : wholes(key, 0, 7)) {
            days.add(DayOfWeek.of(day == 0 ? 7 : day));
        }
        return days;
    }

    Set<Integer> wholes(String key, int least, int most) {
        return new LinkedHashSet<>(list(key, (value, at) -> whole(value, at, least, most)));
    }

    List<String> texts(String key) {
        return list(key, this::text);
    }

    /** The members of a list; those that cannot be read are problems and left out. */
    <T> List<T> list(String key, BiFunction<JsonNode, String, @Nullable T> member) {
        JsonNode value = take(key);
        List<T> list = new ArrayList<>();
        if (value == null) {
            return list;
        }
        if (!value.isArray()) {
            error(Code.WRONG_TYPE, key, expected("a list […]", value));
            return list;
        }
        for (int i = 0; i < value.size(); i++) {
            String at = at(key) + '/' + i;
            if (value.get(i).isNull()) {
                problems.error(Code.WRONG_TYPE, at, "a list has no empty places; remove the null");
                continue;
            }
            T read = member.apply(value.get(i), at);
            if (read != null) {
                list.add(read);
            }
        }
        return list;
    }

    /** An object whose values are texts. */
    Map<String, String> textMap(String key) {
        Map<String, String> map = new LinkedHashMap<>();
        Fields fields = object(key);
        for (Iterator<String> names = fields.object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            String text = fields.text(name);
            if (text != null) {
                map.put(name, text);
            }
        }
        return map;
    }

    /** An object of any content. */
    @Nullable JsonNode freeObject(String key) {
        return read(
                take(key),
                at(key),
                "an object {…}",
                problems,
                node -> node.isObject() ? node : null);
    }

    /** One of an enumeration's words. */
    <E extends Enum<E>> @Nullable E choice(String key, Class<E> words) {
        return choice(take(key), at(key), words);
    }

    <E extends Enum<E>> @Nullable E requireChoice(String key, Class<E> words) {
        return choice(require(key), at(key), words);
    }

    private <E extends Enum<E>> @Nullable E choice(
            @Nullable JsonNode value, String at, Class<E> words) {
        String text = text(value, at);
        return text == null ? null : choice(text, at, words, problems);
    }

    /** The constant of a word; any other word is a problem and null. */
    static <E extends Enum<E>> @Nullable E choice(
            String text, String at, Class<E> words, Problems problems) {
        List<String> allowed = new ArrayList<>();
        for (E constant : words.getEnumConstants()) {
            String word = constant.name().toLowerCase(Locale.ROOT);
            if (word.equals(text)) {
                return constant;
            }
            allowed.add(word);
        }
        unknownWord(text, at, allowed, problems);
        return null;
    }

    static void unknownWord(String text, String at, List<String> allowed, Problems problems) {
        problems.error(
                Code.UNKNOWN_VALUE,
                at,
                Problems.quote(text) + " is unknown; " + Suggestions.oneOf(text, allowed));
    }

    /**
     * Every key that was not asked for is unknown. Where it was probably meant to be one that is
     * absent, what follows from the absence goes: mending the one mends the other.
     */
    void end() {
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                String near = Suggestions.nearest(name, known);
                if (near != null) {
                    withdrawFor(near);
                }
                error(Code.UNKNOWN_KEY, name, "unknown key" + Suggestions.didYouMean(near));
            }
        }
    }

    private void withdrawFor(String meant) {
        for (Consequence consequence : consequences) {
            if (consequence.absent.contains(meant)) {
                problems.withdraw(consequence.problem);
            }
        }
    }
}
