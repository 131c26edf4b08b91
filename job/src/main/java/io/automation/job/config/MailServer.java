package io.automation.job.config;

import io.automation.connectors.mail.MailConfig;
import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How mails leave.
 *
 * @param user null to send without login
 * @param password null together with the user
 * @param from the sender where an organization names none
 */
public record MailServer(
        String host,
        int port,
        MailConfig.Security security,
        @Nullable String user,
        @Nullable Secret password,
        String from,
        Duration connectTimeout,
        Duration commandTimeout,
        Duration acceptTimeout,
        int connections)
        implements Serializable {

    /** With the password itself; not to be kept. */
    public MailConfig resolve() {
        return new MailConfig(
                host,
                port,
                security,
                user,
                password == null ? null : password.resolve(),
                from,
                connectTimeout,
                commandTimeout,
                acceptTimeout,
                connections);
    }
}
