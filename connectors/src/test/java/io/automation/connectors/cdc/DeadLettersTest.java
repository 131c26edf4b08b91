package io.automation.connectors.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.model.change.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLettersTest {

    private static final String ROW = "{\"id\":\"h1\",\"account_id\":\"a1\",\"score\":\"59\"}";

    private final Decoding decoding = Decoding.plain();

    static Stream<Arguments> rejected() {
        String source = Decoding.source("health_scores");
        return Stream.of(
                Arguments.of("xyz", "not_json", "byte 1 begins no JSON object"),
                Arguments.of("[{}]", "not_json", "byte 1 begins no JSON object"),
                Arguments.of("\"text\"", "not_json", "byte 1 begins no JSON object"),
                Arguments.of("5", "not_json", "byte 1 begins no JSON object"),
                Arguments.of("nul", "not_json", "the JSON ends too early"),
                Arguments.of("null null", "not_json", "something stands behind the JSON object"),
                Arguments.of("{\"op\":\"c\"", "not_json", "the JSON ends too early"),
                Arguments.of("{\"op\":\"c", "not_json", "the JSON ends too early"),
                Arguments.of(
                        "{\"op\":\"c\"}}", "not_json", "something stands behind the JSON object"),
                Arguments.of("{} {}", "not_json", "something stands behind the JSON object"),
                Arguments.of("{\"a\":01}", "not_json", "byte 7 is not expected in JSON"),
                Arguments.of("{\"a\":NaN}", "not_json", "byte 6 is not expected in JSON"),
                Arguments.of("{\"a\":\"\t\"}", "not_json", "byte 7 is not expected in JSON"),
                Arguments.of("{\"a\":\"\\x\"}", "not_json", "byte 8 is not expected in JSON"),
                Arguments.of("{\"a\":1,}", "not_json", "byte 8 is not expected in JSON"),
                Arguments.of("{a:1}", "not_json", "byte 2 is not expected in JSON"),
                Arguments.of("\uFEFF{}", "not_json", "byte 1 begins no JSON object"),
                Arguments.of("{}", "no_table", "source.table is missing"),
                Arguments.of("{\"op\":\"c\",\"after\":{}}", "no_table", "source.table is missing"),
                Arguments.of(
                        "{\"op\":\"c\",\"after\":{},\"source\":[]}",
                        "no_table",
                        "source.table is missing"),
                Arguments.of(
                        "{\"op\":\"c\",\"source\":{\"table\":7}}",
                        "no_table",
                        "source.table is missing"),
                Arguments.of(
                        "{\"op\":\"c\",\"source\":{\"table\":\"\"}}",
                        "no_table",
                        "source.table is missing"),
                Arguments.of(
                        "{\"after\":" + ROW + ",\"source\":" + source + "}",
                        "bad_operation",
                        "health_scores: op is missing"),
                Arguments.of(
                        Decoding.event("t", "health_scores", "null", "null"),
                        "bad_operation",
                        "health_scores: op is none of c r u d: t"),
                Arguments.of(
                        Decoding.event("create", "health_scores", "null", ROW),
                        "bad_operation",
                        "health_scores: op is none of c r u d: create"),
                Arguments.of(
                        "{\"op\":5,\"after\":" + ROW + ",\"source\":" + source + "}",
                        "bad_operation",
                        "health_scores: op is none of c r u d: 5"),
                Arguments.of(
                        Decoding.event("c", "health_scores", ROW, "null"),
                        "no_row",
                        "health_scores: after is no row"),
                Arguments.of(
                        Decoding.event("u", "health_scores", ROW, "\"row\""),
                        "no_row",
                        "health_scores: after is no row"),
                Arguments.of(
                        Decoding.event("d", "health_scores", "null", ROW),
                        "no_row",
                        "health_scores: before is no row"),
                Arguments.of(
                        Decoding.event("c", "health_scores", "null", "{\"account_id\":\"a1\"}"),
                        "no_primary_key",
                        "health_scores: the primary key is missing"),
                Arguments.of(
                        Decoding.event(
                                "c",
                                "health_scores",
                                "null",
                                "{\"id\":null,\"account_id\":\"a1\"}"),
                        "no_primary_key",
                        "health_scores: the primary key is missing"),
                Arguments.of(
                        Decoding.event(
                                "c", "health_scores", "null", "{\"id\":{},\"account_id\":\"a1\"}"),
                        "no_primary_key",
                        "health_scores: the primary key is missing"),
                Arguments.of(
                        Decoding.event(
                                "c",
                                "automation_workflow_accounts",
                                "null",
                                "{\"workflow_id\":\"w1\"}"),
                        "no_primary_key",
                        "automation_workflow_accounts: the primary key is missing"),
                Arguments.of(
                        Decoding.event("c", "health_scores", "null", "{\"id\":\"h1\"}"),
                        "no_account_id",
                        "health_scores.account_id is missing"),
                Arguments.of(
                        Decoding.event(
                                "u",
                                "goals",
                                "{\"id\":\"g1\",\"account_id\":\"a1\"}",
                                "{\"id\":\"g1\",\"account_id\":\"__debezium_unavailable_value\"}"),
                        "no_account_id",
                        "goals.account_id is missing"),
                Arguments.of(
                        Decoding.event(
                                "d", "contacts", "{\"id\":\"k1\",\"account_id\":null}", "null"),
                        "no_account_id",
                        "contacts.account_id is missing"),
                Arguments.of(
                        Decoding.account("arr", "\"many\""),
                        "bad_number",
                        "accounts.arr is no number of at most 38 digits and an exponent within 20:"
                                + " many"),
                Arguments.of(
                        Decoding.account("contract_end_date", "\"soon\""),
                        "bad_date",
                        "accounts.contract_end_date is no date of the years 1 to 9999: soon"),
                Arguments.of(
                        Decoding.account("updated_at", "\"infinity\""),
                        "bad_instant",
                        "accounts.updated_at is no instant of the years 1 to 9999: infinity"),
                Arguments.of(
                        Decoding.account("custom", "\"gold\""),
                        "bad_json",
                        "accounts.custom is no JSON text: gold"),
                Arguments.of(
                        Decoding.event(
                                "u",
                                "accounts",
                                "{\"id\":\"a1\",\"arr\":\"x\"}",
                                "{\"id\":\"a1\"}"),
                        "bad_number",
                        "accounts.arr is no number of at most 38 digits and an exponent within 20:"
                                + " x"),
                Arguments.of(
                        "{\"op\":\"c\",\"after\":"
                                + ROW
                                + ",\"source\":{\"table\":\"health_scores\"}}",
                        "no_event_time",
                        "health_scores: neither commit time nor business time"),
                Arguments.of(
                        Decoding.event("r", "health_scores", "null", ROW),
                        "no_event_time",
                        "health_scores: a snapshot row without business time"),
                Arguments.of(
                        "{\"op\":\"c\",\"after\":"
                                + ROW
                                + ",\"source\":{\"table\":\"health_scores\",\"ts_ms\":\"noon\"}}",
                        "bad_instant",
                        "source.ts_ms is no whole number in the years 1 to 9999"),
                Arguments.of(
                        "{\"op\":\"c\",\"after\":"
                                + ROW
                                + ",\"source\":{\"table\":\"health_scores\",\"ts_us\":9e18}}",
                        "bad_instant",
                        "source.ts_us is no whole number in the years 1 to 9999"),
                Arguments.of(
                        Decoding.account("name", "\"\\ud83d\""),
                        "not_utf8",
                        "a text holds half a surrogate pair"),
                Arguments.of(
                        Decoding.account("custom", "{\"a\":\"\\udc00\"}"),
                        "not_utf8",
                        "accounts.custom holds half a surrogate pair"),
                Arguments.of(
                        "{\"payload\":5,\"schema\":null}",
                        "not_json",
                        "byte 12 begins no JSON object"));
    }

    @ParameterizedTest
    @MethodSource
    void rejected(String value, String reason, String message) {
        DeadLetter letter = decoding.deadLetter(value);
        assertThat(letter.reason()).isEqualTo(reason);
        assertThat(letter.message()).isEqualTo(message);
        assertThat(letter.folder()).isEqualTo(Decoding.FOLDER);
        assertThat(letter.origin()).isEqualTo(Decoding.ORIGIN);
        assertThat(letter.line()).isEqualTo(Decoding.LINE);
        assertThat(letter.value()).isEqualTo(value.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"C0AF", "C3", "E28080C0", "EDA080", "F5808080", "F4908080", "FF", "80"})
    void rejectsTextThatIsNotUtf8WhereverItStands(String hex) {
        byte[] start = "{\"op\":\"c\",\"ignored\":\"".getBytes(StandardCharsets.UTF_8);
        byte[] bad = HexFormat.of().parseHex(hex);
        byte[] value = Arrays.copyOf(start, start.length + bad.length + 2);
        System.arraycopy(bad, 0, value, start.length, bad.length);
        value[value.length - 2] = '"';
        value[value.length - 1] = '}';
        assertThat(decoding.deadLetter(value).reason()).isEqualTo("not_utf8");
        assertThat(decoding.deadLetter(bad).reason()).isEqualTo("not_utf8");
    }

    @Test
    void takesAThousandLevelsAndNotOneMore() {
        assertThat(decoding.change(nested(1000)).rowId()).isEqualTo("a1");
        DeadLetter letter = decoding.deadLetter(nested(1001));
        assertThat(letter.reason()).isEqualTo("too_deep");
        assertThat(letter.message()).isEqualTo("nested deeper than 1000");
        assertThat(decoding.deadLetter("[".repeat(10_000)).reason()).isEqualTo("not_json");
        assertThat(decoding.deadLetter("{\"a\":" + "[".repeat(10_000)).reason())
                .isEqualTo("too_deep");
    }

    @Test
    void takesEightMebibytesAndNotOneByteMore() {
        String event = Decoding.account("name", "\"x\"");
        String blanks = " ".repeat(DebeziumJsonDecoder.MAX_BYTES - event.length());
        assertThat(decoding.change(event + blanks).rowId()).isEqualTo("a1");
        DeadLetter letter = decoding.deadLetter(event + blanks + " ");
        assertThat(letter.reason()).isEqualTo("too_long");
        assertThat(letter.message()).isEqualTo("longer than 8 MiB: 8388609 bytes");
        assertThat(letter.value()).hasSize(1 << 20);
    }

    @Test
    void takesLongNumbersAndTextsOfColumnsThatNobodyReads() {
        String event =
                Decoding.event(
                        "c",
                        "accounts",
                        "null",
                        "{\"id\":\"a1\",\"other\":1%s,\"more\":\"%s\"}"
                                .formatted("0".repeat(100_000), "y".repeat(3_000_000)));
        assertThat(decoding.change(event).rowId()).isEqualTo("a1");
    }

    @Test
    void keepsTheKeyOfARejectedRecord() {
        byte[] key = {1, 2};
        new DebeziumJsonDecoder(new DecoderOptions(TimePrecision.ISOSTRING, false))
                .decode(
                        key,
                        new byte[] {'x'},
                        "",
                        "automation.changes-2",
                        12,
                        decoded -> {
                            DeadLetter letter = Objects.requireNonNull(decoded.deadLetter());
                            assertThat(letter.key()).isSameAs(key);
                            assertThat(letter.origin()).isEqualTo("automation.changes-2");
                            assertThat(letter.line()).isEqualTo(12);
                        });
    }

    private static String nested(int depth) {
        int lists = depth - 1;
        return Decoding.account("name", "\"x\"")
                .replace(
                        "{\"op\"",
                        "{\"deep\":" + "[".repeat(lists) + "]".repeat(lists) + ",\"op\"");
    }
}
