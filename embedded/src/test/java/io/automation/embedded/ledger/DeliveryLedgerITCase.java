package io.automation.embedded.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.connectors.jdbc.Claim;
import io.automation.connectors.jdbc.DeliveryLedger;
import io.automation.connectors.jdbc.DeliveryOutcome;
import io.automation.connectors.jdbc.Refusal;
import io.automation.connectors.jdbc.RunStore;
import io.automation.model.run.Delivery;
import io.automation.model.run.DeliveryMode;
import io.automation.model.run.DeliveryStatus;
import io.automation.model.run.Intent;
import io.automation.model.run.Reason;
import io.automation.model.run.Run;
import io.automation.model.run.RunStatus;
import io.automation.model.run.StepStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DeliveryLedgerITCase {

    private static final Duration LEASE = Duration.ofMinutes(5);

    private static LedgerDatabase database;
    private static DeliveryLedger ledger;
    private static RunStore runs;

    @BeforeAll
    static void start() {
        database = new LedgerDatabase("delivery-ledger");
        ledger = new DeliveryLedger(database.source());
        runs = new RunStore(database.source());
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void writesWhatIsMissingAndGrantsTheMail() throws Exception {
        Run run = LedgerDatabase.run("a@b.example");

        Claim claim = ledger.claim(intent(run, DeliveryMode.PREFER_NO_DUPLICATE), LEASE);

        assertThat(claim)
                .isInstanceOfSatisfying(
                        Claim.Claimed.class,
                        claimed -> {
                            assertThat(claimed.attempt()).isEqualTo(1);
                            assertThat(claimed.deliveryId())
                                    .isEqualTo(run.deliveries().get(0).id());
                        });
        assertThat(database.state(run)).isEqualTo("queued [claimed] [claimed]");
    }

    @Test
    void grantsAMailToOneOfManyAtOnce() throws Exception {
        int threads = 8;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int round = 0; round < 100; round++) {
                Run run = LedgerDatabase.run("a@b.example", "c@d.example");
                DeliveryMode mode = DeliveryMode.values()[round % 2];
                Intent intent = LedgerDatabase.intent(run, 0, mode);
                if (round % 3 == 0) {
                    assertThat(runs.recordRun(run)).isNull();
                }
                CountDownLatch start = new CountDownLatch(1);
                List<Future<Claim>> claims = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    claims.add(
                            pool.submit(
                                    () -> {
                                        start.await();
                                        return ledger.claim(intent, LEASE);
                                    }));
                }
                start.countDown();
                int granted = 0;
                for (Future<Claim> claim : claims) {
                    if (claim.get() instanceof Claim.Claimed) {
                        granted++;
                    } else {
                        assertThat(claim.get()).isInstanceOf(Claim.Busy.class);
                    }
                }
                assertThat(granted).isEqualTo(1);
                assertThat(database.state(run)).isEqualTo("queued [claimed] [claimed queued]");
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void endsStepAndRunWithTheLastDelivery() throws Exception {
        Run run = LedgerDatabase.run("a@b.example", "c@d.example");
        String first = run.deliveries().get(0).id();
        String second = run.deliveries().get(1).id();

        claimed(LedgerDatabase.intent(run, 0, DeliveryMode.PREFER_NO_LOSS));
        claimed(LedgerDatabase.intent(run, 1, DeliveryMode.PREFER_NO_LOSS));
        assertThat(ledger.confirm(first, 1, DeliveryOutcome.accepted("<x@y>"))).isTrue();
        assertThat(database.state(run)).isEqualTo("running [claimed] [accepted claimed]");

        assertThat(ledger.confirm(second, 1, DeliveryOutcome.failed("550 no user"))).isTrue();
        assertThat(database.state(run)).isEqualTo("success [success] [accepted failed]");
        assertThat(
                        database.value(
                                """
                                SELECT (started_at IS NOT NULL AND finished_at IS NOT NULL)::text
                                FROM automation_runs WHERE id = ?::uuid
                                """,
                                run.id()))
                .isEqualTo("true");
        assertThat(
                        database.value(
                                """
                                SELECT message_id || ' ' || (accepted_at IS NOT NULL)
                                FROM email_deliveries WHERE id = ?::uuid
                                """,
                                first))
                .isEqualTo("<x@y> true");
    }

    @ParameterizedTest
    @CsvSource({
        "accepted, accepted, success [success] [accepted accepted]",
        "unknown,  failed,   success [success] [unknown failed]",
        "failed,   skipped,  failed [failed] [failed skipped:suppressed]",
        "skipped,  skipped,  "
                + "skipped:suppressed [skipped:suppressed] [skipped:suppressed skipped:suppressed]",
    })
    void derivesStepAndRun(String first, String second, String expected) throws Exception {
        Run run = LedgerDatabase.run("a@b.example", "c@d.example");
        claimed(LedgerDatabase.intent(run, 0, DeliveryMode.PREFER_NO_LOSS));
        claimed(LedgerDatabase.intent(run, 1, DeliveryMode.PREFER_NO_LOSS));

        assertThat(ledger.confirm(run.deliveries().get(1).id(), 1, outcome(second))).isTrue();
        assertThat(ledger.confirm(run.deliveries().get(0).id(), 1, outcome(first))).isTrue();

        assertThat(database.state(run)).isEqualTo(expected);
    }

    @Test
    void confirmsTwoDeliveriesOfARunAtOnce() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 100; round++) {
                Run run = LedgerDatabase.run("a@b.example", "c@d.example");
                claimed(LedgerDatabase.intent(run, 0, DeliveryMode.PREFER_NO_LOSS));
                claimed(LedgerDatabase.intent(run, 1, DeliveryMode.PREFER_NO_LOSS));
                CountDownLatch start = new CountDownLatch(1);
                List<Future<Boolean>> confirmed = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    String id = run.deliveries().get(i).id();
                    confirmed.add(
                            pool.submit(
                                    () -> {
                                        start.await();
                                        return ledger.confirm(
                                                id, 1, DeliveryOutcome.accepted("<x@y>"));
                                    }));
                }
                start.countDown();
                for (Future<Boolean> one : confirmed) {
                    assertThat(one.get()).isTrue();
                }
                assertThat(database.state(run)).isEqualTo("success [success] [accepted accepted]");
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void endsNoStepBeforeAllOfItsMailsAreKnown() throws Exception {
        Run run = LedgerDatabase.run("a@b.example", "c@d.example");
        Delivery first = run.deliveries().get(0);
        Intent intent =
                new Intent(
                        run.withoutDeliveries(), first, "smtp", DeliveryMode.PREFER_NO_LOSS, "{}");
        claimed(intent);
        ledger.confirm(first.id(), 1, DeliveryOutcome.failed("550 no user"));
        assertThat(database.state(run)).isEqualTo("queued [claimed] [failed]");

        runs.recordRun(run);
        assertThat(database.state(run)).isEqualTo("queued [claimed] [failed queued]");

        claimed(LedgerDatabase.intent(run, 1, DeliveryMode.PREFER_NO_LOSS));
        ledger.confirm(run.deliveries().get(1).id(), 1, DeliveryOutcome.accepted("<x@y>"));
        assertThat(database.state(run)).isEqualTo("success [success] [failed accepted]");
    }

    @Test
    void endsARunWhoseMailsEndedBeforeItWasRecorded() throws Exception {
        Run run = LedgerDatabase.run("a@b.example");
        Delivery only = run.deliveries().get(0);
        claimed(
                new Intent(
                        run.withoutDeliveries(), only, "smtp", DeliveryMode.PREFER_NO_LOSS, "{}"));
        ledger.confirm(only.id(), 1, DeliveryOutcome.accepted("<x@y>"));
        assertThat(database.state(run)).isEqualTo("running [claimed] [accepted]");

        runs.recordRun(run);

        assertThat(database.state(run)).isEqualTo("success [success] [accepted]");
    }

    @Test
    void endsEveryRunInWhateverOrderRecordClaimsAndConfirmationsCome() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(3);
        try {
            for (int round = 0; round < 60; round++) {
                Run run = LedgerDatabase.run("a@b.example", "c@d.example");
                CountDownLatch start = new CountDownLatch(1);
                List<Future<?>> done = new ArrayList<>();
                done.add(
                        pool.submit(
                                () -> {
                                    start.await();
                                    return runs.recordRun(run);
                                }));
                for (Delivery delivery : run.deliveries()) {
                    Intent intent =
                            new Intent(
                                    run.withoutDeliveries(),
                                    delivery,
                                    "smtp",
                                    DeliveryMode.PREFER_NO_LOSS,
                                    "{}");
                    done.add(
                            pool.submit(
                                    () -> {
                                        start.await();
                                        claimed(intent);
                                        return ledger.confirm(
                                                delivery.id(),
                                                1,
                                                DeliveryOutcome.accepted("<x@y>"));
                                    }));
                }
                start.countDown();
                for (Future<?> one : done) {
                    one.get();
                }
                assertThat(database.state(run)).isEqualTo("success [success] [accepted accepted]");
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void reportsARecordedOutcomeAgain() throws Exception {
        Run run = LedgerDatabase.run("a@b.example");
        Intent intent = intent(run, DeliveryMode.PREFER_NO_LOSS);
        claimed(intent);
        ledger.confirm(intent.delivery().id(), 1, DeliveryOutcome.failed("550 no user"));

        assertThat(ledger.claim(intent, LEASE))
                .isEqualTo(
                        new Claim.Already(
                                intent.delivery().id(),
                                DeliveryStatus.FAILED,
                                null,
                                "550 no user"));
    }

    @Test
    void listsAnExpiredClaimAsUnknownWhereNoDuplicateIsPreferred() throws Exception {
        Run run = LedgerDatabase.run("a@b.example");
        Intent intent = intent(run, DeliveryMode.PREFER_NO_DUPLICATE);
        claimed(intent);
        database.expire(intent);

        assertThat(ledger.claim(intent, LEASE))
                .isInstanceOfSatisfying(
                        Claim.Already.class,
                        already -> assertThat(already.status()).isEqualTo(DeliveryStatus.UNKNOWN));
        assertThat(database.state(run)).isEqualTo("success [success] [unknown]");
    }

    @Test
    void grantsAnExpiredClaimAgainWhereNoLossIsPreferred() throws Exception {
        Run run = LedgerDatabase.run("a@b.example");
        Intent intent = intent(run, DeliveryMode.PREFER_NO_LOSS);
        claimed(intent);
        database.expire(intent);

        assertThat(ledger.claim(intent, LEASE))
                .isInstanceOfSatisfying(
                        Claim.Claimed.class, again -> assertThat(again.attempt()).isEqualTo(2));
    }

    @Test
    void refusesTheWordOfASenderThatSleptPastItsLease() throws Exception {
        Run run = LedgerDatabase.run("a@b.example");
        Intent intent = intent(run, DeliveryMode.PREFER_NO_LOSS);
        String id = intent.delivery().id();
        claimed(intent);
        database.expire(intent);
        assertThat(ledger.claim(intent, LEASE)).isInstanceOf(Claim.Claimed.class);

        assertThat(ledger.confirm(id, 1, DeliveryOutcome.failed("late"))).isFalse();
        assertThat(ledger.release(id, 1, "late")).isFalse();
        assertThat(database.state(run)).isEqualTo("queued [claimed] [claimed]");

        assertThat(ledger.confirm(id, 2, DeliveryOutcome.accepted("<x@y>"))).isTrue();
        assertThat(ledger.confirm(id, 1, DeliveryOutcome.failed("late"))).isFalse();
        assertThat(database.state(run)).isEqualTo("success [success] [accepted]");
    }

    @Test
    void confirmsTwiceWithoutHarm() throws Exception {
        Run run = LedgerDatabase.run("a@b.example");
        Intent intent = intent(run, DeliveryMode.PREFER_NO_LOSS);
        String id = intent.delivery().id();
        claimed(intent);

        assertThat(ledger.confirm(id, 1, DeliveryOutcome.accepted("<x@y>"))).isTrue();
        assertThat(ledger.confirm(id, 1, DeliveryOutcome.accepted("<x@y>"))).isTrue();
        assertThat(ledger.confirm(id, 1, DeliveryOutcome.failed("other"))).isFalse();
        assertThat(database.state(run)).isEqualTo("success [success] [accepted]");
    }

    @Test
    void putsAMailBackThatWasNotSent() throws Exception {
        Run run = LedgerDatabase.run("a@b.example");
        Intent intent = intent(run, DeliveryMode.PREFER_NO_DUPLICATE);
        claimed(intent);

        assertThat(ledger.release(intent.delivery().id(), 1, "450 later\0")).isTrue();
        assertThat(database.state(run)).isEqualTo("queued [claimed] [queued]");
        assertThat(ledger.claim(intent, LEASE))
                .isInstanceOfSatisfying(
                        Claim.Claimed.class, again -> assertThat(again.attempt()).isEqualTo(2));
    }

    @ParameterizedTest
    @EnumSource(DeliveryMode.class)
    void sendsNothingForARunThatWasStopped(DeliveryMode mode) throws Exception {
        Run run = LedgerDatabase.run("a@b.example");
        runs.recordRun(
                LedgerDatabase.with(run, RunStatus.SKIPPED, Reason.CANCELLED, StepStatus.SKIPPED));

        assertThat(ledger.claim(intent(run, mode), LEASE))
                .isEqualTo(
                        new Claim.Already(
                                run.deliveries().get(0).id(),
                                DeliveryStatus.SKIPPED,
                                "cancelled",
                                null));
        assertThat(database.state(run))
                .isEqualTo("skipped:cancelled [skipped:cancelled] [skipped:cancelled]");
    }

    @Test
    void refusesAMailWhoseAccountIsGone() throws Exception {
        Run run =
                LedgerDatabase.run(
                        LedgerDatabase.WORKFLOW,
                        UUID.randomUUID().toString(),
                        RunStatus.QUEUED,
                        null,
                        "a@b.example");

        assertThat(ledger.claim(intent(run, DeliveryMode.PREFER_NO_LOSS), LEASE))
                .isInstanceOfSatisfying(
                        Claim.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Refusal.PARENT_DELETED));
    }

    @Test
    void isNotDisturbedByAnOlderWordOnTheRun() throws Exception {
        Run run = LedgerDatabase.run("a@b.example");
        Intent intent = intent(run, DeliveryMode.PREFER_NO_LOSS);
        claimed(intent);
        runs.recordRun(run);
        assertThat(database.state(run)).isEqualTo("queued [claimed] [claimed]");

        ledger.confirm(intent.delivery().id(), 1, DeliveryOutcome.accepted("<x@y>"));
        runs.recordRun(run);

        assertThat(database.state(run)).isEqualTo("success [success] [accepted]");
    }

    private static Intent intent(Run run, DeliveryMode mode) {
        return LedgerDatabase.intent(run, 0, mode);
    }

    private static void claimed(Intent intent) throws InterruptedException {
        assertThat(ledger.claim(intent, LEASE)).isInstanceOf(Claim.Claimed.class);
    }

    private static DeliveryOutcome outcome(String status) {
        return switch (status) {
            case "accepted" -> DeliveryOutcome.accepted("<x@y>");
            case "unknown" -> DeliveryOutcome.unknown("broken", "<x@y>");
            case "failed" -> DeliveryOutcome.failed("550 no user");
            default -> DeliveryOutcome.skipped(Reason.SUPPRESSED);
        };
    }
}
