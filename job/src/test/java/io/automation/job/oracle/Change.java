package io.automation.job.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import io.automation.job.oracle.Origin.Written;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What an event means for its row (semantics 1.5, 1.10).
 *
 * @param isSilent a snapshot row, or one that comes again after retention: it enters nothing
 * @param wasThere whether the row was known and not deleted before
 * @param isThere whether it is so now
 * @param old what was known of the row, empty where nothing was
 */
record Change(
        Event event,
        Kind kind,
        boolean isSilent,
        boolean wasThere,
        boolean isThere,
        Map<String, JsonNode> old,
        Map<String, JsonNode> row) {

    enum Kind {
        INSERT,
        UPDATE,
        UPDATE_OF_UNKNOWN,
        DELETE
    }

    JsonNode before(String column) {
        return Values.get(old, column);
    }

    JsonNode after(String column) {
        return Values.get(row, column);
    }

    boolean isInsert() {
        return kind == Kind.INSERT && isThere && !isSilent;
    }

    boolean isUpdate() {
        return kind == Kind.UPDATE && isThere && !isSilent;
    }

    /** An insert that already has a value counts as entering it; a snapshot row never does. */
    boolean enters(Predicate<Map<String, JsonNode>> state) {
        return state.test(row) && (isInsert() || (isUpdate() && !state.test(old)));
    }

    /** The same, but following the state: snapshot rows and first sights included. */
    boolean becomes(Predicate<Map<String, JsonNode>> state) {
        return isThere && state.test(row) && !(wasThere && state.test(old));
    }

    /** Semantics 6: whose run wrote this change, if it was one. */
    Origin origin() {
        String run = Values.id(after("automation_run_id"));
        boolean isOwn = !run.isEmpty() && !run.equals(Values.id(before("automation_run_id")));
        return new Origin(
                isOwn ? Written.BY_A_RUN : Written.BY_OTHERS,
                run,
                event.table().equals("engagements") ? 0 : after("automation_depth").asInt(0));
    }
}
