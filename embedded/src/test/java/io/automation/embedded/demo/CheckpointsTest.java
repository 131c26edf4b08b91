package io.automation.embedded.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        Path checkpoint = Files.createDirectories(folder.resolve(start).resolve("chk-" + number));
        Path metadata = checkpoint.resolve("_metadata");
        try (OutputStream out = Files.newOutputStream(metadata)) {
            org.apache.flink.runtime.checkpoint.Checkpoints.storeCheckpointMetadata(
                    new CheckpointMetadata(number, List.of(), List.of()), out);
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
