package io.automation.connectors.mail;

import jakarta.mail.MessagingException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Sends mails over a few connections that are kept open; may be used by many threads at once.
 *
 * <p>Each mail is one envelope with one recipient. A mail is tried once; only if a connection that
 * was kept turns out to be dead before the server has taken anything, it is tried once more on a
 * new one. Every result but {@link SendResult.Ambiguous} is certain.
 */
public final class MailSender implements AutoCloseable {

    private final MailConfig config;
    private final InstantSource clock;
    private final Semaphore places;
    private final ScheduledExecutorService watch;
    private final Deque<SmtpConnection> idle = new ArrayDeque<>();
    private final Set<SmtpConnection> busy = new HashSet<>();
    private boolean closed;

    public MailSender(MailConfig config) {
        this(config, InstantSource.system());
    }

    /**
     * @param clock dates the mails and tells how long a connection was idle
     */
    public MailSender(MailConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
        this.places = new Semaphore(config.connections(), true);
        this.watch =
                Executors.newSingleThreadScheduledExecutor(
                        task -> {
                            Thread thread = new Thread(task, "mail-write-timeouts");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /**
     * Sends a mail, and waits for a free connection before.
     *
     * @throws InterruptedException while it waited; nothing was sent then
     */
    public SendResult send(OutgoingMail mail) throws InterruptedException {
        String from = sender(mail);
        String problem = MailMessage.problem(mail, from);
        if (problem != null) {
            return new SendResult.Refused(problem);
        }
        places.acquire();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // Jakarta Mail looks its handlers up by the thread's class loader.
        thread.setContextClassLoader(MailSender.class.getClassLoader());
        try {
            return sendInPlace(mail, from);
        } finally {
            thread.setContextClassLoader(before);
            places.release();
        }
    }

    /** The Message-ID a mail has, the same in every attempt. */
    public String messageId(OutgoingMail mail) {
        return MailMessage.messageId(mail, sender(mail));
    }

    private String sender(OutgoingMail mail) {
        return mail.from() == null ? config.from() : mail.from();
    }

    private SendResult sendInPlace(OutgoingMail mail, String from) {
        SmtpConnection kept = keptConnection();
        if (kept != null) {
            SmtpConnection.Attempt attempt = sendOver(kept, mail, from);
            if (!attempt.untouched()) {
                return attempt.result();
            }
        }
        SmtpConnection opened;
        try {
            opened = SmtpConnection.open(config, watch, clock.instant());
        } catch (MessagingException e) {
            return new SendResult.Transient("not connected: " + SmtpConnection.words(e));
        }
        synchronized (this) {
            if (closed) {
                opened.abort();
                return new SendResult.Transient("the sender was closed");
            }
            busy.add(opened);
        }
        return sendOver(opened, mail, from).result();
    }

    private SmtpConnection.Attempt sendOver(
            SmtpConnection connection, OutgoingMail mail, String from) {
        boolean reusable = false;
        try {
            SmtpConnection.Attempt attempt = connection.send(mail, from, clock.instant());
            reusable = attempt.reusable();
            return attempt;
        } catch (MessagingException e) {
            // It could not even be written down; the connection has not seen it.
            reusable = true;
            return new SmtpConnection.Attempt(
                    new SendResult.Refused("not a mail: " + SmtpConnection.words(e)), true, false);
        } finally {
            giveBack(connection, reusable);
        }
    }

    private @Nullable SmtpConnection keptConnection() {
        while (true) {
            SmtpConnection connection;
            synchronized (this) {
                connection = idle.pollLast();
                if (connection == null) {
                    return null;
                }
                busy.add(connection);
            }
            if (connection.isFresh(clock.instant())) {
                return connection;
            }
            giveBack(connection, false);
        }
    }

    private void giveBack(SmtpConnection connection, boolean reusable) {
        synchronized (this) {
            busy.remove(connection);
            if (reusable && !closed) {
                idle.addLast(connection);
                return;
            }
        }
        connection.close();
    }

    /** Ends all connections; a mail that is under way breaks off there. */
    @Override
    public void close() {
        Set<SmtpConnection> unused;
        synchronized (this) {
            closed = true;
            unused = new HashSet<>(idle);
            idle.clear();
            busy.forEach(SmtpConnection::abort);
        }
        unused.forEach(SmtpConnection::close);
        watch.shutdownNow();
    }
}
