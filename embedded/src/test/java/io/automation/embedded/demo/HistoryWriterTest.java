package io.automation.embedded.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.connectors.cdc.ChangeDecoder;
import io.automation.connectors.cdc.DebeziumJsonDecoder;
import io.automation.connectors.cdc.DecoderOptions;
import io.automation.connectors.cdc.TimePrecision;
import io.automation.connectors.history.HistoryFiles;
import io.automation.connectors.history.HistoryReader;
import io.automation.model.change.Change;
import io.automation.model.change.DeadLetter;
import io.automation.model.change.Decoded;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the history makes of a record is what the live job makes of it. */
class HistoryWriterTest {

    private final ChangeDecoder decoder =
            new DebeziumJsonDecoder(new DecoderOptions(TimePrecision.ISOSTRING, false));

    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage",
                "gar\nbage",
                "\n\n\n",
                "{\"op\":\"c\",\n\"op\"",
                "null",
                "null\nnull",
                "{}\n{}",
                "{\"op\":\"m\",\"text\":\"a\nb\"}",
                "{\"op\":\n\"m\"\r\n}\r\n",
                "{\n\"op\":\"c\",\"source\":{\"table\":\"accounts\",\"ts_ms\":1},\n\"after\":{\"id\":\"a\"}}",
                "\u00ff\n\u00fe",
            })
    void keepsOneLineARecordThatMeansTheSame(String text) throws IOException {
        byte[] record = text.getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        HistoryWriter.writeLine(lines, record);
        Files.write(directory.resolve("changes.jsonl"), lines.toByteArray());

        assertThat(replayed()).isEqualTo(live(record));
    }

    private List<String> live(byte[] record) {
        List<String> all = new ArrayList<>();
        decoder.decode(null, record, "", "live", 1, decoded -> all.add(summary(decoded)));
        return all;
    }

    private List<String> replayed() throws IOException {
        List<String> all = new ArrayList<>();
        try (HistoryReader reader = new HistoryReader(HistoryFiles.below(directory).get(0), "")) {
            while (reader.next(decoder, decoded -> all.add(summary(decoded)))) {
                // One line after the other.
            }
        }
        return all;
    }

    private static String summary(Decoded decoded) {
        DeadLetter letter = decoded.deadLetter();
        if (letter != null) {
            return letter.reason() + ": " + letter.message();
        }
        Change change = Objects.requireNonNull(decoded.change());
        return change.table() + " " + change.rowId() + " " + change.at();
    }
}
