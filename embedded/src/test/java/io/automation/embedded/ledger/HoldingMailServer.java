package io.automation.embedded.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;

/** A mail server that can turn mails away for a while, and hold its reply to a mail's end. */
final class HoldingMailServer implements AutoCloseable {

    private static final int TRY_LATER = 451;
    private static final long PATIENCE_SECONDS = 60;

    private final AtomicInteger toRefuse = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    private final CountDownLatch held = new CountDownLatch(1);
    private final SMTPServer smtp;
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile @Nullable Instant firstAt;

    HoldingMailServer() {
        smtp =
                SMTPServer.port(0)
                        .bindAddress(InetAddress.getLoopbackAddress())
                        .messageHandlerFactory(context -> new Reception())
                        .build();
        smtp.start();
    }

    int port() {
        return smtp.getPortAllocated();
    }

    /** Turns so many mails away, to come again later. */
    void refuseNext(int mails) {
        toRefuse.set(mails);
    }

    /** Holds replies from now on. */
    void hold() {
        gate = new CountDownLatch(1);
    }

    /** Waits until a mail has arrived whose reply is held. */
    void awaitHeld() throws InterruptedException {
        assertThat(held.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    void letGo() {
        gate.countDown();
    }

    int refused() {
        return refused.get();
    }

    int accepted() {
        return accepted.get();
    }

    /** When the first mail came. */
    Optional<Instant> firstAt() {
        return Optional.ofNullable(firstAt);
    }

    @Override
    public void close() {
        letGo();
        smtp.stop();
    }

    /** One conversation's mail. */
    private final class Reception implements MessageHandler {

        @Override
        public void from(String address) {
            if (firstAt == null) {
                firstAt = Instant.now();
            }
        }

        @Override
        public void recipient(String address) {
            // Everybody lives here.
        }

        @Override
        public @Nullable String data(InputStream content) throws RejectException, IOException {
            content.readAllBytes();
            if (toRefuse.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                refused.incrementAndGet();
                throw new RejectException(TRY_LATER, "come again");
            }
            held.countDown();
            try {
                gate.await();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                throw new RejectException(TRY_LATER, "the server ends");
            }
            accepted.incrementAndGet();
            return null;
        }

        @Override
        public void done() {
            // Nothing outlives the mail.
        }
    }
}
