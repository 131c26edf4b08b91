package io.automation.connectors.history;

import io.automation.connectors.cdc.ChangeDecoder;
import io.automation.connectors.cdc.DebeziumJsonDecoder;
import io.automation.connectors.cdc.RejectReason;
import io.automation.model.change.Decoded;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads one history line by line; no line is held that is longer than a record may be. */
public final class HistoryReader implements AutoCloseable {

    private static final int BUFFER = 1 << 16;

    /** A longest line, a carriage return, and one byte more to know that it is too long. */
    private static final int HELD = DebeziumJsonDecoder.MAX_BYTES + 2;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final String folder;
    private final String name;
    private final CountingStream file;
    private final boolean isCompressed;
    private InputStream in;
    private boolean isOpen;
    private boolean isAtEnd;
    private final byte[] buffer = new byte[BUFFER];
    private int from;
    private int to;
    private byte[] line = new byte[4096];
    private int held;
    private long length;
    private long lineNumber;

    /**
     * Opens a file.
     *
     * @param folder the replayed folder that its changes carry
     */
    public HistoryReader(HistoryFile history, String folder) throws IOException {
        this.folder = folder;
        name = history.name();
        file = new CountingStream(Files.newInputStream(history.path()));
        isCompressed = name.endsWith(".gz");
        in = file;
    }

    /**
     * Decodes the next line and hands on what it became, which may be nothing.
     *
     * @return false at the end of the file, when nothing was read
     */
    public boolean next(ChangeDecoder decoder, Consumer<Decoded> out) throws IOException {
        if (isAtEnd) {
            return false;
        }
        lineNumber++;
        held = 0;
        length = 0;
        try {
            if (!readLine()) {
                isAtEnd = true;
                return false;
            }
        } catch (EOFException | ZipException e) {
            isAtEnd = true;
            reject(RejectReason.BAD_FILE, "the compressed data is damaged or cut off", out);
            return true;
        }
        if (held > 0 && line[held - 1] == '\r') {
            held--;
            length--;
        }
        int start = lineNumber == 1 && startsWithMark() ? BYTE_ORDER_MARK.length : 0;
        if (length - start > DebeziumJsonDecoder.MAX_BYTES) {
            reject(RejectReason.TOO_LONG, "longer than 8 MiB: " + length + " bytes", out);
        } else {
            byte[] value = Arrays.copyOfRange(line, start, held);
            decoder.decode(null, value, folder, name, lineNumber, out);
        }
        return true;
    }

    /** How many bytes of the file have been read, for progress: to compare with its size. */
    public long bytesRead() {
        return file.count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Takes bytes up to a line feed or the end; false if there is not one. */
    private boolean readLine() throws IOException {
        while (true) {
            if (from == to && !fill()) {
                return length > 0;
            }
            int end = from;
            while (end < to && buffer[end] != '\n') {
                end++;
            }
            hold(end - from);
            if (end < to) {
                from = end + 1;
                return true;
            }
            from = end;
        }
    }

    private boolean fill() throws IOException {
        if (!isOpen) {
            isOpen = true;
            if (isCompressed) {
                in = new GZIPInputStream(file, BUFFER);
            }
        }
        from = 0;
        to = Math.max(0, in.read(buffer, 0, BUFFER));
        return to > 0;
    }

    private void hold(int count) {
        int kept = Math.min(count, HELD - held);
        if (held + kept > line.length) {
            line = Arrays.copyOf(line, Math.min(HELD, Math.max(line.length * 2, held + kept)));
        }
        System.arraycopy(buffer, from, line, held, kept);
        held += kept;
        length += count;
    }

    private boolean startsWithMark() {
        return held >= BYTE_ORDER_MARK.length
                && Arrays.equals(
                        line,
                        0,
                        BYTE_ORDER_MARK.length,
                        BYTE_ORDER_MARK,
                        0,
                        BYTE_ORDER_MARK.length);
    }

    private void reject(RejectReason reason, String message, Consumer<Decoded> out) {
        byte[] value = Arrays.copyOf(line, held);
        out.accept(
                DebeziumJsonDecoder.rejected(
                        reason, message, null, value, folder, name, lineNumber));
    }

    /** Counts what is taken from the file itself, below the decompression. */
    private static final class CountingStream extends FilterInputStream {

        private long count;

        CountingStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            if (read >= 0) {
                count++;
            }
            return read;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            if (read > 0) {
                count += read;
            }
            return read;
        }

        @Override
        public long skip(long n) throws IOException {
            long skipped = super.skip(n);
            count += skipped;
            return skipped;
        }
    }
}
