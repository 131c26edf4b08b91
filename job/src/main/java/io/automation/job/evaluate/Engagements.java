package io.automation.job.evaluate;

import io.automation.job.evaluate.Occurrence.Origin;
import io.automation.job.evaluate.TriggerIndex.Acting;
import io.automation.model.change.Change;
import io.automation.model.change.Instants;
import io.automation.model.change.Operation;
import io.automation.model.change.RowVersion;
import io.automation.model.change.RowVersion.Arrival;
import io.automation.model.change.Table;
import io.automation.model.run.Compared;
import io.automation.model.workflow.Organization;
import io.automation.model.workflow.Trigger.EngagementEvent;
import io.automation.model.workflow.Trigger.EngagementTurn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of engagements: meetings missed, outcomes gone bad, messages unanswered (3.2). */
final class Engagements {

    private static final Table TABLE = Table.ENGAGEMENTS;

    /** The outcomes that are bad while an account's organization is not known. */
    private static final Set<String> WITHOUT_SETTINGS = Organization.unknown("").negativeOutcomes();

    private final EvaluateOptions options;
    private final Account account;
    private final Patterns patterns;
    private final Runs runs;
    private final Decisions decisions;

    Engagements(
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
     * Takes a fact, and takes back what it shows not to have been so.
     *
     * @return what it raises; null if it is stale or was seen before
     */
    @Nullable List<Occurrence> take(Change arrived) throws Exception {
        EngagementRow known = account.engagementRows.get(arrived.rowId());
        RowVersion before = known == null ? null : known.row();
        Change change = EvaluateWorkflows.settle(arrived, before, options);
        Arrival arrival = RowVersion.arrivalOf(change, before);
        if (arrival.isIgnored()) {
            return null;
        }
        account.vitals().hasChanged();
        boolean wasThere = known != null && !known.row().deleted();
        EngagementRow old = wasThere ? known : null;
        RowVersion row = RowVersion.after(change, before);
        EngagementRow fresh =
                old == null
                        ? new EngagementRow(row, false, Change.NONE, null, null)
                        : new EngagementRow(
                                row,
                                old.counted(),
                                old.negativeAt(),
                                old.negativePosition(),
                                old.negativeRunId());
        long at = Math.max(change.at(), account.vitals().clock);
        if (change.operation() == Operation.READ) {
            at = change.at();
        }
        TriggerIndex index = account.index(at);
        boolean enters =
                change.operation() != Operation.READ
                        && (arrival == Arrival.INSERT || arrival == Arrival.UPDATE);
        Origin origin = enters ? Judge.origin(TABLE, old == null ? null : before, row) : null;

        fresh = negative(change, old, fresh, index, enters, at, origin);
        fresh = silence(change, old, fresh, at);
        account.engagementRows.put(change.rowId(), fresh);
        account.vitals().forgetBy(fresh.latest() + options.retentionMillis() + 1);
        if (fresh.isHeld() && !row.deleted() && (old == null || !old.isHeld())) {
            runs.retract(meeting(change.rowId(), fresh));
        }
        if (index == null || !enters) {
            return List.of();
        }
        List<Occurrence> raised = new ArrayList<>();
        boolean isMissed =
                (fresh.isMissedByStatus() && (old == null || !old.isMissedByStatus()))
                        || (fresh.isMissedByOutcome() && (old == null || !old.isMissedByOutcome()));
        if (isMissed) {
            for (Acting<EngagementEvent> acting :
                    index.engagements(EngagementTurn.MEETING_MISSED)) {
                if (fresh.isOfType(acting.trigger().engagementTypes())) {
                    raised.add(missed(acting, change.rowId(), fresh, at, at, true).by(origin));
                }
            }
        }
        if (fresh.negativeAt() == at && (old == null || old.negativeAt() != at)) {
            for (Acting<EngagementEvent> acting :
                    index.engagements(EngagementTurn.NEGATIVE_OUTCOME)) {
                if (acting.trigger().timeThresholdMillis() == 0
                        && fresh.isOfType(acting.trigger().engagementTypes())) {
                    raised.add(gone(acting, change.rowId(), fresh, at, index));
                }
            }
        }
        if (fresh.counted() && (old == null || !old.counted())) {
            raised.addAll(unanswered(index, at, change.rowId()));
        }
        if (decisions.isWatched()) {
            tellMisses(index, change, old, fresh, at, raised);
        }
        raised.addAll(patterns.fed(index, change, before, row, origin, at));
        return raised;
    }

    /** Since when the outcome is a bad one, by the organization's set at the change. */
    private EngagementRow negative(
            Change change,
            @Nullable EngagementRow old,
            EngagementRow fresh,
            @Nullable TriggerIndex index,
            boolean enters,
            long at,
            @Nullable Origin origin) {
        if (old != null
                && !fresh.row().deleted()
                && Objects.equals(old.outcome(), fresh.outcome())) {
            return fresh;
        }
        Set<String> bad = index == null ? WITHOUT_SETTINGS : index.organization.negativeOutcomes();
        boolean isBad = !fresh.row().deleted() && isBad(bad, fresh.outcome());
        boolean wasBad = old != null && isBad(bad, old.outcome());
        if (!isBad) {
            return new EngagementRow(fresh.row(), fresh.counted(), Change.NONE, null, null);
        }
        if (wasBad || !enters) {
            return fresh;
        }
        return new EngagementRow(
                fresh.row(),
                fresh.counted(),
                at,
                change.positionText(),
                origin == null ? null : origin.runId());
    }

    private static boolean isBad(Set<String> bad, @Nullable String outcome) {
        return outcome != null && bad.contains(outcome);
    }

    /** Leaves the list of what is unanswered, joins it, or clears it. */
    private EngagementRow silence(
            Change change, @Nullable EngagementRow old, EngagementRow fresh, long at)
            throws Exception {
        Silence stored = account.silence.value();
        Silence silence = stored == null ? Silence.NONE : stored;
        Silence after = silence;
        boolean expects = fresh.expectsAnswer();
        if (!expects) {
            after = after.without(change.rowId());
        }
        boolean isAnswer = fresh.isInbound() && (old == null || !old.isInbound());
        boolean isBooked =
                !fresh.row().deleted()
                        && fresh.isScheduled()
                        && (old == null || !old.isScheduled());
        if (isAnswer || isBooked) {
            if (isAnswer) {
                runs.retract(silence(silence));
            }
            after = after.cleared();
        }
        EngagementRow counted = fresh;
        if (expects && !fresh.counted()) {
            counted =
                    new EngagementRow(
                            fresh.row(),
                            true,
                            fresh.negativeAt(),
                            fresh.negativePosition(),
                            fresh.negativeRunId());
            after = after.with(change.rowId(), at);
        }
        if (!after.equals(silence)) {
            account.silence.update(after);
        }
        return counted;
    }

    /** The next instant, in epoch milliseconds and not before another one, at which time raises. */
    long nextDue(TriggerIndex index, long from) throws Exception {
        long next = Long.MAX_VALUE;
        List<Acting<EngagementEvent>> meetings = index.engagements(EngagementTurn.MEETING_MISSED);
        List<Acting<EngagementEvent>> outcomes = index.engagements(EngagementTurn.NEGATIVE_OUTCOME);
        if (!meetings.isEmpty() || !outcomes.isEmpty()) {
            for (EngagementRow row : account.engagementRows.values()) {
                Long end = row.isOpen() ? row.end() : null;
                for (Acting<EngagementEvent> acting : meetings) {
                    if (end != null && row.isOfType(acting.trigger().engagementTypes())) {
                        next = earlier(next, end + acting.trigger().timeThresholdMillis(), from);
                    }
                }
                for (Acting<EngagementEvent> acting : outcomes) {
                    if (waitsForBad(acting, row)) {
                        long due = row.negativeAt() + acting.trigger().timeThresholdMillis();
                        next = earlier(next, due, from);
                    }
                }
            }
        }
        Silence silence = account.silence.value();
        if (silence != null && !silence.unanswered().isEmpty()) {
            for (Acting<EngagementEvent> acting : index.engagements(EngagementTurn.NO_RESPONSE)) {
                int first = first(silence, acting);
                if (first >= 0 && acting.trigger().timeThresholdMillis() > 0) {
                    long due = silence.since().get(first) + acting.trigger().timeThresholdMillis();
                    next = earlier(next, due, from);
                }
            }
        }
        return next;
    }

    private static long earlier(long next, long due, long from) {
        return due >= from ? Math.min(next, due) : next;
    }

    /** What time raises at an instant. */
    List<Occurrence> due(TriggerIndex index, long instant) throws Exception {
        List<Occurrence> raised = new ArrayList<>();
        for (Map.Entry<String, EngagementRow> entry : account.engagementRows.entries()) {
            EngagementRow row = entry.getValue();
            Long end = row.isOpen() ? row.end() : null;
            for (Acting<EngagementEvent> acting :
                    index.engagements(EngagementTurn.MEETING_MISSED)) {
                if (end != null
                        && end + acting.trigger().timeThresholdMillis() == instant
                        && row.isOfType(acting.trigger().engagementTypes())) {
                    raised.add(missed(acting, entry.getKey(), row, end, instant, false));
                }
            }
            for (Acting<EngagementEvent> acting :
                    index.engagements(EngagementTurn.NEGATIVE_OUTCOME)) {
                if (waitsForBad(acting, row)
                        && row.negativeAt() + acting.trigger().timeThresholdMillis() == instant
                        && isBad(index.organization.negativeOutcomes(), row.outcome())) {
                    raised.add(gone(acting, entry.getKey(), row, instant, index));
                }
            }
        }
        raised.addAll(unanswered(index, instant, null));
        return raised;
    }

    private static boolean waitsForBad(Acting<EngagementEvent> acting, EngagementRow row) {
        return row.negativeAt() != Change.NONE
                && !row.row().deleted()
                && acting.trigger().timeThresholdMillis() > 0
                && row.isOfType(acting.trigger().engagementTypes());
    }

    /**
     * What is unanswered long enough.
     *
     * @param byRow the row whose fact raises it at once, which only a threshold of 0 allows; null
     *     for time
     */
    private List<Occurrence> unanswered(TriggerIndex index, long instant, @Nullable String byRow)
            throws Exception {
        Silence silence = account.silence.value();
        List<Occurrence> raised = new ArrayList<>();
        if (silence == null || silence.unanswered().isEmpty()) {
            return raised;
        }
        for (Acting<EngagementEvent> acting : index.engagements(EngagementTurn.NO_RESPONSE)) {
            long threshold = acting.trigger().timeThresholdMillis();
            int first = first(silence, acting);
            if (first < 0 || silence.since().get(first) + threshold != instant) {
                continue;
            }
            String id = silence.unanswered().get(first);
            if (threshold == 0 ? !id.equals(byRow) : byRow != null) {
                continue;
            }
            EngagementRow row = account.engagementRows.get(id);
            raised.add(
                    Occurrence.of(
                                    acting,
                                    id + ":no_response",
                                    instant,
                                    data(acting, id, row, silence.since().get(first)),
                                    source(id))
                            .retractedBy(silence(silence))
                            .because(
                                    compared(
                                            acting.trigger(),
                                            row,
                                            TriggerComparisons.event(
                                                    acting.trigger(), "unanswered", true),
                                            silence.since().get(first))));
        }
        return raised;
    }

    /** The first one left of a workflow's types; -1 if there is none or it had its record. */
    private int first(Silence silence, Acting<EngagementEvent> acting) throws Exception {
        if (silence.recorded().contains(acting.workflow().id())) {
            return -1;
        }
        for (int i = 0; i < silence.unanswered().size(); i++) {
            EngagementRow row = account.engagementRows.get(silence.unanswered().get(i));
            if (row != null && row.isOfType(acting.trigger().engagementTypes())) {
                return i;
            }
        }
        return -1;
    }

    /** Remembers that a workflow has its record of this silence. */
    void recorded(Occurrence occurrence) throws Exception {
        Silence silence = account.silence.value();
        if (silence != null && silence(silence).equals(occurrence.retractedBy())) {
            account.silence.update(silence.recordedBy(occurrence.workflow().id()));
        }
    }

    /**
     * @param isByWord whether a status or an outcome says it, not time
     */
    private Occurrence missed(
            Acting<EngagementEvent> acting,
            String id,
            EngagementRow row,
            long since,
            long at,
            boolean isByWord) {
        EngagementEvent trigger = acting.trigger();
        return Occurrence.of(acting, missKey(id, row), at, data(acting, id, row, since), source(id))
                .retractedBy(meeting(id, row))
                .because(
                        compared(
                                trigger,
                                row,
                                TriggerComparisons.event(trigger, row.word(), true),
                                isByWord ? null : (Long) since));
    }

    private static String missKey(String id, EngagementRow row) {
        Long scheduled = row.scheduledAt();
        return id + ':' + (scheduled == null ? "" : Instants.text(scheduled));
    }

    private Occurrence gone(
            Acting<EngagementEvent> acting,
            String id,
            EngagementRow row,
            long at,
            TriggerIndex index) {
        EngagementEvent trigger = acting.trigger();
        String runId = row.negativeRunId();
        Set<String> bad = index.organization.negativeOutcomes();
        return Occurrence.of(
                        acting,
                        id + ":negative:" + row.negativePosition(),
                        at,
                        data(acting, id, row, row.negativeAt()),
                        source(id))
                .by(runId == null ? null : new Origin(runId, 0))
                .because(
                        compared(
                                trigger,
                                row,
                                TriggerComparisons.outcome(bad, row.outcome(), true),
                                trigger.timeThresholdMillis() == 0
                                        ? null
                                        : (Long) row.negativeAt()));
    }

    /**
     * What an occurrence's trigger compared; null where nobody asks.
     *
     * @param since when what has lasted long enough began; null where nothing has to last
     */
    private @Nullable List<Compared> compared(
            EngagementEvent trigger,
            @Nullable EngagementRow row,
            Compared first,
            @Nullable Long since) {
        if (!decisions.isHeard()) {
            return null;
        }
        List<Compared> compared = new ArrayList<>(3);
        compared.add(first);
        TriggerComparisons.isOfType(trigger, row, compared);
        if (since != null) {
            compared.add(TriggerComparisons.lasted(trigger, since, true));
        }
        return compared;
    }

    private void tellMisses(
            TriggerIndex index,
            Change change,
            @Nullable EngagementRow old,
            EngagementRow row,
            long at,
            List<Occurrence> raised)
            throws Exception {
        String id = change.rowId();
        decisions.others(
                EngagementEvent.class,
                at,
                raised,
                acting -> {
                    EngagementEvent trigger = acting.trigger();
                    List<Compared> compared = new ArrayList<>(3);
                    return switch (trigger.event()) {
                        case MEETING_MISSED ->
                                EngagementMisses.ofMeeting(
                                        trigger, missKey(id, row), old, row, compared);
                        case NEGATIVE_OUTCOME ->
                                EngagementMisses.ofOutcome(
                                        trigger,
                                        id + ":negative:" + change.positionText(),
                                        old,
                                        row,
                                        index.organization.negativeOutcomes(),
                                        compared);
                        case NO_RESPONSE -> {
                            Silence silence = account.silence.value();
                            yield EngagementMisses.ofSilence(
                                    trigger,
                                    id,
                                    row,
                                    silence == null ? Silence.NONE : silence,
                                    silence == null ? -1 : first(silence, acting),
                                    compared);
                        }
                    };
                });
    }

    private static TriggerData data(
            Acting<EngagementEvent> acting, String id, @Nullable EngagementRow row, long since) {
        return new TriggerData()
                .with("event_type", acting.trigger().event().code())
                .with("engagement_id", id)
                .with("engagement_type", row == null ? null : row.type())
                .instant("since", since);
    }

    private static String source(String id) {
        return TABLE.tableName() + '/' + id;
    }

    /** What takes back the misses of a meeting as it is scheduled now. */
    private static String meeting(String id, EngagementRow row) {
        return "meeting " + id + ' ' + row.scheduledAt();
    }

    private static String silence(Silence silence) {
        return "silence " + silence.number();
    }

    /** Lets go engagements that are older in every time they have than an instant. */
    void forgetBefore(long instant) throws Exception {
        List<String> old = new ArrayList<>();
        for (Map.Entry<String, EngagementRow> entry : account.engagementRows.entries()) {
            long latest = entry.getValue().latest();
            if (latest < instant) {
                old.add(entry.getKey());
            } else {
                account.vitals().forgetBy(latest + options.retentionMillis() + 1);
            }
        }
        for (String id : old) {
            account.engagementRows.remove(id);
            Silence silence = account.silence.value();
            if (silence != null) {
                account.silence.update(silence.without(id));
            }
        }
    }
}
