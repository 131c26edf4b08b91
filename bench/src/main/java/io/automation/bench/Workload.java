package io.automation.bench;

import io.automation.model.change.Change;
import io.automation.model.change.Operation;
import io.automation.model.change.Table;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Accounts of 200 organizations whose scores walk for 60 hours, and workflows that ask for a drop
 * below a line: deterministic, so that every contender sees the same.
 */
final class Workload {

    static final int ORGANIZATIONS = 200;
    private static final long START = 1_750_000_000_000L;
    private static final int[] MINIMUM_CHANGES = {2, 5, 8, 10, 15, 20};
    private static final String[] WINDOWS = {"1h", "1d", "7d"};

    private final double[] cumulated = new double[ORGANIZATIONS];
    private final String[] organizationIds = new String[ORGANIZATIONS];
    private final String[] accountIds;
    private final int[] accountOrganizations;
    private final int[] accountIndustries;
    private final long[] accountArr;
    private final int[] changedAccounts;
    private final byte[] scores;

    Workload(int accounts, int changes) {
        double sum = 0;
        for (int i = 0; i < ORGANIZATIONS; i++) {
            sum += Math.pow(i + 1.0, -0.8);
            cumulated[i] = sum;
        }
        SplittableRandom random = new SplittableRandom(42);
        for (int i = 0; i < ORGANIZATIONS; i++) {
            organizationIds[i] = uuid(random);
        }
        accountIds = new String[accounts];
        accountOrganizations = new int[accounts];
        accountIndustries = new int[accounts];
        accountArr = new long[accounts];
        double[] bases = new double[accounts];
        double[] present = new double[accounts];
        for (int i = 0; i < accounts; i++) {
            accountIds[i] = uuid(random);
            accountOrganizations[i] = pick(sum * random.nextDouble());
            accountIndustries[i] = random.nextInt(12);
            accountArr[i] = Math.round(Math.exp(10.5 + 1.3 * gauss(random)));
            bases[i] = clip(70 + 15 * gauss(random));
            present[i] = bases[i];
        }
        changedAccounts = new int[changes];
        scores = new byte[changes];
        SplittableRandom events = new SplittableRandom(42 ^ 0xE7E7);
        for (int i = 0; i < changes; i++) {
            int account = events.nextInt(accounts);
            double x = present[account];
            x += 0.05 * (bases[account] - x) + 1.5 * gauss(events);
            double u = events.nextDouble();
            if (u < .01) {
                x -= 10 + 25 * events.nextDouble();
            } else if (u < .015) {
                x += 10 + 20 * events.nextDouble();
            }
            x = clip(x);
            present[account] = x;
            changedAccounts[i] = account;
            scores[i] = (byte) Math.round(x);
        }
    }

    int accounts() {
        return accountIds.length;
    }

    int changes() {
        return scores.length;
    }

    /** Account i as it is from the beginning. */
    Change account(int i) {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("organization_id", organizationIds[accountOrganizations[i]]);
        columns.put("name", "Account " + i);
        columns.put("status", "active");
        columns.put("industry", "industry " + accountIndustries[i]);
        columns.put("arr", Long.toString(accountArr[i]));
        return change(Table.ACCOUNTS, accountIds[i], accountIds[i], START - 1, i, columns);
    }

    /** Change i of a score. */
    Change score(int i) {
        @Nullable String[] row = new String[Table.HEALTH_SCORES.columns().size()];
        String accountId = accountIds[changedAccounts[i]];
        row[0] = accountId;
        row[1] = Integer.toString(scores[i]);
        long at = START + (long) (i * (21_600_000.0 / accounts()));
        String rowId = new UUID(0x4000L, 0x8000_0000_0000_0000L + i).toString();
        long position = 1_000_000_000L + i;
        return new Change(
                "",
                Table.HEALTH_SCORES,
                Operation.CREATE,
                accountId,
                rowId,
                at,
                at,
                at,
                position,
                position,
                0b11,
                row,
                0,
                Change.NO_VALUES,
                null);
    }

    /**
     * Workflow k.
     *
     * @param reachable whether a score can move far enough for it; one that is not reachable has
     *     its line crossed all the same
     */
    Change workflow(int k, SplittableRandom random, boolean reachable) {
        int organization = pick(cumulated[ORGANIZATIONS - 1] * random.nextDouble());
        int threshold = 20 + random.nextInt(71);
        int minimumChange = MINIMUM_CHANGES[random.nextInt(6)];
        String window = WINDOWS[random.nextInt(3)];
        StringBuilder industries = new StringBuilder();
        if (random.nextInt(10) >= 3) {
            int count = 1 + random.nextInt(4);
            boolean[] drawn = new boolean[12];
            for (int c = 0; c < count; ) {
                int industry = random.nextInt(12);
                if (!drawn[industry]) {
                    drawn[industry] = true;
                    industries
                            .append(c == 0 ? "" : ",")
                            .append("\"industry ")
                            .append(industry)
                            .append('"');
                    c++;
                }
            }
        }
        StringBuilder filter = new StringBuilder("{\"industry\":[" + industries + "]");
        int z = random.nextInt(10);
        if (z < 6) {
            long min = Math.round(Math.exp(10.5 + 1.3 * (random.nextDouble() - .5)));
            filter.append(",\"arr_min\":").append(min);
            if (z < 3) {
                filter.append(",\"arr_max\":").append(min * (2 + random.nextInt(10)) - 1);
            }
        }
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("organization_id", organizationIds[organization]);
        columns.put("name", "Workflow " + k);
        columns.put("status", "active");
        columns.put("trigger_type", "health_score_change");
        columns.put(
                "trigger_config",
                "{\"threshold\":"
                        + threshold
                        + ",\"direction\":\"decrease\",\"minimum_change\":"
                        + (reachable ? minimumChange : 101)
                        + ",\"time_window\":\""
                        + window
                        + "\"}");
        columns.put("condition_config", "{\"account_filter\":" + filter + "}}");
        columns.put("action_type", "send_email");
        columns.put("action_config", "{\"template_id\":\"health_concern\"}");
        columns.put("settings", "{\"cooldown\":\"0d\"}");
        columns.put("version", "1");
        String id = new UUID(0x4001L, 0x8000_0000_0000_0000L + k).toString();
        return change(Table.AUTOMATION_WORKFLOWS, "", id, START - 2, k, columns);
    }

    private static Change change(
            Table table,
            String accountId,
            String rowId,
            long at,
            long position,
            Map<String, String> columns) {
        @Nullable String[] row = new String[table.columns().size()];
        long present = 0;
        for (Map.Entry<String, String> column : columns.entrySet()) {
            int index = table.index(column.getKey());
            row[index] = column.getValue();
            present |= 1L << index;
        }
        return new Change(
                "",
                table,
                Operation.CREATE,
                accountId,
                rowId,
                at,
                at,
                at,
                position,
                position,
                present,
                row,
                0,
                Change.NO_VALUES,
                null);
    }

    private int pick(double d) {
        int found = Arrays.binarySearch(cumulated, d);
        return Math.min(found < 0 ? -found - 1 : found, ORGANIZATIONS - 1);
    }

    private static String uuid(SplittableRandom random) {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    private static double gauss(SplittableRandom random) {
        double u = 1 - random.nextDouble();
        double v = random.nextDouble();
        return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v);
    }

    private static double clip(double score) {
        return Math.max(0, Math.min(100, score));
    }
}
