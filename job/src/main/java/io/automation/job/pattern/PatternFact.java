package io.automation.job.pattern;

import io.automation.model.change.Change;
import io.automation.model.change.Table;
import io.automation.model.workflow.Trigger.PatternEvent;
import io.automation.udfs.condition.Variables;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A change of a row as patterns see it.
 *
 * @param events what it counts as; a change of status is status_changed and account_changed alike
 * @param position the text of {@code <pos>} in keys
 * @param at epoch milliseconds at which it is judged
 * @param fields the row's columns by name, {@code previous_<column>}, the id
 */
public record PatternFact(
        Set<PatternEvent> events,
        Table table,
        String rowId,
        String position,
        long at,
        Variables fields) {

    private static final Set<PatternEvent> ACCOUNT = Set.of(PatternEvent.ACCOUNT_CHANGED);
    private static final Set<PatternEvent> ACCOUNT_STATUS =
            Set.of(PatternEvent.ACCOUNT_CHANGED, PatternEvent.STATUS_CHANGED);
    private static final Set<PatternEvent> SCORE = Set.of(PatternEvent.HEALTH_SCORE_CHANGED);
    private static final Set<PatternEvent> ENGAGEMENT = Set.of(PatternEvent.ENGAGEMENT_CHANGED);
    private static final Set<PatternEvent> GOAL = Set.of(PatternEvent.GOAL_CHANGED);
    private static final int STATUS = Table.ACCOUNTS.index("status");

    /**
     * The fact of an insert or update of accounts, health_scores, engagements or goals; throws for
     * another table.
     *
     * @param row the whole row after the change
     * @param previous the row before it, null for an insert
     */
    public static PatternFact of(
            Change change, @Nullable String[] row, @Nullable String @Nullable [] previous) {
        return new PatternFact(
                events(change.table(), row, previous),
                change.table(),
                change.rowId(),
                change.positionText(),
                change.at(),
                new RowFields(change.table(), change.rowId(), row, previous));
    }

    private static Set<PatternEvent> events(
            Table table, @Nullable String[] row, @Nullable String @Nullable [] previous) {
        return switch (table) {
            case HEALTH_SCORES -> SCORE;
            case ENGAGEMENTS -> ENGAGEMENT;
            case GOALS -> GOAL;
            case ACCOUNTS -> {
                String before = previous == null ? null : RowFields.at(previous, STATUS);
                yield Objects.equals(RowFields.at(row, STATUS), before) ? ACCOUNT : ACCOUNT_STATUS;
            }
            default -> throw new IllegalArgumentException(table + " has no pattern facts");
        };
    }
}
