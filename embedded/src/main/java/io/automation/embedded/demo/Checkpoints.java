package io.automation.embedded.demo;

import io.automation.embedded.parts.Folders;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.StateObject;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of one job below a folder, over all its starts: a mini cluster does not go on by
 * itself, it has to be told from where.
 */
final class Checkpoints {

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
    private static final String METADATA = "_metadata";

    /** Starts whose checkpoints are kept: the newest may have just one. */
    private static final int STARTS = 2;

    private final Path directory;

    /** A checkpoint that was completed. */
    private record Completed(Path path, long writtenAt) {}

    Checkpoints(Path directory) {
        this.directory = directory;
    }

    /** The newest checkpoint that can be read with all its state; null if there is none. */
    @Nullable Path newestReadable() {
        for (Completed checkpoint : newestFirst()) {
            if (isReadable(checkpoint.path)) {
                return checkpoint.path;
            }
        }
        return null;
    }

    /** Deletes what earlier starts have left, but for the newest of them. */
    void deleteOld() throws IOException {
        List<Path> kept =
                newestFirst().stream()
                        .map(checkpoint -> checkpoint.path.getParent())
                        .distinct()
                        .limit(STARTS)
                        .toList();
        for (Path start : children(directory)) {
            if (!kept.contains(start)) {
                Folders.delete(start);
            }
        }
    }

    private List<Completed> newestFirst() {
        try {
            List<Completed> found = new ArrayList<>();
            for (Path start : children(directory)) {
                for (Path checkpoint : children(start)) {
                    Path metadata = checkpoint.resolve(METADATA);
                    if (Files.exists(metadata)) {
                        long at = Files.getLastModifiedTime(metadata).toMillis();
                        found.add(new Completed(checkpoint, at));
                    }
                }
            }
            found.sort(Comparator.comparingLong(Completed::writtenAt).reversed());
            return found;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static boolean isReadable(Path checkpoint) {
        try (DataInputStream stream =
                new DataInputStream(
                        new BufferedInputStream(
                                Files.newInputStream(checkpoint.resolve(METADATA))))) {
            CheckpointMetadata metadata =
                    org.apache.flink.runtime.checkpoint.Checkpoints.loadCheckpointMetadata(
                            stream, Checkpoints.class.getClassLoader(), checkpoint.toString());
            for (OperatorState operator : metadata.getOperatorStates()) {
                for (StateObject state : operator.getDiscardables()) {
                    checkFile(state);
                }
            }
            return true;
        } catch (IOException | IllegalArgumentException unreadable) {
            LOG.warn(
                    "The checkpoint {} is not readable, an older one is tried: {}",
                    checkpoint,
                    unreadable.toString());
            return false;
        }
    }

    /** Small states lie in the metadata; the others in a file each, of a length that is known. */
    private static void checkFile(StateObject state) throws IOException {
        if (state instanceof StreamStateHandle handle && handle.maybeGetPath().isPresent()) {
            Path file = Path.of(handle.maybeGetPath().get().toUri().getPath());
            if (!Files.isReadable(file) || Files.size(file) != handle.getStateSize()) {
                throw new IOException(
                        "%s is no readable file of %d bytes"
                                .formatted(file, handle.getStateSize()));
            }
        }
    }

    private static List<Path> children(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isDirectory).toList();
        }
    }
}
