package io.automation.connectors.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/**
 * An SMTP transport that knows whether a mail's end was handed to the network, and what the server
 * replied to it.
 *
 * <p>Every command goes through {@link #sendCommand} and every reply through {@link
 * #readServerResponse}; a mail's end is the command {@code "."}. Exceptions tell less: a reply that
 * was read can be hidden by the failure of the reset that follows it. From the moment the end is
 * about to be written, only the server's reply decides.
 */
final class WatchedTransport extends SMTPTransport {

    private static final String END = ".";

    private final RememberingSockets sockets;
    private final Duration commandTimeout;
    private final Duration acceptTimeout;
    private boolean watching;
    private boolean endReached;
    private boolean awaiting;
    private int code;
    private String reply = "";

    WatchedTransport(
            Session session,
            RememberingSockets sockets,
            boolean tls,
            Duration commandTimeout,
            Duration acceptTimeout) {
        super(session, null, "smtp", tls);
        this.sockets = sockets;
        this.commandTimeout = commandTimeout;
        this.acceptTimeout = acceptTimeout;
    }

    /** Forgets the mail before. */
    synchronized void begin() {
        watching = true;
        endReached = false;
        awaiting = false;
        code = 0;
        reply = "";
    }

    /** Whether the last mail's end was handed to the network, or may have been. */
    synchronized boolean isEndReached() {
        return endReached;
    }

    /**
     * The code of the server's last reply to a command of the mail; to its end, once that is
     * reached. 0 if there was none, or none that can be read.
     */
    synchronized int code() {
        return code;
    }

    /** The words of that reply. */
    synchronized String reply() {
        return reply;
    }

    @Override
    protected void sendCommand(String command) throws MessagingException {
        // What angus sends by itself to tidy up is not about the mail.
        boolean tidying =
                command.equals("RSET") || command.equals("QUIT") || command.equals("NOOP");
        if (watching && !tidying && !endReached) {
            awaiting = true;
            code = 0;
            reply = "";
            if (command.equals(END)) {
                endReached = true;
                replyWithin(acceptTimeout);
            }
        } else {
            awaiting = false;
        }
        super.sendCommand(command);
    }

    @Override
    protected int readServerResponse() throws MessagingException {
        int answered = super.readServerResponse();
        if (awaiting) {
            awaiting = false;
            // Angus gives -1 for the end of the stream and for words that are no reply.
            code = Math.max(answered, 0);
            reply = oneLine(getLastServerResponse());
            if (endReached) {
                replyWithin(commandTimeout);
            }
        }
        return answered;
    }

    private void replyWithin(Duration timeout) throws MessagingException {
        Socket socket = sockets.last();
        if (socket == null) {
            return;
        }
        try {
            socket.setSoTimeout(Math.toIntExact(timeout.toMillis()));
        } catch (SocketException e) {
            // Closed: nothing was written, so the end is not reached either.
            if (code == 0) {
                endReached = false;
                throw new MessagingException("the connection was closed", e);
            }
        }
    }

    /** Breaks the connection under whoever uses it. */
    void abort() {
        Socket socket = sockets.last();
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is of no use any more, closed or not.
                sockets.forget();
            }
        }
    }

    private static String oneLine(@Nullable String words) {
        return words == null ? "" : words.strip().replaceAll("\\p{Cntrl}+", " ");
    }
}
