package io.automation.embedded.demo;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps every captured change as a line of a file, as the replay reads it.
 *
 * <p>A line is on the disk before its offset is committed, so that none is lost; one that is
 * written twice after a kill is a redelivery, which means nothing. A file that is full is packed.
 */
final class HistoryWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryWriter.class);
    private static final String GROUP = "automation-history";
    private static final String LINES = ".jsonl";
    private static final String PACKED = ".jsonl.gz";
    private static final long FULL = 64L << 20;
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long COMMIT_NANOS = TimeUnit.SECONDS.toNanos(1);

    /**
     * What nobody changed now: the clock, what was there before, what the jobs themselves wrote.
     */
    private static final List<String> NO_CHANGE_OF_THE_WORLD =
            List.of(
                    "\"op\":\"r\"",
                    "\"table\":\"automation_heartbeat\"",
                    "\"table\":\"automation_run_steps\"",
                    "\"table\":\"email_deliveries\"");

    private final Path directory;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread;
    private final AtomicLong changes = new AtomicLong();
    private volatile boolean running = true;
    private volatile @Nullable String problem;

    private int number;
    private FileChannel channel;
    private OutputStream out;

    private HistoryWriter(Path directory, String bootstrapServers, String topic)
            throws IOException {
        this.directory = directory;
        Files.createDirectories(directory);
        finishPacking();
        this.number = newest();
        this.channel = open(file(number));
        this.out = new BufferedOutputStream(Channels.newOutputStream(channel));
        this.consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                bootstrapServers,
                                "group.id",
                                GROUP,
                                "enable.auto.commit",
                                "false",
                                "auto.offset.reset",
                                "earliest"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        List<TopicPartition> partitions =
                consumer.partitionsFor(topic).stream()
                        .map(found -> new TopicPartition(found.topic(), found.partition()))
                        .toList();
        consumer.assign(partitions);
        this.thread = new Thread(this::run, "history-writer");
        thread.setDaemon(true);
    }

    /** Begins where an earlier writer of the same broker ended. */
    static HistoryWriter start(Path directory, String bootstrapServers, String topic)
            throws IOException {
        HistoryWriter writer = new HistoryWriter(directory, bootstrapServers, topic);
        writer.thread.start();
        return writer;
    }

    /** Changes of facts and definitions that came since the start. */
    long changes() {
        return changes.get();
    }

    /** Why it stopped by itself, null if it did not. */
    @Nullable String problem() {
        return problem;
    }

    @Override
    public void close() {
        running = false;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (consumer) {
            long committed = System.nanoTime();
            boolean pending = false;
            ConsumerRecords<byte[], byte[]> records = ConsumerRecords.empty();
            // What came before the end belongs into the history.
            while (running || !records.isEmpty()) {
                records = consumer.poll(POLL);
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    write(record.value());
                }
                pending |= !records.isEmpty();
                if (pending && System.nanoTime() - committed > COMMIT_NANOS) {
                    commit();
                    committed = System.nanoTime();
                    pending = false;
                }
            }
            commit();
            channel.close();
        } catch (IOException | KafkaException failed) {
            LOG.warn("The history is no longer kept", failed);
            problem = "the history is no longer kept: " + failed.getMessage();
        }
    }

    private void write(byte @Nullable [] value) throws IOException {
        if (value == null) {
            return;
        }
        writeLine(out, value);
        String text = new String(value, StandardCharsets.ISO_8859_1);
        if (NO_CHANGE_OF_THE_WORLD.stream().noneMatch(text::contains)) {
            changes.incrementAndGet();
        }
    }

    /**
     * Writes a record as one line, whatever it holds.
     *
     * <p>A line feed in it becomes a tab: between JSON's tokens one is as good as the other, within
     * a text neither may stand. So what is good stays good, what is garbage stays one piece of
     * garbage, and a replay finds the dead letters that the live job found.
     */
    static void writeLine(OutputStream out, byte[] record) throws IOException {
        for (byte each : record) {
            out.write(each == '\n' ? '\t' : each);
        }
        out.write('\n');
    }

    private void commit() throws IOException {
        out.flush();
        channel.force(false);
        consumer.commitSync();
        if (channel.size() > FULL) {
            channel.close();
            pack(file(number));
            channel = open(file(++number));
            out = new BufferedOutputStream(Channels.newOutputStream(channel));
        }
    }

    private Path file(int index) {
        return directory.resolve("changes-%06d%s".formatted(index, LINES));
    }

    /** Opens for appending, without the line that a kill cut off. */
    private static FileChannel open(Path file) throws IOException {
        if (Files.exists(file)) {
            try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
                long end = bytes.length();
                while (end > 0) {
                    bytes.seek(end - 1);
                    if (bytes.read() == '\n') {
                        break;
                    }
                    end--;
                }
                bytes.setLength(end);
            }
        }
        return FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND);
    }

    private static void pack(Path file) throws IOException {
        Path unfinished = Path.of(file + ".gz.new");
        try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(unfinished))) {
            Files.copy(file, packed);
        }
        Files.move(unfinished, packed(file), StandardCopyOption.ATOMIC_MOVE);
        Files.delete(file);
    }

    private static Path packed(Path file) {
        return Path.of(file + ".gz");
    }

    /** A file that was packed is not needed a second time. */
    private void finishPacking() throws IOException {
        for (String name : names()) {
            if (name.endsWith(PACKED)) {
                String plain = name.substring(0, name.length() - ".gz".length());
                Files.deleteIfExists(directory.resolve(plain));
            }
        }
    }

    private int newest() throws IOException {
        int newest = 1;
        for (String name : names()) {
            if (name.matches("changes-\\d{6}\\.jsonl(\\.gz)?")) {
                int found = Integer.parseInt(name.substring("changes-".length(), 14));
                newest = Math.max(newest, name.endsWith(PACKED) ? found + 1 : found);
            }
        }
        return newest;
    }

    private Set<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return Set.copyOf(files.map(file -> file.getFileName().toString()).toList());
        }
    }
}
