package io.automation.connectors.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.automation.connectors.cdc.ChangeDecoder;
import io.automation.connectors.cdc.DebeziumJsonDecoder;
import io.automation.connectors.cdc.DecoderOptions;
import io.automation.connectors.cdc.TimePrecision;
import io.automation.model.change.Change;
import io.automation.model.change.DeadLetter;
import io.automation.model.change.Decoded;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryReaderTest {

    private static final int MAX = DebeziumJsonDecoder.MAX_BYTES;

    @TempDir Path directory;

    private final ChangeDecoder decoder =
            new DebeziumJsonDecoder(new DecoderOptions(TimePrecision.ISOSTRING, true));

    @Test
    void readsEveryLineWithItsNumber() throws IOException {
        write("a.jsonl", event("h1") + "\n\nnull\nbroken\n" + event("h2") + "\n");
        List<Decoded> all = readAll("a.jsonl");
        assertThat(rows(all)).containsExactly("h1", "h2");
        DeadLetter letter = only(all);
        assertThat(letter.line()).isEqualTo(4);
        assertThat(letter.origin()).isEqualTo("a.jsonl");
        assertThat(letter.folder()).isEqualTo("folder");
        assertThat(letter.value()).isEqualTo("broken".getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s\n%s\n", "%s\n%s", "%s\r\n%s\r\n", "\uFEFF%s\n%s", "%s\r\n\r\n%s\r"})
    void readsEveryEndOfLineAndAByteOrderMark(String form) throws IOException {
        String text = form.formatted(event("h1"), event("h2"));
        write("a.jsonl", text);
        try (OutputStream out =
                new GZIPOutputStream(Files.newOutputStream(directory.resolve("b.jsonl.gz")))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(rows(readAll("a.jsonl"))).containsExactly("h1", "h2");
        assertThat(rows(readAll("b.jsonl.gz"))).containsExactly("h1", "h2");
    }

    @Test
    void readsNothingFromAnEmptyFile() throws IOException {
        write("a.jsonl", "");
        assertThat(readAll("a.jsonl")).isEmpty();
    }

    @Test
    void skipsALineThatIsTooLongAndReadsOn() throws IOException {
        try (OutputStream out = Files.newOutputStream(directory.resolve("a.jsonl"))) {
            String event = event("h1");
            out.write(
                    (event + " ".repeat(MAX - event.length()) + "\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            byte[] blanks = new byte[1 << 20];
            Arrays.fill(blanks, (byte) ' ');
            for (int i = 0; i < 40; i++) {
                out.write(blanks);
            }
            out.write(
                    ("\n" + event("h2") + "\n" + " ".repeat(MAX + 1))
                            .getBytes(StandardCharsets.UTF_8));
        }
        List<Decoded> all = readAll("a.jsonl");
        assertThat(rows(all)).containsExactly("h1", "h2");
        List<DeadLetter> letters = letters(all);
        assertThat(letters).extracting(DeadLetter::line).containsExactly(2L, 4L);
        assertThat(letters).extracting(DeadLetter::reason).containsOnly("too_long");
        assertThat(letters.get(0).message()).isEqualTo("longer than 8 MiB: 41943040 bytes");
        assertThat(letters).extracting(letter -> letter.value().length).containsOnly(1 << 20);
    }

    @Test
    void readsGzipMembersBehindEachOther() throws IOException {
        try (OutputStream out = Files.newOutputStream(directory.resolve("a.jsonl.gz"))) {
            out.write(gzip(event("h1") + "\n"));
            out.write(gzip(event("h2") + "\n"));
        }
        assertThat(rows(readAll("a.jsonl.gz"))).containsExactly("h1", "h2");
    }

    @Test
    void makesADeadLetterOfTheEndOfATruncatedGzip() throws IOException {
        StringBuilder text = new StringBuilder();
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            text.append(event("h" + random.nextInt())).append('\n');
        }
        byte[] whole = gzip(text.toString());
        for (int length :
                new int[] {0, 1, 5, 12, whole.length / 2, whole.length - 8, whole.length - 1}) {
            Files.write(directory.resolve("a.jsonl.gz"), Arrays.copyOf(whole, length));
            List<Decoded> all = readAll("a.jsonl.gz");
            DeadLetter letter = only(all);
            assertThat(letter.reason()).isEqualTo("bad_file");
            assertThat(letter.line()).isEqualTo(rows(all).size() + 1);
            assertThat(all.get(all.size() - 1).deadLetter()).isSameAs(letter);
        }
    }

    @Test
    void makesADeadLetterOfAFileThatIsNoGzip() throws IOException {
        write("a.jsonl.gz", event("h1") + "\n");
        assertThat(only(readAll("a.jsonl.gz")).reason()).isEqualTo("bad_file");
    }

    @Test
    void tellsHowFarItIs() throws IOException {
        String text = (event("h1") + "\n").repeat(5000);
        Files.write(directory.resolve("a.jsonl.gz"), gzip(text));
        write("b.jsonl", text);
        for (HistoryFile file : HistoryFiles.below(directory)) {
            try (HistoryReader reader = new HistoryReader(file, "")) {
                assertThat(reader.bytesRead()).isZero();
                assertThat(reader.next(decoder, decoded -> {})).isTrue();
                assertThat(reader.bytesRead()).isBetween(1L, file.size());
                while (reader.next(decoder, decoded -> {})) {
                    assertThat(reader.bytesRead()).isLessThanOrEqualTo(file.size());
                }
                assertThat(reader.bytesRead()).isEqualTo(file.size());
                assertThat(reader.next(decoder, decoded -> {})).isFalse();
            }
        }
    }

    @Test
    void listsTheFilesBelowADirectoryByName() throws IOException {
        write("b.jsonl", "");
        write("a/z.jsonl.gz", "");
        write("a/b/c.jsonl", "x");
        write("a/notes.txt", "");
        write("a.json", "");
        Files.createDirectories(directory.resolve("folder.jsonl"));
        Files.createSymbolicLink(directory.resolve("link.jsonl"), directory.resolve("a/b/c.jsonl"));
        List<HistoryFile> files = HistoryFiles.below(directory);
        assertThat(files)
                .extracting(HistoryFile::name)
                .containsExactly("a/b/c.jsonl", "a/z.jsonl.gz", "b.jsonl", "link.jsonl");
        assertThat(files.get(0).size()).isEqualTo(1);
    }

    @Test
    void refusesToListWhatIsNotThere() {
        assertThatThrownBy(() -> HistoryFiles.below(directory.resolve("missing")))
                .isInstanceOf(IOException.class);
    }

    private List<Decoded> readAll(String name) throws IOException {
        Path path = directory.resolve(name);
        List<Decoded> all = new ArrayList<>();
        HistoryFile file = new HistoryFile(path, name, Files.size(path));
        try (HistoryReader reader = new HistoryReader(file, "folder")) {
            boolean isMore = true;
            while (isMore) {
                isMore = reader.next(decoder, all::add);
            }
        }
        return all;
    }

    private void write(String name, String text) throws IOException {
        Path path = directory.resolve(name);
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, text);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static List<String> rows(List<Decoded> all) {
        List<String> rows = new ArrayList<>();
        for (Decoded decoded : all) {
            Change change = decoded.change();
            if (change != null) {
                rows.add(change.rowId());
            }
        }
        return rows;
    }

    private static List<DeadLetter> letters(List<Decoded> all) {
        List<DeadLetter> letters = new ArrayList<>();
        for (Decoded decoded : all) {
            if (decoded.deadLetter() != null) {
                letters.add(decoded.deadLetter());
            }
        }
        return letters;
    }

    private static DeadLetter only(List<Decoded> all) {
        List<DeadLetter> letters = letters(all);
        assertThat(letters).hasSize(1);
        return letters.get(0);
    }

    private static String event(String id) {
        return "{\"op\":\"c\",\"after\":{\"id\":\"%s\",\"account_id\":\"a1\"},\"source\":{\"table\":\"health_scores\",\"ts_ms\":1}}"
                .formatted(id);
    }
}
