package io.automation.job.history;

import static io.automation.job.history.TestChanges.NONE;
import static io.automation.job.history.TestChanges.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.automation.model.change.Change;
import io.automation.model.change.Decoded;
import io.automation.model.change.Operation;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SettleSnapshotsHarnessTest {

    /** The snapshot row has the business time 5 and, where it has one, the commit time 50. */
    static Stream<Arguments> rows() {
        return Stream.of(
                arguments("alone", snapshot(100, 50), List.of(), 5),
                arguments("after a lower position", snapshot(100, 50), List.of(at(99, 60)), 50),
                arguments("before a higher position", snapshot(100, 50), List.of(at(101, 40)), 5),
                arguments("at the same position", snapshot(100, 50), List.of(at(100, 40)), 5),
                arguments("after an earlier commit", snapshot(NONE, 50), List.of(at(7, 49)), 50),
                arguments("at the same commit", snapshot(NONE, 50), List.of(at(7, 50)), 5),
                arguments(
                        "positioned, after an earlier commit without position",
                        snapshot(100, 50),
                        List.of(at(NONE, 49)),
                        50),
                arguments("without commit time", snapshot(NONE, NONE), List.of(at(7, 1)), 5),
                arguments(
                        "without commit time, after a lower position",
                        snapshot(100, NONE),
                        List.of(at(7, 1)),
                        5),
                arguments(
                        "after an earlier snapshot row",
                        snapshot(100, 50),
                        List.of(snapshot(90, 45)),
                        50));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void datesASnapshotRow(String name, Change snapshot, List<Change> others, long expected)
            throws Exception {
        List<Change> settled = settle(snapshot, others);

        assertThat(settled)
                .filteredOn(change -> change.lsn() == snapshot.lsn())
                .extracting(Change::at)
                .containsExactly(expected);
    }

    @Test
    void keepsWhatIsNoSnapshotRowForItself() throws Exception {
        List<Change> settled = settle(snapshot(100, 50), List.of(at(99, 40), at(101, 60)));

        assertThat(settled).extracting(Change::operation).containsExactly(Operation.READ);
    }

    private static List<Change> settle(Change snapshot, List<Change> others) throws Exception {
        var harness =
                new KeyedOneInputStreamOperatorTestHarness<String, RowMark, Decoded>(
                        new KeyedProcessOperator<>(new SettleSnapshots()),
                        RowMark::row,
                        Types.STRING);
        try {
            harness.open();
            harness.processElement(RowMark.of(snapshot), Long.MIN_VALUE);
            for (Change other : others) {
                harness.processElement(RowMark.of(other), Long.MIN_VALUE);
            }
            harness.processWatermark(Watermark.MAX_WATERMARK);
            return harness.extractOutputValues().stream()
                    .map(decoded -> Objects.requireNonNull(decoded.change()))
                    .toList();
        } finally {
            harness.close();
        }
    }

    private static Change snapshot(long lsn, long commitAt) {
        return change(Operation.READ, lsn, commitAt, 5);
    }

    private static Change at(long lsn, long commitAt) {
        return change(Operation.UPDATE, lsn, commitAt, NONE);
    }
}
