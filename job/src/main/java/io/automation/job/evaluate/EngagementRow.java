package io.automation.job.evaluate;

import io.automation.model.change.RowVersion;
import io.automation.model.change.Table;
import io.automation.udfs.condition.Engagement;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An engagement and what only its history tells.
 *
 * @param row its newest version
 * @param counted whether it was ever left unanswered: it is so at most once
 * @param negativeAt since when its outcome is a bad one, in epoch milliseconds; {@link Change#NONE}
 *     while it is not, or nobody saw it become so
 * @param negativePosition the position of the change that made it so
 * @param negativeRunId the run that wrote it; null if none did
 */
public record EngagementRow(
        RowVersion row,
        boolean counted,
        long negativeAt,
        @Nullable String negativePosition,
        @Nullable String negativeRunId) {

    /** What says of a meeting that it was not held. */
    static final Set<String> MISSED = Set.of("missed", "no_show");

    private static final Table TABLE = Table.ENGAGEMENTS;
    private static final int TYPE = TABLE.index("type");
    private static final int DIRECTION = TABLE.index("direction");
    private static final int STATUS = TABLE.index("status");
    private static final int OUTCOME = TABLE.index("outcome");
    private static final int SCHEDULED_AT = TABLE.index("scheduled_at");
    private static final int ENDS_AT = TABLE.index("ends_at");
    private static final int OCCURRED_AT = TABLE.index("occurred_at");
    private static final int EXPECTS_RESPONSE = TABLE.index("expects_response");
    private static final int AUTOMATIC = TABLE.index("automatic");

    @Nullable String type() {
        return row.get(TYPE);
    }

    @Nullable String status() {
        return row.get(STATUS);
    }

    @Nullable String outcome() {
        return row.get(OUTCOME);
    }

    @Nullable Long scheduledAt() {
        return millis(SCHEDULED_AT);
    }

    /** When a meeting is over, in epoch milliseconds; null for what is no meeting. */
    @Nullable Long end() {
        Long end = millis(ENDS_AT);
        return end == null ? scheduledAt() : end;
    }

    boolean isScheduled() {
        return "scheduled".equals(status()) && scheduledAt() != null;
    }

    boolean isMissedByStatus() {
        return contains(MISSED, status());
    }

    boolean isMissedByOutcome() {
        return contains(MISSED, outcome());
    }

    /** What says that a meeting was missed, else its status. */
    @Nullable String word() {
        return isMissedByOutcome() && !isMissedByStatus() ? outcome() : status();
    }

    /** Whether the meeting was held after all. */
    boolean isHeld() {
        return "completed".equals(status()) && !isMissedByOutcome();
    }

    /** Whether the meeting may still turn out not to have been held. */
    boolean isOpen() {
        return !row.deleted() && !"completed".equals(status()) && !"cancelled".equals(status());
    }

    boolean isInbound() {
        return !row.deleted() && "inbound".equals(row.get(DIRECTION)) && !isAutomatic();
    }

    /** Whether somebody ought to answer. */
    boolean expectsAnswer() {
        String expects = row.get(EXPECTS_RESPONSE);
        return !row.deleted()
                && "outbound".equals(row.get(DIRECTION))
                && (expects == null ? "email".equals(type()) : Boolean.parseBoolean(expects))
                && (status() == null || "completed".equals(status()))
                && !isAutomatic();
    }

    boolean isOfType(List<String> types) {
        return types.isEmpty() || contains(types, type());
    }

    /** The latest time it has, in epoch milliseconds. */
    long latest() {
        long latest = row.at();
        for (int column : new int[] {SCHEDULED_AT, ENDS_AT, OCCURRED_AT}) {
            Long time = millis(column);
            latest = time == null ? latest : Math.max(latest, time);
        }
        return latest;
    }

    /** What conditions see of it. */
    Engagement toCondition(String id) {
        return new Engagement(id, type(), status(), outcome(), scheduledAt(), millis(OCCURRED_AT));
    }

    private boolean isAutomatic() {
        return Boolean.parseBoolean(row.get(AUTOMATIC));
    }

    private @Nullable Long millis(int column) {
        String text = row.get(column);
        return text == null ? null : Long.valueOf(text);
    }

    private static boolean contains(Collection<String> values, @Nullable String value) {
        return value != null && values.contains(value);
    }
}
