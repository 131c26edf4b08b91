package io.automation.job.evaluate;

import io.automation.job.evaluate.CalendarIndex.DateField;
import io.automation.job.evaluate.CalendarIndex.Firing;
import io.automation.job.evaluate.CalendarIndex.Reached;
import io.automation.job.evaluate.TriggerIndex.Schedule;
import io.automation.model.change.RowVersion;
import io.automation.model.change.Table;
import io.automation.model.workflow.Trigger.DateReached;
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
        return next;
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
                            null));
        }
        return raised;
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

    private static Occurrence occurrence(Reached reached) {
        DateReached trigger = reached.acting().trigger();
        String date = reached.date().toString();
        return Occurrence.of(
                reached.acting(),
                trigger.field() + ':' + date + ':' + trigger.offsetDays() + 'd',
                reached.instant(),
                new TriggerData()
                        .with("field", trigger.field())
                        .with("date", date)
                        .with("offset_days", trigger.offsetDays()),
                Table.ACCOUNTS.tableName());
    }

    private List<Reached> reached(DateField field) {
        String text = text(field.name());
        return text == null ? List.of() : field.reached(text);
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
