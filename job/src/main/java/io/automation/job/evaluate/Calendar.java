package io.automation.job.evaluate;

import io.automation.job.evaluate.CalendarIndex.DateField;
import io.automation.job.evaluate.CalendarIndex.Firing;
import io.automation.job.evaluate.CalendarIndex.Reached;
import io.automation.job.evaluate.Decisions.Miss;
import io.automation.job.evaluate.TriggerIndex.Schedule;
import io.automation.model.change.Instants;
import io.automation.model.change.RowVersion;
import io.automation.model.change.Table;
import io.automation.model.workflow.Settings.FanOut;
import io.automation.model.workflow.Trigger.DateReached;
import io.automation.model.workflow.Trigger.Scheduled;
import io.automation.model.workflow.Workflow;
import io.automation.udfs.condition.InstantText;
import io.automation.udfs.schedule.LocalTimes;
import io.automation.udfs.schedule.Timetable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What comes by the calendar: schedules, and dates of the account at hand (3.3, 3.6). */
final class Calendar {

    private static final int CONTRACT_END_DATE = Table.ACCOUNTS.index("contract_end_date");
    private static final int CUSTOM = Table.ACCOUNTS.index("custom");
    private static final String CUSTOM_PATH = "custom.";

    private final Account account;
    private final Decisions decisions;

    Calendar(Account account, Decisions decisions) {
        this.account = account;
        this.decisions = decisions;
    }

    /** The next instant, in epoch milliseconds and not before another one, at which it raises. */
    long nextDue(TriggerIndex index, long from) {
        Firing firing = index.calendar.firing(from);
        long next = firing == null ? Long.MAX_VALUE : firing.instant();
        for (DateField field : index.calendar.dateFields) {
            for (Reached reached : reached(field)) {
                if (reached.instant() >= from) {
                    next = Math.min(next, reached.instant());
                    break;
                }
            }
        }
        return decisions.isWatched() ? Math.min(next, nextOfIdle(index, from)) : next;
    }

    /** The same for workflows that do not act, of which those who watch are told. */
    private long nextOfIdle(TriggerIndex index, long from) {
        long next = Long.MAX_VALUE;
        for (DefinitionVersion version :
                account.definitions().workflows(index.organization.id(), from)) {
            Workflow workflow = version.workflow();
            if (version.acts() || workflow == null || !decisions.isWatched(workflow.id())) {
                continue;
            }
            if (workflow.trigger() instanceof Scheduled scheduled) {
                next = Math.min(next, timetable(scheduled, index).next(from));
            } else if (workflow.trigger() instanceof DateReached trigger) {
                LocalDate date = date(trigger);
                long due = date == null ? Long.MIN_VALUE : reached(trigger, date, index);
                next = due >= from ? Math.min(next, due) : next;
            }
        }
        return next;
    }

    private static Timetable timetable(Scheduled trigger, TriggerIndex index) {
        return Timetable.of(trigger, index.organization.zone());
    }

    /** Tells those who watch of the workflows that an instant brings nothing. */
    void tellMisses(TriggerIndex index, long instant, List<Occurrence> raised) throws Exception {
        if (!decisions.isWatched()) {
            return;
        }
        decisions.others(
                Scheduled.class,
                instant,
                raised,
                acting ->
                        acting.workflow().settings().fanOut() == FanOut.PER_ACCOUNT
                                        && timetable(acting.trigger(), index).next(instant)
                                                == instant
                                ? Miss.noEdge(Instants.text(instant), List.of())
                                : null);
        decisions.others(
                DateReached.class,
                instant,
                raised,
                acting -> {
                    LocalDate date = date(acting.trigger());
                    return date != null && reached(acting.trigger(), date, index) == instant
                            ? Miss.noEdge(key(acting.trigger(), date), List.of())
                            : null;
                });
    }

    /** The schedules of an instant. */
    List<Occurrence> scheduled(TriggerIndex index, long instant) {
        Firing firing = index.calendar.firing(instant);
        if (firing == null || firing.instant() != instant) {
            return List.of();
        }
        List<Occurrence> raised = new ArrayList<>();
        for (Schedule schedule : firing.schedules()) {
            raised.add(
                    Occurrence.of(
                                    schedule.acting(),
                                    firing.text(),
                                    instant,
                                    new TriggerData().with("instant", firing.text()),
                                    null)
                            .because(
                                    decisions.isHeard()
                                            ? TriggerComparisons.schedule(
                                                    schedule.acting().trigger(),
                                                    index.organization.zone(),
                                                    instant)
                                            : null));
        }
        return raised;
    }

    /** Whether a workflow's schedule has another instant after this one, until a later one. */
    boolean comesAgain(String workflowId, long instant, long until) {
        long from = instant + 1;
        while (from <= until) {
            TriggerIndex index = account.index(from);
            if (index == null) {
                return false;
            }
            long next = index.calendar.next(workflowId, from);
            if (next <= until && next < index.until) {
                return true;
            }
            from = index.until;
        }
        return false;
    }

    /** The dates that are reached at an instant. */
    List<Occurrence> reached(TriggerIndex index, long instant) {
        List<Occurrence> raised = new ArrayList<>();
        for (DateField field : index.calendar.dateFields) {
            for (Reached reached : reached(field)) {
                if (reached.instant() == instant) {
                    raised.add(occurrence(reached));
                }
            }
        }
        return raised;
    }

    private Occurrence occurrence(Reached reached) {
        DateReached trigger = reached.acting().trigger();
        return Occurrence.of(
                        reached.acting(),
                        key(trigger, reached.date()),
                        reached.instant(),
                        new TriggerData()
                                .with("field", trigger.field())
                                .with("date", reached.date().toString())
                                .with("offset_days", trigger.offsetDays()),
                        Table.ACCOUNTS.tableName())
                .because(
                        decisions.isHeard()
                                ? TriggerComparisons.date(trigger, reached.date())
                                : null);
    }

    private static String key(DateReached trigger, LocalDate date) {
        return trigger.field() + ':' + date + ':' + trigger.offsetDays() + 'd';
    }

    private static long reached(DateReached trigger, LocalDate date, TriggerIndex index) {
        return LocalTimes.reached(trigger, date, index.organization.zone());
    }

    private List<Reached> reached(DateField field) {
        String text = text(field.name());
        return text == null ? List.of() : field.reached(text);
    }

    private @Nullable LocalDate date(DateReached trigger) {
        String text = text(trigger.field());
        return text == null ? null : InstantText.date(text);
    }

    private @Nullable String text(String field) {
        RowVersion row = account.row();
        if (!field.startsWith(CUSTOM_PATH)) {
            return row.get(CONTRACT_END_DATE);
        }
        Object value = AccountVariables.object(row.get(CUSTOM));
        for (String name : field.substring(CUSTOM_PATH.length()).split("\\.", -1)) {
            value = value instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return value instanceof String text ? text : null;
    }
}
