package io.automation.connectors.kafka;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object of one of the jobs' own topics, read strictly: a member that is missing or of
 * another type is an error that names it, a member that nobody asks for is passed over.
 *
 * <p>Members that hold JSON for others are kept as the text they are, to the byte.
 */
public final class JsonRecord {

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    // Deeper than any change event, which lies in it.
                                    .maxNestingDepth(2000)
                                    .maxNumberLength(KafkaClients.MAX_RECORD_BYTES)
                                    .maxStringLength(KafkaClients.MAX_RECORD_BYTES)
                                    .build())
                    .build();

    /** The newest form of records that is understood. */
    public static final int VERSION = 1;

    private final Map<String, Object> members = new HashMap<>();

    private JsonRecord() {}

    /**
     * Reads a whole record.
     *
     * @param verbatim the names, at any depth, of members that are kept as text
     * @throws UnreadableRecordException if it is no JSON object, or of a newer version
     */
    public static JsonRecord read(byte[] bytes, Set<String> verbatim)
            throws UnreadableRecordException {
        JsonRecord record;
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new UnreadableRecordException("no JSON object");
            }
            record = object(parser, bytes, verbatim);
            if (parser.nextToken() != null) {
                throw new UnreadableRecordException("something follows the JSON object");
            }
        } catch (JsonProcessingException e) {
            throw new UnreadableRecordException("no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UnreadableRecordException("no JSON: " + e.getMessage());
        }
        long version = record.number("v");
        if (version > VERSION) {
            throw new UnreadableRecordException(
                    "written by a newer version: " + version + ", this job knows " + VERSION);
        }
        return record;
    }

    private static JsonRecord object(JsonParser parser, byte[] bytes, Set<String> verbatim)
            throws IOException {
        JsonRecord record = new JsonRecord();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            Object value =
                    verbatim.contains(name)
                            ? text(parser, bytes)
                            : value(token, parser, bytes, verbatim);
            if (value != null) {
                record.members.put(name, value);
            }
        }
        return record;
    }

    private static @Nullable Object value(
            JsonToken token, JsonParser parser, byte[] bytes, Set<String> verbatim)
            throws IOException {
        return switch (token) {
            case START_OBJECT -> object(parser, bytes, verbatim);
            case START_ARRAY -> {
                List<JsonRecord> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    if (parser.currentToken() == JsonToken.START_OBJECT) {
                        list.add(object(parser, bytes, verbatim));
                    } else {
                        parser.skipChildren();
                    }
                }
                yield list;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT ->
                    parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                            ? parser.getBigIntegerValue()
                            : (Object) parser.getLongValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    /** The JSON text of the value the parser stands at. */
    private static @Nullable String text(JsonParser parser, byte[] bytes) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        int start = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
        parser.skipChildren();
        parser.finishToken();
        int end = Math.toIntExact(parser.currentLocation().getByteOffset());
        return new String(bytes, start, end - start, StandardCharsets.UTF_8).strip();
    }

    /** A text, also one that was kept as it is. */
    public String text(String name) throws UnreadableRecordException {
        return present(name, textOrNull(name));
    }

    public @Nullable String textOrNull(String name) throws UnreadableRecordException {
        return of(name, String.class);
    }

    public boolean flag(String name) throws UnreadableRecordException {
        return present(name, of(name, Boolean.class));
    }

    /** Whether a member is there and true. */
    public boolean flagOrFalse(String name) throws UnreadableRecordException {
        Boolean flag = of(name, Boolean.class);
        return flag != null && flag;
    }

    public long number(String name) throws UnreadableRecordException {
        return present(name, of(name, Long.class));
    }

    public @Nullable Long numberOrNull(String name) throws UnreadableRecordException {
        return of(name, Long.class);
    }

    public int integer(String name) throws UnreadableRecordException {
        long number = number(name);
        if (number != (int) number) {
            throw new UnreadableRecordException(name + " is too large: " + number);
        }
        return (int) number;
    }

    /** Epoch milliseconds. */
    public long instant(String name) throws UnreadableRecordException {
        return present(name, instantOrNull(name));
    }

    public @Nullable Long instantOrNull(String name) throws UnreadableRecordException {
        String text = textOrNull(name);
        try {
            return text == null ? null : (Long) Instant.parse(text).toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw new UnreadableRecordException(name + " is no instant: " + text);
        }
    }

    /** A constant by its word: its name in lower case. */
    public <E extends Enum<E>> E constant(String name, Class<E> type)
            throws UnreadableRecordException {
        return present(name, constantOrNull(name, type));
    }

    public <E extends Enum<E>> @Nullable E constantOrNull(String name, Class<E> type)
            throws UnreadableRecordException {
        String text = textOrNull(name);
        if (text == null) {
            return null;
        }
        try {
            return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new UnreadableRecordException(name + " is none of the known words: " + text);
        }
    }

    public JsonRecord object(String name) throws UnreadableRecordException {
        return present(name, objectOrNull(name));
    }

    public @Nullable JsonRecord objectOrNull(String name) throws UnreadableRecordException {
        return of(name, JsonRecord.class);
    }

    public List<JsonRecord> objects(String name) throws UnreadableRecordException {
        List<JsonRecord> objects = new ArrayList<>();
        for (Object object : present(name, of(name, List.class))) {
            objects.add((JsonRecord) object);
        }
        return objects;
    }

    private <T> @Nullable T of(String name, Class<T> type) throws UnreadableRecordException {
        Object value = members.get(name);
        if (value == null || type.isInstance(value)) {
            return type.cast(value);
        }
        throw new UnreadableRecordException(
                name + " is no " + type.getSimpleName().toLowerCase(Locale.ROOT));
    }

    private static <T> T present(String name, @Nullable T value) throws UnreadableRecordException {
        if (value == null) {
            throw new UnreadableRecordException(name + " is missing");
        }
        return value;
    }
}
