package io.automation.job.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import io.automation.job.oracle.Change.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The newest version of a row, or what is remembered of it. */
final class Row {

    private @Nullable Long lsn;
    private long at;
    private boolean isThere;
    private boolean hasLeft;
    private Map<String, JsonNode> values = Map.of();
    private final Set<String> seen = new HashSet<>();

    boolean isThere() {
        return isThere;
    }

    /** The event time of its newest version. */
    long at() {
        return at;
    }

    JsonNode value(String column) {
        return Values.get(values, column);
    }

    Map<String, JsonNode> values() {
        return values;
    }

    /** Takes the event; null where it is stale or redelivered. */
    @Nullable Change take(Event event) {
        if (isIgnored(event)) {
            return null;
        }
        boolean wasThere = isThere;
        boolean isUnknownAccount =
                event.table().equals("accounts") && event.operation() == 'u' && values.isEmpty();
        boolean wasAlive =
                isUnknownAccount
                        && !event.before().isEmpty()
                        && Values.isNull(Values.get(event.before(), "deleted_at"));
        Map<String, JsonNode> base = isUnknownAccount ? event.before() : values;
        boolean isSnapshot = event.operation() == 'r';
        Kind kind;
        if (event.operation() == 'd') {
            kind = Kind.DELETE;
        } else if (isThere || wasAlive) {
            kind = Kind.UPDATE;
        } else {
            kind = event.operation() == 'u' ? Kind.UPDATE_OF_UNKNOWN : Kind.INSERT;
        }
        boolean isSilent = isSnapshot || hasLeft;
        Map<String, JsonNode> old = isThere || wasAlive ? base : Map.of();
        // A row that comes again after its delete is a new one; what is absent stays as it was.
        Map<String, JsonNode> next = new HashMap<>(base);
        next.putAll(event.after());
        isThere = kind != Kind.DELETE && Values.isNull(Values.get(next, "deleted_at"));
        values = kind == Kind.DELETE ? Map.of() : next;
        lsn = event.lsn();
        at = event.at();
        hasLeft = false;
        seen.add(identity(event));
        return new Change(event, kind, isSilent, wasThere || wasAlive, isThere, old, values);
    }

    private boolean isIgnored(Event event) {
        boolean bothPlaced = lsn != null && event.lsn() != null;
        boolean isKnown = !seen.isEmpty();
        boolean isStale = isKnown && (bothPlaced ? event.lsn() < lsn : event.at() < at);
        return isStale || seen.contains(identity(event));
    }

    private static String identity(Event event) {
        return event.lsn() == null
                ? event.at() + "/" + event.operation() + "/" + event.images()
                : event.lsn() + "/" + event.operation();
    }

    /** Gone with its account; its versions stay known. */
    void drop() {
        isThere = false;
        values = Map.of();
    }

    /** Semantics 1.11: nothing is known of it any more. */
    void leave() {
        drop();
        hasLeft = true;
        seen.clear();
        lsn = null;
    }
}
