package io.automation.embedded.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What set a run off, in the few words that fit a column. */
final class TriggerText {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("HH:mm");

    private TriggerText() {}

    static String of(RunRow run, ZoneId zone) {
        JsonNode trigger = run.trigger();
        return switch (run.triggerType()) {
            case "health_score_change" -> score(run);
            case "engagement_event" -> engagement(run, zone);
            case "scheduled" -> schedule(trigger, zone);
            case "status_change" -> "status " + change(trigger.path("from"), trigger.path("to"));
            case "account_created" -> "account created";
            case "goal_event" -> goal(trigger);
            case "date_reached" -> date(trigger);
            case "pattern" -> pattern(trigger);
            case "email_sent" -> run.subject().isEmpty() ? "mail sent" : "sent: " + run.subject();
            case "manual" -> "asked for by " + trigger.path("user_id").asText("somebody");
            default -> "";
        };
    }

    /** What was compared: {@code health 63 -> 58, line 60}. */
    private static String score(RunRow run) {
        JsonNode trigger = run.trigger();
        BigDecimal current = number(trigger, "current");
        if (current == null) {
            return "";
        }
        BigDecimal previous = number(trigger, "previous");
        String change =
                run.subject()
                        + (previous == null ? " " : " " + plain(previous) + " -> ")
                        + plain(current);
        BigDecimal threshold = number(trigger, "threshold");
        BigDecimal reference = number(trigger, "reference");
        if (threshold != null) {
            return change + ", line " + plain(threshold);
        }
        if (reference == null) {
            return change;
        }
        BigDecimal moved = current.subtract(reference);
        return change
                + ", %s %s".formatted(moved.signum() < 0 ? "lost" : "won", plain(moved.abs()));
    }

    private static String engagement(RunRow run, ZoneId zone) {
        JsonNode trigger = run.trigger();
        String type = trigger.path("engagement_type").asText("engagement");
        Instant since = instant(trigger.path("since"));
        Duration waited = since == null ? Duration.ZERO : Duration.between(since, run.occurredAt());
        return switch (trigger.path("event_type").asText()) {
            case "meeting_missed" ->
                    waited.isZero()
                            ? type + " missed"
                            : minute(trigger.path("since"), zone)
                                    + " not held, "
                                    + briefly(waited)
                                    + " past";
            case "negative_outcome" -> type + " went badly";
            case "no_response" -> type + " unanswered for " + briefly(waited);
            default -> type;
        };
    }

    private static String schedule(JsonNode trigger, ZoneId zone) {
        String instant = minute(trigger.path("instant"), zone);
        int accounts = trigger.path("accounts").size();
        return accounts == 0
                ? "scheduled for " + instant
                : "%s, about %d account%s".formatted(instant, accounts, accounts == 1 ? "" : "s");
    }

    private static String goal(JsonNode trigger) {
        String type = trigger.path("goal_type").asText("");
        String event = trigger.path("event").asText().replace('_', ' ');
        return "goal " + (type.isEmpty() ? "" : type + ' ') + event;
    }

    private static String date(JsonNode trigger) {
        int offset = trigger.path("offset_days").asInt();
        String date = trigger.path("date").asText();
        if (offset == 0) {
            return "reached " + date;
        }
        return "%dd %s %s".formatted(Math.abs(offset), offset < 0 ? "before" : "after", date);
    }

    private static String pattern(JsonNode trigger) {
        List<String> steps = new ArrayList<>();
        trigger.path("facts").forEach(fact -> steps.add(fact.path("step").asText()));
        return String.join(", ", steps);
    }

    private static String change(JsonNode from, JsonNode to) {
        return from.isTextual() ? from.asText() + " -> " + to.asText() : to.asText();
    }

    private static String briefly(Duration duration) {
        if (duration.toDays() > 0) {
            return duration.toDays() + "d";
        }
        if (duration.toHours() > 0) {
            return duration.toHours() + "h";
        }
        return duration.toMinutes() > 0 ? duration.toMinutes() + "m" : duration.toSeconds() + "s";
    }

    private static String minute(JsonNode instant, ZoneId zone) {
        Instant at = instant(instant);
        return at == null ? "" : MINUTE.format(at.atZone(zone));
    }

    private static @Nullable Instant instant(JsonNode text) {
        return text.isTextual() ? Instant.parse(text.asText()) : null;
    }

    private static @Nullable BigDecimal number(JsonNode trigger, String name) {
        JsonNode value = trigger.path(name);
        return value.isNumber() ? value.decimalValue() : null;
    }

    private static String plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return (stripped.scale() < 0 ? stripped.setScale(0) : stripped).toPlainString();
    }
}
