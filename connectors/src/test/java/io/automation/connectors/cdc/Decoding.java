package io.automation.connectors.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.model.change.Change;
import io.automation.model.change.DeadLetter;
import io.automation.model.change.Decoded;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decodes texts and tells what came of them, for all tests of this package. */
final class Decoding {

    static final String FOLDER = "history";
    static final String ORIGIN = "2026/changes.jsonl";
    static final long LINE = 7;

    private final ChangeDecoder decoder;

    Decoding(TimePrecision timePrecision, boolean keepTies) {
        decoder = new DebeziumJsonDecoder(new DecoderOptions(timePrecision, keepTies));
    }

    static Decoding plain() {
        return new Decoding(TimePrecision.ISOSTRING, false);
    }

    List<Decoded> all(byte @Nullable [] value) {
        List<Decoded> all = new ArrayList<>();
        decoder.decode(null, value, FOLDER, ORIGIN, LINE, all::add);
        return all;
    }

    List<Decoded> all(String value) {
        return all(value.getBytes(StandardCharsets.UTF_8));
    }

    Change change(String value) {
        List<Change> changes = changes(value);
        assertThat(changes).hasSize(1);
        return changes.get(0);
    }

    List<Change> changes(String value) {
        List<Change> changes = new ArrayList<>();
        for (Decoded decoded : all(value)) {
            assertThat(decoded.deadLetter()).as(value).isNull();
            changes.add(Objects.requireNonNull(decoded.change()));
        }
        return changes;
    }

    DeadLetter deadLetter(byte[] value) {
        List<Decoded> all = all(value);
        assertThat(all).hasSize(1);
        assertThat(all.get(0).change()).isNull();
        return Objects.requireNonNull(all.get(0).deadLetter());
    }

    DeadLetter deadLetter(String value) {
        return deadLetter(value.getBytes(StandardCharsets.UTF_8));
    }

    /** The value of one column of a change. */
    static @Nullable String value(Change change, String column) {
        int place = change.table().index(column);
        assertThat(change.has(place)).as(column).isTrue();
        return change.get(place);
    }

    static boolean has(Change change, String column) {
        return change.has(change.table().index(column));
    }

    /** An event of one row, with a commit time and a position. */
    static String event(String op, String table, String before, String after) {
        return "{\"op\":\"%s\",\"before\":%s,\"after\":%s,\"source\":%s}"
                .formatted(op, before, after, source(table));
    }

    static String source(String table) {
        return "{\"table\":\"%s\",\"ts_ms\":1772355600000,\"ts_us\":1772355600000999,\"lsn\":1042}"
                .formatted(table);
    }

    /** An update of the account {@code a1} with one column given as JSON. */
    static String account(String column, String json) {
        return event("c", "accounts", "null", "{\"id\":\"a1\",\"%s\":%s}".formatted(column, json));
    }

    static List<String> realEnvelopes() throws IOException {
        try (InputStream in = Decoding.class.getResourceAsStream("/envelopes.jsonl")) {
            byte[] bytes = Objects.requireNonNull(in).readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8).lines().toList();
        }
    }
}
