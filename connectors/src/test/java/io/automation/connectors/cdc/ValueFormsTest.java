package io.automation.connectors.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.model.change.Change;
import io.automation.model.change.DeadLetter;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueFormsTest {

    private final Decoding decoding = Decoding.plain();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "59                        | 59",
                "59.00                     | 59.00",
                "0                         | 0",
                "-0                        | 0",
                "-12.50                    | -12.50",
                "0.125                     | 0.125",
                "1e3                       | 1000",
                "1.5E2                     | 150",
                "1.50e+1                   | 15.0",
                "25e-3                     | 0.025",
                "1e20                      | 100000000000000000000",
                "1e-20                     | 0.00000000000000000001",
                "12345678901234567890123456789012345678 | 12345678901234567890123456789012345678",
                "9007199254740993          | 9007199254740993"
            })
    void readsNumbersExactlyAsNumberAndAsText(String written, String plain) {
        assertThat(number(written)).isEqualTo(plain);
        assertThat(number('"' + written + '"')).isEqualTo(plain);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "007   | 7",
                "+5    | 5",
                ".5    | 0.5",
                "5.    | 5",
                "-.25  | -0.25",
                "00.10 | 0.10"
            })
    void readsDecimalTextThatJsonWouldNotWrite(String written, String plain) {
        assertThat(number('"' + written + '"')).isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e21",
                "1e-21",
                "1e999999999",
                "1e99999999999999999999",
                "\"1e21\"",
                "123456789012345678901234567890123456789",
                "0.12345678901234567890123456789012345678",
                "\"NAN\"",
                "\"NaN\"",
                "\"Infinity\"",
                "\"\"",
                "\" 5\"",
                "\"5 \"",
                "\"1_000\"",
                "\"1,5\"",
                "\"0x1F\"",
                "\"1e\"",
                "\"1e+-2\"",
                "\"--1\"",
                "\".\"",
                "\"1.2.3\"",
                "\"\u0661\"",
                "true",
                "{\"scale\":1,\"value\":\"AQ==\"}",
                "[5]"
            })
    void rejectsWhatIsNoNumberWithinBounds(String json) {
        DeadLetter letter = decoding.deadLetter(Decoding.account("arr", json));
        assertThat(letter.reason()).isEqualTo("bad_number");
        assertThat(letter.message()).startsWith("accounts.arr is no number");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-03-01T09:00:00Z              | 2026-03-01T09:00:00Z",
                "2026-03-01T09:00:00               | 2026-03-01T09:00:00Z",
                "2026-03-01 09:00:00Z              | 2026-03-01T09:00:00Z",
                "2026-03-01 09:00:00               | 2026-03-01T09:00:00Z",
                "2026-03-01t09:00:00z              | 2026-03-01T09:00:00Z",
                "2026-03-01T09:00Z                 | 2026-03-01T09:00:00Z",
                "2026-03-01T09:00                  | 2026-03-01T09:00:00Z",
                "2026-03-01T09:00:00.5Z            | 2026-03-01T09:00:00.500Z",
                "2026-03-01T09:00:00.12Z           | 2026-03-01T09:00:00.120Z",
                "2026-03-01T09:00:00.123Z          | 2026-03-01T09:00:00.123Z",
                "2026-03-01T09:00:00.123456Z       | 2026-03-01T09:00:00.123Z",
                "2026-03-01T09:00:00.999999999Z    | 2026-03-01T09:00:00.999Z",
                "2026-03-01T09:00:00.000000Z       | 2026-03-01T09:00:00Z",
                "2026-03-01T09:00:00+02:00         | 2026-03-01T07:00:00Z",
                "2026-03-01T09:00:00.25-05:30      | 2026-03-01T14:30:00.250Z",
                "2026-03-01 09:00:00+00            | 2026-03-01T09:00:00Z",
                "2026-03-01T09:00:00+0200          | 2026-03-01T07:00:00Z",
                "2026-03-01T09:00:00+01:02:03      | 2026-03-01T07:57:57Z",
                "2026-03-01T23:30:00-18:00         | 2026-03-02T17:30:00Z",
                "2026-06-30Z                       | 2026-06-30T00:00:00Z",
                "2026-06-30                        | 2026-06-30T00:00:00Z",
                "2024-02-29T00:00:00Z              | 2024-02-29T00:00:00Z",
                "2000-02-29T00:00:00Z              | 2000-02-29T00:00:00Z",
                "1969-12-31T23:59:59.9999Z         | 1969-12-31T23:59:59.999Z",
                "1582-10-10T00:00:00Z              | 1582-10-10T00:00:00Z",
                "0001-01-01T00:00:00Z              | 0001-01-01T00:00:00Z",
                "9999-12-31T23:59:59.999Z          | 9999-12-31T23:59:59.999Z"
            })
    void readsInstants(String written, Instant instant) {
        Change change = decoding.change(Decoding.account("deleted_at", '"' + written + '"'));
        assertThat(Decoding.value(change, "deleted_at"))
                .isEqualTo(Long.toString(instant.toEpochMilli()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"infinity\"",
                "\"-infinity\"",
                "\"\"",
                "\"2026-3-1T09:00:00Z\"",
                "\"2026-02-29T00:00:00Z\"",
                "\"1900-02-29T00:00:00Z\"",
                "\"2026-13-01\"",
                "\"2026-00-10\"",
                "\"2026-04-31\"",
                "\"2026-01-00\"",
                "\"2026-03-01T24:00:00Z\"",
                "\"2026-03-01T09:60:00Z\"",
                "\"2026-03-01T09:00:60Z\"",
                "\"2026-03-01T09\"",
                "\"2026-03-01T9:00:00Z\"",
                "\"2026-03-01T09:00:00.Z\"",
                "\"2026-03-01T09:00:00.1234567890Z\"",
                "\"2026-03-01T09:00:00 Z\"",
                "\"2026-03-01T09:00:00ZZ\"",
                "\"2026-03-01T09:00:00+19:00\"",
                "\"2026-03-01T09:00:00+02:60\"",
                "\"2026-03-01T09:00:00[UTC]\"",
                "\"0000-12-31T00:00:00Z\"",
                "\"0001-01-01T00:00:00+01:00\"",
                "\"9999-12-31T23:59:59-01:00\"",
                "\"+10000-01-01T00:00:00Z\"",
                "\"-0001-01-01T00:00:00Z\"",
                "\"1772355600000\"",
                "\"yesterday\"",
                "1772355600000",
                "true",
                "{}",
                "[]"
            })
    void rejectsWhatIsNoInstant(String json) {
        DeadLetter letter = decoding.deadLetter(Decoding.account("deleted_at", json));
        assertThat(letter.reason()).isEqualTo("bad_instant");
        assertThat(letter.message()).startsWith("accounts.deleted_at is no instant");
    }

    @ParameterizedTest
    @CsvSource({
        "ADAPTIVE, 1772355600123999, 1772355600123",
        "ADAPTIVE_TIME_MICROSECONDS, 1772355600123999, 1772355600123",
        "MICROSECONDS, -1, -1",
        "CONNECT, 1772355600123, 1772355600123",
        "NANOSECONDS, 1772355600123999999, 1772355600123",
        "NANOSECONDS, -1, -1"
    })
    void readsWholeNumbersByTheConfiguredPrecision(
            TimePrecision precision, String written, String millis) {
        Decoding configured = new Decoding(precision, false);
        Change change = configured.change(Decoding.account("deleted_at", written));
        assertThat(Decoding.value(change, "deleted_at")).isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"9223372036854775807", "92233720368547758070", "1.5", "-62135596800000001"})
    void rejectsWholeNumbersOutsideTheYears(String written) {
        Decoding configured = new Decoding(TimePrecision.CONNECT, false);
        assertThat(configured.deadLetter(Decoding.account("deleted_at", written)).reason())
                .isEqualTo("bad_instant");
    }

    @ParameterizedTest
    @CsvSource({
        "2027-03-31Z, 2027-03-31",
        "2027-03-31, 2027-03-31",
        "2027-03-31+02:00, 2027-03-31",
        "2024-02-29, 2024-02-29",
        "0001-01-01, 0001-01-01",
        "9999-12-31Z, 9999-12-31"
    })
    void readsDates(String written, String date) {
        Change change = decoding.change(Decoding.account("contract_end_date", '"' + written + '"'));
        assertThat(Decoding.value(change, "contract_end_date")).isEqualTo(date);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "20514", "-719162", "2932896"})
    void readsDatesThatCountDays(String written) {
        Decoding configured = new Decoding(TimePrecision.ADAPTIVE, false);
        Change change = configured.change(Decoding.account("contract_end_date", written));
        assertThat(Decoding.value(change, "contract_end_date"))
                .isEqualTo(LocalDate.ofEpochDay(Long.parseLong(written)).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"-5877611-06-21Z\"",
                "\"infinity\"",
                "\"2027-02-29\"",
                "\"2027-3-1\"",
                "\"2027-03-31T00:00:00Z\"",
                "\"31.03.2027\"",
                "\"\"",
                "20514",
                "true",
                "{}"
            })
    void rejectsWhatIsNoDate(String json) {
        DeadLetter letter = decoding.deadLetter(Decoding.account("contract_end_date", json));
        assertThat(letter.reason()).isEqualTo("bad_date");
        assertThat(letter.message()).startsWith("accounts.contract_end_date is no date");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-719163", "2932897", "99999999999999999999", "1.0"})
    void rejectsDaysOutsideTheYears(String written) {
        Decoding configured = new Decoding(TimePrecision.ADAPTIVE, false);
        assertThat(configured.deadLetter(Decoding.account("contract_end_date", written)).reason())
                .isEqualTo("bad_date");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true | true",
                "false | false",
                "\"true\" | true",
                "\"t\" | true",
                "\"false\" | false",
                "\"f\" | false"
            })
    void readsBooleans(String json, String text) {
        Change change = decoding.change(workflow("enabled", json));
        assertThat(Decoding.value(change, "enabled")).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"yes\"", "\"\"", "1", "{}", "[true]"})
    void rejectsWhatIsNoBoolean(String json) {
        DeadLetter letter = decoding.deadLetter(workflow("enabled", json));
        assertThat(letter.reason()).isEqualTo("bad_boolean");
        assertThat(letter.message()).startsWith("automation_workflows.enabled is no boolean");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"b\": 1, \"a\": [1, 2]}            | {\"b\":1,\"a\":[1,2]}",
                "\"{\\\"b\\\": 1, \\\"a\\\": \\\"x y\\\"}\"   | {\"b\":1,\"a\":\"x y\"}",
                "\"{\\\"n\\\": 1.50, \\\"m\\\": 1e400}\"    | {\"n\":1.50,\"m\":1e400}",
                "{\"n\": 1.50e+2}                     | {\"n\":1.50e+2}",
                "\" [ ] \"                            | []",
                "\"{}\"                               | {}",
                "{\"q\": \"a\\\"b \\u00e9\\/\"}        | {\"q\":\"a\\\"b é/\"}",
                "\"{\\\"q\\\": \\\"a\\\\\\\"b\\\"}\"         | {\"q\":\"a\\\"b\"}",
                "\"true\"                             | true",
                "\"null\"                             | null",
                "5                                    | 5",
                "false                                | false",
                "[\"Größe\"]                          | [\"Größe\"]"
            })
    void readsJsonAsValueAndAsText(String json, String compact) {
        Change change = decoding.change(Decoding.account("custom", json));
        assertThat(Decoding.value(change, "custom")).isEqualTo(compact);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\"",
                "\"  \"",
                "\"gold\"",
                "\"{\\\"a\\\":1\"",
                "\"{\\\"a\\\":1}}\"",
                "\"{'a':1}\"",
                "\"{\\\"a\\\":NaN}\"",
                "\"{\\\"a\\\":01}\"",
                "\"[1,]\""
            })
    void rejectsJsonTextThatIsNone(String json) {
        DeadLetter letter = decoding.deadLetter(Decoding.account("custom", json));
        assertThat(letter.reason()).isEqualTo("bad_json");
        assertThat(letter.message()).startsWith("accounts.custom is no JSON text");
    }

    @Test
    void leavesBrokenJsonOfAWorkflowToThoseWhoRefuseIt() {
        Change change = decoding.change(workflow("trigger_config", "\"{\\\"threshold\\\": \""));
        assertThat(Decoding.value(change, "trigger_config")).isEqualTo("{\"threshold\": ");
    }

    @Test
    void readsTextsWithEscapesAndEveryScript() {
        String json = "\"Zoë \\\"Q\\\" \\u00fc \\ud83d\\ude00 \uD83D\uDE80 \\n\\\\ 日本\"";
        Change change = decoding.change(Decoding.account("name", json));
        assertThat(Decoding.value(change, "name")).isEqualTo("Zoë \"Q\" ü 😀 🚀 \n\\ 日本");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"5 | 5", "1.50 | 1.50", "true | true", "false | false"})
    void takesScalarsAsText(String json, String text) {
        Change change = decoding.change(Decoding.account("status", json));
        assertThat(Decoding.value(change, "status")).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1}", "[]"})
    void rejectsListsAndObjectsWhereTextBelongs(String json) {
        DeadLetter letter = decoding.deadLetter(Decoding.account("status", json));
        assertThat(letter.reason()).isEqualTo("bad_text");
        assertThat(letter.message()).startsWith("accounts.status is no text: ");
    }

    @Test
    void writesIdsInLowerCase() {
        String id = "ABCDEF00-0000-4000-8000-00000000000A";
        Change change =
                decoding.change(
                        Decoding.event(
                                "c",
                                "accounts",
                                "null",
                                "{\"id\":\"%s\",\"organization_id\":\"%s\"}".formatted(id, id)));
        assertThat(change.rowId()).isEqualTo("abcdef00-0000-4000-8000-00000000000a");
        assertThat(change.accountId()).isEqualTo(change.rowId());
        assertThat(Decoding.value(change, "organization_id")).isEqualTo(change.rowId());
    }

    private String number(String json) {
        return String.valueOf(
                Decoding.value(decoding.change(Decoding.account("arr", json)), "arr"));
    }

    private static String workflow(String column, String json) {
        return Decoding.event(
                "c",
                "automation_workflows",
                "null",
                "{\"id\":\"w1\",\"%s\":%s}".formatted(column, json));
    }
}
