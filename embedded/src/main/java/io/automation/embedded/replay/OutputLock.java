package io.automation.embedded.replay;

import io.automation.embedded.parts.Folders;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a folder for one replay: a second one would delete what the first is writing. */
final class OutputLock implements AutoCloseable {

    private static final String FILE = ".replay.lock";

    private final Path file;
    private final FileChannel channel;

    private OutputLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes a folder, which is made where it is missing.
     *
     * @throws UnusableArgsException if another replay has it, or nothing can be written there
     */
    static OutputLock take(Path output) {
        Path file = output.resolve(FILE);
        try {
            Files.createDirectories(output);
            FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isTaken(channel, file)) {
                return new OutputLock(file, channel);
            }
            channel.close();
        } catch (IOException failed) {
            throw new UnusableArgsException(
                    "--output %s: nothing can be written there (%s); choose another folder"
                            .formatted(output, Folders.reason(failed)));
        }
        throw new UnusableArgsException(
                "--output %s: another replay writes there; wait for it, or choose another folder"
                        .formatted(output));
    }

    /**
     * Locks the file, unless whoever had it before has deleted it meanwhile, as it does at its end.
     */
    private static boolean isTaken(FileChannel channel, Path file) throws IOException {
        try {
            // Nobody may open the file a second time: to close it would give the lock away.
            return channel.tryLock() != null && Files.exists(file);
        } catch (OverlappingFileLockException byThisProcess) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
        channel.close();
    }
}
