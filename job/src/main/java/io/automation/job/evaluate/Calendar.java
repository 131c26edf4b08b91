package io.automation.job.evaluate;

import io.automation.job.evaluate.TriggerIndex.Acting;
import io.automation.job.evaluate.TriggerIndex.Schedule;
import io.automation.model.change.Instants;
import io.automation.model.change.RowVersion;
import io.automation.model.change.Table;
import io.automation.model.workflow.Trigger.DateReached;
import io.automation.udfs.condition.InstantText;
import io.automation.udfs.schedule.LocalTimes;
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

    Calendar(Account account) {
        this.account = account;
    }

    /** The next instant, in epoch milliseconds and not before another one, at which it raises. */
    long nextDue(TriggerIndex index, long from) {
        long next = Long.MAX_VALUE;
        for (Schedule schedule : index.schedules) {
            next = Math.min(next, schedule.timetable().next(from));
        }
        for (Acting<DateReached> acting : index.dates) {
            LocalDate date = date(acting.trigger());
            long due = date == null ? Long.MIN_VALUE : reached(acting, date, index);
            if (due >= from) {
                next = Math.min(next, due);
            }
        }
        return next;
    }

    /** The schedules of an instant. */
    List<Occurrence> scheduled(TriggerIndex index, long instant) {
        List<Occurrence> raised = new ArrayList<>();
        for (Schedule schedule : index.schedules) {
            if (schedule.timetable().next(instant) == instant) {
                raised.add(
                        Occurrence.of(
                                schedule.acting(),
                                Instants.text(instant),
                                instant,
                                new TriggerData().instant("instant", instant),
                                null));
            }
        }
        return raised;
    }

    /** The dates that are reached at an instant. */
    List<Occurrence> reached(TriggerIndex index, long instant) {
        List<Occurrence> raised = new ArrayList<>();
        for (Acting<DateReached> acting : index.dates) {
            DateReached trigger = acting.trigger();
            LocalDate date = date(trigger);
            if (date != null && reached(acting, date, index) == instant) {
                raised.add(
                        Occurrence.of(
                                acting,
                                trigger.field() + ':' + date + ':' + trigger.offsetDays() + 'd',
                                instant,
                                new TriggerData()
                                        .with("field", trigger.field())
                                        .with("date", date.toString())
                                        .with("offset_days", trigger.offsetDays()),
                                Table.ACCOUNTS.tableName()));
            }
        }
        return raised;
    }

    private static long reached(Acting<DateReached> acting, LocalDate date, TriggerIndex index) {
        return LocalTimes.reached(acting.trigger(), date, index.organization.zone());
    }

    private @Nullable LocalDate date(DateReached trigger) {
        RowVersion row = account.row();
        if (!trigger.field().startsWith(CUSTOM_PATH)) {
            String text = row.get(CONTRACT_END_DATE);
            return text == null ? null : LocalDate.parse(text);
        }
        Object value = AccountVariables.object(row.get(CUSTOM));
        for (String name : trigger.field().substring(CUSTOM_PATH.length()).split("\\.", -1)) {
            value = value instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return value instanceof String text ? InstantText.date(text) : null;
    }
}
