package io.automation.job.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.automation.job.spec.NaiveWorkflow.RefusedException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What health_score_change has to do, computed again the slow and plain way: from the words of the
 * contract, over JSON, one list of everything that ever happened, searched anew for every fact.
 */
final class NaiveOracle {

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** What a replay has to say of one run; everything in the text of {@code runs.jsonl}. */
    record Verdict(
            String occurredAt,
            String workflow,
            String account,
            String id,
            String version,
            String key,
            String status,
            String reason,
            String triggerData) {}

    /** How the history is judged. */
    record Asked(boolean isPinned, boolean includesDrafts, @Nullable Long until) {}

    /** What a change means for its row (semantics 1.5, 1.10). */
    private enum Arrival {
        IGNORED,
        INSERT,
        UPDATE,
        UPDATE_OF_UNKNOWN,
        DELETE
    }

    private static final class Row {
        private @Nullable Long lsn;
        private long at;
        private boolean isThere;
        private Map<String, JsonNode> values = Map.of();
        private final Set<String> seen = new HashSet<>();
    }

    private static final class Score {
        private final long at;
        private final BigDecimal value;

        Score(long at, BigDecimal value) {
            this.at = at;
            this.value = value;
        }
    }

    private static final class Account {
        private @Nullable String scoreRow;
        private final Map<String, List<Score>> scores = new HashMap<>();

        List<Score> scores(String metric) {
            return scores.computeIfAbsent(metric, m -> new ArrayList<>());
        }
    }

    private static final class Workflow {
        private @Nullable NaiveWorkflow good;
        private @Nullable NaiveWorkflow lastGood;
        private boolean isStopped;
        private boolean isThere;
    }

    /** A run that started, as long as it counts for something. */
    private static final class Start {
        private final String workflow;
        private final String account;
        private final String direction;
        private final long at;
        private boolean cools = true;
        private boolean disarms = true;

        Start(String workflow, String account, String direction, long at) {
            this.workflow = workflow;
            this.account = account;
            this.direction = direction;
            this.at = at;
        }
    }

    private final Asked asked;
    private final Map<String, Row> rows = new HashMap<>();
    private final Map<String, Account> accounts = new HashMap<>();
    private final Map<String, Workflow> workflows = new TreeMap<>();
    private final List<Start> starts = new ArrayList<>();
    private final Map<String, String> workflowsOfRuns = new HashMap<>();
    private final Set<Verdict> verdicts =
            new TreeSet<>(
                    java.util.Comparator.comparing(Verdict::occurredAt)
                            .thenComparing(Verdict::workflow)
                            .thenComparing(Verdict::account)
                            .thenComparing(Verdict::id));

    private NaiveOracle(Asked asked) {
        this.asked = asked;
    }

    /** The runs of a history, in the order of {@code runs.jsonl}. */
    static List<Verdict> judge(List<String> lines, Asked asked) {
        List<NaiveEvent> events = NaiveEvent.read(lines);
        NaiveOracle oracle = new NaiveOracle(asked);
        if (asked.isPinned()) {
            events.stream().filter(NaiveOracle::isPinnable).forEach(oracle::take);
        }
        for (NaiveEvent event : events) {
            boolean isPast = asked.until() == null || event.at() <= asked.until();
            if (isPast && !(asked.isPinned() && isPinnable(event))) {
                oracle.take(event);
            }
        }
        return List.copyOf(oracle.verdicts);
    }

    /** Workflows and scope lists hold from the beginning where they are pinned. */
    private static boolean isPinnable(NaiveEvent event) {
        return event.table().startsWith("automation_workflow");
    }

    private void take(NaiveEvent event) {
        Row row = rows.computeIfAbsent(keyOf(event), key -> new Row());
        boolean wasThere = row.isThere;
        JsonNode runBefore = value(row, "automation_run_id");
        Arrival arrival = arrive(event, row);
        if (arrival == Arrival.IGNORED) {
            return;
        }
        switch (event.table()) {
            case "automation_workflows" -> takeWorkflow(event, row, wasThere);
            case "accounts" -> {
                if (!row.isThere) {
                    dropAccount(event.account());
                }
            }
            case "health_scores" -> takeScore(event, row, arrival, runBefore);
            default -> {}
        }
    }

    private static String keyOf(NaiveEvent event) {
        boolean isOwned = !NaiveEvent.DEFINITIONS.contains(event.table());
        return event.table() + "/" + (isOwned ? event.account() : "") + "/" + event.row();
    }

    private static Arrival arrive(NaiveEvent event, Row row) {
        boolean isKnown = !row.seen.isEmpty();
        boolean bothPlaced = row.lsn != null && event.lsn() != null;
        boolean isStale = isKnown && (bothPlaced ? event.lsn() < row.lsn : event.at() < row.at);
        String identity =
                event.lsn() == null
                        ? event.at() + "/" + event.operation() + "/" + event.images()
                        : event.lsn() + "/" + event.operation();
        if (isStale || row.seen.contains(identity)) {
            return Arrival.IGNORED;
        }
        Arrival arrival;
        if (event.operation() == 'd') {
            arrival = Arrival.DELETE;
        } else if (row.isThere) {
            arrival = Arrival.UPDATE;
        } else {
            arrival = event.isInsert() ? Arrival.INSERT : Arrival.UPDATE_OF_UNKNOWN;
        }
        row.seen.add(identity);
        row.lsn = event.lsn();
        row.at = event.at();
        Map<String, JsonNode> values = new HashMap<>(row.values);
        values.putAll(event.after());
        boolean isDeleted =
                values.getOrDefault("deleted_at", MissingNode.getInstance()).isTextual();
        row.isThere = arrival != Arrival.DELETE && !isDeleted;
        row.values = arrival == Arrival.DELETE ? Map.of() : values;
        return arrival;
    }

    private void takeWorkflow(NaiveEvent event, Row row, boolean wasThere) {
        Workflow workflow = workflows.computeIfAbsent(event.row(), id -> new Workflow());
        workflow.isThere = row.isThere;
        if (!row.isThere) {
            workflow.good = null;
            return;
        }
        NaiveWorkflow before = workflow.good;
        try {
            NaiveWorkflow next = NaiveWorkflow.read(event.row(), row.values);
            if (wasThere && before != null && !next.organization().equals(before.organization())) {
                throw new RefusedException("a workflow's organization cannot change");
            }
            NaiveWorkflow last = workflow.lastGood;
            workflow.good = next;
            workflow.lastGood = next;
            workflow.isStopped = false;
            if (last != null && !last.triggerConfig().equals(next.triggerConfig())) {
                for (Start start : starts) {
                    if (start.workflow.equals(event.row())) {
                        start.cools = false;
                        start.disarms = false;
                    }
                }
            }
        } catch (RefusedException e) {
            workflow.isStopped |= NaiveWorkflow.isStopping(row.values);
        }
    }

    /** Semantics 2.4: used keys stay used, everything else of the account goes. */
    private void dropAccount(String id) {
        accounts.remove(id);
        for (Map.Entry<String, Row> row : rows.entrySet()) {
            if (row.getKey().startsWith("health_scores/" + id)) {
                row.getValue().isThere = false;
                row.getValue().values = Map.of();
            }
        }
        starts.removeIf(start -> start.account.equals(id));
    }

    private void takeScore(NaiveEvent event, Row row, Arrival arrival, JsonNode runBefore) {
        Account account = accounts.computeIfAbsent(event.account(), id -> new Account());
        boolean sets =
                arrival == Arrival.INSERT
                        || (arrival == Arrival.UPDATE && event.row().equals(account.scoreRow))
                        || (arrival == Arrival.UPDATE_OF_UNKNOWN && account.scoreRow == null);
        if (!sets) {
            return;
        }
        account.scoreRow = event.row();
        Map<String, List<Score>> before = new HashMap<>();
        for (String metric : List.of("health_score", "churn_risk")) {
            before.put(metric, List.copyOf(account.scores(metric)));
            BigDecimal value =
                    decimal(value(row, metric.equals("health_score") ? "score" : metric));
            if (value != null) {
                account.scores(metric).add(new Score(event.at(), value));
            }
        }
        JsonNode run = value(row, "automation_run_id");
        boolean isOwn = run.isTextual() && !run.equals(runBefore);
        for (Map.Entry<String, Workflow> entry : workflows.entrySet()) {
            NaiveWorkflow workflow = entry.getValue().good;
            String metric = workflow == null ? "" : workflow.metric();
            BigDecimal score =
                    decimal(value(row, metric.equals("health_score") ? "score" : metric));
            if (workflow != null && entry.getValue().isThere && score != null) {
                rearm(workflow, event.account(), score);
                List<Score> earlier = before.getOrDefault(metric, List.of());
                if (event.operation() != 'r'
                        && !earlier.isEmpty()
                        && isActing(entry.getValue(), workflow)) {
                    for (String direction : workflow.directions()) {
                        judge(workflow, direction, event, row, isOwn, earlier, score);
                    }
                }
            }
        }
    }

    private boolean isActing(Workflow workflow, NaiveWorkflow version) {
        boolean isDraft = asked.includesDrafts() && version.isEnabledDraft();
        return isDraft || (version.isActive() && !workflow.isStopped);
    }

    private void rearm(NaiveWorkflow workflow, String account, BigDecimal score) {
        for (Start start : starts) {
            if (!start.workflow.equals(workflow.id()) || !start.account.equals(account)) {
                continue;
            }
            BigDecimal line = workflow.rearmThreshold();
            boolean isReached =
                    line == null
                            || (start.direction.equals("decrease")
                                    ? score.compareTo(line) >= 0
                                    : score.compareTo(line) <= 0);
            if (isReached) {
                start.disarms = false;
            }
        }
    }

    private void judge(
            NaiveWorkflow workflow,
            String direction,
            NaiveEvent event,
            Row row,
            boolean isOwn,
            List<Score> earlier,
            BigDecimal score) {
        BigDecimal previous = earlier.get(earlier.size() - 1).value;
        List<BigDecimal> set = referenceSet(workflow, earlier, event.at());
        if (!holds(workflow, direction, score, set) || holds(workflow, direction, previous, set)) {
            return;
        }
        Row account =
                rows.getOrDefault("accounts/" + event.account() + "/" + event.account(), new Row());
        boolean isTenant =
                account.isThere
                        && value(account, "organization_id")
                                .asText()
                                .equalsIgnoreCase(workflow.organization());
        boolean isInScope =
                workflow.isForAll()
                        || rows.getOrDefault(
                                        "automation_workflow_accounts//"
                                                + workflow.id()
                                                + "|"
                                                + event.account(),
                                        new Row())
                                .isThere;
        boolean isArmed =
                starts.stream()
                        .noneMatch(
                                start ->
                                        start.disarms
                                                && start.workflow.equals(workflow.id())
                                                && start.account.equals(event.account())
                                                && start.direction.equals(direction));
        String position =
                event.lsn() == null
                        ? MILLIS.format(Instant.ofEpochMilli(event.at()))
                        : String.valueOf(event.lsn());
        String key = direction + ":" + event.row() + ":" + position;
        String id = NameBasedId.ofRun(workflow.id(), event.account(), "health_score_change", key);
        if (!isTenant
                || !isInScope
                || (isOwn && !workflow.allowsOwn())
                || (workflow.rearmThreshold() != null && !isArmed)
                || workflowsOfRuns.containsKey(id)) {
            return;
        }
        String reason = reason(workflow, direction, event, row, isOwn, account);
        workflowsOfRuns.put(id, workflow.id());
        if (reason.isEmpty()) {
            starts.add(new Start(workflow.id(), event.account(), direction, event.at()));
        }
        BigDecimal reference = workflow.minimumChange() == null ? previous : set.get(0);
        for (BigDecimal other : workflow.minimumChange() == null ? List.<BigDecimal>of() : set) {
            reference = direction.equals("decrease") ? reference.max(other) : reference.min(other);
        }
        verdicts.add(
                new Verdict(
                        MILLIS.format(Instant.ofEpochMilli(event.at())),
                        workflow.id(),
                        event.account(),
                        id,
                        String.valueOf(workflow.version()),
                        key,
                        reason.isEmpty() ? sent(workflow) : "skipped",
                        reason,
                        "{\"direction\":\""
                                + direction
                                + "\",\"previous\":"
                                + plain(previous)
                                + ",\"current\":"
                                + plain(score)
                                + ",\"reference\":"
                                + plain(reference)
                                + ",\"threshold\":"
                                + plain(workflow.threshold())
                                + ",\"minimum_change\":"
                                + plain(workflow.minimumChange())
                                + "}"));
    }

    /** A mail to a given address goes out, unless its template is missing. */
    private String sent(NaiveWorkflow workflow) {
        boolean isFound =
                rows.entrySet().stream()
                        .filter(row -> row.getKey().startsWith("email_templates/"))
                        .map(Map.Entry::getValue)
                        .anyMatch(
                                row ->
                                        row.isThere
                                                && value(row, "organization_id")
                                                        .asText()
                                                        .equals(workflow.organization())
                                                && value(row, "name")
                                                        .asText()
                                                        .equals(workflow.template()));
        return isFound ? "success" : "failed";
    }

    /** 3.1: the last with time <= t - time_window, every later one, and p (the last of all). */
    private static List<BigDecimal> referenceSet(
            NaiveWorkflow workflow, List<Score> earlier, long at) {
        Long window = workflow.timeWindow();
        int from = earlier.size() - 1;
        if (window != null) {
            from = 0;
            for (int i = 0; i < earlier.size(); i++) {
                if (earlier.get(i).at <= at - window) {
                    from = i;
                }
            }
        }
        return earlier.subList(from, earlier.size()).stream().map(score -> score.value).toList();
    }

    /** 3.1: C(s). */
    private static boolean holds(
            NaiveWorkflow workflow, String direction, BigDecimal score, List<BigDecimal> set) {
        boolean isDecrease = direction.equals("decrease");
        BigDecimal threshold = workflow.threshold();
        if (threshold != null && (score.compareTo(threshold) < 0) != isDecrease) {
            return false;
        }
        BigDecimal minimum = workflow.minimumChange();
        if (minimum == null) {
            return true;
        }
        return set.stream()
                .map(other -> isDecrease ? other.subtract(score) : score.subtract(other))
                .anyMatch(change -> change.compareTo(minimum) >= 0);
    }

    /** The order of section 3; empty where the run starts. */
    private String reason(
            NaiveWorkflow workflow,
            String direction,
            NaiveEvent event,
            Row row,
            boolean isOwn,
            Row account) {
        if (isOwn) {
            String run = value(row, "automation_run_id").asText().toLowerCase(Locale.ROOT);
            boolean isSame = workflow.id().equals(workflowsOfRuns.get(run));
            if (isSame || value(row, "automation_depth").asInt(0) >= 3) {
                return "loop_guard";
            }
        }
        long count = 0;
        for (Start start : starts) {
            if (start.workflow.equals(workflow.id()) && start.account.equals(event.account())) {
                long since = event.at() - start.at;
                if (start.cools
                        && start.direction.equals(direction)
                        && since < workflow.cooldown()) {
                    return "cooldown";
                }
                count += since < workflow.reEntryInterval() ? 1 : 0;
            }
        }
        String condition = condition(workflow.conditions(), event.account(), account);
        if (!condition.isEmpty()) {
            return condition;
        }
        if (count >= workflow.reEntryMax()) {
            return "re_entry";
        }
        return isHeldOut(workflow, event.account()) ? "holdout" : "";
    }

    /** Section 4, of account_filter; empty where all holds. */
    private String condition(JsonNode conditions, String accountId, Row account) {
        Set<String> reasons = new HashSet<>();
        JsonNode filter = conditions.path("account_filter");
        for (String list : List.of("status", "industry", "size")) {
            JsonNode value = value(account, list);
            if (filter.path(list).size() > 0 && !value.isTextual()) {
                reasons.add("missing_field");
            } else if (filter.path(list).size() > 0) {
                boolean isListed = false;
                for (JsonNode admitted : filter.path(list)) {
                    isListed |= admitted.equals(value);
                }
                reasons.add(isListed ? "" : "condition_failed");
            }
        }
        Map<String, @Nullable BigDecimal> numbers = new HashMap<>();
        numbers.put("arr", decimal(value(account, "arr")));
        numbers.put("health_score", last(accountId, "health_score"));
        BigDecimal churnRisk = last(accountId, "churn_risk");
        numbers.put(
                "churn_risk",
                churnRisk == null ? decimal(value(account, "churn_risk")) : churnRisk);
        for (Map.Entry<String, @Nullable BigDecimal> number : numbers.entrySet()) {
            BigDecimal min = decimal(filter.path(number.getKey() + "_min"));
            BigDecimal max = decimal(filter.path(number.getKey() + "_max"));
            BigDecimal value = number.getValue();
            if ((min != null || max != null) && value == null) {
                reasons.add("missing_field");
            } else if (value != null
                    && ((min != null && value.compareTo(min) < 0)
                            || (max != null && value.compareTo(max) > 0))) {
                reasons.add("condition_failed");
            }
        }
        if (reasons.contains("condition_failed")) {
            return "condition_failed";
        }
        return reasons.contains("missing_field") ? "missing_field" : "";
    }

    private @Nullable BigDecimal last(String account, String metric) {
        List<Score> scores = accounts.getOrDefault(account, new Account()).scores(metric);
        return scores.isEmpty() ? null : scores.get(scores.size() - 1).value;
    }

    /** Section 8. */
    private static boolean isHeldOut(NaiveWorkflow workflow, String account) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(
                                    (workflow.id() + ":" + account)
                                            .getBytes(StandardCharsets.UTF_8));
            long number = 0;
            for (int i = 0; i < 4; i++) {
                number = number * 256 + Byte.toUnsignedInt(hash[i]);
            }
            return BigDecimal.valueOf(number % 10_000)
                            .compareTo(workflow.holdoutPercent().movePointRight(2))
                    < 0;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JRE has SHA-256", e);
        }
    }

    private static JsonNode value(Row row, String column) {
        return row.values.getOrDefault(column, MissingNode.getInstance());
    }

    private static @Nullable BigDecimal decimal(JsonNode value) {
        if (value.isNumber()) {
            return value.decimalValue();
        }
        return value.isTextual() ? new BigDecimal(value.asText()) : null;
    }

    private static String plain(@Nullable BigDecimal number) {
        if (number == null) {
            return "null";
        }
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
