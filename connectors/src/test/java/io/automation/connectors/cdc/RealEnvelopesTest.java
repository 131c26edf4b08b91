package io.automation.connectors.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.model.change.Change;
import io.automation.model.change.Operation;
import io.automation.model.change.Table;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RealEnvelopesTest {

    private static final String ACCOUNT = "22222222-2222-4222-8222-222222222222";
    private static final String ORGANIZATION = "0b0f5a3e-0000-4000-8000-000000000001";

    private final List<Change> changes = new ArrayList<>();

    @BeforeEach
    void decodeAll() throws IOException {
        Decoding decoding = new Decoding(TimePrecision.ISOSTRING, true);
        for (String line : Decoding.realEnvelopes()) {
            changes.add(decoding.change(line));
        }
    }

    @Test
    void makesOneChangeOfEachOfTheTwentySeven() {
        assertThat(changes).hasSize(27);
        assertThat(changes).extracting(Change::folder).containsOnly(Decoding.FOLDER);
        assertThat(changes).extracting(Change::tie).containsOnlyNulls();
        assertThat(changes.stream().filter(Heartbeats::isBeat)).hasSize(1);
    }

    @Test
    void readsASnapshotOfAnAccount() {
        Change change = only(Table.ACCOUNTS, Operation.READ);
        assertThat(change.rowId()).isEqualTo("11111111-1111-4111-8111-111111111111");
        assertThat(change.accountId()).isEqualTo(change.rowId());
        assertThat(change.at()).isEqualTo(Change.BEGINNING);
        assertThat(change.commitAt()).isEqualTo(1795538183874L);
        assertThat(change.businessAt()).isEqualTo(millis("2026-11-24T16:36:20.855Z"));
        assertThat(change.lsn()).isEqualTo(24714160);
        assertThat(change.sequence()).isZero();
        assertThat(Decoding.has(change, "deleted_at")).isFalse();
        assertThat(change.after())
                .containsExactly(
                        ORGANIZATION,
                        "Acme 1",
                        "active",
                        "software",
                        "enterprise",
                        "120000.50",
                        "0.125",
                        "2027-03-31",
                        "{\"note\":\"Größe é\",\"tier\":\"gold\",\"seats\":250}",
                        null,
                        null,
                        null,
                        text("2026-11-24T16:36:20.855Z"),
                        text("2026-11-24T16:36:20.855Z"));
    }

    @Test
    void readsASnapshotOfAScoreAtItsOwnTime() {
        Change change = only(Table.HEALTH_SCORES, Operation.READ);
        assertThat(change.at()).isEqualTo(millis("2026-03-01T09:00:00.123Z"));
        assertThat(change.commitAt()).isEqualTo(1795538183874L);
    }

    @Test
    void readsAnUpdateOfAnAccountWithItsOldRow() {
        Change change = only(Table.ACCOUNTS, Operation.UPDATE);
        assertThat(change.at()).isEqualTo(1795538189254L);
        assertThat(change.sequence()).isEqualTo(24717136);
        assertThat(Decoding.value(change, "status")).isEqualTo("churned");
        assertThat(Decoding.value(change, "arr")).isNull();
        assertThat(Decoding.value(change, "custom"))
                .isEqualTo("{\"note\":\"Größe é\",\"tier\":\"silver\",\"seats\":250}");
        assertThat(change.presentBefore()).isEqualTo(change.present());
        assertThat(change.before())
                .contains("active", "120000.50", "Acme 2", text("2026-11-24T16:36:28.933Z"));
    }

    @Test
    void readsAnUpdateOfAScoreWithoutItsOldRow() {
        Change change = only(Table.HEALTH_SCORES, Operation.UPDATE);
        assertThat(change.rowId()).isEqualTo("a2000000-0000-4000-8000-000000000001");
        assertThat(change.accountId()).isEqualTo(ACCOUNT);
        assertThat(change.before()).isEmpty();
        assertThat(change.presentBefore()).isZero();
        assertThat(change.after())
                .containsExactly(
                        ACCOUNT,
                        "42.50",
                        "0.4",
                        text("2026-03-01T09:00:00.123Z"),
                        null,
                        null,
                        text("2026-11-24T16:36:28.939Z"));
    }

    @Test
    void readsTheMeetingThatTookPlace() {
        Change change = only(Table.ENGAGEMENTS, Operation.UPDATE);
        assertThat(change.businessAt()).isEqualTo(millis("2026-03-02T14:00:00Z"));
        assertThat(change.after())
                .containsExactly(
                        ACCOUNT,
                        "meeting",
                        "outbound",
                        "completed",
                        "positive",
                        text("2026-03-02T13:00:00Z"),
                        text("2026-03-02T14:00:00Z"),
                        text("2026-03-02T14:00:00Z"),
                        "true",
                        "false",
                        null,
                        text("2026-11-24T16:36:28.940Z"),
                        text("2026-11-24T16:36:28.940Z"));
    }

    @Test
    void readsAWorkflow() {
        Change change = only(Table.AUTOMATION_WORKFLOWS, Operation.UPDATE);
        assertThat(change.accountId()).isEmpty();
        assertThat(Decoding.value(change, "organization_id")).isEqualTo(ORGANIZATION);
        assertThat(Decoding.value(change, "enabled")).isEqualTo("false");
        assertThat(Decoding.value(change, "trigger_config")).isEqualTo("{\"threshold\":55.5}");
        assertThat(Decoding.value(change, "version")).isEqualTo("2");
    }

    @Test
    void takesADeletedRowFromBefore() {
        Change change = only(Table.GOALS, Operation.DELETE);
        assertThat(change.rowId()).isEqualTo("c2000000-0000-4000-8000-000000000001");
        assertThat(change.accountId()).isEqualTo(ACCOUNT);
        assertThat(change.at()).isEqualTo(1795538189602L);
        assertThat(Decoding.value(change, "status")).isEqualTo("achieved");
        assertThat(Decoding.value(change, "due_date")).isNull();
    }

    @Test
    void readsABeatAtItsCommit() {
        Change change = only(Table.AUTOMATION_HEARTBEAT, Operation.UPDATE);
        assertThat(change.rowId()).isEqualTo("1");
        assertThat(change.accountId()).isEmpty();
        assertThat(change.at()).isEqualTo(1795538184264L);
        assertThat(change.lsn()).isEqualTo(24714160);
        assertThat(change.sequence()).isZero();
    }

    private Change only(Table table, Operation operation) {
        List<Change> found =
                changes.stream()
                        .filter(c -> c.table() == table && c.operation() == operation)
                        .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static long millis(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }

    private static String text(String instant) {
        return Long.toString(millis(instant));
    }
}
