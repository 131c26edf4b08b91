package io.automation.embedded.parts;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;

/**
 * A mail server that sends nothing on: it accepts every mail, keeps it as a file before it says so,
 * and has a page on which to read it.
 */
public final class MailCatcher implements AutoCloseable {

    private static final String PART = "mail catcher";
    private static final Logger LOG = LoggerFactory.getLogger(MailCatcher.class);
    private static final int LONGEST_MAIL = 32 << 20;
    private static final int CONNECTIONS = 200;

    private final MailStore store;
    private final SMTPServer smtp;
    private final MailPage page;

    private MailCatcher(MailStore store, SMTPServer smtp, MailPage page) {
        this.store = store;
        this.smtp = smtp;
        this.page = page;
    }

    /** Starts on free ports. */
    public static MailCatcher start(Path directory) {
        return start(directory, FreePorts.any(), FreePorts.any());
    }

    /** Starts with the mails that lie in a folder already. */
    public static MailCatcher start(Path directory, int smtpPort, int httpPort) {
        try {
            MailStore store = MailStore.open(directory);
            MailPage page = MailPage.open(store, httpPort);
            SMTPServer smtp =
                    SMTPServer.port(smtpPort)
                            .bindAddress(InetAddress.getLoopbackAddress())
                            .hostName("localhost")
                            .softwareName("mail catcher")
                            .maxMessageSize(LONGEST_MAIL)
                            .maxConnections(CONNECTIONS)
                            .executorService(sessions())
                            .messageHandlerFactory(context -> new Reception(store, context))
                            .build();
            try {
                smtp.start();
            } catch (RuntimeException failed) {
                page.close();
                throw failed;
            }
            return new MailCatcher(store, smtp, page);
        } catch (IOException | RuntimeException failed) {
            throw new PartException(
                    PART,
                    "did not start on ports %d and %d: %s".formatted(smtpPort, httpPort, failed),
                    failed);
        }
    }

    private static ExecutorService sessions() {
        return Executors.newCachedThreadPool(
                task -> {
                    Thread thread = new Thread(task, "smtp-session");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** The port of SMTP. */
    public int port() {
        return smtp.getPortAllocated();
    }

    /** The port of the page. */
    public int httpPort() {
        return page.port();
    }

    /** The page on which to read the mails. */
    public URI webPage() {
        return URI.create("http://127.0.0.1:" + httpPort());
    }

    /** All mails, in their order of arrival. */
    public List<CaughtMail> mails() {
        return store.from(0);
    }

    /** The mails after the first ones: for those who count as they come. */
    public List<CaughtMail> mailsFrom(int index) {
        return store.from(index);
    }

    public int count() {
        return store.count();
    }

    @Override
    public void close() {
        smtp.stop();
        smtp.getExecutorService().shutdownNow();
        page.close();
    }

    /** One SMTP conversation's mail. */
    private static final class Reception implements MessageHandler {

        private final MailStore store;
        private final MessageContext context;
        private final List<String> recipients = new ArrayList<>();
        private String from = "";

        Reception(MailStore store, MessageContext context) {
            this.store = store;
            this.context = context;
        }

        @Override
        public void from(String address) {
            from = address;
        }

        @Override
        public void recipient(String address) {
            recipients.add(address);
        }

        @Override
        public String data(InputStream content) throws RejectException, IOException {
            byte[] mail = content.readNBytes(LONGEST_MAIL + 1);
            if (mail.length > LONGEST_MAIL) {
                throw new RejectException(552, "longer than %d bytes".formatted(LONGEST_MAIL));
            }
            try {
                return store.add(from, recipients, mail).id();
            } catch (IOException failed) {
                LOG.warn("A mail from {} was not kept", context.getRemoteAddress(), failed);
                throw new RejectException(452, "not kept: " + failed.getClass().getSimpleName());
            }
        }

        @Override
        public void done() {
            // Nothing outlives the mail.
        }
    }
}
