package io.automation.connectors.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.model.change.Change;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaTest {

    private final Decoding decoding = Decoding.plain();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "arr | org.apache.kafka.connect.data.Decimal | 2 | \"ALcbCA==\" | 120000.08",
                "arr | org.apache.kafka.connect.data.Decimal | 2 | \"/w==\"     | -0.01",
                "arr | org.apache.kafka.connect.data.Decimal | 0 | \"Ow==\"     | 59",
                "arr | org.apache.kafka.connect.data.Decimal | -2 | \"Ow==\"    | 5900",
                "arr | org.apache.kafka.connect.data.Decimal | 3 | \"1234\"     | -2658.824",
                "arr | org.apache.kafka.connect.data.Decimal | 2 | 59.50        | 59.50",
                "arr | org.apache.kafka.connect.data.Decimal | 2 | null         | ",
                "arr | io.debezium.data.VariableScaleDecimal | 0 | {\"scale\":2,\"value\":\"F3A=\"} | 60.00",
                "arr | io.debezium.data.VariableScaleDecimal | 0 | {\"value\":\"Bg==\",\"scale\":-1} | 60",
                "deleted_at | io.debezium.time.Timestamp      | 0 | 1772355600123       | 1772355600123",
                "deleted_at | io.debezium.time.MicroTimestamp | 0 | 1772355600123999    | 1772355600123",
                "deleted_at | io.debezium.time.NanoTimestamp  | 0 | 1772355600123999999 | 1772355600123",
                "deleted_at | org.apache.kafka.connect.data.Timestamp | 0 | -1          | -1",
                "deleted_at | io.debezium.time.ZonedTimestamp | 0 | \"1970-01-01T00:00:01.5Z\" | 1500",
                "deleted_at | io.debezium.time.Date           | 0 | 1                   | 86400000",
                "contract_end_date | io.debezium.time.Date    | 0 | 20514               | 2026-03-02",
                "contract_end_date | org.apache.kafka.connect.data.Date | 0 | 20514     | 2026-03-02",
                "contract_end_date | io.debezium.time.IsoDate | 0 | \"2026-03-02Z\"     | 2026-03-02",
                "contract_end_date | io.debezium.time.MicroTimestamp | 0 | 1772409600000000 | 2026-03-02",
                "custom | io.debezium.data.Json               | 0 | \"{\\\"a\\\": 1}\"  | {\"a\":1}",
                "organization_id | io.debezium.data.Uuid      | 0 | \"AB\"              | ab"
            })
    void readsValuesAsTheSchemaNamesThem(
            String column, String name, int scale, String json, String value) {
        for (String wrapped :
                new String[] {
                    schemaFirst(column, name, scale, json), payloadFirst(column, name, scale, json)
                }) {
            Change change = decoding.change(wrapped);
            assertThat(Decoding.value(change, column)).isEqualTo(value);
            assertThat(change.rowId()).isEqualTo("a1");
            assertThat(change.lsn()).isEqualTo(1042);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "arr | org.apache.kafka.connect.data.Decimal | 2 | \"59.00\"      | bad_number",
                "arr | org.apache.kafka.connect.data.Decimal | 2 | \"\"           | bad_number",
                "arr | org.apache.kafka.connect.data.Decimal | 99999 | \"Ow==\"   | bad_number",
                "arr | org.apache.kafka.connect.data.Decimal | 0 | \"f////////////////////w==\" | bad_number",
                "arr | org.apache.kafka.connect.data.Decimal | 0 | true           | bad_number",
                "arr | io.debezium.data.VariableScaleDecimal | 0 | {\"value\":\"Bg==\"} | bad_number",
                "arr | io.debezium.data.VariableScaleDecimal | 0 | {\"scale\":1}  | bad_number",
                "arr | io.debezium.data.VariableScaleDecimal | 0 | \"Bg==\"       | bad_number",
                "deleted_at | io.debezium.time.ZonedTimestamp | 0 | 1772355600123 | bad_instant",
                "deleted_at | io.debezium.time.Timestamp | 0 | 1772355600123000  | bad_instant",
                "contract_end_date | io.debezium.time.Date | 0 | 9999999          | bad_date"
            })
    void rejectsValuesThatAreNotWhatTheSchemaNames(
            String column, String name, int scale, String json, String reason) {
        assertThat(decoding.deadLetter(schemaFirst(column, name, scale, json)).reason())
                .isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "5", "[]", "{\"fields\":7}", "{\"fields\":[1,{}]}"})
    void readsAPayloadWhoseSchemaSaysNothing(String schema) {
        String event = Decoding.account("arr", "\"59.00\"");
        Change change = decoding.change("{\"schema\":%s,\"payload\":%s}".formatted(schema, event));
        assertThat(Decoding.value(change, "arr")).isEqualTo("59.00");
    }

    private static String schemaFirst(String column, String name, int scale, String json) {
        return "{\"schema\":%s,\"payload\":%s}"
                .formatted(schema(column, name, scale), Decoding.account(column, json));
    }

    private static String payloadFirst(String column, String name, int scale, String json) {
        return "{ \"payload\" : %s , \"schema\" : %s }"
                .formatted(Decoding.account(column, json), schema(column, name, scale));
    }

    private static String schema(String column, String name, int scale) {
        String row =
                ("{\"type\":\"struct\",\"fields\":[{\"type\":\"string\",\"field\":\"id\"},"
                                + "{\"type\":\"bytes\",\"optional\":true,\"name\":\"%s\",\"version\":1,"
                                + "\"parameters\":{\"scale\":\"%d\"},\"field\":\"%s\"}],"
                                + "\"optional\":true,\"name\":\"Value\",\"field\":\"%%s\"}")
                        .formatted(name, scale, column);
        return "{\"type\":\"struct\",\"fields\":[%s,%s,{\"type\":\"string\",\"field\":\"op\"}]}"
                .formatted(row.formatted("before"), row.formatted("after"));
    }
}
