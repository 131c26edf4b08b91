package io.automation.job.evaluate;

import static io.automation.job.evaluate.TestingChanges.DAY;
import static io.automation.job.evaluate.TestingChanges.ORGANIZATION;
import static io.automation.job.evaluate.TestingChanges.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.automation.model.change.Change;
import io.automation.model.change.Operation;
import io.automation.model.change.Table;
import io.automation.model.run.Run;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Accounts that come, do something of everything and go: what is left of them does not grow with
 * their number. {@code -Dstate.accounts=1000000} asks for more of them.
 */
class StateEndsTest {

    private static final int ACCOUNTS = Integer.getInteger("state.accounts", 3_000);

    /** One account begins after the other; some four hundred are remembered at a time. */
    private static final long STEP = DAY / 4;

    private static final int SAMPLES = 20;
    private static final long HOUR = DAY / 24;

    private final TestingChanges changes = new TestingChanges();
    private int told;

    @Test
    void shortLivedAccountsLeaveAFlatState() throws Exception {
        List<Integer> entries = new ArrayList<>();
        List<Integer> timers = new ArrayList<>();
        try (LiveEvaluation live = new LiveEvaluation(Long.MAX_VALUE)) {
            define(live);
            live.heartbeat(START - 1);
            for (int i = 0; i < ACCOUNTS; i++) {
                long at = START + i * STEP;
                live(live, new UUID(7, i).toString(), at);
                if (i % (ACCOUNTS / SAMPLES) == ACCOUNTS / SAMPLES - 1) {
                    entries.add(live.entries());
                    timers.add(live.timers());
                }
            }
            long end = START + ACCOUNTS * STEP;
            live.heartbeat(end + 200 * DAY);
            count(live.drain());

            assertThat(live.entries()).as("entries in the end").isZero();
            assertThat(live.timers()).as("timers in the end").isZero();
        }
        assertThat(told).as("runs, told again when they end").isGreaterThan(5 * ACCOUNTS);
        assertFlat(entries);
        assertFlat(timers);
    }

    /** From a quarter on, when the first accounts are forgotten, no sample is above the first. */
    private static void assertFlat(List<Integer> samples) {
        List<Integer> steady = samples.subList(SAMPLES / 4, SAMPLES);
        int first = steady.get(0);
        assertThat(steady)
                .as("samples " + samples)
                .allMatch(sample -> sample <= first * 1.05 && sample > first / 2);
    }

    private void define(LiveEvaluation live) throws Exception {
        live.take(changes.organization());
        live.take(changes.template());
        define(
                live,
                "health_score_change",
                "{\"threshold\":60,\"direction\":\"decrease\"}",
                "{\"re_entry\":\"once\"}");
        define(live, "engagement_event", "{\"event_type\":\"meeting_missed\"}", "{}");
        define(live, "goal_event", "{\"event\":\"missed\"}", "{}");
        define(live, "status_change", "{\"to_status\":\"churned\"}", "{}");
        define(live, "account_created", "{}", "{}");
        define(
                live,
                "pattern",
                "{\"within\":\"30d\",\"steps\":["
                        + "{\"name\":\"fall\",\"event\":\"health_score_changed\"},"
                        + "{\"name\":\"reply\",\"event\":\"goal_changed\","
                        + "\"where\":[{\"field\":\"status\",\"operator\":\"equals\","
                        + "\"value\":\"achieved\"}]}]}",
                "{}");
    }

    private void define(LiveEvaluation live, String trigger, String config, String settings)
            throws Exception {
        live.take(
                changes.change(
                        Table.AUTOMATION_WORKFLOWS,
                        Operation.CREATE,
                        "",
                        trigger,
                        START - DAY,
                        Map.of(
                                "organization_id", ORGANIZATION,
                                "name", trigger,
                                "status", "active",
                                "trigger_type", trigger,
                                "trigger_config", config,
                                "action_type", "sequence",
                                "action_config",
                                        "{\"steps\":[{\"action_type\":\"create_task\","
                                                + "\"action_config\":{\"title\":\"Call\"}},"
                                                + "{\"action_type\":\"create_task\",\"after\":\"3d\","
                                                + "\"action_config\":{\"title\":\"Again\"}}]}",
                                "settings", settings)));
    }

    /** The whole life of an account: two days, and in the end half matched and half waiting. */
    private void live(LiveEvaluation live, String id, long at) throws Exception {
        live.heartbeat(at - 1);
        live.take(account(Operation.CREATE, id, at, "active"));
        take(live, id, Table.CONTACTS, at, Map.of("name", "Ada", "email", "a@example.com"));
        take(live, id, Table.ACCOUNT_TEAM, at, Map.of("role", "account_owner"));
        take(live, id, Table.HEALTH_SCORES, at, Map.of("score", "70"));
        take(live, id, Table.GOALS, at, Map.of("status", "active", "due_date", "2020-01-01"));
        take(live, id, Table.GOALS, at + 1, Map.of("status", "missed"));
        take(live, id, Table.HEALTH_SCORES, at + 2, Map.of("score", "40"));
        take(
                live,
                id,
                Table.ENGAGEMENTS,
                at + 3,
                Map.of("status", "scheduled", "scheduled_at", Long.toString(at + 4)));
        take(
                live,
                id,
                Table.HEALTH_SCORE_OVERLAYS,
                at + 3,
                Map.of(
                        "adjustment", "5",
                        "starts_at", Long.toString(at),
                        "ends_at", Long.toString(at + 90 * DAY)));
        live.take(account(Operation.UPDATE, id, at + 5, "churned"));
        live.heartbeat(at + 5 * HOUR);
        live.take(account(Operation.DELETE, id, at + 5 * HOUR + 1, "churned"));
        count(live.drain());
    }

    private void count(List<Run> runs) {
        told += runs.size();
    }

    private Change account(Operation operation, String id, long at, String status) {
        Map<String, String> columns =
                Map.of("organization_id", ORGANIZATION, "name", "Teapots", "status", status);
        return changes.change(Table.ACCOUNTS, operation, id, id, at, columns);
    }

    private void take(
            LiveEvaluation live, String account, Table table, long at, Map<String, String> columns)
            throws Exception {
        Map<String, String> all = new HashMap<>(columns);
        all.put("account_id", account);
        String row = account + "-" + table.tableName() + "-" + at;
        live.take(changes.change(table, Operation.CREATE, account, row, at, all));
    }
}
