package io.automation.job.oracle;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How the oracle reads and prints a value of a column or a definition. */
final class Values {

    static final long DAY = 86_400_000;

    static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .nodeFactory(new JsonNodeFactory(true))
                    .build();

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern INSTANT =
            Pattern.compile(
                    "(\\d{4}-\\d{2}-\\d{2})"
                            + "(?:[T ](\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?)(Z|[+-]\\d{2}:\\d{2})?)?");
    private static final Pattern DATE = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})(Z|T.*| .*)?");
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(\\.\\d+)?");
    private static final Pattern DURATION = Pattern.compile("([+-]?)(\\d+)([smhdw])");
    private static final Map<String, Long> UNITS =
            Map.of("s", 1000L, "m", 60_000L, "h", 3_600_000L, "d", DAY, "w", 7 * DAY);

    private static final Map<String, Optional<Long>> INSTANTS = new ConcurrentHashMap<>();

    private Values() {}

    static JsonNode get(Map<String, JsonNode> row, String column) {
        return row.getOrDefault(column, MissingNode.getInstance());
    }

    static boolean isNull(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    static boolean isOneOf(JsonNode value, String... texts) {
        return value.isTextual() && List.of(texts).contains(value.asText());
    }

    /** Text of a value, null where there is none. */
    static @Nullable String text(JsonNode value) {
        return isNull(value) ? null : value.asText();
    }

    /** An id in lower case, empty where there is none. */
    static String id(JsonNode value) {
        return isNull(value) ? "" : value.asText().toLowerCase(Locale.ROOT);
    }

    static boolean isTrue(JsonNode value) {
        return value.isBoolean() && value.booleanValue();
    }

    /** A jsonb value, as itself or as text. */
    static JsonNode json(JsonNode value) throws RefusedException {
        if (!value.isTextual()) {
            return value;
        }
        try {
            return JSON.readTree(value.asText());
        } catch (JsonProcessingException e) {
            throw new RefusedException("no JSON");
        }
    }

    /** The same where nobody is there to refuse: what cannot be read is absent. */
    static JsonNode lenientJson(JsonNode value) {
        try {
            return json(value);
        } catch (RefusedException e) {
            return MissingNode.getInstance();
        }
    }

    static @Nullable BigDecimal decimal(JsonNode value) {
        if (value.isNumber()) {
            return value.decimalValue();
        }
        if (value.isTextual() && NUMBER.matcher(value.asText()).matches()) {
            return new BigDecimal(value.asText());
        }
        return null;
    }

    static @Nullable Long instant(JsonNode value) {
        return value.isTextual() ? instant(value.asText()) : null;
    }

    /** Remembered, since histories have few instants and every look at a row reads them again. */
    static @Nullable Long instant(String text) {
        Optional<Long> known = INSTANTS.get(text);
        if (known == null) {
            if (INSTANTS.size() > 10_000) {
                INSTANTS.clear();
            }
            known = Optional.ofNullable(parsedInstant(text));
            INSTANTS.put(text, known);
        }
        return known.orElse(null);
    }

    private static @Nullable Long parsedInstant(String text) {
        Matcher matcher = INSTANT.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        try {
            LocalDate date = LocalDate.parse(matcher.group(1));
            LocalTime time =
                    matcher.group(2) == null
                            ? LocalTime.MIDNIGHT
                            : LocalTime.parse(matcher.group(2));
            String zone = matcher.group(3);
            ZoneOffset offset = zone == null ? ZoneOffset.UTC : ZoneOffset.of(zone);
            Instant instant = LocalDateTime.of(date, time).toInstant(offset);
            return instant.toEpochMilli();
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** A date, of text that begins with one. */
    static @Nullable LocalDate date(JsonNode value) {
        if (value.isIntegralNumber()) {
            return LocalDate.ofEpochDay(value.longValue());
        }
        if (!value.isTextual()) {
            return null;
        }
        Matcher matcher = DATE.matcher(value.asText());
        try {
            return matcher.matches() ? LocalDate.parse(matcher.group(1)) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** A duration in milliseconds, with a sign or without one; null where it is none. */
    static @Nullable Long signedDuration(JsonNode value) {
        Matcher matcher = DURATION.matcher(value.asText());
        if (!value.isTextual() || !matcher.matches()) {
            return null;
        }
        long length = Long.parseLong(matcher.group(2)) * UNITS.get(matcher.group(3));
        return matcher.group(1).equals("-") ? -length : length;
    }

    static long duration(JsonNode mapping, String key, long usual) {
        Long length = signedDuration(mapping.path(key));
        return length == null ? usual : length;
    }

    static String iso(long at) {
        return MILLIS.format(Instant.ofEpochMilli(at));
    }

    /** A number as it is printed: without trailing zeros or an exponent. */
    static JsonNode printed(@Nullable BigDecimal number) {
        if (number == null) {
            return JSON.nullNode();
        }
        BigDecimal plain =
                number.signum() == 0 ? BigDecimal.ZERO : new BigDecimal(plainText(number));
        return JSON.getNodeFactory().numberNode(plain);
    }

    static String plainText(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static String write(JsonNode value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can be written", e);
        }
    }
}
