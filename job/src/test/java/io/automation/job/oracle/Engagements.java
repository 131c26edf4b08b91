package io.automation.job.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automation.job.oracle.AccountState.Entry;
import io.automation.job.oracle.AccountState.Unanswered;
import io.automation.job.oracle.Occurrence.Due;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Section 3.2, engagement_event. */
final class Engagements {

    private static final long HOUR = 3_600_000;

    private final World world;

    /** Of the change that was taken last: whether it was counted as unanswered by it. */
    private boolean isCounted;

    private boolean isNegativeNow;

    Engagements(World world) {
        this.world = world;
    }

    /** Takes a row into its account's state and retracts what it takes back. */
    void take(Change change) {
        AccountState account = world.account(change.event().account());
        takeOutcome(change, account);
        takeAnswer(change, account);
        if (change.becomes(Variables::isHeld)) {
            String key = meetingKey(change.event().row(), change.row());
            world.runs.values().stream()
                    .filter(run -> run.isOf(change.event().account()) && run.key.equals(key))
                    .forEach(Run::retract);
        }
    }

    private void takeOutcome(Change change, AccountState account) {
        Organization organization = world.organizationOf(change.event().account());
        String id = change.event().row();
        isNegativeNow = change.enters(row -> organization.isNegative(Values.get(row, "outcome")));
        boolean isNegative = change.isThere() && organization.isNegative(change.after("outcome"));
        boolean isChanged =
                !Objects.equals(
                        Values.text(change.before("outcome")),
                        Values.text(change.after("outcome")));
        if (isNegativeNow) {
            Event event = change.event();
            account.negatives.put(id, new Entry(event.at(), event.position(), change.origin()));
        } else if (!change.isThere() || (isChanged && !isNegative)) {
            account.negatives.remove(id);
        }
    }

    private void takeAnswer(Change change, AccountState account) {
        String id = change.event().row();
        boolean isUnanswered = change.isThere() && expectsAnswer(change.row());
        if (!isUnanswered) {
            account.silence.removeIf(one -> one.engagement().equals(id));
        }
        if (!change.isThere()) {
            account.everCounted.remove(id);
        }
        isCounted = isUnanswered && account.everCounted.add(id);
        if (isCounted) {
            account.silence.add(new Unanswered(id, change.event().at()));
        }
        boolean isAnswer = change.becomes(Engagements::isAnswer);
        if (isAnswer) {
            account.silenceRuns.forEach(Run::retract);
        }
        if (isAnswer || change.becomes(Engagements::isBooked)) {
            account.silence.clear();
            account.silenceRuns.clear();
            account.silenceWorkflows.clear();
        }
    }

    private static boolean expectsAnswer(Map<String, JsonNode> row) {
        JsonNode expects = Values.get(row, "expects_response");
        boolean isExpected =
                Values.isNull(expects)
                        ? Values.isOneOf(Values.get(row, "type"), "email")
                        : Values.isTrue(expects);
        JsonNode status = Values.get(row, "status");
        return Values.isOneOf(Values.get(row, "direction"), "outbound")
                && isExpected
                && (Values.isNull(status) || Values.isOneOf(status, "completed"))
                && !Values.isTrue(Values.get(row, "automatic"));
    }

    private static boolean isAnswer(Map<String, JsonNode> row) {
        return Values.isOneOf(Values.get(row, "direction"), "inbound")
                && !Values.isTrue(Values.get(row, "automatic"));
    }

    private static boolean isBooked(Map<String, JsonNode> row) {
        return Values.isOneOf(Values.get(row, "status"), "scheduled")
                && !Values.isNull(Values.get(row, "scheduled_at"));
    }

    /** What the change that was taken last raises at once. */
    List<Occurrence> raised(Workflow workflow, Change change) {
        String id = change.event().row();
        JsonNode type = change.after("type");
        Event event = change.event();
        if (!change.isThere() || !workflow.admits("engagement_types", type)) {
            return List.of();
        }
        return switch (workflow.trigger().path("event_type").asText()) {
            case "meeting_missed" -> {
                boolean isMissed =
                        change.enters(row -> isMiss(Values.get(row, "status")))
                                || change.enters(row -> isMiss(Values.get(row, "outcome")));
                String key = meetingKey(id, change.row());
                yield isMissed
                        ? List.of(occurrence(workflow, key, id, type, event.at(), change.origin()))
                        : List.of();
            }
            case "negative_outcome" -> {
                String key = id + ":negative:" + event.position();
                boolean isAtOnce = threshold(workflow, 0) == 0;
                yield isNegativeNow && isAtOnce
                        ? List.of(occurrence(workflow, key, id, type, event.at(), change.origin()))
                        : List.of();
            }
            default -> {
                Unanswered first = firstLeft(workflow, event.account());
                boolean isAtOnce = threshold(workflow, 3 * Values.DAY) == 0;
                boolean isFirst = first != null && first.engagement().equals(id);
                boolean isSeen = change.isInsert() || change.isUpdate();
                yield isCounted && isSeen && isAtOnce && isFirst
                        ? List.of(silence(workflow, event.account(), first))
                        : List.of();
            }
        };
    }

    /** Deadlines of the present rows. */
    List<Due> dues(Workflow workflow, String account) {
        List<Due> dues = new ArrayList<>();
        Map<String, Row> rows = world.rows("engagements", account);
        AccountState state = world.account(account);
        switch (workflow.trigger().path("event_type").asText()) {
            case "meeting_missed" ->
                    rows.forEach(
                            (id, row) -> {
                                Long end = Values.instant(row.value("ends_at"));
                                end = end == null ? Values.instant(row.value("scheduled_at")) : end;
                                boolean isOver =
                                        Values.isOneOf(
                                                row.value("status"), "completed", "cancelled");
                                if (end != null && !isOver && admits(workflow, row)) {
                                    Occurrence missed =
                                            occurrence(
                                                    workflow,
                                                    meetingKey(id, row.values()),
                                                    id,
                                                    row.value("type"),
                                                    end,
                                                    Origin.OTHERS);
                                    long at = end + threshold(workflow, HOUR);
                                    dues.add(new Due(at, account, workflow, missed));
                                }
                            });
            case "negative_outcome" ->
                    rows.forEach(
                            (id, row) -> {
                                Entry entry = state.negatives.get(id);
                                boolean isStill =
                                        world.organizationOf(account)
                                                .isNegative(row.value("outcome"));
                                long wait = threshold(workflow, 0);
                                if (entry != null && isStill && wait > 0 && admits(workflow, row)) {
                                    Occurrence negative =
                                            occurrence(
                                                    workflow,
                                                    id + ":negative:" + entry.position(),
                                                    id,
                                                    row.value("type"),
                                                    entry.at(),
                                                    entry.origin());
                                    long at = entry.at() + wait;
                                    dues.add(new Due(at, account, workflow, negative));
                                }
                            });
            default -> {
                Unanswered first = firstLeft(workflow, account);
                long wait = threshold(workflow, 3 * Values.DAY);
                if (first != null && wait > 0) {
                    Occurrence silence = silence(workflow, account, first);
                    dues.add(new Due(first.clock() + wait, account, workflow, silence));
                }
            }
        }
        return dues;
    }

    private @Nullable Unanswered firstLeft(Workflow workflow, String account) {
        AccountState state = world.account(account);
        if (state.silenceWorkflows.contains(workflow.id())) {
            return null;
        }
        return state.silence.stream()
                .filter(
                        one ->
                                admits(
                                        workflow,
                                        world.row("engagements", account, one.engagement())))
                .findFirst()
                .orElse(null);
    }

    private Occurrence silence(Workflow workflow, String account, Unanswered first) {
        String id = first.engagement();
        JsonNode type = world.row("engagements", account, id).value("type");
        String key = id + ":no_response";
        return occurrence(workflow, key, id, type, first.clock(), Origin.OTHERS);
    }

    private static boolean admits(Workflow workflow, Row row) {
        return workflow.admits("engagement_types", row.value("type"));
    }

    private static boolean isMiss(JsonNode value) {
        return Values.isOneOf(value, "missed", "no_show");
    }

    private static String meetingKey(String id, Map<String, JsonNode> row) {
        Long at = Values.instant(Values.get(row, "scheduled_at"));
        return id + ":" + (at == null ? "" : Values.iso(at));
    }

    private static long threshold(Workflow workflow, long usual) {
        return Values.duration(workflow.trigger(), "time_threshold", usual);
    }

    private static Occurrence occurrence(
            Workflow workflow, String key, String id, JsonNode type, long since, Origin origin) {
        ObjectNode data = Values.object();
        data.put("event_type", workflow.trigger().path("event_type").asText());
        data.put("engagement_id", id);
        data.put("engagement_type", Values.text(type));
        data.put("since", Values.iso(since));
        return Occurrence.of(key, data, origin);
    }
}
