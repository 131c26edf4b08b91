package io.automation.job.oracle;

import static io.automation.job.oracle.Values.JSON;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A change event as the oracle reads it: plain JSON, nothing shared with the product's decoder.
 *
 * @param row its id in lower case
 * @param account whom the row belongs to, empty for what no account owns
 * @param at event time, settled for snapshot rows
 * @param lsn null where the event has no position
 * @param after the columns that are known after the change; of a delete, those before it
 * @param json the event as it is
 */
record Event(
        String table,
        char operation,
        String row,
        String account,
        long at,
        @Nullable Long commit,
        @Nullable Long business,
        @Nullable Long lsn,
        long sequence,
        Map<String, JsonNode> before,
        Map<String, JsonNode> after,
        JsonNode json) {

    /** What is valid from the beginning of time. */
    static final long BEGINNING = Long.MIN_VALUE;

    private static final Set<String> DEFINITIONS =
            Set.of(
                    "organizations",
                    "automation_workflows",
                    "automation_workflow_accounts",
                    "email_templates");
    private static final List<String> ORDER =
            List.of(
                    "organizations",
                    "automation_workflows",
                    "automation_workflow_accounts",
                    "email_templates",
                    "accounts",
                    "contacts",
                    "account_team",
                    "health_scores",
                    "engagements",
                    "goals");
    private static final Set<String> OWNED =
            Set.of(
                    "contacts",
                    "account_team",
                    "health_scores",
                    "engagements",
                    "goals",
                    "health_score_overlays");
    private static final Set<String> NUMBERS = Set.of("score", "churn_risk", "arr", "adjustment");
    private static final Set<String> DATES = Set.of("contract_end_date", "due_date");
    private static final Set<String> INSTANTS =
            Set.of(
                    "recorded_at",
                    "occurred_at",
                    "scheduled_at",
                    "ends_at",
                    "starts_at",
                    "deleted_at",
                    "updated_at",
                    "created_at");
    private static final Set<String> JSONB = Set.of("custom", "settings", "variables");
    private static final Set<String> DATED = Set.of("health_scores", "engagements", "goals");
    private static final Set<String> ONLY_TIMED =
            Set.of(
                    "automation_runs",
                    "automation_workflow_versions",
                    "email_template_versions",
                    "automation_decisions",
                    "automation_definition_status",
                    "automation_controls",
                    "automation_alerts",
                    "automation_run_steps",
                    "email_deliveries",
                    "email_events",
                    "email_suppressions",
                    "tasks",
                    "automation_heartbeat");

    /** Semantics 1.3; where there is no position, it sorts first. */
    private static final Comparator<Event> REPLAY_ORDER =
            Comparator.<Event>comparingLong(Event::at)
                    .thenComparing(event -> !event.isDefinition())
                    .thenComparing(event -> event.lsn != null)
                    .thenComparingLong(event -> event.lsn == null ? 0 : event.sequence)
                    .thenComparingLong(event -> event.lsn == null ? 0 : event.lsn)
                    .thenComparingInt(event -> rank(event.table))
                    .thenComparingInt(event -> "rcud".indexOf(event.operation))
                    .thenComparing(Event::row)
                    .thenComparing(Event::sortedJson);

    /** The valid events of a history in the order of its replay. */
    static List<Event> read(List<String> lines) {
        List<Event> unsettled = new ArrayList<>();
        for (String line : lines) {
            try {
                unsettled.addAll(parse(JSON.readTree(line)));
            } catch (JsonProcessingException e) {
                continue; // A dead letter.
            }
        }
        List<Event> events = new ArrayList<>();
        for (Event event : unsettled) {
            if (event.operation != 'r') {
                events.add(event);
                continue;
            }
            boolean hasEarlier = unsettled.stream().anyMatch(other -> other.isEarlierThan(event));
            boolean isUndated =
                    !hasEarlier && DATED.contains(event.table) && event.business == null;
            if (!isUndated) {
                events.add(event.settled(hasEarlier));
            }
        }
        events.sort(REPLAY_ORDER);
        return events;
    }

    boolean isDefinition() {
        return DEFINITIONS.contains(table);
    }

    /** Both images of the row, in one way of writing. */
    String images() {
        return sorted(JSON.createArrayNode().add(json.path("before")).add(json.path("after")));
    }

    private String sortedJson() {
        return sorted(json);
    }

    private static String sorted(JsonNode tree) {
        try {
            return JSON.writeValueAsString(JSON.treeToValue(tree, Object.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can be written", e);
        }
    }

    /** Whether an account's world changes by it. */
    boolean isFact() {
        return table.equals("accounts") || OWNED.contains(table);
    }

    /** Whether it only says what time it is. */
    boolean isOnlyTimed() {
        return ONLY_TIMED.contains(table);
    }

    /** {@code <pos>} in keys. */
    String position() {
        return lsn == null ? Values.iso(at) : String.valueOf(lsn);
    }

    private static int rank(String table) {
        int rank = ORDER.indexOf(table);
        return rank < 0 ? ORDER.size() : rank;
    }

    private static List<Event> parse(JsonNode event) {
        String table = event.path("source").path("table").asText();
        String op = event.path("op").asText();
        JsonNode before = event.path("before");
        JsonNode after = op.equals("d") ? before : event.path("after");
        boolean isListed =
                ORDER.contains(table)
                        || OWNED.contains(table)
                        || ONLY_TIMED.contains(table)
                        || table.equals("automation_requests");
        if (!isListed || op.length() != 1 || "rcud".indexOf(op) < 0 || !after.isObject()) {
            return List.of();
        }
        boolean isOwned = OWNED.contains(table);
        boolean isScope = table.equals("automation_workflow_accounts");
        String owner = Values.id(after.path("account_id"));
        String row = Values.id(after.path("id"));
        if (isScope) {
            row = Values.id(after.path("workflow_id")) + "|" + owner;
        }
        boolean hasKey =
                isScope
                        ? !row.startsWith("|") && !owner.isEmpty()
                        : !Values.isNull(after.path("id"));
        if (table.equals("automation_run_steps")) {
            hasKey = true;
        }
        if (!hasKey || (isOwned && owner.isEmpty()) || !isReadable(table, after)) {
            return List.of();
        }
        String account = table.equals("accounts") ? row : isScope ? "" : owner;
        String last = Values.id(before.path("account_id"));
        if (isOwned && op.equals("u") && !last.isEmpty() && !last.equals(owner)) {
            ObjectNode whole = before.deepCopy();
            whole.setAll((ObjectNode) known(after));
            Event left = of(event, table, 'd', row, last, before, before);
            Event moved = of(event, table, 'c', row, account, before, whole);
            if (moved == null || left == null) {
                return List.of();
            }
            return List.of(left.at(moved.at), moved);
        }
        Event change = of(event, table, op.charAt(0), row, account, before, after);
        return change == null ? List.of() : List.of(change);
    }

    /** Whether every value can be read; a workflow's JSON that is none is refused instead. */
    private static boolean isReadable(String table, JsonNode row) {
        boolean isReadable = true;
        for (Map.Entry<String, JsonNode> column : columns(row).entrySet()) {
            String name = column.getKey();
            JsonNode value = column.getValue();
            if (Values.isNull(value)) {
                continue;
            }
            if (NUMBERS.contains(name)) {
                isReadable &= Values.decimal(value) != null;
            } else if (DATES.contains(name)) {
                isReadable &= Values.date(value) != null;
            } else if (INSTANTS.contains(name)) {
                isReadable &= Values.instant(value) != null;
            } else if (JSONB.contains(name) && !table.equals("automation_workflows")) {
                isReadable &= !Values.lenientJson(value).isMissingNode();
            }
        }
        return isReadable;
    }

    private Event at(long other) {
        return new Event(
                table, operation, row, account, other, commit, business, lsn, sequence, before,
                after, json);
    }

    private static @Nullable Event of(
            JsonNode event,
            String table,
            char operation,
            String row,
            String account,
            JsonNode before,
            JsonNode after) {
        JsonNode source = event.path("source");
        Long commit = source.hasNonNull("ts_ms") ? source.path("ts_ms").asLong() : null;
        if (source.hasNonNull("ts_us")) {
            commit = Math.floorDiv(source.path("ts_us").asLong(), 1000);
        }
        Long business = business(table, after);
        boolean isTimeless = operation == 'r' && !DATED.contains(table);
        Long at = commit == null ? business : commit;
        if (at == null && !isTimeless) {
            return null;
        }
        Long lsn = source.hasNonNull("lsn") ? source.path("lsn").asLong() : null;
        return new Event(
                table,
                operation,
                row,
                account,
                at == null ? BEGINNING : at,
                commit,
                business,
                lsn,
                lsn == null ? 0 : sequence(source, lsn),
                columns(before),
                columns(after),
                event);
    }

    private static @Nullable Long business(String table, JsonNode row) {
        List<String> times = new ArrayList<>(List.of("updated_at", "created_at"));
        if (table.equals("health_scores")) {
            times.add(0, "recorded_at");
        } else if (table.equals("engagements")) {
            times.add(0, "occurred_at");
        }
        for (String time : times) {
            Long at = Values.instant(row.path(time));
            if (at != null) {
                return at;
            }
        }
        return null;
    }

    private static JsonNode known(JsonNode row) {
        ObjectNode known = JSON.createObjectNode();
        columns(row).forEach(known::set);
        return known;
    }

    private static Map<String, JsonNode> columns(JsonNode row) {
        Map<String, JsonNode> columns = new HashMap<>();
        for (Iterator<String> names = row.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!row.path(name).asText().equals("__debezium_unavailable_value")) {
                columns.put(name, row.path(name));
            }
        }
        return columns;
    }

    private static long sequence(JsonNode source, long lsn) {
        if (!source.hasNonNull("sequence")) {
            return lsn;
        }
        try {
            JsonNode first = JSON.readTree(source.path("sequence").asText()).path(0);
            return first.isNull() ? 0 : first.asLong(lsn);
        } catch (JsonProcessingException e) {
            return lsn;
        }
    }

    /** Semantics 1.1: lower position; where one of the two has none, earlier commit time. */
    private boolean isEarlierThan(Event other) {
        if (!table.equals(other.table) || !row.equals(other.row)) {
            return false;
        }
        if (lsn != null && other.lsn != null) {
            return lsn < other.lsn;
        }
        return commit != null && other.commit != null && commit < other.commit;
    }

    /** Semantics 1.1: when a snapshot row counts. */
    private Event settled(boolean hasEarlier) {
        Long known = commit == null ? business : commit;
        Long first = DATED.contains(table) ? business : Long.valueOf(BEGINNING);
        Long settledAt = hasEarlier ? known : first;
        return at(settledAt == null ? at : settledAt);
    }
}
