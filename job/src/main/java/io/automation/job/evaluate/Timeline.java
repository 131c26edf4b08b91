package io.automation.job.evaluate;

import io.automation.model.change.Change;
import io.automation.model.change.Operation;
import io.automation.model.change.RowVersion;
import io.automation.model.change.RowVersion.Arrival;
import io.automation.model.change.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.streaming.api.TimerService;
import org.jspecify.annotations.Nullable;

/**
 * What happens to the account at hand, in the order in which it happens: what is due before a fact,
 * then the fact (semantics 1.3, 1.4).
 *
 * <p>Time: the account's clock is the first instant whose timers are not done. It never goes back.
 * Timers carry nothing: what is due is worked out from the rows and the definitions in force, from
 * one change of definitions to the next, so moves, edits and deletes cancel by themselves.
 */
final class Timeline {

    private final EvaluateOptions options;
    private final Account account;
    private final Runs runs;
    private final Decisions decisions;
    private final Judge judge;
    private final Patterns patterns;
    private final HealthScores healthScores;
    private final Engagements engagements;
    private final Goals goals;
    private final AccountChanges accountChanges;
    private final Calendar calendar;
    private final CatchUp catchUp;
    private final Requests requests;
    private final Deliveries deliveries;

    /** Replay: until when the account at hand was asked what all of its organization are. */
    private long askedUntil = Change.BEGINNING;

    Timeline(EvaluateOptions options, Account account, Runs runs, Decisions decisions) {
        this.options = options;
        this.account = account;
        this.runs = runs;
        this.decisions = decisions;
        this.judge = new Judge(options, account, runs, decisions);
        this.patterns = new Patterns(account, decisions);
        this.healthScores = new HealthScores(options, account, patterns, decisions);
        this.engagements = new Engagements(options, account, patterns, runs, decisions);
        this.goals = new Goals(options, account, patterns, runs, decisions);
        this.accountChanges = new AccountChanges(options, account, patterns, runs, decisions);
        this.calendar = new Calendar(account, decisions);
        this.catchUp = new CatchUp(options, account, calendar, runs);
        this.requests = new Requests(options, account, runs, decisions);
        this.deliveries = new Deliveries(options, account);
    }

    /** Does everything that is due before an instant; going back does nothing. */
    void advance(long to, TimerService clock) throws Exception {
        AccountVitals vitals = account.vitals();
        TriggerIndex index = account.index(vitals.clock);
        if (to <= vitals.clock) {
            if (index != null && !options.replay()) {
                enter(index, clock);
            }
            forget(vitals.clock);
            return;
        }
        boolean isUnchanged = index == null || index.from == vitals.dueFrom;
        if (!isUnchanged
                || vitals.nextDue < to
                || (index != null && index.until < to)
                || nextAsked() < to) {
            walk(to, clock);
        }
        vitals.clock = to;
        forget(to);
    }

    private void walk(long to, TimerService clock) throws Exception {
        AccountVitals vitals = account.vitals();
        while (vitals.clock < to) {
            TriggerIndex index = account.index(vitals.clock);
            if (index == null) {
                return;
            }
            enter(index, clock);
            long asked = nextAsked();
            long due = Math.min(nextDue(), asked);
            long end = Math.min(to, index.until);
            if (due >= end) {
                vitals.clock = end;
                continue;
            }
            forget(due);
            if (due == asked) {
                vitals.clock = due;
                ask(due);
            }
            ring(index, due, clock);
            vitals.clock = due + 1;
            vitals.hasChanged();
        }
    }

    /** When all accounts are asked something that this one was not asked yet. */
    private long nextAsked() {
        return account.definitions().nextRequest(Math.max(account.vitals().clock, askedUntil + 1));
    }

    private void ask(long instant) throws Exception {
        askedUntil(instant);
        for (Change request : account.definitions().requestsAt(instant)) {
            requests.take(request);
        }
        account.vitals().hasChanged();
    }

    /** Replay: what was asked until an instant, that included, is done. */
    void askedUntil(long instant) {
        askedUntil = instant;
    }

    /** Comes under other definitions: what is gone ends, who is there is taken in. */
    private void enter(TriggerIndex index, TimerService clock) throws Exception {
        AccountVitals vitals = account.vitals();
        if (index.from == vitals.dueFrom) {
            return;
        }
        // Live, a definition may come later than what was judged already.
        boolean isLate = !options.replay() && index.from > vitals.dueFrom;
        vitals.dueFrom = index.from;
        vitals.hasChanged();
        runs.endDeleted(vitals.clock);
        patterns.dropOld(index);
        if (index.from == vitals.clock || isLate) {
            judgeAll(Enrolment.of(index, account, decisions), index.from, clock);
        }
    }

    /** When something is due next, in epoch milliseconds; not before the clock. */
    long nextDue() throws Exception {
        AccountVitals vitals = account.vitals();
        TriggerIndex index = account.index(vitals.clock);
        if (index == null) {
            return Long.MAX_VALUE;
        }
        if (vitals.nextDue < vitals.clock || index.from != vitals.dueFrom) {
            long next = Math.max(vitals.clock, runs.nextDue());
            next = Math.min(next, engagements.nextDue(index, vitals.clock));
            next = Math.min(next, goals.nextDue(index, vitals.clock));
            next = Math.min(next, calendar.nextDue(index, vitals.clock));
            next = Math.min(next, Math.max(vitals.clock, patterns.nextDue(index)));
            vitals.nextDue = next;
        }
        return vitals.nextDue;
    }

    /** What time brings about at an instant, after the facts of that instant. */
    private void ring(TriggerIndex index, long instant, TimerService clock) throws Exception {
        List<Occurrence> raised = new ArrayList<>(engagements.due(index, instant));
        raised.addAll(goals.due(index, instant));
        raised.addAll(calendar.reached(index, instant));
        raised.addAll(patterns.due(index, instant));
        judgeAll(raised, instant, clock);
        List<Occurrence> scheduled = calendar.scheduled(index, instant);
        judgeAll(catchUp.notMissed(scheduled, clock), instant, clock);
        raised.addAll(scheduled);
        calendar.tellMisses(index, instant, raised);
        runs.due(instant);
    }

    private void judgeAll(List<Occurrence> raised, long factAt, TimerService clock)
            throws Exception {
        if (raised.isEmpty()) {
            return;
        }
        List<Occurrence> ordered = new ArrayList<>(raised);
        ordered.sort(Occurrence.ORDER);
        for (Occurrence occurrence : ordered) {
            if (judge.judge(occurrence, factAt, clock)) {
                engagements.recorded(occurrence);
            }
        }
    }

    /** The facts of one instant, in their order; what was due before is done. */
    void judge(List<Change> facts, TimerService clock) throws Exception {
        boolean entered = false;
        for (Change fact : facts) {
            if (!entered && fact.table() != Table.AUTOMATION_WORKFLOW_ACCOUNTS) {
                entered = true;
                TriggerIndex index = account.index(account.vitals().clock);
                if (index != null) {
                    enter(index, clock);
                }
            }
            decisions.from(fact);
            judge(fact, clock);
            decisions.from(null);
        }
    }

    private void judge(Change fact, TimerService clock) throws Exception {
        if (fact.table() == Table.AUTOMATION_REQUESTS) {
            requests.take(fact);
            return;
        }
        if (fact.table() == Table.AUTOMATION_WORKFLOW_ACCOUNTS) {
            takeRow(fact, account.scope);
            return;
        }
        if (fact.table() == Table.AUTOMATION_RUN_STEPS) {
            runs.outcome(fact, Math.max(fact.at(), account.vitals().clock));
            return;
        }
        if (fact.table() == Table.EMAIL_DELIVERIES) {
            judgeAll(deliveries.take(fact), fact.at(), clock);
            return;
        }
        List<Occurrence> raised = take(fact);
        if (raised != null && account.vitals().organizationId != null) {
            runs.exit(Math.max(account.vitals().clock, now(fact)));
            judgeAll(raised, fact.at(), clock);
        }
    }

    /** A snapshot row says nothing of time. */
    private static long now(Change fact) {
        return fact.operation() == Operation.READ ? Long.MIN_VALUE : fact.at();
    }

    /** Takes a fact into the state; gives what it raises, null if nobody is to look at it. */
    private @Nullable List<Occurrence> take(Change fact) throws Exception {
        return switch (fact.table()) {
            case HEALTH_SCORES -> healthScores.take(fact);
            case ENGAGEMENTS -> engagements.take(fact);
            case GOALS -> goals.take(fact);
            case ACCOUNTS -> accountChanges.take(fact);
            case CONTACTS -> takeRow(fact, account.contacts);
            case ACCOUNT_TEAM -> takeRow(fact, account.team);
            case HEALTH_SCORE_OVERLAYS -> {
                account.vitals().hasOverlays = true;
                yield takeRow(fact, account.overlays);
            }
            default -> throw new IllegalStateException(fact.table() + " is no fact of an account");
        };
    }

    private @Nullable List<Occurrence> takeRow(Change change, MapState<String, RowVersion> rows)
            throws Exception {
        String id = rowKey(change);
        RowVersion known = rows.get(id);
        Change settled = EvaluateWorkflows.settle(change, known, options);
        Arrival arrival = RowVersion.arrivalOf(settled, known);
        if (arrival.isIgnored()) {
            return null;
        }
        rows.put(id, RowVersion.after(settled, known));
        if (arrival == Arrival.DELETE) {
            account.vitals().forgetBy(account.vitals().clock + options.retentionMillis() + 1);
        }
        return List.of();
    }

    /** A scope row is asked for by its workflow. */
    private static String rowKey(Change change) {
        if (change.table() != Table.AUTOMATION_WORKFLOW_ACCOUNTS) {
            return change.rowId();
        }
        return change.rowId().substring(0, Math.max(0, change.rowId().indexOf('|')));
    }

    /** Lets go what retention does not keep. */
    private void forget(long now) throws Exception {
        AccountVitals vitals = account.vitals();
        long oldest = now - options.retentionMillis();
        vitals.scores.forgetBefore(oldest);
        if (now < vitals.nextForgetting) {
            return;
        }
        vitals.nextForgetting = Long.MAX_VALUE;
        engagements.forgetBefore(oldest);
        goals.forgetBefore(oldest);
        forgetKeys(now);
        forgetDeleted(account.contacts, oldest);
        forgetDeleted(account.team, oldest);
        forgetDeleted(account.scope, oldest);
        forgetDeleted(account.overlays, oldest);
        forgetOld(account.requests, oldest);
        forgetOld(account.deliveries, oldest);
        runs.forgetBefore(oldest - Judge.KEY_GRACE_MILLIS);
        RowVersion row = account.anyRow();
        if (row != null && row.deleted()) {
            if (row.at() < oldest) {
                account.putRow(null);
            } else {
                vitals.forgetBy(row.at() + options.retentionMillis() + 1);
            }
        }
        boolean isOver = account.anyRow() == null && vitals.openRuns == 0;
        if (isOver && account.engagementRows.isEmpty()) {
            account.silence.clear(); // Nothing is left that could ask which silence it was.
        }
    }

    /** A replay remembers every key for ever (semantics 1.3). */
    private void forgetKeys(long now) throws Exception {
        if (options.replay()) {
            return;
        }
        List<String> forgotten = new ArrayList<>();
        for (Map.Entry<String, UsedKey> key : account.usedKeys.entries()) {
            UsedKey used = key.getValue();
            if (used.forgetAt() > now) {
                account.vitals().forgetBy(used.forgetAt());
            } else if (!account.isKept(used.source())) {
                forgotten.add(key.getKey());
            }
        }
        for (String key : forgotten) {
            account.usedKeys.remove(key);
        }
    }

    private void forgetDeleted(MapState<String, RowVersion> rows, long oldest) throws Exception {
        List<String> forgotten = new ArrayList<>();
        for (Map.Entry<String, RowVersion> row : rows.entries()) {
            if (row.getValue().deleted() && row.getValue().at() < oldest) {
                forgotten.add(row.getKey());
            } else if (row.getValue().deleted()) {
                account.vitals().forgetBy(row.getValue().at() + options.retentionMillis() + 1);
            }
        }
        for (String id : forgotten) {
            rows.remove(id);
        }
    }

    private void forgetOld(MapState<String, RowVersion> rows, long oldest) throws Exception {
        List<String> forgotten = new ArrayList<>();
        for (Map.Entry<String, RowVersion> row : rows.entries()) {
            if (row.getValue().at() < oldest) {
                forgotten.add(row.getKey());
            } else {
                account.vitals().forgetBy(row.getValue().at() + options.retentionMillis() + 1);
            }
        }
        for (String id : forgotten) {
            rows.remove(id);
        }
    }
}
