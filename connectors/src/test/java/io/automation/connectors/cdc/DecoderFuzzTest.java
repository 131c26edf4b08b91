package io.automation.connectors.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.automation.model.change.Change;
import io.automation.model.change.DeadLetter;
import io.automation.model.change.Decoded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DecoderFuzzTest {

    private static final JsonFactory STRICT =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(JsonScan.MAX_DEPTH)
                                    .maxNumberLength(Integer.MAX_VALUE)
                                    .build())
                    .build();
    private static final byte[] TELLING =
            "\"\\{}[]:,0123456789-+.eEtfnul \t\u0000".getBytes(StandardCharsets.UTF_8);

    private final Decoding decoding = new Decoding(TimePrecision.ISOSTRING, true);

    @Test
    void agreesWithTheNaiveDecoderOnValidEvents() throws IOException {
        RandomEvents events = new RandomEvents(20260301);
        NaiveDecoder naive = new NaiveDecoder();
        int moved = 0;
        for (int i = 0; i < 6_000; i++) {
            byte[] value = events.next();
            String event = new String(value, StandardCharsets.UTF_8);
            List<String> expected = naive.decode(value).stream().map(NaiveDecoder::text).toList();
            List<Change> decoded = decoding.changes(event);
            assertThat(decoded.stream().map(NaiveDecoder::text).toList())
                    .as(event)
                    .isEqualTo(expected);
            moved += decoded.size() - 1;
        }
        assertThat(moved).isGreaterThan(100);
    }

    @Test
    void survivesEveryMutationAndAgreesOnWhatIsJson() throws IOException {
        Random random = new Random(42);
        RandomEvents events = new RandomEvents(7);
        List<byte[]> seeds = new ArrayList<>();
        for (String line : Decoding.realEnvelopes()) {
            seeds.add(line.getBytes(StandardCharsets.UTF_8));
        }
        for (int i = 0; i < 200; i++) {
            seeds.add(events.next());
        }
        int broken = 0;
        for (int i = 0; i < 25_000; i++) {
            byte[] value = seeds.get(random.nextInt(seeds.size()));
            for (int k = random.nextInt(3); k >= 0; k--) {
                value = mutated(value, seeds, random);
            }
            boolean isUtf8 = isUtf8(value);
            boolean isJson = isUtf8 && isObjectOrNothing(value);
            broken += isJson ? 0 : 1;
            for (Decoded decoded : decoding.all(value)) {
                DeadLetter letter = decoded.deadLetter();
                String reason = letter == null ? "" : letter.reason();
                boolean isAgreed =
                        isUtf8 ? isJson != reason.equals("not_json") : reason.equals("not_utf8");
                if (!isAgreed) {
                    fail("%s: %s", letter, new String(value, StandardCharsets.UTF_8));
                }
            }
            if (!isJson) {
                assertThat(decoding.all(value)).hasSize(1);
            }
        }
        assertThat(broken).isBetween(6_000, 24_000);
    }

    @Test
    void survivesRandomBytes() {
        Random random = new Random(43);
        for (int i = 0; i < 5_000; i++) {
            byte[] value = new byte[random.nextInt(200)];
            random.nextBytes(value);
            assertThat(decoding.all(value)).hasSizeLessThanOrEqualTo(1);
        }
    }

    private static byte[] mutated(byte[] value, List<byte[]> seeds, Random random) {
        if (value.length < 2) {
            return value;
        }
        int at = random.nextInt(value.length);
        switch (random.nextInt(7)) {
            case 0 -> {
                byte[] flipped = value.clone();
                flipped[at] ^= (byte) (1 << random.nextInt(8));
                return flipped;
            }
            case 1 -> {
                byte[] replaced = value.clone();
                replaced[at] = TELLING[random.nextInt(TELLING.length)];
                return replaced;
            }
            case 2 -> {
                return Arrays.copyOf(value, at);
            }
            case 3 -> {
                return joined(value, at, value, at + 1);
            }
            case 4 -> {
                int length = random.nextInt(Math.min(40, value.length - at));
                return joined(value, at + length, value, at);
            }
            case 5 -> {
                byte[] other = seeds.get(random.nextInt(seeds.size()));
                return joined(value, at, other, random.nextInt(other.length));
            }
            default -> {
                // The same length, so that more of it stays JSON.
                byte[] replaced = value.clone();
                if (replaced[at] >= '0' && replaced[at] <= 'z') {
                    replaced[at] = (byte) ('0' + random.nextInt(10));
                }
                return replaced;
            }
        }
    }

    private static byte[] joined(byte[] head, int headEnd, byte[] tail, int tailStart) {
        byte[] joined = Arrays.copyOf(head, headEnd + tail.length - tailStart);
        System.arraycopy(tail, tailStart, joined, headEnd, tail.length - tailStart);
        return joined;
    }

    private static boolean isUtf8(byte[] value) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean isObjectOrNothing(byte[] value) {
        try (JsonParser parser = STRICT.createParser(new String(value, StandardCharsets.UTF_8))) {
            JsonToken token = parser.nextToken();
            if (token != null && token != JsonToken.START_OBJECT && token != JsonToken.VALUE_NULL) {
                return false;
            }
            while (token != null) {
                if (token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME) {
                    parser.getText();
                }
                token = parser.nextToken();
                if (token != null && parser.getParsingContext().inRoot() && !token.isStructEnd()) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
