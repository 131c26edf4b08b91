package io.automation.embedded.demo;

import io.automation.embedded.parts.Folders;
import io.automation.embedded.parts.PartException;
import io.automation.embedded.parts.RunningDemo;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The folder in which a demo keeps everything; one demo at a time has it. */
final class DemoFolder implements AutoCloseable {

    private static final String PART = "demo";

    /** What --fresh takes away; PostgreSQL's programs stay. */
    private static final List<String> STATE =
            List.of(
                    "postgres/data",
                    "postgres/superuser.password",
                    "kafka",
                    "checkpoints",
                    "mails",
                    "history",
                    "loaded",
                    "ports");

    private final Path path;
    private final FileChannel lock;
    private final @Nullable String killed;

    private DemoFolder(Path path, FileChannel lock, @Nullable String killed) {
        this.path = path;
        this.lock = lock;
        this.killed = killed;
    }

    /**
     * Takes a folder.
     *
     * @throws PartException if another demo has it
     * @throws IOException if nothing can be written there
     */
    static DemoFolder take(Path path, boolean fresh) throws IOException {
        Path pidFile = path.resolve("pid");
        Files.createDirectories(path);
        FileChannel lock = lock(path, pidFile);
        String killed = Files.exists(pidFile) ? Files.readString(pidFile).strip() : null;
        DemoFolder folder = new DemoFolder(path, lock, killed);
        if (fresh) {
            // The orphan of a killed demo would write into what is deleted.
            folder.endOrphan();
            for (String state : STATE) {
                Folders.delete(path.resolve(state));
            }
        }
        Files.writeString(pidFile, ProcessHandle.current().pid() + "\n");
        return folder;
    }

    private static FileChannel lock(Path path, Path pidFile) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException held) {
            // By this very process, which is as good a reason.
        }
        channel.close();
        String pid = Files.exists(pidFile) ? Files.readString(pidFile).strip() : "unknown";
        throw new PartException(
                PART,
                "process %s runs a demo in %s already. Stop it, or choose another folder (--dir)."
                        .formatted(pid, path));
    }

    /** Ends the PostgreSQL server of a killed demo; its process ends by itself as a rule. */
    private void endOrphan() throws IOException {
        Path pidFile = path.resolve("postgres/data/postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        String pid = Files.readAllLines(pidFile).get(0).strip();
        ProcessHandle.of(Long.parseLong(pid))
                .filter(
                        process ->
                                process.info().command().orElse("").endsWith("/bin/postgres")
                                        || process.info()
                                                .command()
                                                .orElse("")
                                                .startsWith(path.toAbsolutePath().toString()))
                .ifPresent(
                        process -> {
                            process.destroyForcibly();
                            process.onExit().join();
                        });
    }

    /** The process of a demo that was killed in this folder; null if the last one ended well. */
    @Nullable String killed() {
        return killed;
    }

    /** Whether there is something to go on with. */
    boolean isLoaded() {
        return Files.exists(path.resolve("loaded"));
    }

    /** From now on a start goes on with what is there. */
    void loaded() {
        try {
            Files.writeString(path.resolve("loaded"), "");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    Path postgres() {
        return path.resolve("postgres");
    }

    Path kafka() {
        return path.resolve("kafka");
    }

    Path mails() {
        return path.resolve("mails");
    }

    Path history() {
        return path.resolve("history");
    }

    Path checkpoints(String job) {
        return path.resolve("checkpoints").resolve(job);
    }

    static Path log(Path folder) {
        return folder.resolve("demo.log");
    }

    Path path() {
        return path;
    }

    /** Writes where the parts listen, for the other commands. */
    void ports(Map<String, Integer> ports) {
        RunningDemo.write(path, ports);
    }

    /**
     * What is kept, on the disk: files with holes (Kafka's indexes) count without them; 0 unknown.
     */
    long size() {
        try {
            Process du =
                    new ProcessBuilder("du", "-sk", path.toString())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            try (InputStream answer = du.getInputStream()) {
                String text = new String(answer.readAllBytes(), StandardCharsets.UTF_8);
                return Long.parseLong(text.split("\\s", 2)[0]) << 10;
            }
        } catch (IOException | NumberFormatException failed) {
            return 0;
        }
    }

    /** Gives the folder back: ended well. */
    @Override
    public void close() {
        try {
            RunningDemo.ended(path);
            Files.deleteIfExists(path.resolve("pid"));
            lock.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
