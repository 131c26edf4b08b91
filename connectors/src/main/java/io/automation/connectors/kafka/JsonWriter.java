package io.automation.connectors.kafka;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.automation.model.change.Instants;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Writes one record of the jobs' own topics: members in the order of the calls, nulls as null. */
public final class JsonWriter {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final JsonGenerator json;

    private JsonWriter(JsonGenerator json) {
        this.json = json;
    }

    /** What writes some members of an object. */
    @FunctionalInterface
    public interface Members {
        void write(JsonWriter to) throws IOException;
    }

    /** An object of the present version. */
    public static byte[] bytes(Members members) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("v", JsonRecord.VERSION);
            members.write(new JsonWriter(json));
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return out.toByteArray();
    }

    public void text(String name, @Nullable String value) throws IOException {
        json.writeStringField(name, value);
    }

    public void number(String name, long value) throws IOException {
        json.writeNumberField(name, value);
    }

    public void number(String name, @Nullable Integer value) throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value);
        }
    }

    public void flag(String name, boolean value) throws IOException {
        json.writeBooleanField(name, value);
    }

    /** An instant as all outputs print it. */
    public void instant(String name, @Nullable Long epochMillis) throws IOException {
        text(name, epochMillis == null ? null : Instants.text(epochMillis));
    }

    /** JSON text that is taken over as it is. */
    public void verbatim(String name, String jsonText) throws IOException {
        json.writeFieldName(name);
        json.writeRawValue(jsonText);
    }

    public void object(String name, Members members) throws IOException {
        json.writeObjectFieldStart(name);
        members.write(this);
        json.writeEndObject();
    }

    public void none(String name) throws IOException {
        json.writeNullField(name);
    }

    /** A list of objects. */
    public <T> void objects(String name, Iterable<T> elements, Element<T> element)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (T each : elements) {
            json.writeStartObject();
            element.write(each, this);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** What writes the members of a list's element. */
    @FunctionalInterface
    public interface Element<T> {
        void write(T element, JsonWriter to) throws IOException;
    }
}
