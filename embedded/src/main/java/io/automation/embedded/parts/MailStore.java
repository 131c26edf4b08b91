package io.automation.embedded.parts;

import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UnsupportedEncodingException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Mails as files, one {@code .eml} each, and their headers in memory.
 *
 * <p>A file appears under its name only when all of it is on the disk. The envelope stands on top
 * of the mail as {@code Return-Path} and {@code Delivered-To}, the time of arrival in the name.
 */
final class MailStore {

    private static final String SUFFIX = ".eml";
    private static final Pattern ID = Pattern.compile("\\d{13}-\\d{6,}");
    private static final Session NO_SESSION = Session.getInstance(new Properties());

    private final Path directory;
    private final List<CaughtMail> mails = new ArrayList<>();
    private final AtomicInteger sequence;

    private MailStore(Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectories(directory);
        List<Path> files;
        try (Stream<Path> listed = Files.list(directory)) {
            files = listed.filter(file -> ID.matcher(id(file)).matches()).sorted().toList();
        }
        for (Path file : files) {
            mails.add(read(file));
        }
        this.sequence = new AtomicInteger(mails.size());
    }

    /** Opens a folder with the mails it holds. */
    static MailStore open(Path directory) throws IOException {
        return new MailStore(directory);
    }

    /** Keeps a mail; when this returns, it is on the disk. */
    CaughtMail add(String from, List<String> recipients, byte[] content) throws IOException {
        String id = "%013d-%06d".formatted(System.currentTimeMillis(), sequence.incrementAndGet());
        Path unfinished = directory.resolve(id + ".new");
        try (FileChannel channel =
                        FileChannel.open(
                                unfinished,
                                StandardOpenOption.CREATE_NEW,
                                StandardOpenOption.WRITE);
                OutputStream out = Channels.newOutputStream(channel)) {
            StringBuilder envelope = new StringBuilder("Return-Path: <" + from + ">\r\n");
            for (String recipient : recipients) {
                envelope.append("Delivered-To: ").append(recipient).append("\r\n");
            }
            out.write(envelope.toString().getBytes(StandardCharsets.UTF_8));
            out.write(content);
            channel.force(true);
        } catch (IOException | RuntimeException failed) {
            Files.deleteIfExists(unfinished);
            throw failed;
        }
        Path file = directory.resolve(id + SUFFIX);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        CaughtMail mail = read(file);
        synchronized (mails) {
            mails.add(mail);
        }
        return mail;
    }

    int count() {
        synchronized (mails) {
            return mails.size();
        }
    }

    /** The mails from a place in their order of arrival on. */
    List<CaughtMail> from(int index) {
        synchronized (mails) {
            return List.copyOf(mails.subList(Math.min(index, mails.size()), mails.size()));
        }
    }

    @Nullable CaughtMail find(String id) {
        synchronized (mails) {
            return mails.stream().filter(mail -> mail.id().equals(id)).findFirst().orElse(null);
        }
    }

    /** The file of a mail that {@link #find} knows. */
    Path file(CaughtMail mail) {
        return directory.resolve(mail.id() + SUFFIX);
    }

    MimeMessage message(CaughtMail mail) throws IOException {
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(file(mail)))) {
            return new MimeMessage(NO_SESSION, stream);
        } catch (MessagingException unreadable) {
            throw new IOException("no readable mail: " + mail.id(), unreadable);
        }
    }

    private static CaughtMail read(Path file) throws IOException {
        InternetHeaders headers;
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(file))) {
            headers = new InternetHeaders(stream, true);
        } catch (MessagingException unreadable) {
            throw new IOException("no readable mail: " + file, unreadable);
        }
        Map<String, String> first = new LinkedHashMap<>();
        for (Header header : (Iterable<Header>) () -> headers.getAllHeaders().asIterator()) {
            first.putIfAbsent(header.getName(), header.getValue());
        }
        String id = id(file);
        return new CaughtMail(
                id,
                String.join(", ", values(headers, "Delivered-To")),
                String.join("", values(headers, "Return-Path")).replaceAll("[<>]", ""),
                decoded(String.join(" ", values(headers, "Subject"))),
                Instant.ofEpochMilli(Long.parseLong(id.substring(0, id.indexOf('-')))),
                first);
    }

    private static String[] values(InternetHeaders headers, String name) {
        String[] values = headers.getHeader(name);
        return values == null ? new String[0] : values;
    }

    static String decoded(String header) {
        try {
            return MimeUtility.decodeText(MimeUtility.unfold(header));
        } catch (UnsupportedEncodingException unknown) {
            return header;
        }
    }

    private static String id(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : "";
    }
}
