package io.automation.job.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automation.model.change.Operation;
import io.automation.model.change.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a spec's timeline as the change events that Debezium would have captured of it. */
public final class SpecHistory {

    private static final JsonNodeFactory NODES = new JsonNodeFactory(true);
    private static final long FIRST_POSITION = 1000;
    private static final long STEP = 8;

    private final Map<String, ObjectNode> rows = new HashMap<>();
    private final List<String> events = new ArrayList<>();
    private long position = FIRST_POSITION;

    private SpecHistory() {}

    /** A line for every event. */
    public static List<String> events(List<SpecLine> lines) {
        SpecHistory history = new SpecHistory();
        for (SpecLine line : lines) {
            if (line instanceof SpecChange change) {
                history.add(change);
            } else if (line instanceof SpecLine.Raw raw) {
                history.events.add(raw.text());
            }
        }
        return history.events;
    }

    private void add(SpecChange change) {
        ObjectNode key = key(change);
        String row = change.table() + "/" + key;
        ObjectNode before = rows.get(row);
        Operation operation = operation(change, before);
        ObjectNode after = operation == Operation.DELETE ? null : after(change, key, before);
        position = change.position() == null ? position + STEP : change.position();

        ObjectNode event = NODES.objectNode();
        event.put("op", String.valueOf(operation.code()));
        boolean hasBefore = change.hasBefore() && hasBefore(operation);
        event.set("before", hasBefore && before != null ? before : NODES.nullNode());
        event.set("after", after == null ? NODES.nullNode() : after);
        if (operation == Operation.DELETE && before == null) {
            event.set("before", after(change, key, null));
        }
        event.set("source", source(change));
        for (int i = 0; i < change.deliveries(); i++) {
            events.add(event.toString());
        }
        if (after == null) {
            rows.remove(row);
        } else {
            rows.put(row, merged(after, before));
        }
    }

    private static boolean hasBefore(Operation operation) {
        return operation == Operation.UPDATE || operation == Operation.DELETE;
    }

    private static ObjectNode key(SpecChange change) {
        if (change.table() == Table.AUTOMATION_WORKFLOW_ACCOUNTS) {
            return change.columns().deepCopy().retain("workflow_id", "account_id");
        }
        return NODES.objectNode().put("id", change.id());
    }

    private static Operation operation(SpecChange change, @Nullable ObjectNode before) {
        Operation asked = change.operation();
        if (asked != null) {
            return asked;
        }
        return before == null ? Operation.CREATE : Operation.UPDATE;
    }

    private static ObjectNode after(
            SpecChange change, ObjectNode key, @Nullable ObjectNode before) {
        ObjectNode after = key.deepCopy();
        if (before != null && !change.isPartial()) {
            after.setAll(before);
        }
        return merged(change.columns(), after);
    }

    private static ObjectNode merged(ObjectNode newer, @Nullable ObjectNode older) {
        ObjectNode row = older == null ? NODES.objectNode() : older.deepCopy();
        newer.properties().forEach(column -> row.set(column.getKey(), column.getValue()));
        return row;
    }

    private JsonNode source(SpecChange change) {
        ObjectNode source = NODES.objectNode().put("table", change.table().tableName());
        Instant at = change.at();
        if (change.hasCommitTime()) {
            source.put("ts_ms", at.toEpochMilli());
            source.put("ts_us", at.getEpochSecond() * 1_000_000 + at.getNano() / 1000);
        }
        if (change.hasPosition()) {
            source.put("lsn", position);
        }
        return source;
    }
}
