package io.automation.job.spec;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automation.job.oracle.Asked;
import io.automation.job.oracle.NameBasedId;
import io.automation.job.oracle.Story;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A small and nasty history: two organizations with accounts of the same names, scores on and
 * around the lines, instants on and around the windows, edits, refusals, deletes, snapshots, and
 * events that come twice, late, without a position or without a commit time.
 */
final class RandomHistory {

    private static final long START = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();
    private static final long HOUR = 3_600_000;

    private static final String[] SCORES = {
        "40",
        "50",
        "54.5",
        "55",
        "59",
        "59.995",
        "60",
        "60.000",
        "60.005",
        "61",
        "65",
        "70",
        "80",
        "0",
        "100",
        "-3",
        "59.99999999999999999999999999999999999"
    };
    private static final String[] WINDOWS = {"1h", "6h", "1d", "24h", "2d", "1w"};
    private static final String[] COOLDOWNS = {"0h", "1h", "6h", "1d", "3d"};
    private static final long[] STEPS = {
        0,
        0,
        0,
        1,
        HOUR,
        HOUR,
        6 * HOUR,
        24 * HOUR,
        24 * HOUR - 1,
        24 * HOUR + 1,
        48 * HOUR,
        168 * HOUR
    };

    private final Random random;
    private final boolean isCommitOrder;
    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, ObjectNode> rows = new LinkedHashMap<>();
    private final List<String> accounts = new ArrayList<>();
    private final List<String> accountIds = new ArrayList<>();
    private final List<String> workflows = new ArrayList<>();
    private final List<String> scoreRows = new ArrayList<>();
    private final Map<String, Long> positions = new HashMap<>();
    private final Set<Long> usedPositions = new HashSet<>();
    private final List<String> lines = new ArrayList<>();
    private final String alpha;
    private final String beta;
    private final double withoutPosition;
    private final boolean isUpperCase;
    private final boolean hasSequence;
    private long now = START;
    private long position = 1000;
    private int version = 1;

    private RandomHistory(long seed, boolean isCommitOrder) {
        this.random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
        this.isCommitOrder = isCommitOrder;
        this.alpha = uuid();
        this.beta = uuid();
        this.withoutPosition =
                isCommitOrder ? 0 : new double[] {0, 0, 0, 0.3, 1}[random.nextInt(5)];
        this.isUpperCase = random.nextInt(20) == 0;
        this.hasSequence = !isCommitOrder && random.nextInt(6) == 0;
    }

    static Story of(long seed) {
        RandomHistory history = new RandomHistory(seed, false);
        history.begin();
        history.live(20 + history.random.nextInt(70));
        return history.story();
    }

    /**
     * Lines in commit order, as one partition brings them: positions and instants only grow, no
     * snapshot, definitions at instants of their own, the last few events again now and then.
     */
    static List<String> inCommitOrder(long seed) {
        RandomHistory history = new RandomHistory(seed, true);
        history.begin();
        history.live(30 + history.random.nextInt(60));
        List<String> repeated = new ArrayList<>();
        for (String line : history.lines) {
            repeated.add(line);
            if (history.chance(0.08)) {
                int count = Math.min(repeated.size(), 1 + history.random.nextInt(6));
                int from = repeated.size() - count;
                repeated.addAll(List.copyOf(repeated.subList(from, repeated.size())));
            }
        }
        return repeated;
    }

    private Story story() {
        List<String> all = new ArrayList<>();
        for (String line : lines) {
            all.add(line);
            if (chance(0.2)) {
                all.add(line);
            }
        }
        if (chance(0.2)) {
            all.addAll(List.of("", "null", "{\"op\":\"c\"", "[1]", "{\"op\":\"m\",\"source\":{}}"));
        }
        Collections.shuffle(all, random);
        boolean isPinned = chance(0.25);
        Long until =
                isPinned || chance(0.85)
                        ? null
                        : START + (long) (random.nextDouble() * (now - START));
        return new Story(all, new Asked(isPinned, isPinned && chance(0.3), until));
    }

    private void begin() {
        boolean isSnapshot = !isCommitOrder && chance(0.3);
        char op = isSnapshot ? 'r' : 'c';
        for (String organization : List.of(alpha, beta)) {
            ObjectNode row = row("organizations", organization);
            row.put("name", "Org").put("timezone", "Europe/Berlin");
            emit(op, "organizations", organization, row);
            String template = uuid();
            ObjectNode mail = row("email_templates", template);
            mail.put("organization_id", printed(organization)).put("name", "alert");
            mail.put("subject", "Hello").put("html_content", "<p>Hello</p>").put("version", 1);
            emit(op, "email_templates", template, mail);
        }
        for (int i = 0; i < 2 + random.nextInt(4); i++) {
            String id = uuid();
            workflows.add(id);
            emit(op, "automation_workflows", id, workflow(id, i % 3 == 2 ? beta : alpha));
        }
        for (int i = 0; i < 3; i++) {
            String id = uuid();
            accountIds.add(id);
            if (i == 0 || chance(0.9)) {
                accounts.add(id);
                emit(op, "accounts", id, account(id, i == 2 ? beta : alpha));
            }
        }
        for (String workflow : workflows) {
            for (String account : accountIds) {
                if (chance(0.3)) {
                    emitScope(op, workflow, account);
                }
            }
        }
        if (isCommitOrder) {
            now += HOUR;
        }
    }

    private void live(int changes) {
        String account = pick(accountIds);
        for (int i = 0; i < changes; i++) {
            if (chance(0.15)) {
                account = pick(accountIds);
            }
            now += STEPS[random.nextInt(STEPS.length)];
            int kind = random.nextInt(100);
            if (kind < 68) {
                insertScore(account);
            } else if (kind < 80) {
                changeScore(account);
            } else if (kind < 87) {
                changeAccount(account);
            } else if (kind < 97) {
                changeDefinition();
            } else if (!isCommitOrder) {
                findScore(account);
            }
        }
    }

    private void insertScore(String account) {
        String id = uuid();
        ObjectNode row = row("health_scores", id);
        row.put("account_id", printed(account));
        putScores(row);
        if (chance(0.06)) {
            row.put("automation_run_id", someRun(account));
            row.put("automation_depth", random.nextInt(5));
        }
        scoreRows.add(account + "/" + id);
        emit('c', "health_scores", id, row);
    }

    /** Updates, deletes and snapshots of score rows: the last one, an older one, an unknown one. */
    private void changeScore(String account) {
        List<String> own = scoreRows.stream().filter(row -> row.startsWith(account)).toList();
        if (own.isEmpty()) {
            return;
        }
        String last = own.get(own.size() - 1);
        String chosen = chance(0.6) ? last : pick(own);
        String id = chosen.substring(chosen.indexOf('/') + 1);
        ObjectNode known = rows.get("health_scores/" + id);
        ObjectNode row = known == null ? row("health_scores", uuid()) : known.deepCopy();
        row.put("account_id", printed(account));
        int kind = random.nextInt(10);
        if (kind < 6) {
            putScores(row);
            if (chance(0.1)) {
                row.put("automation_run_id", someRun(account));
            }
            emit('u', "health_scores", id(row), row);
        } else if (kind == 6) {
            emit('d', "health_scores", id(row), row);
        } else if (kind == 7 && !isCommitOrder) {
            emit('r', "health_scores", id(row), row);
        } else if (kind == 8 && known != null) {
            moveScore(row);
        } else {
            ObjectNode unknown = row("health_scores", uuid());
            unknown.put("account_id", printed(account));
            putScores(unknown);
            emit('u', "health_scores", id(unknown), unknown);
        }
    }

    private void moveScore(ObjectNode row) {
        if (row.hasNonNull("automation_run_id")) {
            return;
        }
        String other = pick(accountIds);
        row.put("account_id", printed(other));
        emit('u', "health_scores", id(row), row);
        scoreRows.removeIf(own -> own.endsWith(id(row)));
        scoreRows.add(other + "/" + id(row));
    }

    /** A row that only a snapshot knows, recorded some time ago. */
    private void findScore(String account) {
        ObjectNode row = row("health_scores", uuid());
        row.put("account_id", printed(account));
        putScores(row);
        long recordedAt = now - STEPS[random.nextInt(STEPS.length)];
        row.put("recorded_at", Instant.ofEpochMilli(recordedAt).toString());
        emit('r', "health_scores", id(row), row);
        scoreRows.add(account + "/" + id(row));
    }

    private void changeAccount(String account) {
        ObjectNode known = rows.get("accounts/" + account);
        ObjectNode row = known == null ? account(account, alpha) : known.deepCopy();
        int kind = random.nextInt(12);
        if (kind < 5) {
            row.put("status", pick(List.of("active", "at_risk", "churned")));
            putArr(row);
        } else if (kind == 5) {
            row.put("organization_id", printed(chance(0.5) ? alpha : beta));
        } else if (kind == 6) {
            boolean isDeleted = row.hasNonNull("deleted_at");
            row.put("deleted_at", isDeleted ? null : Instant.ofEpochMilli(now).toString());
        } else if (kind == 7 && known != null) {
            emit('d', "accounts", account, row);
            return;
        } else if (kind == 8 && !isCommitOrder) {
            emit('r', "accounts", account, row);
            return;
        }
        emit(known == null ? 'c' : 'u', "accounts", account, row);
    }

    private void changeDefinition() {
        if (isCommitOrder) {
            now += HOUR / 2 + 7;
        }
        String id = pick(workflows);
        ObjectNode known = rows.get("automation_workflows/" + id);
        if (chance(0.25)) {
            String account = pick(accountIds);
            boolean isListed =
                    rows.containsKey("automation_workflow_accounts/" + id + "|" + account);
            emitScope(isListed ? 'd' : 'c', id, account);
        } else if (known != null) {
            ObjectNode row = known.deepCopy();
            row.put("version", ++version);
            editWorkflow(row);
            boolean isSnapshot = !isCommitOrder && chance(0.05);
            emit(isSnapshot ? 'r' : 'u', "automation_workflows", id, row);
        }
        if (isCommitOrder) {
            now += HOUR / 2 - 7;
        }
    }

    private void editWorkflow(ObjectNode row) {
        switch (random.nextInt(14)) {
            case 0, 1 -> row.put("status", pick(List.of("paused", "draft")));
            case 2, 3 -> row.put("status", "active").put("enabled", true);
            case 4 -> row.put("enabled", false);
            case 5 -> row.putNull("enabled");
            case 6 -> row.set("settings", settings());
            case 7 -> trigger(row);
            case 8 -> {
                ObjectNode config = (ObjectNode) row.get("trigger_config");
                refuse(row, config == null ? json.createObjectNode() : config);
            }
            case 9 ->
                    row.put("scope_all_accounts", !row.path("scope_all_accounts").asBoolean(true));
            case 10 -> row.put("organization_id", printed(chance(0.5) ? alpha : beta));
            case 11 -> {
                boolean isDeleted = row.hasNonNull("deleted_at");
                row.put("deleted_at", isDeleted ? null : Instant.ofEpochMilli(now).toString());
            }
            case 12 -> writeOtherwise(row);
            default -> row.put("updated_at", Instant.ofEpochMilli(now).toString());
        }
        if (chance(0.3)) {
            row.put("status", "active");
        }
    }

    /** The same trigger in other words, or nearly: text for a number, a default written out. */
    private void writeOtherwise(ObjectNode row) {
        ObjectNode config = (ObjectNode) row.get("trigger_config");
        if (config == null) {
            return;
        }
        String type = row.path("trigger_type").asText();
        if (type.equals("health_score_drop")) {
            row.put("trigger_type", "health_score_change");
            config.put("direction", "decrease");
        } else if (config.path("threshold").isNumber() && chance(0.5)) {
            config.put("threshold", config.get("threshold").decimalValue().toPlainString());
        } else if (config.path("threshold").isNumber()) {
            config.put("threshold", config.get("threshold").decimalValue().setScale(6));
        } else if (type.equals("health_score_change") && !config.has("metric")) {
            config.put("metric", "health_score");
        }
    }

    private void refuse(ObjectNode row, ObjectNode config) {
        switch (random.nextInt(9)) {
            case 0 -> config.put("treshold", 60);
            case 1 -> config.put("threshold", "sixty");
            case 2 -> config.put("minimum_change", -1);
            case 3 -> config.put("time_window", "91d");
            case 4 -> config.put("direction", "sideways");
            case 5 -> config.removeAll();
            case 6 -> config.put("time_window", "0h");
            case 7 -> row.putObject("settings").put("holdout_percent", 101);
            default -> row.put("trigger_type", "telepathy");
        }
    }

    private ObjectNode workflow(String id, String organization) {
        ObjectNode row = row("automation_workflows", id);
        row.put("organization_id", printed(organization)).put("name", "Alert");
        row.put("status", chance(0.9) ? "active" : pick(List.of("paused", "draft")));
        row.put("enabled", true).put("scope_all_accounts", chance(0.8)).put("version", 1);
        trigger(row);
        if (chance(0.25)) {
            ObjectNode filter = row.putObject("condition_config").putObject("account_filter");
            switch (random.nextInt(4)) {
                case 0 -> filter.putArray("status").add("active").add("at_risk");
                case 1 -> filter.put("arr_min", 1000);
                case 2 -> filter.put("health_score_max", 58).put("arr_max", 5000);
                default -> filter.put("churn_risk_min", 55);
            }
        } else {
            row.putObject("condition_config");
        }
        row.put("action_type", "send_email");
        ObjectNode action = row.putObject("action_config").put("template_id", "alert");
        action.putObject("recipients").putArray("specific_emails").add("someone@example.com");
        row.set("settings", settings());
        return row;
    }

    private void trigger(ObjectNode row) {
        ObjectNode config = row.putObject("trigger_config");
        int kind = random.nextInt(10);
        String type = kind == 0 ? "health_score_drop" : kind == 1 ? "churn_risk_increase" : "";
        row.put("trigger_type", type.isEmpty() ? "health_score_change" : type);
        String direction = pick(List.of("decrease", "decrease", "increase", "both"));
        if (type.isEmpty()) {
            config.put("direction", direction);
            if (chance(0.15)) {
                config.put("metric", "churn_risk");
            }
        }
        boolean hasThreshold = chance(0.7);
        BigDecimal threshold = new BigDecimal(pick(List.of("60", "59.995", "60.0", "55", "65")));
        if (hasThreshold) {
            config.put("threshold", threshold);
        }
        if (!hasThreshold || chance(0.35)) {
            config.put(
                    "minimum_change",
                    new BigDecimal(pick(List.of("5", "10", "1.5", "20", "0.005"))));
            config.put("time_window", pick(List.of(WINDOWS)));
        } else if (chance(0.05)) {
            config.put("minimum_change", 0);
        }
        if (type.isEmpty() && !direction.equals("both") && chance(0.25)) {
            boolean isDecrease = direction.equals("decrease");
            config.put(
                    "rearm_threshold", isDecrease ? pick(List.of(65, 70)) : pick(List.of(50, 54)));
        }
    }

    private ObjectNode settings() {
        ObjectNode settings = json.createObjectNode();
        if (chance(0.6)) {
            settings.put("cooldown", pick(List.of(COOLDOWNS)));
        }
        if (chance(0.2)) {
            settings.put("allow_automation_origin", true);
        }
        if (chance(0.1)) {
            settings.put("re_entry", "once");
        } else if (chance(0.15)) {
            ObjectNode reEntry = settings.putObject("re_entry").put("max", 1 + random.nextInt(2));
            reEntry.put("interval", pick(List.of("1d", "2d", "1w")));
        }
        if (chance(0.1)) {
            settings.put(
                    "holdout_percent", new BigDecimal(pick(List.of("50", "12.5", "100", "0"))));
        }
        return settings;
    }

    private ObjectNode account(String id, String organization) {
        ObjectNode row = row("accounts", id);
        row.put("organization_id", printed(organization)).put("name", "Quantum Teapots");
        row.put("status", "active");
        putArr(row);
        return row;
    }

    private void putArr(ObjectNode row) {
        String arr = pick(List.of("", "999.99", "1000", "4000", "5000.01"));
        row.put("arr", arr.isEmpty() ? null : arr);
    }

    private void putScores(ObjectNode row) {
        put(row, "score", chance(0.07) ? null : pick(List.of(SCORES)));
        put(row, "churn_risk", chance(0.5) ? null : pick(List.of(SCORES)));
    }

    private void put(ObjectNode row, String column, @Nullable String number) {
        if (number == null || withoutPosition > 0 || chance(0.5)) {
            row.put(column, number);
        } else {
            row.put(column, new BigDecimal(number));
        }
    }

    /** The id of a run that may have been, or of none. */
    private String someRun(String account) {
        List<String> own = scoreRows.stream().filter(row -> row.startsWith(account)).toList();
        if (own.isEmpty() || chance(0.3)) {
            return uuid();
        }
        String row = own.get(Math.max(0, own.size() - 1 - random.nextInt(4)));
        String key =
                pick(List.of("decrease", "increase"))
                        + row.substring(row.indexOf('/')).replace('/', ':')
                        + ":"
                        + positions.get(row.substring(row.indexOf('/') + 1));
        return NameBasedId.ofRun(pick(workflows), account, "health_score_change", key);
    }

    private void emitScope(char op, String workflow, String account) {
        ObjectNode row = json.createObjectNode();
        row.put("workflow_id", printed(workflow)).put("account_id", printed(account));
        emit(op, "automation_workflow_accounts", workflow + "|" + account, row);
    }

    /** Writes one event, with one of the things that may be missing or odd about it. */
    private void emit(char op, String table, String id, ObjectNode row) {
        String key = table + "/" + id;
        ObjectNode before = rows.get(key);
        ObjectNode event = json.createObjectNode();
        event.put("op", String.valueOf(op));
        boolean hasBefore =
                op == 'd' || (op == 'u' && (table.equals("health_scores") || chance(0.8)));
        event.set("before", hasBefore ? (before == null ? row : before) : null);
        event.set("after", op == 'd' ? null : thinned(op, table, row));
        ObjectNode source = event.putObject("source").put("table", table);
        long micros = now * 1000 + (chance(0.1) ? random.nextInt(1000) : 0);
        boolean hasTime = op != 'r' || chance(0.8) || !table.equals("health_scores");
        boolean isUndated = !isCommitOrder && op == 'c' && row.has("recorded_at") && chance(0.03);
        if (hasTime && !isUndated) {
            source.put("ts_ms", Math.floorDiv(micros, 1000));
            if (chance(0.3)) {
                source.put("ts_us", micros);
            }
        }
        position += 8;
        if (!chance(withoutPosition)) {
            long place = place();
            source.put("lsn", place);
            positions.put(id, place);
            if (hasSequence) {
                String commit = chance(0.1) ? "null" : "\"" + (position / 40 * 40) + "\"";
                source.put("sequence", "[" + commit + ",\"" + position + "\"]");
            }
        }
        lines.add(event.toString());
        if (op == 'd') {
            rows.remove(key);
        } else {
            rows.put(key, row.deepCopy());
        }
    }

    /** Mostly the next position; now and then an older one, so that the change may be stale. */
    private long place() {
        long chosen = position;
        if (!isCommitOrder && chance(0.04)) {
            chosen -= 8L * random.nextInt(12) + 1 + random.nextInt(6);
        }
        while (!usedPositions.add(chosen)) {
            chosen++;
        }
        return chosen;
    }

    /** Now and then an update leaves out what it does not change, or says so. */
    private ObjectNode thinned(char op, String table, ObjectNode row) {
        ObjectNode after = row.deepCopy();
        ObjectNode known = rows.get(table + "/" + id(row));
        if (op != 'u' || known == null || !chance(0.2)) {
            return after;
        }
        switch (table) {
            case "automation_workflows" -> {
                for (String column : List.of("condition_config", "action_config", "settings")) {
                    if (known.path(column).equals(row.path(column))) {
                        after.put(column, "__debezium_unavailable_value");
                    }
                }
            }
            case "accounts" -> removeUnchanged(List.of("status", "arr", "name"), known, after);
            case "health_scores" ->
                    removeUnchanged(
                            List.of("score", "churn_risk", "automation_run_id"), known, after);
            default -> {}
        }
        return after;
    }

    private static void removeUnchanged(List<String> columns, ObjectNode known, ObjectNode after) {
        for (String column : columns) {
            if (known.path(column).equals(after.path(column))) {
                after.remove(column);
            }
        }
    }

    private ObjectNode row(String table, String id) {
        ObjectNode row = json.createObjectNode();
        row.put("id", printed(id));
        if (table.equals("health_scores")) {
            row.put("recorded_at", Instant.ofEpochMilli(now).toString());
        } else {
            row.putNull("deleted_at");
        }
        return row;
    }

    private static String id(ObjectNode row) {
        return row.path("id").asText().toLowerCase(Locale.ROOT);
    }

    private String printed(String id) {
        return isUpperCase ? id.toUpperCase(Locale.ROOT) : id;
    }

    private String uuid() {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
