package io.automation.embedded.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.state.KeyGroupRangeOffsets;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.filesystem.RelativeFileStateHandle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointsTest {

    @TempDir private Path folder;

    @Test
    void findsNoneWhereThereIsNothing() {
        assertThat(new Checkpoints(folder.resolve("none")).newestReadable()).isNull();
    }

    @Test
    void findsTheNewestOfAllStarts() throws IOException {
        good("first", 7, 1_000);
        Path newest = good("second", 2, 2_000);

        assertThat(new Checkpoints(folder).newestReadable()).isEqualTo(newest);
    }

    @Test
    void fallsBackToAnOlderOneThatCanBeRead() throws IOException {
        Path older = good("first", 7, 1_000);
        broken("second", 8, 2_000);
        Files.createDirectories(folder.resolve("third/chk-9"));

        assertThat(new Checkpoints(folder).newestReadable()).isEqualTo(older);
    }

    @Test
    void passesOverACheckpointWithoutItsState() throws IOException {
        Path older = withState("first", 7, 1_000, 100, 100);
        Path newer = withState("first", 8, 2_000, 100, 100);
        Files.delete(newer.resolve("state"));

        assertThat(new Checkpoints(folder).newestReadable()).isEqualTo(older);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 99, 101})
    void passesOverACheckpointWhoseStateIsNotOfItsLength(int length) throws IOException {
        Path older = withState("first", 7, 1_000, 100, 100);
        withState("second", 8, 2_000, 100, length);

        assertThat(new Checkpoints(folder).newestReadable()).isEqualTo(older);
    }

    @Test
    void keepsTheTwoNewestStarts() throws IOException {
        good("first", 7, 1_000);
        good("second", 1, 2_000);
        good("third", 1, 3_000);
        Files.createDirectories(folder.resolve("fourth/shared"));

        new Checkpoints(folder).deleteOld();

        assertThat(folder.resolve("first")).doesNotExist();
        assertThat(folder.resolve("fourth")).doesNotExist();
        assertThat(folder.resolve("second/chk-1")).exists();
        assertThat(folder.resolve("third/chk-1")).exists();
    }

    private Path good(String start, int number, long at) throws IOException {
        return write(start, number, at, List.of());
    }

    /** A checkpoint of one operator, whose state lies in a file beside the metadata. */
    private Path withState(String start, int number, long at, int recorded, int written)
            throws IOException {
        Path file = folder.resolve(start).resolve("chk-" + number).resolve("state");
        StreamStateHandle handle =
                new RelativeFileStateHandle(
                        new org.apache.flink.core.fs.Path(file.toUri()), "state", recorded);
        OperatorState operator = new OperatorState("o", "o", new OperatorID(1, 1), 1, 720);
        operator.putState(
                0,
                OperatorSubtaskState.builder()
                        .setManagedKeyedState(
                                new KeyGroupsStateHandle(new KeyGroupRangeOffsets(0, 719), handle))
                        .build());
        Path checkpoint = write(start, number, at, List.of(operator));
        Files.write(file, new byte[written]);
        return checkpoint;
    }

    private Path write(String start, int number, long at, List<OperatorState> states)
            throws IOException {
        Path checkpoint = Files.createDirectories(folder.resolve(start).resolve("chk-" + number));
        Path metadata = checkpoint.resolve("_metadata");
        try (OutputStream out = Files.newOutputStream(metadata)) {
            org.apache.flink.runtime.checkpoint.Checkpoints.storeCheckpointMetadata(
                    new CheckpointMetadata(number, states, List.of()), out);
        }
        Files.setLastModifiedTime(metadata, FileTime.fromMillis(at));
        return checkpoint;
    }

    private void broken(String start, int number, long at) throws IOException {
        Path metadata = good(start, number, at).resolve("_metadata");
        Files.write(metadata, new byte[] {1, 2, 3});
        Files.setLastModifiedTime(metadata, FileTime.fromMillis(at));
    }
}
