package io.automation.embedded.replay;

import io.automation.embedded.parts.Folders;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
     * Locks the file and looks whether it is still the one at its place: whoever had it before
     * deletes it at its end.
     */
    private static boolean isTaken(FileChannel channel, Path file) throws IOException {
        try {
            if (channel.tryLock() == null) {
                return false;
            }
        } catch (OverlappingFileLockException byThisProcess) {
            return false;
        }
        String owner = ProcessHandle.current().pid() + " " + System.nanoTime() + "\n";
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(owner.getBytes(StandardCharsets.UTF_8)));
        try {
            return Files.readString(file).equals(owner);
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
        channel.close();
    }
}
