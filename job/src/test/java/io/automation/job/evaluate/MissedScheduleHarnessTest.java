package io.automation.job.evaluate;

import static io.automation.job.evaluate.TestingChanges.ACCOUNT;
import static io.automation.job.evaluate.TestingChanges.DAY;
import static io.automation.job.evaluate.TestingChanges.START;
import static io.automation.job.evaluate.TestingChanges.WORKFLOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.automation.model.change.Change;
import io.automation.model.change.Instants;
import io.automation.model.change.Operation;
import io.automation.model.change.Table;
import io.automation.model.run.Ids;
import io.automation.model.run.Reason;
import io.automation.model.run.Run;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every day at 10:00 UTC, an hour after the world begins; the job is down for a while. */
class MissedScheduleHarnessTest {

    private static final long HOUR = 3_600_000L;
    private static final long FIRST = START + HOUR;
    private static final String OTHER_ACCOUNT = "11111111-1111-4111-8111-222222222222";

    private final TestingChanges changes = new TestingChanges();
    private LiveEvaluation live;

    @AfterEach
    void close() throws Exception {
        live.close();
    }

    @ParameterizedTest
    @CsvSource({
        // settings, minutes from the instant to the restart, whether it runs
        "{}, 0, true",
        "{}, 59, true",
        "{}, 60, false",
        "{}, 61, false",
        "{\"catchup_window\":\"2h\"}, 119, true",
        "{\"catchup_window\":\"2h\"}, 120, false",
        "{\"catchup_window\":\"0s\"}, 0, true",
        "{\"catchup_window\":\"0s\"}, 1, false",
    })
    void runsWhatItMissedWhileItIsYoung(String settings, long minutes, boolean runs)
            throws Exception {
        begin(Long.MIN_VALUE, settings);

        wake(FIRST + minutes * 60_000);

        assertThat(live.runs())
                .extracting(Run::occurredAt, Run::accountId, Run::reason)
                .containsExactly(
                        tuple(FIRST, runs ? ACCOUNT : null, runs ? null : Reason.MISSED_SCHEDULE));
    }

    @Test
    void runsOnlyTheLatestOfWhatItMissed() throws Exception {
        begin(Long.MIN_VALUE, "{\"catchup_window\":\"30d\"}");

        wake(FIRST + 3 * DAY + HOUR);

        assertThat(live.runs())
                .extracting(Run::occurredAt, Run::reason)
                .containsExactly(tuple(FIRST + 3 * DAY, null));
    }

    @Test
    void recordsTheLatestOnceForAllAccounts() throws Exception {
        begin(Long.MIN_VALUE, "{}");
        live.take(account(OTHER_ACCOUNT));

        wake(FIRST + 3 * DAY + 2 * HOUR);

        Run run = onlyRun();
        String key = Instants.text(FIRST + 3 * DAY);
        assertThat(run.id()).isEqualTo(Ids.runId(WORKFLOW, null, "scheduled", key));
        assertThat(run.accountId()).isNull();
        assertThat(run.occurrenceKey()).isEqualTo(key);
        assertThat(run.reason()).isEqualTo(Reason.MISSED_SCHEDULE);
        assertThat(run.triggerData()).isEqualTo("{\"instant\":\"%s\"}".formatted(key));
        assertThat(run.steps()).isEmpty();
    }

    @Test
    void recordsTheSameIdAgainAfterARestart() throws Exception {
        begin(Long.MIN_VALUE, "{}");
        live.take(account(OTHER_ACCOUNT));
        live.machineTime(FIRST + 2 * HOUR);
        live.take(contactOf(ACCOUNT));
        live.restart(1);
        live.machineTime(FIRST + 2 * HOUR);

        live.heartbeat(FIRST + 2 * HOUR);

        assertThat(live.runs()).extracting(Run::id).hasSize(2).containsOnly(onlyId());
    }

    @Test
    void treatsTheRunOfAnOrganizationAlike() throws Exception {
        begin(Long.MIN_VALUE, "{\"fan_out\":\"per_organization\"}");
        live.take(account(OTHER_ACCOUNT));

        wake(FIRST + 2 * HOUR);
        wake(FIRST + DAY);

        assertThat(live.runs())
                .extracting(Run::occurredAt, Run::accountId, Run::reason)
                .containsExactly(
                        tuple(FIRST, null, Reason.MISSED_SCHEDULE), tuple(FIRST + DAY, null, null));
    }

    @Test
    void goesOnWithTheNextInstantAsUsual() throws Exception {
        begin(Long.MIN_VALUE, "{}");
        wake(FIRST + 2 * HOUR);

        wake(FIRST + DAY);

        assertThat(live.runs())
                .extracting(Run::accountId, Run::reason)
                .containsExactly(tuple(null, Reason.MISSED_SCHEDULE), tuple(ACCOUNT, null));
    }

    @Test
    void looksForTheLatestUnderTheDefinitionOfItsTime() throws Exception {
        begin(Long.MIN_VALUE, "{\"catchup_window\":\"30d\"}");
        live.take(
                changes.workflow(
                        FIRST + 2 * HOUR,
                        Operation.UPDATE,
                        "{\"schedule\":\"daily\",\"time\":\"10:00\"}",
                        "{\"catchup_window\":\"30d\"}",
                        Map.of("trigger_type", "scheduled", "status", "paused")));

        wake(FIRST + 3 * DAY);

        assertThat(live.runs()).extracting(Run::occurredAt).containsExactly(FIRST);
    }

    @Test
    void exemptsWhatLiesBeforeTheHandOver() throws Exception {
        begin(FIRST + DAY, "{}");

        wake(FIRST + 2 * DAY + 2 * HOUR);

        assertThat(live.runs())
                .extracting(Run::occurredAt, Run::reason)
                .containsExactly(
                        tuple(FIRST, null), tuple(FIRST + 2 * DAY, Reason.MISSED_SCHEDULE));
    }

    @Test
    void isSilentWhereNoAccountIsInScope() throws Exception {
        begin(Long.MIN_VALUE, "{}");
        live.take(
                changes.workflow(
                        START,
                        Operation.UPDATE,
                        "{\"schedule\":\"daily\",\"time\":\"10:00\"}",
                        "{}",
                        Map.of("trigger_type", "scheduled", "scope_all_accounts", "false")));

        wake(FIRST + 2 * HOUR);

        assertThat(live.runs()).isEmpty();
    }

    private void begin(long effectsFrom, String settings) throws Exception {
        live = new LiveEvaluation(effectsFrom);
        live.machineTime(START);
        live.take(changes.organization());
        live.take(changes.template("Hello", "<p>Good morning</p>"));
        live.take(
                changes.workflow(
                        START,
                        Operation.CREATE,
                        "{\"schedule\":\"daily\",\"time\":\"10:00\"}",
                        settings,
                        Map.of(
                                "trigger_type",
                                "scheduled",
                                "action_config",
                                "{\"template_id\":\"health_concern\",\"recipients\":"
                                        + "{\"specific_emails\":[\"a@example.com\"]}}")));
        live.heartbeat(START);
        live.take(changes.account(START + 1, Map.of()));
        live.take(changes.contact("c0", "ada@example.com"));
    }

    /** The machine's clock and the heartbeats at once. */
    private void wake(long instant) throws Exception {
        live.machineTime(instant);
        live.heartbeat(instant);
    }

    private Change account(String id) {
        return changes.change(
                Table.ACCOUNTS,
                Operation.CREATE,
                id,
                id,
                START + 1,
                Map.of("organization_id", TestingChanges.ORGANIZATION, "name", "Other"));
    }

    /** Lets one account's own clock pass the missed instant. */
    private Change contactOf(String accountId) {
        return changes.change(
                Table.CONTACTS,
                Operation.CREATE,
                accountId,
                "c9",
                FIRST + HOUR,
                Map.of("account_id", accountId, "email", "x@example.com"));
    }

    private static String onlyId() {
        return Ids.runId(WORKFLOW, null, "scheduled", Instants.text(FIRST));
    }

    private Run onlyRun() {
        List<Run> runs = live.runs();
        assertThat(runs).hasSize(1);
        return runs.get(0);
    }
}
