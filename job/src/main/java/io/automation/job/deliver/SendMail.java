package io.automation.job.deliver;

import io.automation.connectors.jdbc.DeliveryLedger;
import io.automation.connectors.jdbc.PostgresPool;
import io.automation.connectors.jdbc.TemplateStore;
import io.automation.connectors.mail.MailSender;
import io.automation.job.OperatorId;
import io.automation.job.config.DeliverOptions;
import io.automation.job.record.RefusedWrites;
import io.automation.model.change.DeadLetter;
import io.automation.model.run.DeliveryStatus;
import io.automation.model.run.Intent;
import io.automation.model.run.RunEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends mails, many at a time; what PostgreSQL refuses comes out as dead letters, all else stands
 * in its tables.
 *
 * <p>State: Flink's, of the intents that are under way.
 *
 * <p>Time: a mail that no server takes is tried again, at growing intervals, until the patience
 * ends. There is no time-out above: the waits for a server end by themselves, each with an outcome,
 * and while the database is away there is no outcome to be had; to give an intent up then would
 * lose its mail.
 *
 * <p>Failure: an intent that comes again finds what became of it in the ledger. One that was
 * claimed by a process that died is busy until the lease ends, then unknown or sent again.
 */
public final class SendMail extends RichAsyncFunction<Intent, DeadLetter> {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(SendMail.class);

    private static final long NO_TIMEOUT = 0;
    private static final long FIRST_PAUSE_MILLIS = 1_000;
    private static final long LONGEST_PAUSE_MILLIS = 60_000;
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final DeliverOptions options;

    private transient PostgresPool pool;
    private transient MailSender sender;
    private transient MailTry mailTry;
    private transient ExecutorService workers;
    private transient ScheduledExecutorService alarm;
    private transient Counter accepted;
    private transient Counter unknown;
    private transient Counter deadLetters;
    private transient volatile boolean closing;

    SendMail(DeliverOptions options) {
        this.options = options;
    }

    /** The dead letters. */
    public static DataStream<DeadLetter> on(DataStream<Intent> due, DeliverOptions options) {
        return OperatorId.SEND_MAIL.on(
                AsyncDataStream.unorderedWait(
                        due,
                        new SendMail(options),
                        NO_TIMEOUT,
                        TimeUnit.MILLISECONDS,
                        options.inFlight()));
    }

    @Override
    public void open(OpenContext context) {
        int connections = options.mail().connections();
        pool = options.database().open(connections);
        sender = new MailSender(options.mail().resolve());
        DeliveryLedger ledger = new DeliveryLedger(pool.source());
        TemplateStore templates = new TemplateStore(pool.source());
        mailTry =
                new MailTry(
                        ledger::claim,
                        ledger::confirm,
                        ledger::release,
                        new MailRenderer(templates::load),
                        sender::send,
                        sender::messageId,
                        options.lease());
        workers = Executors.newFixedThreadPool(connections, task -> thread(task, "send-mail"));
        alarm = Executors.newSingleThreadScheduledExecutor(task -> thread(task, "send-mail-alarm"));
        MetricGroup metrics = getRuntimeContext().getMetricGroup().addGroup("automation");
        accepted = metrics.counter("mailsAccepted", new ThreadSafeSimpleCounter());
        unknown = metrics.counter("mailsUnknown", new ThreadSafeSimpleCounter());
        deadLetters = metrics.counter("deadLetters", new ThreadSafeSimpleCounter());
    }

    private static Thread thread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void asyncInvoke(Intent intent, ResultFuture<DeadLetter> result) {
        new UnderWay(intent, result).start();
    }

    /** Lets what is under way come to its end for a moment; the rest is claimed until its lease. */
    @Override
    public void close() throws InterruptedException {
        closing = true;
        if (alarm != null) {
            alarm.shutdownNow();
        }
        if (workers != null) {
            workers.shutdown();
            try {
                if (!workers.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                    LOG.warn("Mails under way are broken off");
                }
            } finally {
                workers.shutdownNow();
                closeResources();
            }
        } else {
            closeResources();
        }
    }

    private void closeResources() {
        if (sender != null) {
            sender.close();
        }
        if (pool != null) {
            pool.close();
        }
    }

    /** An intent and how often it was tried. */
    private final class UnderWay {

        private final Intent intent;
        private final ResultFuture<DeadLetter> result;
        private final long begun = System.nanoTime();
        private int pauses;

        UnderWay(Intent intent, ResultFuture<DeadLetter> result) {
            this.intent = intent;
            this.result = result;
        }

        void start() {
            try {
                var unused =
                        CompletableFuture.supplyAsync(this::attempt, workers)
                                .thenAccept(this::settle)
                                .exceptionally(this::fail);
            } catch (RejectedExecutionException e) {
                LOG.debug("Closing; mail {} goes on after the restart", intent.delivery().id());
            }
        }

        /** Null where the process is asked to stop: the intent stays in Flink's state. */
        private MailTry.@Nullable Result attempt() {
            try {
                return mailTry.once(intent, impatience());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        }

        private @Nullable String impatience() {
            Duration patience = options.patience();
            return System.nanoTime() - begun < patience.toNanos()
                    ? null
                    : "no mail server took it for %d s".formatted(patience.toSeconds());
        }

        private @Nullable Void fail(Throwable bug) {
            if (!closing) {
                result.completeExceptionally(bug);
            }
            return null;
        }

        private void settle(MailTry.@Nullable Result outcome) {
            if (outcome == null) {
                return;
            }
            if (outcome instanceof MailTry.Later later) {
                long pause =
                        Math.min(
                                LONGEST_PAUSE_MILLIS,
                                FIRST_PAUSE_MILLIS << Math.min(pauses++, Short.SIZE));
                LOG.info("Mail {} is tried again: {}", intent.delivery().id(), later.why());
                again(ThreadLocalRandom.current().nextLong(pause / 2, pause + 1));
            } else if (outcome instanceof MailTry.Busy busy) {
                long left = Duration.between(Instant.now(), busy.until()).toMillis();
                // The database's clock and this one may differ.
                again(Math.max(FIRST_PAUSE_MILLIS, Math.min(left, options.lease().toMillis())));
            } else if (outcome instanceof MailTry.Refused refused) {
                deadLetters.inc();
                end(
                        List.of(
                                RefusedWrites.letter(
                                        OperatorId.SEND_MAIL,
                                        RunEvent.of(intent),
                                        refused.reason(),
                                        refused.message())));
            } else {
                if (outcome instanceof MailTry.Done done) {
                    count(done.status());
                }
                end(List.of());
            }
        }

        private void end(List<DeadLetter> letters) {
            if (!closing) {
                result.complete(letters);
            }
        }

        private void again(long millis) {
            try {
                var unused = alarm.schedule(this::start, millis, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                LOG.debug("Closing; mail {} goes on after the restart", intent.delivery().id());
            }
        }
    }

    private void count(DeliveryStatus status) {
        if (status == DeliveryStatus.ACCEPTED) {
            accepted.inc();
        } else if (status == DeliveryStatus.UNKNOWN) {
            unknown.inc();
        }
    }
}
