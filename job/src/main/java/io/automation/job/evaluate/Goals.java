package io.automation.job.evaluate;

import io.automation.job.evaluate.Decisions.Miss;
import io.automation.job.evaluate.TriggerIndex.Acting;
import io.automation.model.change.Change;
import io.automation.model.change.Operation;
import io.automation.model.change.RowVersion;
import io.automation.model.change.RowVersion.Arrival;
import io.automation.model.change.Table;
import io.automation.model.run.Compared;
import io.automation.model.workflow.Trigger.GoalEvent;
import io.automation.model.workflow.Trigger.GoalTurn;
import io.automation.udfs.schedule.LocalTimes;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of goals: set, achieved, at risk, missed by word or by date (3.5). */
final class Goals {

    private static final Table TABLE = Table.GOALS;
    private static final int TYPE = TABLE.index("type");
    private static final int STATUS = TABLE.index("status");
    private static final int DUE_DATE = TABLE.index("due_date");

    private final EvaluateOptions options;
    private final Account account;
    private final Patterns patterns;
    private final Runs runs;
    private final Decisions decisions;

    Goals(
            EvaluateOptions options,
            Account account,
            Patterns patterns,
            Runs runs,
            Decisions decisions) {
        this.options = options;
        this.account = account;
        this.patterns = patterns;
        this.runs = runs;
        this.decisions = decisions;
    }

    /**
     * Takes a fact, and takes back the miss of a goal that was achieved.
     *
     * @return what it raises; null if it is stale or was seen before
     */
    @Nullable List<Occurrence> take(Change arrived) throws Exception {
        RowVersion known = account.goals.get(arrived.rowId());
        Change change = EvaluateWorkflows.settle(arrived, known, options);
        Arrival arrival = RowVersion.arrivalOf(change, known);
        if (arrival.isIgnored()) {
            return null;
        }
        account.vitals().hasChanged();
        RowVersion row = RowVersion.after(change, known);
        RowVersion old = known == null || known.deleted() ? null : known;
        account.goals.put(change.rowId(), row);
        if (row.deleted() || !isUnderWay(row)) {
            account.vitals().forgetBy(row.at() + options.retentionMillis() + 1);
        }
        String id = change.rowId();
        if (enters(GoalTurn.ACHIEVED, old, row)) {
            runs.retract(missOf(id, row));
        }
        boolean isFact = arrival == Arrival.INSERT || arrival == Arrival.UPDATE;
        long at = Math.max(change.at(), account.vitals().clock);
        TriggerIndex index =
                isFact && change.operation() != Operation.READ ? account.index(at) : null;
        if (index == null) {
            return List.of();
        }
        List<Occurrence> raised = new ArrayList<>();
        for (GoalTurn turn : GoalTurn.values()) {
            boolean comes =
                    turn == GoalTurn.CREATED ? arrival == Arrival.INSERT : enters(turn, old, row);
            for (Acting<GoalEvent> acting :
                    comes ? index.goals(turn) : List.<Acting<GoalEvent>>of()) {
                if (isOfType(row, acting)) {
                    raised.add(
                            turn == GoalTurn.MISSED
                                    ? missed(acting, id, row, at)
                                    : Occurrence.of(
                                                    acting,
                                                    key(turn, change),
                                                    at,
                                                    data(acting, id, row),
                                                    source(id))
                                            .because(compared(acting, row)));
                }
            }
        }
        if (decisions.isWatched()) {
            decisions.others(
                    GoalEvent.class,
                    at,
                    raised,
                    acting -> miss(acting.trigger(), change, arrival, old, row));
        }
        raised.addAll(patterns.fed(index, change, known, row, null, at));
        return raised;
    }

    private static String key(GoalTurn turn, Change change) {
        return change.rowId() + ':' + turn.code() + ':' + change.positionText();
    }

    /** What an occurrence's trigger compared; null where nobody asks. */
    private @Nullable List<Compared> compared(Acting<GoalEvent> acting, RowVersion row) {
        if (!decisions.isHeard()) {
            return null;
        }
        GoalEvent trigger = acting.trigger();
        GoalTurn turn = trigger.event();
        List<Compared> compared = new ArrayList<>(2);
        compared.add(
                TriggerComparisons.goalEvent(
                        trigger,
                        turn == GoalTurn.CREATED ? turn.code() : row.get(STATUS),
                        true,
                        turn == GoalTurn.MISSED ? row.get(DUE_DATE) : null));
        if (!trigger.goalTypes().isEmpty()) {
            compared.add(TriggerComparisons.goalType(trigger, row.get(TYPE), true));
        }
        return compared;
    }

    /** Why a goal's change is not the turn that a workflow waits for. */
    private static @Nullable Miss miss(
            GoalEvent trigger,
            Change change,
            Arrival arrival,
            @Nullable RowVersion old,
            RowVersion row) {
        GoalTurn turn = trigger.event();
        if (row.deleted() || (turn == GoalTurn.CREATED && arrival != Arrival.INSERT)) {
            return null;
        }
        String status = row.get(STATUS);
        boolean holds = turn == GoalTurn.CREATED || turn.code().equals(status);
        List<Compared> compared = new ArrayList<>(2);
        compared.add(
                TriggerComparisons.goalEvent(
                        trigger,
                        turn == GoalTurn.CREATED ? turn.code() : status,
                        holds,
                        turn == GoalTurn.MISSED ? row.get(DUE_DATE) : null));
        if (holds && turn != GoalTurn.CREATED && !enters(turn, old, row)) {
            compared.add(TriggerComparisons.already(turn.code(), status));
        } else if (holds) {
            compared.add(TriggerComparisons.goalType(trigger, row.get(TYPE), false));
        }
        String key = turn == GoalTurn.MISSED ? missKey(change.rowId(), row) : key(turn, change);
        return Miss.noEdge(key, compared);
    }

    /** Whether the status becomes what a turn is called by. */
    private static boolean enters(GoalTurn turn, @Nullable RowVersion old, RowVersion row) {
        return !row.deleted()
                && turn.code().equals(row.get(STATUS))
                && (old == null || !turn.code().equals(old.get(STATUS)));
    }

    /** The next instant, in epoch milliseconds and not before another one, at which time raises. */
    long nextDue(TriggerIndex index, long from) throws Exception {
        long next = Long.MAX_VALUE;
        if (!index.goals(GoalTurn.MISSED).isEmpty()) {
            for (RowVersion row : account.goals.values()) {
                long end = isUnderWay(row) ? endOf(row, index) : Long.MIN_VALUE;
                if (end >= from) {
                    next = Math.min(next, end);
                }
            }
        }
        return next;
    }

    /** What time raises at an instant. */
    List<Occurrence> due(TriggerIndex index, long instant) throws Exception {
        List<Occurrence> raised = new ArrayList<>();
        if (index.goals(GoalTurn.MISSED).isEmpty()) {
            return raised;
        }
        for (Map.Entry<String, RowVersion> entry : account.goals.entries()) {
            RowVersion row = entry.getValue();
            if (!isUnderWay(row) || endOf(row, index) != instant) {
                continue;
            }
            for (Acting<GoalEvent> acting : index.goals(GoalTurn.MISSED)) {
                if (isOfType(row, acting)) {
                    raised.add(missed(acting, entry.getKey(), row, instant));
                }
            }
        }
        return raised;
    }

    private static boolean isUnderWay(RowVersion row) {
        String status = row.get(STATUS);
        return !row.deleted() && ("active".equals(status) || "at_risk".equals(status));
    }

    /** When the due date is over; {@link Long#MIN_VALUE} without one. */
    private static long endOf(RowVersion row, TriggerIndex index) {
        String date = row.get(DUE_DATE);
        return date == null
                ? Long.MIN_VALUE
                : LocalTimes.endOf(LocalDate.parse(date), index.organization.zone());
    }

    private static boolean isOfType(RowVersion row, Acting<GoalEvent> acting) {
        List<String> types = acting.trigger().goalTypes();
        String type = row.get(TYPE);
        return types.isEmpty() || (type != null && types.contains(type));
    }

    private Occurrence missed(Acting<GoalEvent> acting, String id, RowVersion row, long at) {
        return Occurrence.of(acting, missKey(id, row), at, data(acting, id, row), source(id))
                .retractedBy(missOf(id, row))
                .because(compared(acting, row));
    }

    private static String missKey(String id, RowVersion row) {
        String date = row.get(DUE_DATE);
        return id + ":missed:" + (date == null ? "" : date);
    }

    private static TriggerData data(Acting<GoalEvent> acting, String id, RowVersion row) {
        return new TriggerData()
                .with("event", acting.trigger().event().code())
                .with("goal_id", id)
                .with("goal_type", row.get(TYPE))
                .with("due_date", row.get(DUE_DATE));
    }

    private static String source(String id) {
        return TABLE.tableName() + '/' + id;
    }

    private static String missOf(String id, RowVersion row) {
        return "goal " + id + ' ' + row.get(DUE_DATE);
    }

    /** Lets go goals that are over and have not changed since before an instant. */
    void forgetBefore(long instant) throws Exception {
        List<String> old = new ArrayList<>();
        for (Map.Entry<String, RowVersion> entry : account.goals.entries()) {
            RowVersion row = entry.getValue();
            if (isUnderWay(row)) {
                continue;
            }
            if (row.at() < instant) {
                old.add(entry.getKey());
            } else {
                account.vitals().forgetBy(row.at() + options.retentionMillis() + 1);
            }
        }
        for (String id : old) {
            account.goals.remove(id);
        }
    }
}
