package io.automation.job.history;

import static io.automation.job.history.TestChanges.NONE;
import static io.automation.job.history.TestChanges.change;
import static org.assertj.core.api.Assertions.assertThat;

import io.automation.model.change.Change;
import io.automation.model.change.Operation;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FolderRangeTest {

    @Test
    void beginsWithTheFirstChangeThatIsNoSnapshotRow() {
        FolderRange range =
                of(
                        change(Operation.READ, NONE, NONE, 10),
                        change(Operation.UPDATE, NONE, 30, NONE),
                        change(Operation.CREATE, NONE, 20, NONE));

        assertThat(range.begin()).isEqualTo(20);
        assertThat(range.first()).isEqualTo(10);
        assertThat(range.end()).isEqualTo(30);
        assertThat(range.changes()).isEqualTo(3);
    }

    @Test
    void beginsWithASnapshotRowWhereThereIsNothingElse() {
        FolderRange range = of(TestChanges.undated(), change(Operation.READ, NONE, NONE, 10));

        assertThat(range.begin()).isEqualTo(10);
        assertThat(range.end()).isEqualTo(10);
    }

    @Test
    void endsWithASnapshotRowThatIsLast() {
        FolderRange range =
                of(
                        change(Operation.CREATE, NONE, 20, NONE),
                        change(Operation.READ, NONE, NONE, 40));

        assertThat(range.begin()).isEqualTo(20);
        assertThat(range.end()).isEqualTo(40);
    }

    @Test
    void hasNoTimeWithoutADatedChange() {
        FolderRange range = of(TestChanges.undated());

        assertThat(range.begin()).isEqualTo(Change.BEGINNING);
        assertThat(range.end()).isEqualTo(Change.BEGINNING);
        assertThat(range.last()).isEqualTo(NONE);
    }

    private static FolderRange of(Change... changes) {
        return Arrays.stream(changes)
                .map(FolderRange::of)
                .reduce(FolderRange.empty("f"), FolderRange::merge);
    }
}
