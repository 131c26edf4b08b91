package io.automation.job.oracle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes what happens to rows as change events, with the odd things that happen to events. */
final class RandomLines {

    private static final Set<String> JSONB =
            Set.of("condition_config", "action_config", "trigger_config", "settings", "custom");
    private static final Set<String> KEYS =
            Set.of("id", "account_id", "workflow_id", "organization_id", "trigger_type");

    private final Dice dice;
    private final Map<String, ObjectNode> rows = new LinkedHashMap<>();
    private final Set<Long> usedPositions = new HashSet<>();
    private final List<String> lines = new ArrayList<>();
    private final List<String> deadLetters = new ArrayList<>();
    private final boolean isCommitOrder;
    private final double withoutPosition;
    private final boolean isUpperCase;
    private long position = 1000;
    long now;

    RandomLines(Dice dice, long start, boolean isCommitOrder) {
        this.dice = dice;
        this.now = start;
        this.isCommitOrder = isCommitOrder;
        this.withoutPosition = isCommitOrder ? 0 : dice.pick(0.0, 0.0, 0.0, 0.3, 1.0);
        this.isUpperCase = dice.chance(0.05);
    }

    List<String> soFar() {
        return List.copyOf(lines);
    }

    /** In no order, a fifth of them twice. */
    List<String> shuffled() {
        List<String> all = new ArrayList<>(lines);
        for (String line : lines) {
            if (dice.chance(0.2)) {
                all.add(line);
            }
        }
        if (dice.chance(0.1)) {
            all.addAll(List.of("", "null", "{\"op\":\"c\"", "[1]"));
        }
        all.addAll(deadLetters);
        Collections.shuffle(all, dice.random());
        return all;
    }

    /** As one partition brings them, the last few again now and then. */
    List<String> inCommitOrder() {
        List<String> repeated = new ArrayList<>();
        for (String line : lines) {
            repeated.add(line);
            if (dice.chance(0.08)) {
                int from = Math.max(0, repeated.size() - 1 - dice.below(6));
                repeated.addAll(List.copyOf(repeated.subList(from, repeated.size())));
            }
        }
        return repeated;
    }

    /** The row as it is, null where there is none. */
    @Nullable ObjectNode known(String table, String id) {
        ObjectNode row = rows.get(table + "/" + id);
        return row == null ? null : row.deepCopy();
    }

    /** The ids of a table's rows whose column has that id; of all of them where it is empty. */
    List<String> ids(String table, String column, String value) {
        List<String> ids = new ArrayList<>();
        rows.forEach(
                (key, row) -> {
                    boolean isOf =
                            value.isEmpty() || row.path(column).asText().equalsIgnoreCase(value);
                    if (key.startsWith(table + "/") && isOf) {
                        ids.add(key.substring(table.length() + 1));
                    }
                });
        return ids;
    }

    String printed(String id) {
        return isUpperCase ? id.toUpperCase(Locale.ROOT) : id;
    }

    String iso(long at) {
        return Values.iso(at);
    }

    ObjectNode row(String id) {
        return Values.object().put("id", printed(id));
    }

    void heartbeat(long at) {
        lines.add(
                "{\"op\":\"u\",\"before\":null,\"after\":{\"id\":1,\"beat_at\":\""
                        + iso(at)
                        + "\",\"n\":7},\"source\":{\"table\":\"automation_heartbeat\",\"ts_ms\":"
                        + at
                        + ",\"lsn\":"
                        + (position += 8)
                        + "}}");
    }

    /** An insert, or an update where the row is known. */
    void put(String table, String id, ObjectNode row) {
        emit(rows.containsKey(table + "/" + id) ? 'u' : 'c', table, id, row);
    }

    void delete(String table, String id) {
        ObjectNode row = rows.get(table + "/" + id);
        if (row != null) {
            emit('d', table, id, row);
        }
    }

    void emit(char asked, String table, String id, ObjectNode row) {
        String key = table + "/" + id;
        ObjectNode before = rows.get(key);
        boolean isSnapshot = asked == 'r' && isCommitOrder;
        char op = isSnapshot ? (before == null ? 'c' : 'u') : asked;
        boolean isOwned = row.has("account_id") && row.has("id");
        boolean hasBefore = op == 'd' || (op == 'u' && (isOwned || dice.chance(0.85)));
        ObjectNode event = Values.object().put("op", String.valueOf(op));
        event.set("before", hasBefore ? (before == null ? row : before) : null);
        event.set("after", op == 'd' ? null : thinned(op, before, row));
        ObjectNode source = event.putObject("source").put("table", table);
        boolean isUndated =
                !isCommitOrder && op == 'c' && row.hasNonNull("updated_at") && dice.chance(0.02);
        if (!isUndated) {
            source.put("ts_ms", now);
            if (dice.chance(0.2)) {
                source.put("ts_us", now * 1000 + dice.below(1000));
            }
        }
        position += 8;
        if (!dice.chance(withoutPosition)) {
            source.put("lsn", place());
        }
        lines.add(Values.write(event));
        if (op == 'd') {
            rows.remove(key);
        } else {
            rows.put(key, row.deepCopy());
        }
    }

    /** A line that has to be set aside: the row with a value that cannot be read. */
    void garble(String table, ObjectNode row, String column) {
        ObjectNode event = Values.object().put("op", dice.pick("c", "u"));
        event.set("after", row.deepCopy().put(column, "soon, or thereabouts"));
        event.putObject("source")
                .put("table", table)
                .put("ts_ms", now + dice.pick(0L, 900_000_000L))
                .put("lsn", position + 1);
        deadLetters.add(Values.write(event));
    }

    /** Mostly the next position; now and then an older one, so that the change may be stale. */
    private long place() {
        long chosen = position;
        if (!isCommitOrder && dice.chance(0.04)) {
            chosen -= 8L * dice.below(12) + 1 + dice.below(6);
        }
        while (!usedPositions.add(chosen)) {
            chosen++;
        }
        return chosen;
    }

    /** Now and then an update leaves out what it does not change, or says so. */
    private ObjectNode thinned(char op, @Nullable ObjectNode before, ObjectNode row) {
        ObjectNode after = row.deepCopy();
        if (op != 'u' || before == null || !dice.chance(0.2)) {
            return after;
        }
        List<String> columns = new ArrayList<>();
        row.fieldNames().forEachRemaining(columns::add);
        for (String column : columns) {
            boolean isUnchanged = before.path(column).equals(row.path(column));
            if (isUnchanged && !KEYS.contains(column) && dice.chance(0.7)) {
                if (JSONB.contains(column)) {
                    after.put(column, "__debezium_unavailable_value");
                } else {
                    after.remove(column);
                }
            }
        }
        return after;
    }
}
