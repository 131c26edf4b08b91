package io.automation.job.history;

import static io.automation.job.history.TestChanges.NONE;
import static io.automation.job.history.TestChanges.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.automation.model.change.Change;
import io.automation.model.change.Decoded;
import io.automation.model.change.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
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

    @Test
    void findsAnEarlierChangeAmongManyOfOtherRows() throws Exception {
        List<Change> others = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            others.add(TestChanges.ofRow("other " + i, 1, 10));
        }
        others.add(at(99, 60));

        assertThat(settle(snapshot(100, 50), others)).extracting(Change::at).containsExactly(50L);
        assertThat(settle(snapshot(100, 50), others.subList(0, 10_000)))
                .extracting(Change::at)
                .containsExactly(5L);
    }

    private static List<Change> settle(Change snapshot, List<Change> others) throws Exception {
        List<RowMark> marks = marks(snapshot, others);
        var harness =
                new KeyedOneInputStreamOperatorTestHarness<Integer, RowMark, Decoded>(
                        new KeyedProcessOperator<>(new SettleSnapshots()),
                        RowMark::bucket,
                        Types.INT);
        try {
            harness.open();
            for (RowMark mark : marks) {
                harness.processElement(mark, 0);
            }
            harness.processWatermark(Watermark.MAX_WATERMARK);
            return changes(harness.extractOutputValues());
        } finally {
            harness.close();
        }
    }

    /** What is said of the changes, in the order in which it is sorted. */
    private static List<RowMark> marks(Change snapshot, List<Change> others) throws Exception {
        try (var harness = new OneInputStreamOperatorTestHarness<>(new MarkRows())) {
            harness.open();
            harness.processElement(Decoded.of(snapshot), 0);
            for (Change other : others) {
                harness.processElement(Decoded.of(other), 0);
            }
            harness.endInput();
            assertThat(changes(harness.extractOutputValues()))
                    .noneMatch(change -> change.operation() == Operation.READ);
            return harness.getSideOutput(MarkRows.MARKS).stream()
                    .sorted(Comparator.comparingLong(StreamRecord::getTimestamp))
                    .map(StreamRecord::getValue)
                    .toList();
        }
    }

    private static List<Change> changes(List<Decoded> decoded) {
        return decoded.stream().map(each -> Objects.requireNonNull(each.change())).toList();
    }

    private static Change snapshot(long lsn, long commitAt) {
        return change(Operation.READ, lsn, commitAt, 5);
    }

    private static Change at(long lsn, long commitAt) {
        return change(Operation.UPDATE, lsn, commitAt, NONE);
    }
}
