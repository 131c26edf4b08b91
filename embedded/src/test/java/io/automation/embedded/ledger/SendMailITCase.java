package io.automation.embedded.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.automation.connectors.jdbc.Claim;
import io.automation.connectors.jdbc.DeliveryLedger;
import io.automation.connectors.jdbc.DeliveryOutcome;
import io.automation.connectors.mail.MailConfig;
import io.automation.embedded.parts.FlinkCluster;
import io.automation.job.config.DeliverOptions;
import io.automation.job.config.MailServer;
import io.automation.job.deliver.SendMail;
import io.automation.model.run.DeliveryMode;
import io.automation.model.run.Intent;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stage that sends, in a job of its own, between the real ledger and a mail server. */
class SendMailITCase {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LONG_LEASE = Duration.ofMinutes(5);
    private static final Duration SHORT_LEASE = Duration.ofSeconds(8);

    private static LedgerDatabase database;
    private static FlinkCluster flink;

    private HoldingMailServer server;

    @BeforeAll
    static void start() {
        database = new LedgerDatabase("send-mail");
        flink = FlinkCluster.builder().start();
    }

    @AfterAll
    static void stop() {
        flink.close();
        database.close();
    }

    @BeforeEach
    void listen() {
        server = new HoldingMailServer();
    }

    @AfterEach
    void endServer() {
        server.close();
    }

    @Test
    void triesAgainAfterAPassingFailure() {
        Intent intent = intent(DeliveryMode.PREFER_NO_DUPLICATE);
        server.refuseNext(2);

        flink.awaitStatus(send(intent, LONG_LEASE), JobStatus.FINISHED);

        assertThat(server.refused()).isEqualTo(2);
        assertThat(server.accepted()).isEqualTo(1);
        assertThat(delivery(intent)).isEqualTo("accepted 3");
    }

    @ParameterizedTest
    @CsvSource({"PREFER_NO_LOSS, accepted 2, 1", "PREFER_NO_DUPLICATE, unknown 1, 0"})
    void waitsForTheLeaseOfOneThatClaimedAndNeverConfirmed(
            DeliveryMode mode, String delivery, int mails) throws Exception {
        Intent intent = intent(mode);
        Duration lease = Duration.ofSeconds(4);
        Instant leaseEnds = Instant.now().plus(lease);
        claim(intent, lease);

        flink.awaitStatus(send(intent, LONG_LEASE), JobStatus.FINISHED);

        assertThat(Instant.now()).isAfter(leaseEnds);
        assertThat(server.firstAt().orElse(Instant.MAX)).isAfter(leaseEnds);
        assertThat(server.accepted()).isEqualTo(mails);
        assertThat(delivery(intent)).isEqualTo(delivery);
    }

    @Test
    void sendsNothingThatTheOneWhoClaimedItConfirms() throws Exception {
        Intent intent = intent(DeliveryMode.PREFER_NO_LOSS);
        Claim.Claimed claim = claim(intent, SHORT_LEASE);
        JobID job = send(intent, LONG_LEASE);
        flink.awaitRunning(job);

        ledger().confirm(
                        claim.deliveryId(), claim.attempt(), DeliveryOutcome.accepted("<other@x>"));
        flink.awaitStatus(job, JobStatus.FINISHED);

        assertThat(server.accepted()).isZero();
        assertThat(delivery(intent)).isEqualTo("accepted 1");
    }

    @Test
    void letsAMailThatIsUnderWayComeToItsEndWhenItCloses() throws Exception {
        Intent intent = intent(DeliveryMode.PREFER_NO_DUPLICATE);
        server.hold();
        JobID job = send(intent, LONG_LEASE);
        server.awaitHeld();

        flink.miniCluster().cancelJob(job).get();
        await().atMost(PATIENCE).until(() -> flink.jobStatus(job) == JobStatus.CANCELLING);
        server.letGo();
        flink.awaitStatus(job, JobStatus.CANCELED);

        assertThat(server.accepted()).isEqualTo(1);
        assertThat(delivery(intent)).isEqualTo("accepted 1");
    }

    @Test
    void listsAMailAsUnknownThatWasBrokenOffBeforeTheServersReply() throws Exception {
        Intent intent = intent(DeliveryMode.PREFER_NO_DUPLICATE);
        server.hold();
        JobID job = send(intent, SHORT_LEASE);
        server.awaitHeld();

        flink.cancel(job);
        server.letGo();
        flink.awaitStatus(send(intent, SHORT_LEASE), JobStatus.FINISHED);

        assertThat(server.accepted()).isEqualTo(1);
        assertThat(delivery(intent)).isEqualTo("unknown 1");
    }

    /** Starts a job that sends one mail and ends. */
    private JobID send(Intent intent, Duration lease) {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(1);
        SendMail.on(env.fromData(intent).uid("intents"), options(lease))
                .sinkTo(new DiscardingSink<>())
                .uid("nothing");
        return flink.submit(env.getStreamGraph());
    }

    private DeliverOptions options(Duration lease) {
        MailServer mail =
                new MailServer(
                        "127.0.0.1",
                        server.port(),
                        MailConfig.Security.NONE,
                        null,
                        null,
                        "automation@example.com",
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10),
                        PATIENCE,
                        1);
        return new DeliverOptions(database.access(), mail, lease, LONG_LEASE, 1);
    }

    private static Intent intent(DeliveryMode mode) {
        return LedgerDatabase.intent(LedgerDatabase.run("a@b.example"), 0, mode);
    }

    private static Claim.Claimed claim(Intent intent, Duration lease) throws InterruptedException {
        return (Claim.Claimed) ledger().claim(intent, lease);
    }

    private static DeliveryLedger ledger() {
        return new DeliveryLedger(database.source());
    }

    /** Status and attempts. */
    private static String delivery(Intent intent) {
        return String.valueOf(
                database.value(
                        "SELECT status || ' ' || attempts FROM email_deliveries"
                                + " WHERE id = ?::uuid",
                        intent.delivery().id()));
    }
}
