package io.automation.job.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A change event as the oracle reads it: plain JSON, nothing shared with the product's decoder.
 *
 * @param isInsert whether a row that is not there appears by it: inserted, found, or moved
 * @param isFirstSight whether no earlier change of a snapshot row's row is in the input
 * @param lsn null where the event has no position
 * @param after the columns that are known after the change
 */
record NaiveEvent(
        String table,
        char operation,
        boolean isInsert,
        boolean isFirstSight,
        String row,
        String account,
        long at,
        @Nullable Long commit,
        @Nullable Long business,
        @Nullable Long lsn,
        long sequence,
        Map<String, JsonNode> after,
        String images,
        String sortedJson) {

    /** What is valid from the beginning of time. */
    static final long BEGINNING = Long.MIN_VALUE;

    static final Set<String> DEFINITIONS =
            Set.of(
                    "organizations",
                    "automation_workflows",
                    "automation_workflow_accounts",
                    "email_templates");

    private static final List<String> TABLES =
            List.of(
                    "organizations",
                    "automation_workflows",
                    "automation_workflow_accounts",
                    "email_templates",
                    "accounts",
                    "contacts",
                    "account_team",
                    "health_scores");

    /** Semantics 1.3; where there is no position, it sorts first. */
    static final Comparator<NaiveEvent> REPLAY_ORDER =
            Comparator.comparingLong(NaiveEvent::at)
                    .thenComparing(event -> !DEFINITIONS.contains(event.table))
                    .thenComparing(event -> event.lsn != null)
                    .thenComparingLong(event -> event.lsn == null ? 0 : event.sequence)
                    .thenComparingLong(event -> event.lsn == null ? 0 : event.lsn)
                    .thenComparingInt(event -> TABLES.indexOf(event.table))
                    .thenComparingInt(event -> "rcud".indexOf(event.operation))
                    .thenComparing(NaiveEvent::row)
                    .thenComparing(NaiveEvent::sortedJson);

    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .build();

    /** The valid events of a history in the order of its replay. */
    static List<NaiveEvent> read(List<String> lines) {
        List<NaiveEvent> unsettled = new ArrayList<>();
        for (String line : lines) {
            try {
                unsettled.addAll(parse(JSON.readTree(line)));
            } catch (JsonProcessingException e) {
                continue; // A dead letter.
            }
        }
        List<NaiveEvent> events = new ArrayList<>();
        for (NaiveEvent event : unsettled) {
            boolean hasEarlier = unsettled.stream().anyMatch(other -> other.isEarlierThan(event));
            events.add(event.operation == 'r' ? event.settled(hasEarlier) : event);
        }
        events.sort(REPLAY_ORDER);
        return events;
    }

    private static List<NaiveEvent> parse(JsonNode event) throws JsonProcessingException {
        String table = event.path("source").path("table").asText();
        String op = event.path("op").asText();
        JsonNode after = op.equals("d") ? event.path("before") : event.path("after");
        if (!TABLES.contains(table) || op.length() != 1 || !after.isObject()) {
            return List.of();
        }
        boolean isScope = table.equals("automation_workflow_accounts");
        boolean isChild = TABLES.indexOf(table) > TABLES.indexOf("accounts");
        String row =
                isScope
                        ? text(after, "workflow_id") + "|" + text(after, "account_id")
                        : text(after, "id");
        String account = isChild || isScope ? text(after, "account_id") : row;
        NaiveEvent change = of(event, table, op.charAt(0), op.equals("c"), row, account, after);
        String owner = text(event.path("before"), "account_id");
        if (isChild && op.equals("u") && !owner.isEmpty() && !owner.equals(account)) {
            ObjectNode whole = event.path("before").deepCopy();
            after.fields()
                    .forEachRemaining(column -> whole.set(column.getKey(), column.getValue()));
            return List.of(
                    of(event, table, 'd', false, row, owner, event.path("before")),
                    of(event, table, 'c', true, row, account, whole));
        }
        return List.of(change);
    }

    private static NaiveEvent of(
            JsonNode event,
            String table,
            char operation,
            boolean isInsert,
            String row,
            String account,
            JsonNode after)
            throws JsonProcessingException {
        JsonNode source = event.path("source");
        Long commit = source.hasNonNull("ts_ms") ? source.path("ts_ms").asLong() : null;
        if (source.hasNonNull("ts_us")) {
            commit = Math.floorDiv(source.path("ts_us").asLong(), 1000);
        }
        Long business = null;
        List<String> times =
                table.equals("health_scores")
                        ? List.of("recorded_at", "updated_at", "created_at")
                        : List.of("updated_at", "created_at");
        for (String time : times) {
            if (business == null && after.hasNonNull(time)) {
                business = Instant.parse(after.path(time).asText()).toEpochMilli();
            }
        }
        Long lsn = source.hasNonNull("lsn") ? source.path("lsn").asLong() : null;
        Map<String, JsonNode> columns = new HashMap<>();
        for (Iterator<String> names = after.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!after.path(name).asText().equals("__debezium_unavailable_value")) {
                columns.put(name, after.path(name));
            }
        }
        Object tree = JSON.treeToValue(event, Object.class);
        return new NaiveEvent(
                table,
                operation,
                isInsert,
                false,
                row,
                account,
                commit == null ? (business == null ? BEGINNING : business) : commit,
                commit,
                business,
                lsn,
                lsn == null ? 0 : sequence(source, lsn),
                columns,
                JSON.writeValueAsString(
                        JSON.treeToValue(
                                JSON.createArrayNode()
                                        .add(event.path("before"))
                                        .add(event.path("after")),
                                Object.class)),
                JSON.writeValueAsString(tree));
    }

    private static long sequence(JsonNode source, long lsn) throws JsonProcessingException {
        if (!source.hasNonNull("sequence")) {
            return lsn;
        }
        JsonNode first = JSON.readTree(source.path("sequence").asText()).path(0);
        return first.isNull() ? 0 : first.asLong(lsn);
    }

    private static String text(JsonNode row, String column) {
        return row.path(column).asText("").toLowerCase(Locale.ROOT);
    }

    /** Semantics 1.1: lower position; where one of the two has none, earlier commit time. */
    private boolean isEarlierThan(NaiveEvent other) {
        if (!table.equals(other.table) || !row.equals(other.row)) {
            return false;
        }
        if (lsn != null && other.lsn != null) {
            return lsn < other.lsn;
        }
        return commit != null && other.commit != null && commit < other.commit;
    }

    /** Semantics 1.1: when a snapshot row counts. */
    private NaiveEvent settled(boolean hasEarlier) {
        Long known = commit == null ? business : commit;
        Long first = table.equals("health_scores") ? business : Long.valueOf(BEGINNING);
        Long settledAt = hasEarlier ? known : first;
        return new NaiveEvent(
                table,
                operation,
                true,
                !hasEarlier,
                row,
                account,
                settledAt == null ? at : settledAt,
                commit,
                business,
                lsn,
                sequence,
                after,
                images,
                sortedJson);
    }
}
