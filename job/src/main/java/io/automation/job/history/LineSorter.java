package io.automation.job.history;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Sorts any number of lines in bounded memory: full buffers go to disk in order, and all are merged
 * at the end.
 */
final class LineSorter implements AutoCloseable {

    private static final OutputSection[] SECTIONS = OutputSection.values();
    private static final int FILE_BUFFER = 1 << 16;

    /** What a line takes in memory beside its bytes. */
    private static final int OVERHEAD = 120;

    private final Path directory;
    private final long maxBytes;
    private final List<OutputLine> buffer = new ArrayList<>();
    private final List<Path> spilled = new ArrayList<>();
    private long bytes;

    /**
     * @param directory takes what goes to disk
     * @param maxBytes how much is held in memory
     */
    LineSorter(Path directory, long maxBytes) {
        this.directory = directory;
        this.maxBytes = maxBytes;
    }

    /** Takes one sorted line after the other. */
    interface Taker {
        void take(OutputLine line) throws IOException;
    }

    void add(OutputLine line) throws IOException {
        buffer.add(line);
        bytes += line.key().length + line.text().length + OVERHEAD;
        if (bytes >= maxBytes) {
            spill();
        }
    }

    /** Hands all lines on in their order; a tally is not kept. */
    void drain(Taker taker) throws IOException {
        if (!spilled.isEmpty()) {
            spill();
            merge(taker);
            return;
        }
        buffer.sort(OutputLine.ORDER);
        for (OutputLine line : buffer) {
            taker.take(line);
        }
    }

    /** How many files went to disk. */
    int spills() {
        return spilled.size();
    }

    @Override
    public void close() throws IOException {
        for (Path file : spilled) {
            Files.deleteIfExists(file);
        }
    }

    private void spill() throws IOException {
        buffer.sort(OutputLine.ORDER);
        Files.createDirectories(directory);
        Path file = Files.createTempFile(directory, "output-", ".sorted");
        spilled.add(file);
        try (DataOutputStream out =
                new DataOutputStream(
                        new BufferedOutputStream(Files.newOutputStream(file), FILE_BUFFER))) {
            for (OutputLine line : buffer) {
                out.writeUTF(line.folder());
                out.writeByte(line.section().ordinal());
                out.writeInt(line.key().length);
                out.write(line.key());
                out.writeInt(line.text().length);
                out.write(line.text());
            }
        }
        buffer.clear();
        bytes = 0;
    }

    private void merge(Taker taker) throws IOException {
        List<Spilled> opened = new ArrayList<>();
        PriorityQueue<Spilled> byHead =
                new PriorityQueue<>((a, b) -> OutputLine.ORDER.compare(a.head(), b.head()));
        try {
            for (Path file : spilled) {
                Spilled lines = new Spilled(file);
                opened.add(lines);
                if (lines.advance()) {
                    byHead.add(lines);
                }
            }
            for (Spilled least = byHead.poll(); least != null; least = byHead.poll()) {
                taker.take(least.head());
                if (least.advance()) {
                    byHead.add(least);
                }
            }
        } finally {
            for (Spilled lines : opened) {
                lines.close();
            }
        }
    }

    /** One sorted file, read line by line. */
    private static final class Spilled implements AutoCloseable {

        private final DataInputStream in;
        private @Nullable OutputLine head;

        Spilled(Path file) throws IOException {
            in =
                    new DataInputStream(
                            new BufferedInputStream(Files.newInputStream(file), FILE_BUFFER));
        }

        OutputLine head() {
            if (head == null) {
                throw new IllegalStateException("no line was read");
            }
            return head;
        }

        boolean advance() throws IOException {
            String folder;
            try {
                folder = in.readUTF();
            } catch (EOFException end) {
                head = null;
                return false;
            }
            OutputSection section = SECTIONS[in.readByte()];
            head = new OutputLine(folder, section, bytes(), bytes(), null);
            return true;
        }

        private byte[] bytes() throws IOException {
            byte[] read = new byte[in.readInt()];
            in.readFully(read);
            return read;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
