package io.automation.connectors.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.model.change.Change;
import io.automation.model.change.DeadLetter;
import io.automation.model.change.Operation;
import io.automation.model.change.Table;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DebeziumJsonDecoderTest {

    private static final String UNAVAILABLE = "\"__debezium_unavailable_value\"";

    private final Decoding decoding = Decoding.plain();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "\t\r",
                "null",
                " null ",
                "{\"schema\":{\"type\":\"struct\"},\"payload\":null}",
                "{\"payload\":null}",
                "{\"op\":\"m\",\"source\":{\"table\":\"\"},\"message\":{\"prefix\":\"x\"}}",
                "{\"op\":\"m\"}",
                "{\"op\":\"c\",\"after\":{\"id\":1},\"source\":{\"table\":\"invoices\"}}",
                "{\"op\":\"t\",\"source\":{\"table\":\"invoices\"}}",
                "{\"source\":{\"table\":\"tasks\"}}",
                "{\"source\":{\"db\":\"x\"},\"ddl\":\"create table x\"}",
                "{\"source\":{\"db\":\"x\"},\"tableChanges\":[]}"
            })
    void passesOver(String value) {
        assertThat(decoding.all(value)).isEmpty();
    }

    @Test
    void passesOverTombstones() {
        byte[] none = null;
        assertThat(decoding.all(none)).isEmpty();
    }

    @Test
    void readsTheLineOfTheContract() {
        Change change =
                decoding.change(
                        "{\"op\":\"c\",\"before\":null,\"after\":{\"id\":\"h1\",\"account_id\":\"a1\","
                                + "\"score\":\"59\",\"recorded_at\":\"2026-03-01T09:00:00Z\"},"
                                + "\"source\":{\"table\":\"health_scores\",\"ts_ms\":1772355600000,"
                                + "\"lsn\":1042}}");
        assertThat(change.table()).isEqualTo(Table.HEALTH_SCORES);
        assertThat(change.operation()).isEqualTo(Operation.CREATE);
        assertThat(change.at()).isEqualTo(1772355600000L);
        assertThat(change.lsn()).isEqualTo(1042);
        assertThat(change.sequence()).isEqualTo(1042);
        assertThat(Decoding.value(change, "score")).isEqualTo("59");
        assertThat(Decoding.has(change, "churn_risk")).isFalse();
        assertThat(Decoding.has(change, "created_at")).isFalse();
    }

    @Test
    void tellsUnchangedFromNull() {
        Change change =
                decoding.change(
                        Decoding.event(
                                "u",
                                "accounts",
                                "null",
                                "{\"id\":\"a1\",\"name\":null,\"custom\":%s,\"arr\":%s,\"updated_at\":%s}"
                                        .formatted(UNAVAILABLE, UNAVAILABLE, UNAVAILABLE)));
        assertThat(Decoding.value(change, "name")).isNull();
        assertThat(Decoding.has(change, "custom")).isFalse();
        assertThat(Decoding.has(change, "arr")).isFalse();
        assertThat(Decoding.has(change, "updated_at")).isFalse();
        assertThat(Decoding.has(change, "status")).isFalse();
        assertThat(change.before()).isEmpty();
        assertThat(change.presentBefore()).isZero();
    }

    @Test
    void keepsTheOldRowOfAnAccountAsFarAsItCame() {
        Change change =
                decoding.change(
                        Decoding.event(
                                "u",
                                "accounts",
                                "{\"id\":\"a1\",\"status\":\"active\",\"custom\":%s}"
                                        .formatted(UNAVAILABLE),
                                "{\"id\":\"a1\",\"status\":\"churned\"}"));
        int status = Table.ACCOUNTS.index("status");
        assertThat(change.presentBefore()).isEqualTo(1L << status);
        assertThat(change.before()[status]).isEqualTo("active");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"ts_us\":1772355600000999,\"ts_ms\":5          | 1772355600000",
                "\"ts_us\":-1                                    | -1",
                "\"ts_us\":null,\"ts_ms\":1772355600000          | 1772355600000",
                "\"ts_ms\":\"1772355600000\"                     | 1772355600000",
                "\"ts_us\":\"1772355600000999\",\"ts_ms\":\"no\" | 1772355600000",
                "\"ts_ms\":0                                     | 0",
                "\"ts_us\":null,\"ts_ms\":null                   | 1000",
                "\"lsn\":1                                       | 1000"
            })
    void takesTheCommitTimeElseTheBusinessTime(String source, long at) {
        String row =
                "{\"id\":\"a1\",\"created_at\":\"1970-01-01T00:00:03Z\","
                        + "\"updated_at\":\"1970-01-01T00:00:01Z\"}";
        String event =
                "{\"op\":\"%%s\",\"before\":%s,\"after\":%s,\"source\":{\"table\":\"accounts\",%s}}"
                        .formatted(row, row, source);
        for (String op : List.of("c", "u", "d")) {
            Change change = decoding.change(event.formatted(op));
            assertThat(change.at()).isEqualTo(at);
            assertThat(change.businessAt()).isEqualTo(1000);
        }
        assertThat(decoding.change(event.formatted("r")).at()).isEqualTo(Change.BEGINNING);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "health_scores | \"recorded_at\":\"1970-01-01Z\",\"created_at\":\"1970-01-02\" | 0",
                "health_scores | \"recorded_at\":null,\"created_at\":\"1970-01-02\"  | 86400000",
                "engagements   | \"occurred_at\":\"1970-01-01\",\"updated_at\":\"1970-01-02\" | 0",
                "engagements   | \"occurred_at\":null,\"updated_at\":\"1970-01-02\"  | 86400000",
                "engagements   | \"created_at\":\"1970-01-02\"                       | 86400000",
                "goals         | \"created_at\":\"1970-01-01\",\"updated_at\":\"1970-01-02\" | 86400000"
            })
    void datesSnapshotRowsOfFactsByTheirBusinessTime(String table, String times, long at) {
        String row = "{\"id\":\"x1\",\"account_id\":\"a1\",%s}".formatted(times);
        Change change = decoding.change(Decoding.event("r", table, "null", row));
        assertThat(change.at()).isEqualTo(at);
        assertThat(change.businessAt()).isEqualTo(at);
        assertThat(change.commitAt()).isEqualTo(1772355600000L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"lsn\":5                                              | 5  | 5",
                "\"lsn\":\"5\"                                          | 5  | 5",
                "\"lsn\":0                                              | 0  | 0",
                "\"lsn\":5,\"sequence\":\"[\\\"3\\\",\\\"5\\\"]\"       | 5  | 3",
                "\"lsn\":5,\"sequence\":\" [ 3 , null ] \"              | 5  | 3",
                "\"lsn\":5,\"sequence\":\"[null,\\\"5\\\"]\"            | 5  | 0",
                "\"sequence\":\"[null,\\\"5\\\"]\",\"lsn\":5            | 5  | 0",
                "\"lsn\":5,\"sequence\":null                            | 5  | 5",
                "\"lsn\":5,\"sequence\":\"\"                            | 5  | 5",
                "\"lsn\":5,\"sequence\":\"[]\"                          | 5  | 5",
                "\"lsn\":5,\"sequence\":\"[\\\"x\\\"]\"                 | 5  | 5",
                "\"lsn\":5,\"sequence\":\"[\\\"\\\"]\"                  | 5  | 5",
                "\"lsn\":5,\"sequence\":\"[\\\"3\\\",\"                 | 5  | 5",
                "\"lsn\":5,\"sequence\":\"[\\\"3\"                      | 5  | 5",
                "\"lsn\":5,\"sequence\":\"[3] x\"                       | 5  | 5",
                "\"lsn\":5,\"sequence\":\"[-3]\"                        | 5  | 5",
                "\"lsn\":5,\"sequence\":7                               | 5  | 5",
                "\"lsn\":9223372036854775807                            | 9223372036854775807 | 9223372036854775807"
            })
    void readsThePosition(String source, long lsn, long sequence) {
        Change change = decoding.change(positioned(source));
        assertThat(change.lsn()).isEqualTo(lsn);
        assertThat(change.sequence()).isEqualTo(sequence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"lsn\":null", "\"lsn\":-5", "\"sequence\":\"[\\\"3\\\",\\\"5\\\"]\""})
    void hasNoPositionWithoutLsn(String source) {
        Change change = decoding.change(positioned(source));
        assertThat(change.hasPosition()).isFalse();
        assertThat(change.sequence()).isEqualTo(Change.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"lsn\":\"abc\"",
                "\"lsn\":\"\"",
                "\"lsn\":\"0/16B3748\"",
                "\"lsn\":1.5",
                "\"lsn\":9223372036854775808",
                "\"lsn\":-9223372036854775809",
                "\"lsn\":true",
                "\"lsn\":[]"
            })
    void refusesAPositionThatCannotBeRead(String source) {
        DeadLetter letter = decoding.deadLetter(positioned(source));
        assertThat(letter.reason()).isEqualTo("bad_number");
        assertThat(letter.message())
                .isEqualTo("source.lsn is no whole number of at most 9223372036854775807");
    }

    @Test
    void passesOverOtherTablesWhateverTheirPosition() {
        String event = positioned("\"lsn\":\"abc\"");

        assertThat(decoding.changes(event.replace("\"accounts\"", "\"audit_log\""))).isEmpty();
    }

    @Test
    void readsWholeNumbersAsIds() {
        Change change =
                decoding.change(
                        Decoding.event("c", "contacts", "null", "{\"id\":42,\"account_id\":7}"));
        assertThat(change.rowId()).isEqualTo("42");
        assertThat(change.accountId()).isEqualTo("7");
    }

    @Test
    void namesAScopeRowByBothItsIds() {
        Change change =
                decoding.change(
                        Decoding.event(
                                "d",
                                "automation_workflow_accounts",
                                "{\"account_id\":\"A1\",\"workflow_id\":\"W1\"}",
                                "null"));
        assertThat(change.rowId()).isEqualTo("w1|a1");
        assertThat(change.accountId()).isEqualTo("a1");
    }

    @ParameterizedTest
    @CsvSource({"automation_requests, x1", "automation_run_steps, r1|0", "email_deliveries, x1"})
    void takesOutcomesAndRequestsWithoutAccount(String table, String rowId) {
        String key = "\"id\":\"x1\",\"run_id\":\"R1\",\"step\":0";
        for (String row : List.of("{" + key + "}", "{" + key + ",\"account_id\":null}")) {
            Change change = decoding.change(Decoding.event("c", table, "null", row));
            assertThat(change.accountId()).isEmpty();
            assertThat(change.rowId()).isEqualTo(rowId);
        }
    }

    @Test
    void splitsTheMoveOfAChildIntoDeleteAndInsert() {
        List<Change> changes =
                decoding.changes(
                        Decoding.event(
                                "u",
                                "goals",
                                "{\"id\":\"g1\",\"account_id\":\"a1\",\"status\":\"active\",\"name\":\"n\"}",
                                "{\"id\":\"g1\",\"account_id\":\"A2\",\"status\":\"missed\",\"name\":%s}"
                                        .formatted(UNAVAILABLE)));
        assertThat(changes).hasSize(2);
        Change gone = changes.get(0);
        Change come = changes.get(1);
        assertThat(gone.operation()).isEqualTo(Operation.DELETE);
        assertThat(gone.accountId()).isEqualTo("a1");
        assertThat(Decoding.value(gone, "status")).isEqualTo("active");
        assertThat(come.operation()).isEqualTo(Operation.CREATE);
        assertThat(come.accountId()).isEqualTo("a2");
        assertThat(Decoding.value(come, "account_id")).isEqualTo("a2");
        assertThat(Decoding.value(come, "status")).isEqualTo("missed");
        assertThat(Decoding.value(come, "name")).isEqualTo("n");
        assertThat(changes).extracting(Change::rowId).containsOnly("g1");
        assertThat(changes).extracting(Change::at).containsOnly(1772355600000L);
        assertThat(changes).extracting(Change::lsn).containsOnly(1042L);
        assertThat(changes).extracting(Change::presentBefore).containsOnly(0L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "accounts      | {\"id\":\"a1\"} | {\"id\":\"a2\"}",
                "organizations | {\"name\":\"x\",\"id\":\"a1\"} | {\"name\":\"x\",\"id\":\"a2\"}",
                "goals | {\"id\":\"1\",\"account_id\":\"a\"} | {\"id\":\"2\",\"account_id\":\"a\"}",
                "goals | {\"id\":1,\"account_id\":12} | {\"id\":1,\"account_id\":1}",
                "goals | {\"account_id\":1,\"id\":12} | {\"account_id\":1,\"id\":1}"
            })
    void splitsTheChangeOfAKey(String table, String before, String after) {
        assertThat(decoding.changes(Decoding.event("u", table, before, after)))
                .extracting(Change::operation)
                .containsExactly(Operation.DELETE, Operation.CREATE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\":\"g1\"}",
                "{\"id\":\"g1\",\"account_id\":null}",
                "{\"id\":\"G1\",\"account_id\":\"A1\"}",
                "{\"account_id\":\"a1\"}",
                "{\"status\":\"x\",\"account_id\":\"a1\",\"id\":\"g1\"}",
                "{}",
                "[]",
                "\"text\""
            })
    void seesNoMoveWhereTheOldRowShowsNone(String before) {
        Change change =
                decoding.change(
                        Decoding.event(
                                "u", "goals", before, "{\"id\":\"g1\",\"account_id\":\"a1\"}"));
        assertThat(change.operation()).isEqualTo(Operation.UPDATE);
    }

    @Test
    void keepsTheEventInOneOrderWhereItHasNoPosition() {
        Decoding keeping = new Decoding(TimePrecision.ISOSTRING, true);
        String event =
                "{ \"source\" : {\"ts_ms\":1,\"table\":\"goals\"}, \"op\":\"c\","
                        + "\"after\":{\"name\":\"\\u00e9\",\"account_id\":\"a1\",\"id\":\"g1\","
                        + "\"x\":[1.50, {\"b\":1,\"a\":[]}]}}";
        assertThat(keeping.change(event).tie())
                .isEqualTo(
                        "{\"after\":{\"account_id\":\"a1\",\"id\":\"g1\",\"name\":\"é\","
                                + "\"x\":[1.50,{\"a\":[],\"b\":1}]},\"op\":\"c\","
                                + "\"source\":{\"table\":\"goals\",\"ts_ms\":1}}");
        assertThat(keeping.change("{\"schema\":null,\"payload\":" + event + "}").tie())
                .isEqualTo(keeping.change(event).tie());
        assertThat(decoding.change(event).tie()).isNull();
        assertThat(keeping.change(event.replace("\"ts_ms\"", "\"lsn\":3,\"ts_ms\"")).tie())
                .isNull();
    }

    @Test
    void takesTheLastOfEqualNames() {
        Change change =
                decoding.change(
                        "{\"op\":\"d\",\"op\":\"c\",\"after\":null,"
                                + "\"after\":{\"id\":\"a1\",\"status\":\"x\",\"status\":\"y\"},"
                                + "\"source\":{\"table\":\"goals\",\"table\":\"accounts\",\"ts_ms\":1}}");
        assertThat(change.table()).isEqualTo(Table.ACCOUNTS);
        assertThat(Decoding.value(change, "status")).isEqualTo("y");
    }

    @Test
    void knowsABeatFromASnapshotOfItsRow() {
        String row = "{\"id\":3,\"beat_at\":\"2026-03-01T09:00:00Z\",\"n\":4}";
        Change beat = decoding.change(Decoding.event("u", "automation_heartbeat", row, row));
        Change read = decoding.change(Decoding.event("r", "automation_heartbeat", "null", row));
        assertThat(Heartbeats.isBeat(beat)).isTrue();
        assertThat(beat.at()).isEqualTo(1772355600000L);
        assertThat(Heartbeats.isBeat(read)).isFalse();
        assertThat(read.at()).isEqualTo(Change.BEGINNING);
        assertThat(read.commitAt()).isEqualTo(1772355600000L);
    }

    private static String positioned(String source) {
        return "{\"op\":\"c\",\"after\":{\"id\":\"a1\"},\"source\":{\"ts_ms\":1,%s,\"table\":\"accounts\"}}"
                .formatted(source);
    }
}
