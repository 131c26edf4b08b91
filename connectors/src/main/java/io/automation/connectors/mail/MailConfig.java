package io.automation.connectors.mail;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a mail server is reached.
 *
 * @param user null to send without authentication
 * @param password never printed
 * @param from the sender of mails that name none
 * @param connectTimeout for the TCP connection
 * @param commandTimeout for each reply before a mail's end, and for each write
 * @param acceptTimeout for the reply to a mail's end; RFC 5321 asks for ten minutes, since whoever
 *     gives up earlier sends twice or not at all
 * @param connections how many are open at most
 */
public record MailConfig(
        String host,
        int port,
        Security security,
        @Nullable String user,
        @Nullable String password,
        String from,
        Duration connectTimeout,
        Duration commandTimeout,
        Duration acceptTimeout,
        int connections) {

    /** How the connection is protected. */
    public enum Security {
        NONE,
        /** Plain until the server agrees to TLS; it is not used if the server does not. */
        STARTTLS,
        TLS
    }

    public MailConfig {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("no port: " + port);
        }
        if (connections < 1) {
            throw new IllegalArgumentException("at least one connection is needed");
        }
        if ((user == null) != (password == null)) {
            throw new IllegalArgumentException("user and password belong together");
        }
        String problem = Addresses.problem(from);
        if (problem != null) {
            throw new IllegalArgumentException("from: " + problem);
        }
    }

    /** With usual time-outs, four connections, and no authentication. */
    public static MailConfig of(String host, int port, Security security, String from) {
        return new MailConfig(
                host,
                port,
                security,
                null,
                null,
                from,
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                Duration.ofMinutes(10),
                4);
    }

    /** The same with authentication. */
    public MailConfig withLogin(String user, String password) {
        return new MailConfig(
                host,
                port,
                security,
                user,
                password,
                from,
                connectTimeout,
                commandTimeout,
                acceptTimeout,
                connections);
    }

    /** The same with other time-outs. */
    public MailConfig withTimeouts(Duration connect, Duration command, Duration accept) {
        return new MailConfig(
                host, port, security, user, password, from, connect, command, accept, connections);
    }

    /** The same with another number of connections. */
    public MailConfig withConnections(int number) {
        return new MailConfig(
                host,
                port,
                security,
                user,
                password,
                from,
                connectTimeout,
                commandTimeout,
                acceptTimeout,
                number);
    }

    @Override
    public String toString() {
        return "MailConfig[" + host + ":" + port + ", " + security + ", from=" + from + "]";
    }
}
