package io.automation.job.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automation.job.oracle.Occurrence.Due;
import io.automation.job.oracle.Occurrence.Quiet;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Sections 3.3 to 3.6: what raises an occurrence, by a change or by time. */
final class Triggers {

    private final World world;

    Triggers(World world) {
        this.world = world;
    }

    /** 3.4, of a change of an account's own row. */
    List<Occurrence> ofAccount(Workflow workflow, Change change) {
        JsonNode trigger = workflow.trigger();
        String to = Values.text(change.after("status"));
        String from = Values.text(change.before("status"));
        String position = change.event().position();
        if (workflow.type().equals("account_created")) {
            JsonNode asked = trigger.path("status");
            boolean isAsked = Values.isNull(asked) || Objects.equals(asked.asText(), to);
            return change.isInsert() && isAsked
                    ? List.of(
                            Occurrence.of(
                                    position, Values.object().put("status", to), change.origin()))
                    : List.of();
        }
        if (!workflow.type().equals("status_change")
                || !Objects.equals(trigger.path("to_status").asText(), to)) {
            return List.of();
        }
        JsonNode asked = trigger.path("from_status");
        boolean isMoved =
                change.isUpdate()
                        && !to.equals(from)
                        && (Values.isNull(asked) || asked.asText().equals(from));
        boolean isNew =
                change.isInsert()
                        && Values.isNull(asked)
                        && Values.isTrue(trigger.path("include_new_accounts"));
        return isMoved || isNew
                ? List.of(
                        Occurrence.of(position, status(isMoved ? from : null, to), change.origin()))
                : List.of();
    }

    private static ObjectNode status(@Nullable String from, @Nullable String to) {
        return Values.object().put("from", from).put("to", to);
    }

    /** Semantics 2.6, of status_change. */
    List<Occurrence> level(Workflow workflow, String account) {
        String to = workflow.trigger().path("to_status").asText();
        return Objects.equals(Values.text(world.accountRow(account).value("status")), to)
                ? List.of(
                        new Occurrence(
                                "enroll", status(null, to), Origin.OTHERS, "", Quiet.CONDITIONS))
                : List.of();
    }

    /** 3.5, of a change of a goal. */
    List<Occurrence> ofGoal(Workflow workflow, Change change) {
        String event = workflow.trigger().path("event").asText();
        boolean isRaised =
                event.equals("created")
                        ? change.isInsert()
                        : change.enters(row -> Values.isOneOf(Values.get(row, "status"), event));
        if (!isRaised || !workflow.admits("goal_types", change.after("type"))) {
            return List.of();
        }
        String id = change.event().row();
        String key =
                event.equals("missed")
                        ? missKey(id, change.row())
                        : id + ":" + event + ":" + change.event().position();
        return List.of(Occurrence.of(key, goal(event, id, change.row()), change.origin()));
    }

    /** An achieved retracts the runs of the present due date's miss. */
    void retractMiss(Change change) {
        if (change.becomes(row -> Values.isOneOf(Values.get(row, "status"), "achieved"))) {
            String key = missKey(change.event().row(), change.row());
            world.runs.values().stream()
                    .filter(run -> run.isOf(change.event().account()) && run.key.equals(key))
                    .forEach(Run::retract);
        }
    }

    private static String missKey(String id, Map<String, JsonNode> row) {
        LocalDate due = Values.date(Values.get(row, "due_date"));
        return id + ":missed:" + (due == null ? "" : due);
    }

    private static ObjectNode goal(String event, String id, Map<String, JsonNode> row) {
        LocalDate due = Values.date(Values.get(row, "due_date"));
        return Values.object()
                .put("event", event)
                .put("goal_id", id)
                .put("goal_type", Values.text(Values.get(row, "type")))
                .put("due_date", due == null ? null : due.toString());
    }

    /** The deadlines of goals and dates, by the present rows. */
    List<Due> dues(Workflow workflow, String account) {
        List<Due> dues = new ArrayList<>();
        ZoneId zone = world.organizationOf(account).zone();
        if (workflow.type().equals("goal_event")
                && workflow.trigger().path("event").asText().equals("missed")) {
            world.rows("goals", account)
                    .forEach(
                            (id, row) -> {
                                LocalDate due = Values.date(row.value("due_date"));
                                boolean isOpen =
                                        Values.isOneOf(row.value("status"), "active", "at_risk");
                                if (due != null
                                        && isOpen
                                        && workflow.admits("goal_types", row.value("type"))) {
                                    long at = Calendar.startOf(due.plusDays(1), zone);
                                    Occurrence missed =
                                            Occurrence.of(
                                                    missKey(id, row.values()),
                                                    goal("missed", id, row.values()),
                                                    Origin.OTHERS);
                                    dues.add(new Due(at, account, workflow, missed));
                                }
                            });
        }
        if (workflow.type().equals("date_reached")) {
            Due due = dateReached(workflow, account, zone);
            if (due != null) {
                dues.add(due);
            }
        }
        return dues;
    }

    private @Nullable Due dateReached(Workflow workflow, String account, ZoneId zone) {
        JsonNode trigger = workflow.trigger();
        String field = trigger.path("field").asText();
        JsonNode value;
        if (field.startsWith("custom.")) {
            value =
                    new Variables(world, workflow.organization(), account, Values.object())
                            .value(field);
            value = value.isTextual() ? value : Values.JSON.nullNode();
        } else {
            value = world.accountRow(account).value(field);
        }
        LocalDate date = beginning(value);
        if (date == null) {
            return null;
        }
        long offset = Values.duration(trigger, "offset", 0) / Values.DAY;
        LocalTime time = LocalTime.parse(trigger.path("send_time").asText("09:00"));
        if (Values.isNull(trigger.path("send_time"))) {
            time = LocalTime.of(9, 0);
        }
        long at = Calendar.instant(date.plusDays(offset), time, zone);
        ObjectNode data =
                Values.object()
                        .put("field", field)
                        .put("date", date.toString())
                        .put("offset_days", offset);
        String key = field + ":" + date + ":" + offset + "d";
        return new Due(at, account, workflow, Occurrence.of(key, data, Origin.OTHERS));
    }

    /** Text that begins with a date, or days since 1970. */
    private static @Nullable LocalDate beginning(JsonNode value) {
        if (!value.isTextual() || value.asText().length() < 10) {
            return Values.date(value);
        }
        return Values.date(Values.JSON.getNodeFactory().textNode(value.asText().substring(0, 10)));
    }

    /** 3.3: one look at an account at an instant of the schedule. */
    static Occurrence scheduled(long at) {
        ObjectNode data = Values.object().put("instant", Values.iso(at));
        return new Occurrence(
                Values.iso(at), data, Origin.OTHERS, "", Quiet.CONDITIONS_AND_RE_ENTRY);
    }
}
