package io.automation.job.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * A long history: a few organizations with many accounts whose scores wander, most of them with
 * positions, some at equal instants, some twice.
 */
final class LargeHistory {

    private static final long START = 1_772_323_200_000L;
    private static final int ORGANIZATIONS = 5;
    private static final int ACCOUNTS = 2_000;
    private static final int WORKFLOWS = 40;

    private final Random random;
    private final List<String> lines = new ArrayList<>();
    private long position;

    LargeHistory(long seed) {
        random = new Random(seed);
    }

    List<String> lines(int count) {
        List<String> organizations = new ArrayList<>();
        for (int i = 0; i < ORGANIZATIONS; i++) {
            String organization = uuid();
            organizations.add(organization);
            add(
                    "organizations",
                    START,
                    "\"id\":\"%s\",\"name\":\"Org %d\"".formatted(organization, i));
            add(
                    "email_templates",
                    START,
                    "\"id\":\"%s\",\"organization_id\":\"%s\",\"name\":\"alert\",\"version\":1,\"subject\":\"{{account.name}}: {{trigger.current}}\",\"html_content\":\"<p>Hello</p>\""
                            .formatted(uuid(), organization));
        }
        for (int i = 0; i < WORKFLOWS; i++) {
            add("automation_workflows", START, workflow(organizations.get(i % ORGANIZATIONS), i));
        }
        List<String> accounts = new ArrayList<>();
        int[] scores = new int[ACCOUNTS];
        for (int i = 0; i < ACCOUNTS; i++) {
            accounts.add(uuid());
            scores[i] = 30 + random.nextInt(60);
            String organization = organizations.get(random.nextInt(ORGANIZATIONS));
            add(
                    "accounts",
                    START,
                    "\"id\":\"%s\",\"organization_id\":\"%s\",\"name\":\"Müller & Söhne %d\",\"status\":\"active\",\"arr\":\"%d\""
                            .formatted(accounts.get(i), organization, i, random.nextInt(90_000)));
            add(
                    "contacts",
                    START,
                    "\"id\":\"%s\",\"account_id\":\"%s\",\"name\":\"Ada\",\"email\":\"ada%d@example.com\",\"role\":\"champion\""
                            .formatted(uuid(), accounts.get(i), i));
        }
        long now = START;
        while (lines.size() < count) {
            now += random.nextInt(3) * 30_000L;
            int account = random.nextInt(ACCOUNTS);
            scores[account] = Math.floorMod(scores[account] + random.nextInt(41) - 20, 101);
            add(
                    "health_scores",
                    now,
                    "\"id\":\"%s\",\"account_id\":\"%s\",\"score\":\"%d.5\",\"churn_risk\":%d"
                            .formatted(
                                    uuid(),
                                    accounts.get(account),
                                    scores[account],
                                    random.nextInt(100)));
            if (random.nextInt(20) == 0) {
                lines.add(lines.get(lines.size() - 1));
            }
        }
        return lines.subList(0, count);
    }

    private String workflow(String organization, int i) {
        String trigger =
                switch (i % 4) {
                    case 0 -> "{\"threshold\":%d,\"direction\":\"decrease\"}".formatted(40 + i);
                    case 1 -> "{\"threshold\":%d,\"direction\":\"both\"}".formatted(30 + i);
                    case 2 ->
                            "{\"minimum_change\":25,\"time_window\":\"7d\",\"direction\":\"decrease\"}";
                    default ->
                            "{\"metric\":\"churn_risk\",\"threshold\":90,\"direction\":\"increase\"}";
                };
        return ("\"id\":\"%s\",\"organization_id\":\"%s\",\"name\":\"Alert %d\",\"status\":\"active\",\"enabled\":true,\"scope_all_accounts\":true,\"trigger_type\":\"health_score_change\",\"trigger_config\":%s,\"condition_config\":{\"account_filter\":{\"arr_min\":%d}},\"action_type\":\"send_email\",\"action_config\":{\"template_id\":\"alert\"},\"settings\":{\"cooldown\":\"1d\"},\"version\":1")
                .formatted(uuid(), organization, i, trigger, i * 500);
    }

    private void add(String table, long at, String columns) {
        position += 8;
        String lsn = random.nextInt(50) == 0 ? "" : ",\"lsn\":" + position;
        lines.add(
                "{\"op\":\"c\",\"before\":null,\"after\":{%s},\"source\":{\"table\":\"%s\",\"ts_ms\":%d%s}}"
                        .formatted(columns, table, at, lsn));
    }

    private String uuid() {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }
}
