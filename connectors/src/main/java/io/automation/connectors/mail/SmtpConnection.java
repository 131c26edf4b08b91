package io.automation.connectors.mail;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;

/** One connection to a mail server, used by one thread at a time. */
final class SmtpConnection {

    /** Many servers end a connection after a hundred mails. */
    private static final int MAILS = 100;

    private static final Duration IDLE = Duration.ofSeconds(30);

    /** The server wants a login or TLS, or is going down: the next mail would fare no better. */
    private static final Set<Integer> NOT_ABOUT_THE_MAIL = Set.of(421, 530, 534, 535, 538);

    private final Session session;
    private final WatchedTransport transport;
    private Instant lastUsed;
    private int mails;

    /**
     * What one mail came to on this connection.
     *
     * @param reusable whether the connection can take another mail
     * @param untouched whether the connection was dead before the server had taken anything
     */
    record Attempt(SendResult result, boolean reusable, boolean untouched) {}

    private SmtpConnection(Session session, WatchedTransport transport, Instant now) {
        this.session = session;
        this.transport = transport;
        this.lastUsed = now;
    }

    static SmtpConnection open(MailConfig config, ScheduledExecutorService watch, Instant now)
            throws MessagingException {
        RememberingSockets sockets = new RememberingSockets();
        Session session = Session.getInstance(properties(config, sockets, watch));
        WatchedTransport transport =
                new WatchedTransport(
                        session,
                        sockets,
                        config.security() == MailConfig.Security.TLS,
                        config.commandTimeout(),
                        config.acceptTimeout());
        transport.connect(config.host(), config.port(), config.user(), config.password());
        return new SmtpConnection(session, transport, now);
    }

    private static Properties properties(
            MailConfig config, RememberingSockets sockets, ScheduledExecutorService watch) {
        Properties properties = new Properties();
        properties.put("mail.smtp.socketFactory", sockets);
        properties.put("mail.smtp.executor.writetimeout", watch);
        properties.setProperty("mail.smtp.socketFactory.fallback", "false");
        properties.setProperty(
                "mail.smtp.connectiontimeout", Long.toString(config.connectTimeout().toMillis()));
        properties.setProperty(
                "mail.smtp.timeout", Long.toString(config.commandTimeout().toMillis()));
        properties.setProperty(
                "mail.smtp.writetimeout", Long.toString(config.commandTimeout().toMillis()));
        properties.setProperty("mail.smtp.quitwait", "false");
        properties.setProperty("mail.smtp.sendpartial", "false");
        properties.setProperty("mail.smtp.auth", Boolean.toString(config.user() != null));
        boolean startTls = config.security() == MailConfig.Security.STARTTLS;
        properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(startTls));
        properties.setProperty("mail.smtp.starttls.required", Boolean.toString(startTls));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        properties.setProperty("mail.smtp.ssl.protocols", "TLSv1.3 TLSv1.2");
        return properties;
    }

    /** Whether it is worth trying: not idle for so long that the server has hung up. */
    boolean isFresh(Instant now) {
        return mails < MAILS && Duration.between(lastUsed, now).compareTo(IDLE) < 0;
    }

    Attempt send(OutgoingMail mail, String from, Instant now) throws MessagingException {
        MailMessage message = MailMessage.of(session, mail, from, now);
        Address[] recipient = {new InternetAddress(mail.to(), true)};
        lastUsed = now;
        mails++;
        transport.begin();
        try {
            transport.sendMessage(message, recipient);
            return outcome(transport.reply());
        } catch (MessagingException e) {
            return outcome(words(e));
        } catch (IllegalStateException e) {
            // Angus found the connection closed before it said anything.
            return new Attempt(new SendResult.Transient("not connected"), false, true);
        }
    }

    /** What the end and the last reply say; an exception adds but its words. */
    private Attempt outcome(String failure) {
        int code = transport.code();
        String words = transport.reply().isEmpty() ? failure : transport.reply();
        boolean ended = transport.isEndReached();
        if (ended && code / 100 == 2) {
            return new Attempt(new SendResult.Accepted(words), true, false);
        }
        if (code / 100 == 5 && !NOT_ABOUT_THE_MAIL.contains(code)) {
            return new Attempt(new SendResult.Refused(words), true, false);
        }
        if (code / 100 == 4 || code / 100 == 5) {
            boolean about = !NOT_ABOUT_THE_MAIL.contains(code);
            return new Attempt(new SendResult.Transient(words), about, !ended && code == 421);
        }
        SendResult result =
                ended ? new SendResult.Ambiguous(words) : new SendResult.Transient(words);
        return new Attempt(result, false, !ended);
    }

    static String words(MessagingException e) {
        StringBuilder words = new StringBuilder(String.valueOf(e.getMessage()));
        Throwable cause = e.getCause();
        if (cause != null && cause.getMessage() != null) {
            words.append(": ").append(cause.getMessage());
        }
        return words.toString().strip().replaceAll("\\p{Cntrl}+", " ");
    }

    /** Says goodbye. */
    void close() {
        try {
            transport.close();
        } catch (MessagingException e) {
            transport.abort();
        }
    }

    /** Breaks off, also while another thread sends. */
    void abort() {
        transport.abort();
    }
}
