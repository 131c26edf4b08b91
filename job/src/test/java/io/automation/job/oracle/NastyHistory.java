package io.automation.job.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Small histories in which everything collides: few instants, few rows, two organizations with
 * accounts of the same name, on nights when clocks change.
 */
public final class NastyHistory {

    /** What most of its workflows wait for. */
    public enum Kind {
        HEALTH_SCORE_CHANGE("health_score_change"),
        MEETING_MISSED("meeting_missed"),
        NEGATIVE_OUTCOME("negative_outcome"),
        NO_RESPONSE("no_response"),
        SCHEDULED("scheduled"),
        STATUS_CHANGE("status_change"),
        ACCOUNT_CREATED("account_created"),
        GOAL_EVENT("goal_event"),
        DATE_REACHED("date_reached"),
        CONTRACT_EXPIRY("contract_expiry"),
        MANUAL("manual"),
        PATTERN("pattern"),
        MIXED("");

        private final String trigger;

        Kind(String trigger) {
            this.trigger = trigger;
        }

        private String trigger(Dice dice) {
            return this == MIXED ? values()[dice.below(MIXED.ordinal())].trigger : trigger;
        }
    }

    private static final long HOUR = 3_600_000;
    private static final long[] STEPS = {
        0,
        0,
        0,
        0,
        1,
        HOUR,
        HOUR,
        HOUR,
        3 * HOUR,
        6 * HOUR,
        24 * HOUR,
        24 * HOUR,
        24 * HOUR - 1,
        48 * HOUR,
        168 * HOUR
    };
    private static final String[] STARTS = {
        "2026-03-27T00:00:00Z",
        "2026-03-07T06:00:00Z",
        "2026-10-24T00:00:00Z",
        "2026-04-03T14:00:00Z",
        "2026-06-30T09:00:00Z"
    };

    private final Dice dice;
    private final Kind kind;
    private final RandomLines lines;
    private final RandomWorkflows definitions;
    private final List<String> organizations = new ArrayList<>();
    private final List<String> accounts = new ArrayList<>();
    private final List<String> workflows = new ArrayList<>();
    private final List<String> templates = new ArrayList<>();
    private final long start;
    private final boolean isCommitOrder;
    private int version = 1;

    private NastyHistory(Kind kind, long seed, boolean isCommitOrder) {
        this.dice = new Dice(seed * 31 + kind.ordinal());
        this.kind = kind;
        this.start = Instant.parse(dice.pick(STARTS)).toEpochMilli();
        this.isCommitOrder = isCommitOrder;
        this.lines = new RandomLines(dice, start, isCommitOrder);
        this.definitions = new RandomWorkflows(dice, lines);
    }

    /** The history of a seed, at most some sixty different lines. */
    public static Story of(Kind kind, long seed) {
        NastyHistory history = new NastyHistory(kind, seed, false);
        history.happen();
        return history.end();
    }

    /**
     * Lines in commit order, as one partition brings them: positions and instants only grow, no
     * snapshot, definitions at instants of their own, the last few events again now and then.
     */
    public static List<String> inCommitOrder(Kind kind, long seed) {
        NastyHistory history = new NastyHistory(kind, seed, true);
        history.happen();
        history.lines.heartbeat(history.lines.now + 400 * HOUR);
        return history.lines.inCommitOrder();
    }

    private void happen() {
        begin();
        int changes = 8 + dice.below(32);
        for (int i = 0; i < changes; i++) {
            lines.now += STEPS[dice.below(STEPS.length)];
            change();
        }
    }

    /** Live, definitions lag by the clock: nothing else happens around them. */
    private void define(Runnable change) {
        lines.now += isCommitOrder ? HOUR / 2 + 7 : 0;
        change.run();
        lines.now += isCommitOrder ? HOUR / 2 - 7 : 0;
    }

    private Story end() {
        if (dice.chance(0.8)) {
            lines.heartbeat(
                    lines.now + dice.pick(0L, 2 * HOUR, 96 * HOUR, 400 * HOUR, 2400 * HOUR));
        }
        boolean isPinned = dice.chance(0.2);
        boolean isCut = !isPinned && dice.chance(0.15);
        Long until = isCut ? start + (long) (dice.below(1001) * 0.001 * (lines.now - start)) : null;
        Asked asked = new Asked(isPinned, isPinned && dice.chance(0.4), until);
        return new Story(lines.shuffled(), asked);
    }

    private void begin() {
        char op = dice.chance(0.25) ? 'r' : 'c';
        for (int i = 0; i < 2; i++) {
            String organization = dice.uuid();
            organizations.add(organization);
            lines.emit(op, "organizations", organization, organization(organization));
            for (String name : List.of("alert", "rich")) {
                if (name.equals("alert") ? dice.chance(0.92) : dice.chance(0.7)) {
                    String template = dice.uuid();
                    templates.add(template);
                    lines.emit(
                            op,
                            "email_templates",
                            template,
                            template(template, name, organization));
                }
            }
        }
        beginWorkflows(op);
        for (int i = 0; i < 3; i++) {
            accounts.add(dice.uuid());
        }
        for (String workflow : workflows) {
            for (String account : accounts) {
                if (dice.chance(0.4)) {
                    scope(workflow, account);
                }
            }
        }
        beginAccounts(op);
    }

    private void beginWorkflows(char op) {
        for (int i = 0; i < (kind == Kind.MIXED ? 4 : 2 + dice.below(2)); i++) {
            String id = dice.uuid();
            workflows.add(id);
            String organization = organizations.get(i % 3 == 2 ? 1 : 0);
            if (i == 0 || dice.chance(0.8)) {
                String trigger = kind.trigger(dice);
                lines.emit(
                        op,
                        "automation_workflows",
                        id,
                        definitions.workflow(id, organization, trigger));
            }
        }
    }

    private void beginAccounts(char op) {
        lines.now += isCommitOrder ? HOUR : 0;
        for (int i = 0; i < 3; i++) {
            String id = accounts.get(i);
            if (i == 0 || dice.chance(0.7)) {
                lines.emit(op, "accounts", id, account(id, organizations.get(i == 2 ? 1 : 0)));
            }
        }
        for (String account : accounts) {
            if (dice.chance(0.3)) {
                changeTeam(account);
            }
        }
    }

    private void change() {
        String account = dice.chance(0.6) ? accounts.get(0) : dice.pick(accounts);
        int chosen = dice.below(100);
        if (chosen < 58) {
            focus(account);
        } else if (chosen < 66) {
            changeAccount(account);
        } else if (chosen < 78) {
            define(this::changeDefinition);
        } else if (chosen < 82) {
            request(account);
        } else if (chosen < 86) {
            changeScore(account);
        } else if (chosen < 90) {
            changeEngagement(account);
        } else if (chosen < 92) {
            changeGoal(account);
        } else if (chosen < 94) {
            changeOverlay(account);
        } else if (chosen < 96) {
            changeTeam(account);
        } else if (chosen < 98) {
            define(this::changeOrganization);
        } else {
            lines.heartbeat(lines.now);
        }
    }

    private void focus(String account) {
        switch (kind) {
            case HEALTH_SCORE_CHANGE -> changeScore(account);
            case MEETING_MISSED, NEGATIVE_OUTCOME, NO_RESPONSE -> changeEngagement(account);
            case STATUS_CHANGE, ACCOUNT_CREATED, DATE_REACHED, CONTRACT_EXPIRY ->
                    changeAccount(account);
            case GOAL_EVENT -> changeGoal(account);
            case MANUAL -> request(account);
            case SCHEDULED, PATTERN, MIXED -> {
                switch (dice.below(5)) {
                    case 0 -> changeScore(account);
                    case 1 -> changeGoal(account);
                    case 2 -> changeAccount(account);
                    case 3 -> request(account);
                    default -> changeEngagement(account);
                }
            }
        }
    }

    private ObjectNode organization(String id) {
        ObjectNode row = lines.row(id).put("name", "Org");
        row.put("timezone", dice.pick(RandomWorkflows.ZONES)).putNull("deleted_at");
        ObjectNode settings = row.putObject("settings");
        if (dice.chance(0.3)) {
            ObjectNode hours = settings.putObject("business_hours");
            hours.put("start", dice.pick("08:00", "09:00")).put("end", dice.pick("12:00", "18:00"));
            hours.putArray("days").add(1).add(3).add(dice.below(8));
        }
        if (dice.chance(0.3)) {
            settings.putArray("negative_outcomes").add("lost").add(dice.pick("bad", "no_show"));
        }
        return row;
    }

    private ObjectNode template(String id, String name, String organization) {
        ObjectNode row = lines.row(id).put("organization_id", lines.printed(organization));
        row.put("name", name).put("version", 1);
        row.put("subject", name.equals("rich") ? "Worth {{account.arr}}" : "Hello");
        row.put("html_content", "<p>Hello</p>").putNull("text_content");
        if (name.equals("rich") && dice.chance(0.3)) {
            row.putArray("variables")
                    .addObject()
                    .put("name", "account.arr")
                    .put("fallback", "much");
        }
        return row;
    }

    private ObjectNode account(String id, String organization) {
        ObjectNode row = lines.row(id).put("organization_id", lines.printed(organization));
        row.put("name", "Quantum Teapots").put("status", dice.pick("active", "active", "at_risk"));
        putArr(row);
        row.put("contract_end_date", date());
        ObjectNode custom = row.putObject("custom");
        custom.put("renewal", date()).put("tier", dice.pick("gold", "silver"));
        row.putNull("automation_run_id").put("automation_depth", 0);
        row.putNull("deleted_at").put("updated_at", lines.iso(lines.now));
        return row;
    }

    private void putArr(ObjectNode row) {
        String arr = dice.pick("", "999.99", "1000", "5000.01");
        row.put("arr", arr.isEmpty() ? null : arr);
    }

    private String date() {
        long days = dice.pick(0L, 1L, 1L, 2L, 3L, 7L, 30L);
        return lines.iso(lines.now + days * 24 * HOUR).substring(0, 10);
    }

    private void changeAccount(String id) {
        ObjectNode row = lines.known("accounts", id);
        if (row == null) {
            ObjectNode fresh = account(id, organizations.get(0));
            lines.emit(dice.pick('c', 'c', 'c', 'u', 'r'), "accounts", id, fresh);
            return;
        }
        row.put("updated_at", lines.iso(lines.now));
        char op = dice.chance(0.06) ? 'r' : dice.chance(0.04) ? 'c' : 'u';
        int kindOfChange = kind == Kind.STATUS_CHANGE ? dice.below(30) : dice.below(14);
        switch (kindOfChange) {
            case 0, 1, 2, 3, 4 -> row.put("status", dice.pick("active", "at_risk", "churned"));
            case 5 -> putArr(row);
            case 6, 7 -> row.put("contract_end_date", date());
            case 8 -> ((ObjectNode) row.get("custom")).put("renewal", date());
            case 9 -> row.put("organization_id", lines.printed(dice.pick(organizations)));
            case 10 -> {
                boolean isDeleted = row.hasNonNull("deleted_at");
                row.put("deleted_at", isDeleted ? null : lines.iso(lines.now));
            }
            case 11 -> {
                lines.delete("accounts", id);
                return;
            }
            case 12 -> {
                row.put("status", dice.pick("at_risk", "churned"));
                putOrigin(row, id);
            }
            default -> row.put("status", dice.pick("active", "at_risk", "churned"));
        }
        lines.emit(op, "accounts", id, row);
    }

    /** Says that a run wrote the row, one that may have been, or one of another job. */
    private void putOrigin(ObjectNode row, String account) {
        List<JsonNode> runs = runsSoFar();
        boolean isKnown = !runs.isEmpty() && dice.chance(0.7);
        String run = isKnown ? dice.pick(runs).path("id").asText() : dice.uuid();
        boolean isForeign =
                isKnown
                        && runs.stream()
                                .noneMatch(one -> one.path("account_id").asText().equals(account));
        row.put("automation_run_id", isForeign ? dice.uuid() : run);
        row.put("automation_depth", dice.below(5));
    }

    private List<JsonNode> runsSoFar() {
        List<JsonNode> runs = new ArrayList<>();
        for (String line : Oracle.judge(lines.soFar(), Asked.RECORDED)) {
            runs.add(Values.lenientJson(Values.JSON.getNodeFactory().textNode(line)));
        }
        return runs;
    }

    private void changeScore(String account) {
        List<String> known = lines.ids("health_scores", "account_id", account);
        boolean isNew = known.isEmpty() || dice.chance(0.7);
        String id = isNew ? dice.uuid() : dice.pick(known);
        ObjectNode row = lines.known("health_scores", id);
        row = row == null ? lines.row(id).put("account_id", lines.printed(account)) : row;
        row.put("score", dice.pick("40", "50", "55", "59.5", "60", "61", "70", "80"));
        row.put("churn_risk", dice.pick(null, "40", "60", "70"));
        row.put("recorded_at", lines.iso(lines.now));
        if (dice.chance(0.08)) {
            putOrigin(row, account);
        }
        if (dice.chance(0.04)) {
            lines.garble("health_scores", row, dice.pick("score", "recorded_at"));
        }
        char op = dice.chance(0.06) ? 'r' : isNew ? 'c' : 'u';
        if (!isNew && dice.chance(0.15)) {
            lines.delete("health_scores", id);
        } else {
            lines.emit(op, "health_scores", id, row);
        }
    }

    private void changeEngagement(String account) {
        List<String> known = lines.ids("engagements", "account_id", account);
        boolean isNew =
                known.isEmpty()
                        || (known.size() < 4 && dice.chance(kind == Kind.NO_RESPONSE ? 0.7 : 0.45));
        String id = isNew ? dice.uuid() : dice.pick(known);
        ObjectNode row = lines.known("engagements", id);
        if (row == null) {
            row = lines.row(id).put("account_id", lines.printed(account));
            boolean isMail = kind == Kind.NO_RESPONSE ? dice.chance(0.8) : dice.chance(0.25);
            row.put("type", isMail ? "email" : dice.pick("meeting", "call"));
            row.put(
                    "direction",
                    dice.pick("outbound", "outbound", "outbound", "outbound", "inbound", null));
            row.put(
                    "status",
                    isMail
                            ? dice.pick("completed", "completed", null, null, null, "scheduled")
                            : dice.pick("scheduled", "scheduled", "completed", null, "missed"));
            row.put("outcome", dice.pick(null, null, null, "positive", "lost", "no_show"));
            row.put("scheduled_at", isMail && dice.chance(0.8) ? null : meeting())
                    .putNull("ends_at");
            row.put("occurred_at", dice.chance(0.5) ? lines.iso(lines.now) : null);
            row.put("expects_response", dice.pick(null, null, null, true, false));
            row.put("automatic", dice.pick(null, false, false, false, true));
            row.putNull("automation_run_id").put("created_at", lines.iso(lines.now));
        }
        row.put("updated_at", lines.iso(lines.now));
        if (!isNew) {
            switch (dice.below(12)) {
                case 0, 1 ->
                        row.put(
                                "status",
                                dice.pick(
                                        "completed",
                                        "cancelled",
                                        "missed",
                                        "no_show",
                                        "scheduled"));
                case 2, 3, 4 ->
                        row.put(
                                "outcome",
                                dice.pick("positive", "lost", "bad", "no_show", "negative", null));
                case 5 -> row.put("scheduled_at", meeting());
                case 6 -> row.put("ends_at", meeting());
                case 7 -> row.put("status", "completed").put("outcome", "positive");
                case 8 -> {
                    lines.delete("engagements", id);
                    return;
                }
                case 9 -> {
                    if (!row.hasNonNull("automation_run_id")) {
                        row.put("account_id", lines.printed(dice.pick(accounts)));
                    }
                }
                case 10 -> {
                    row.put("outcome", dice.pick("lost", "no_show"));
                    putOrigin(row, account);
                }
                default -> row.put(dice.pick("direction", "type"), dice.pick("outbound", "email"));
            }
        }
        char op = dice.chance(0.06) ? 'r' : isNew ? dice.pick('c', 'c', 'c', 'c', 'u') : 'u';
        boolean isMoved = !row.path("account_id").asText().equalsIgnoreCase(account);
        lines.emit(isMoved ? 'u' : op, "engagements", id, row);
    }

    private String meeting() {
        Long after = dice.pick(null, -HOUR, 0L, HOUR, HOUR, 24 * HOUR, 24 * HOUR, 48 * HOUR);
        return after == null ? null : lines.iso(lines.now + after);
    }

    private void changeGoal(String account) {
        List<String> known = lines.ids("goals", "account_id", account);
        boolean isNew = known.isEmpty() || (known.size() < 3 && dice.chance(0.35));
        String id = isNew ? dice.uuid() : dice.pick(known);
        ObjectNode row = lines.known("goals", id);
        if (row == null) {
            row = lines.row(id).put("account_id", lines.printed(account));
            row.put("type", dice.pick("adoption", "revenue")).put("name", "Goal");
            row.put("status", dice.pick("active", "active", "active", "at_risk", "missed"));
            row.put("due_date", dice.chance(0.9) ? date() : null);
        }
        row.put("updated_at", lines.iso(lines.now));
        if (!isNew) {
            switch (dice.below(8)) {
                case 0, 1, 2, 3 ->
                        row.put(
                                "status",
                                dice.pick("active", "achieved", "missed", "at_risk", "cancelled"));
                case 4, 5 -> row.put("due_date", date());
                case 6 -> row.put("account_id", lines.printed(dice.pick(accounts)));
                default -> {
                    lines.delete("goals", id);
                    return;
                }
            }
        }
        if (dice.chance(0.04)) {
            lines.garble("goals", row, "due_date");
        }
        char op = dice.chance(0.06) ? 'r' : isNew ? dice.pick('c', 'c', 'c', 'c', 'u') : 'u';
        boolean isMoved = !row.path("account_id").asText().equalsIgnoreCase(account);
        lines.emit(isMoved ? 'u' : op, "goals", id, row);
    }

    private void changeOverlay(String account) {
        String id = dice.uuid();
        ObjectNode row = lines.row(id).put("account_id", lines.printed(account));
        row.put("workflow_id", lines.printed(dice.pick(workflows)))
                .put("adjustment", dice.pick(-20, 5, 30));
        row.put("starts_at", lines.iso(lines.now));
        row.put("ends_at", lines.iso(lines.now + dice.pick(HOUR, 24 * HOUR)));
        row.put("updated_at", lines.iso(lines.now));
        lines.put("health_score_overlays", id, row);
    }

    private void changeTeam(String account) {
        String table = dice.pick("account_team", "contacts");
        List<String> known = lines.ids(table, "account_id", account);
        if (!known.isEmpty() && dice.chance(0.4)) {
            lines.delete(table, dice.pick(known));
            return;
        }
        String id = dice.uuid();
        ObjectNode row =
                lines.row(id).put("account_id", lines.printed(account)).put("name", "Olga");
        row.put("email", dice.pick("olga@acme.example", " Olga@Acme.example", "ada@acme.example"));
        row.put("role", "account_owner").put("updated_at", lines.iso(lines.now));
        lines.put(table, id, row);
    }

    private void changeOrganization() {
        String id = dice.pick(organizations);
        ObjectNode row = lines.known("organizations", id);
        if (row == null || dice.chance(0.7)) {
            row = organization(id);
        }
        if (dice.chance(0.15)) {
            row.put("timezone", "Mars/Phobos");
        } else if (dice.chance(0.15)) {
            row.put("deleted_at", lines.iso(lines.now));
        }
        lines.put("organizations", id, row);
    }

    private void changeDefinition() {
        if (dice.chance(0.12) && !templates.isEmpty()) {
            changeTemplate();
            return;
        }
        String id = dice.pick(workflows);
        if (dice.chance(0.12)) {
            scope(id, dice.pick(accounts));
            return;
        }
        ObjectNode row = lines.known("automation_workflows", id);
        if (row == null) {
            String trigger = kind.trigger(dice);
            ObjectNode fresh = definitions.workflow(id, dice.pick(organizations), trigger);
            lines.put("automation_workflows", id, fresh);
            return;
        }
        row.put("version", ++version);
        edit(row, id);
    }

    private void edit(ObjectNode row, String id) {
        String trigger = kind.trigger(dice);
        switch (dice.below(16)) {
            case 0, 1, 14 -> row.put("status", dice.pick("paused", "draft"));
            case 2, 3 -> row.put("status", "active").put("enabled", true);
            case 4 -> row.put("enabled", dice.chance(0.5));
            case 5 -> {
                row.set("settings", definitions.settings(trigger));
                definitions.trigger(row, trigger);
                definitions.action(row, trigger);
            }
            case 6 -> definitions.refuse(row);
            case 7 -> row.set("condition_config", definitions.conditions());
            case 8 -> row.put("scope_all_accounts", dice.chance(0.5));
            case 9 -> row.put("organization_id", lines.printed(dice.pick(organizations)));
            case 10, 15 -> {
                boolean isDeleted = row.hasNonNull("deleted_at");
                row.put("deleted_at", isDeleted ? null : lines.iso(lines.now));
            }
            case 11 -> {
                if (dice.chance(0.6)) {
                    lines.delete("automation_workflows", id);
                    return;
                }
            }
            case 12 -> definitions.action(row, trigger);
            default -> row.put("updated_at", lines.iso(lines.now));
        }
        if (dice.chance(0.2)) {
            row.put("status", "active");
        }
        lines.emit(dice.chance(0.04) ? 'r' : 'u', "automation_workflows", id, row);
    }

    private void changeTemplate() {
        String id = dice.pick(templates);
        ObjectNode row = lines.known("email_templates", id);
        if (row == null) {
            lines.put("email_templates", id, template(id, "alert", organizations.get(0)));
        } else {
            lines.delete("email_templates", id);
        }
    }

    private void scope(String workflow, String account) {
        String id = workflow + "|" + account;
        if (lines.known("automation_workflow_accounts", id) != null) {
            lines.delete("automation_workflow_accounts", id);
            return;
        }
        ObjectNode row = Values.object();
        row.put("workflow_id", lines.printed(workflow)).put("account_id", lines.printed(account));
        lines.put("automation_workflow_accounts", id, row);
    }

    private void request(String account) {
        String id = dice.uuid();
        ObjectNode row = lines.row(id).putNull("run_id").put("user_id", dice.uuid());
        row.put("created_at", lines.iso(lines.now))
                .put("definition", dice.pick("present", "pinned"));
        List<JsonNode> runs =
                dice.chance(kind == Kind.MANUAL ? 0.25 : 0.4) ? runsSoFar() : List.of();
        if (runs.isEmpty()) {
            boolean isForAll = dice.chance(0.15);
            row.put("kind", "run").put("workflow_id", lines.printed(dice.pick(workflows)));
            row.put("account_id", isForAll ? null : lines.printed(account));
        } else {
            JsonNode run = dice.pick(runs);
            boolean isFailed = run.path("status").asText().equals("failed");
            row.put("kind", isFailed || dice.chance(0.2) ? "retry" : "cancel");
            row.put("run_id", lines.printed(run.path("id").asText()));
            row.put("workflow_id", lines.printed(run.path("workflow_id").asText()));
            row.put("account_id", Values.text(run.path("account_id")));
        }
        lines.put("automation_requests", id, row);
    }
}
