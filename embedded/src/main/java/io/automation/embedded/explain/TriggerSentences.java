package io.automation.embedded.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.automation.model.workflow.Trigger;
import io.automation.model.workflow.Trigger.Scheduled;
import java.time.DayOfWeek;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is said of what happened, a sentence for each type of trigger, and of what did not. */
final class TriggerSentences {

    private final Wording words;
    private final Subject subject;
    private final ScoreSentences scores;

    /**
     * @param decisions those on this workflow and account, in their order
     */
    TriggerSentences(Wording words, Subject subject, List<Decided> decisions) {
        this.words = words;
        this.subject = subject;
        this.scores = new ScoreSentences(words, subject.score(), decisions);
    }

    ScoreSentences scores() {
        return scores;
    }

    /** What made the trigger come true. */
    String fired(Decided decision, @Nullable RunStory run) {
        if (decision.isDecrease() != null || subject.score() != null) {
            return scores.fired(decision, run);
        }
        JsonNode data = run == null ? decision.fact() : run.triggerData();
        String type = run == null ? type() : run.triggerType();
        return switch (type) {
            case "engagement_event" -> engagement(decision, data);
            case "scheduled" -> schedule(data);
            case "status_change" -> status(decision, data);
            case "account_created" ->
                    "The account was created%s."
                            .formatted(with(data, "status", " with the status %s"));
            case "goal_event" -> goal(data);
            case "date_reached" -> date(data);
            case "pattern" -> pattern(decision, data);
            case "email_sent" ->
                    "A mail of this system was accepted for it%s."
                            .formatted(with(data, "template_id", " (template %s)"));
            case "manual" -> "A person asked for it%s.".formatted(with(data, "user_id", " (%s)"));
            default -> "Its trigger came true.";
        };
    }

    private String type() {
        Trigger trigger = subject.trigger();
        return trigger == null ? "" : trigger.type().code();
    }

    private String with(JsonNode data, String name, String format) {
        String value = Comparison.textOf(data.path(name));
        return value == null ? "" : format.formatted(value(data.path(name), name));
    }

    private String value(JsonNode value, String name) {
        return name.endsWith("_id") ? words.id(value.asText()) : words.value(value);
    }

    private String engagement(Decided decision, JsonNode data) {
        String noun = Wording.orElse(Comparison.textOf(data.path("engagement_type")), "engagement");
        String what = Wording.capitalized(Wording.article(noun));
        Long since = Comparison.instantOf(data.path("since"));
        long lasted = since == null ? 0 : decision.at() - since;
        return switch (data.path("event_type").asText()) {
            case "no_response" ->
                    since == null
                            ? "Nobody has answered."
                            : "%s of %s has had no answer for %s."
                                    .formatted(what, words.when(since), Wording.duration(lasted));
            case "negative_outcome" ->
                    "%s turned out badly%s%s."
                            .formatted(
                                    what,
                                    outcome(decision),
                                    lasted > 0
                                            ? " and stayed so for " + Wording.duration(lasted)
                                            : "");
            default ->
                    since == null || lasted <= 0
                            ? "%s was marked as missed.".formatted(what)
                            : "%s ended at %s, and %s later nobody had marked it as held."
                                    .formatted(what, words.when(since), Wording.duration(lasted));
        };
    }

    private String outcome(Decided decision) {
        Comparison outcome = decision.trigger("outcome");
        return outcome == null || outcome.found().isNull()
                ? ""
                : " (" + words.value(outcome.found()) + ")";
    }

    private String schedule(JsonNode data) {
        Trigger trigger = subject.trigger();
        String when = trigger instanceof Scheduled scheduled ? plan(scheduled) : "its schedule";
        JsonNode accounts = data.path("accounts");
        return "It was time: %s%s."
                .formatted(
                        when,
                        accounts.isArray()
                                ? "; " + Wording.count(accounts.size(), "account") + " matched"
                                : "");
    }

    /** {@code weekly on Monday and Friday at 09:00}. */
    static String plan(Scheduled plan) {
        StringBuilder text = new StringBuilder(plan.schedule().name().toLowerCase(Locale.ROOT));
        if (!plan.daysOfWeek().isEmpty()) {
            List<String> days = new ArrayList<>();
            for (DayOfWeek day : DayOfWeek.values()) {
                if (plan.daysOfWeek().contains(day)) {
                    days.add(day.getDisplayName(TextStyle.FULL, Locale.ENGLISH));
                }
            }
            text.append(" on ").append(Wording.list(days, "and"));
        }
        switch (plan.schedule()) {
            case MONTHLY, QUARTERLY ->
                    text.append(
                            plan.dayOfMonth() < 0
                                    ? " on the last day"
                                    : " on day " + plan.dayOfMonth());
            case DAILY, WEEKLY -> {}
        }
        text.append(" at ").append(plan.time());
        return plan.timezone() == null
                ? text.toString()
                : text.append(' ').append(plan.timezone()).toString();
    }

    private String status(Decided decision, JsonNode data) {
        Comparison told = decision.trigger("to_status");
        String to = words.value(data.has("to") || told == null ? data.path("to") : told.found());
        if (Comparison.textOf(data.path("from")) != null) {
            return "Its status changed from %s to %s."
                    .formatted(words.value(data.path("from")), to);
        }
        return decision.key().equals("enroll")
                ? "Its status was %s when the workflow first became active, and it takes in who is there."
                        .formatted(to)
                : "It was created with the status %s.".formatted(to);
    }

    private String goal(JsonNode data) {
        String type = Comparison.textOf(data.path("goal_type"));
        String goal = "A goal" + (type == null ? "" : " (" + Wording.line(type) + ")");
        String due = Comparison.textOf(data.path("due_date"));
        return switch (data.path("event").asText()) {
            case "created" ->
                    due == null
                            ? goal + " was set."
                            : "%s was set, due on %s.".formatted(goal, words.date(due));
            case "achieved" -> goal + " was achieved.";
            case "at_risk" -> goal + " is at risk now.";
            default ->
                    due == null
                            ? goal + " was missed."
                            : "%s was missed: it was due on %s.".formatted(goal, words.date(due));
        };
    }

    private String date(JsonNode data) {
        String field = Wording.orElse(Comparison.textOf(data.path("field")), "date");
        String date = words.date(data.path("date").asText());
        int offset = data.path("offset_days").asInt();
        if (offset == 0) {
            return "Its %s, %s, came.".formatted(field, date);
        }
        return "Its %s is %s, and the day %s %s that has come."
                .formatted(
                        field,
                        date,
                        Wording.count(Math.abs(offset), "day"),
                        offset < 0 ? "before" : "after");
    }

    private String pattern(Decided decision, JsonNode data) {
        List<String> steps = new ArrayList<>();
        for (JsonNode fact : data.path("facts")) {
            Long at = Comparison.instantOf(fact.path("occurred_at"));
            String step = words.value(fact.path("step"));
            steps.add(at == null ? step : step + " (" + words.when(at) + ")");
        }
        String came =
                steps.size() < 2
                        ? "The pattern came true: "
                        : "The pattern came true in %d steps: ".formatted(steps.size());
        boolean endsInAbsence = decision.key().contains(":end:");
        return came
                + Wording.list(steps, "then")
                + (endsInAbsence ? ", and nothing that it forbids came after that." : ".");
    }

    /** The trigger did not come true: which part of it, and what it waits for. */
    String unmet(Decided decision, Crossing crossing) {
        if (decision.isDecrease() != null) {
            return scores.unmet(decision, crossing);
        }
        List<Comparison> trigger = decision.trigger();
        Comparison failed = Decided.failed(trigger);
        if (failed == null && !trigger.isEmpty()) {
            failed = trigger.get(trigger.size() - 1);
        }
        if (failed == null) {
            return "What it waits for did not come.";
        }
        String asked = words.value(failed.asked());
        String found = words.value(failed.found());
        return switch (failed.test()) {
            case "already" -> already(failed);
            case "from_status" ->
                    "Its status was %s before; the workflow waits for a change from %s."
                            .formatted(found, asked);
            case "to_status" ->
                    "Its status is %s now; the workflow waits for %s.".formatted(found, asked);
            case "include_new_accounts" ->
                    "It was created in that status, and the workflow waits for accounts that change.";
            case "status" ->
                    "It was created with the status %s; the workflow asks for %s."
                            .formatted(found, asked);
            case "event" -> event(failed, asked, found);
            case "goal_event" ->
                    "The goal's status is %s; the workflow waits for %s."
                            .formatted(plain(found), plain(asked));
            case "engagement_type" ->
                    "It was %s; the workflow looks at %s only."
                            .formatted(Wording.article(found), asked);
            case "goal_type" ->
                    "It was a goal of the type %s; the workflow looks at %s only."
                            .formatted(found, asked);
            case "outcome" -> "The outcome is %s; the workflow acts on %s.".formatted(found, asked);
            case "time_threshold" -> notYet(failed, decision);
            case "template" ->
                    "The mail was of the template %s; the workflow waits for %s."
                            .formatted(found, asked);
            case "pattern_step" -> steps(trigger, failed);
            default ->
                    "Its %s is %s; the workflow waits for %s."
                            .formatted(plain(failed.test()), found, asked);
        };
    }

    private static String plain(String code) {
        return code.replace('_', ' ');
    }

    private static String already(Comparison already) {
        return switch (already.asked().asText()) {
            case "meeting_missed" -> "The meeting was missed already before this change.";
            case "negative_outcome" -> "The outcome was a bad one already before this change.";
            case "no_response" -> "This silence has had its run already.";
            case "created" -> "The goal was there already.";
            case "achieved", "missed", "at_risk" ->
                    "The goal was %s already before this change."
                            .formatted(plain(already.asked().asText()));
            default -> "It was so already before this change.";
        };
    }

    private static String event(Comparison event, String asked, String found) {
        return switch (event.asked().asText()) {
            case "no_response" -> "An answer came, so there is no silence.";
            case "meeting_missed" ->
                    "The meeting is %s; the workflow waits for one that is missed."
                            .formatted(plain(found));
            default ->
                    "What happened is %s; the workflow waits for %s."
                            .formatted(plain(found), plain(asked));
        };
    }

    private String notYet(Comparison failed, Decided decision) {
        Long since = Comparison.instantOf(failed.found());
        Long until = failed.instant("until");
        if (since == null || until == null) {
            return "It has not stayed so for %s yet.".formatted(words.value(failed.asked()));
        }
        Comparison event = decision.trigger("event");
        String kind = event == null ? "" : event.asked().asText();
        String acts = "the workflow acts on %s.".formatted(words.when(until));
        return switch (kind) {
            case "meeting_missed" ->
                    "The meeting ends at %s; unless somebody marks it as held, %s"
                            .formatted(words.when(since), acts);
            case "no_response" ->
                    "The silence began at %s; unless an answer comes, %s"
                            .formatted(words.when(since), acts);
            default ->
                    "It turned out badly at %s; if it stays so, %s"
                            .formatted(words.when(since), acts);
        };
    }

    /** {@code The pattern has come to its step “drop”; it waits for “churned”.} */
    private String steps(List<Comparison> trigger, Comparison failed) {
        List<String> came = new ArrayList<>();
        for (Comparison step : trigger) {
            if (step.holds() && step.found().isObject()) {
                came.add("“" + name(step) + "”");
            }
        }
        Long until = failed.instant("until");
        if (until != null) {
            return "Of the pattern %s came; if nothing comes that “%s” forbids, it is complete on %s."
                    .formatted(Wording.list(came, "and"), name(failed), words.when(until));
        }
        return came.isEmpty()
                ? "It was no beginning of the pattern, which begins with “%s”."
                        .formatted(name(failed))
                : "Of the pattern %s came; it waits for “%s”."
                        .formatted(Wording.list(came, "and"), name(failed));
    }

    private static String name(Comparison step) {
        return Wording.orElse(step.text("step"), plain(step.asked().asText()));
    }

    /** What happened, in a few words. */
    String brief(Decided decision, @Nullable RunStory run) {
        ScoreSentences.Move move = scores.move(decision, run);
        if (decision.isDecrease() != null && move.to() != null) {
            return ScoreSentences.brief(move);
        }
        String told = run == null ? null : briefOfRun(run.triggerData());
        if (told == null && !decision.trigger().isEmpty()) {
            told = briefOfTest(decision);
        }
        if (told != null) {
            return told;
        }
        String table = Comparison.textOf(decision.fact().path("table"));
        return plain(table == null ? type() : table);
    }

    private @Nullable String briefOfRun(JsonNode data) {
        for (String name : List.of("event_type", "event", "field", "status")) {
            String value = Comparison.textOf(data.path(name));
            if (value != null) {
                return plain(value);
            }
        }
        if (!data.has("to")) {
            return null;
        }
        String to = words.value(data.path("to"));
        return Comparison.textOf(data.path("from")) == null
                ? to
                : words.value(data.path("from")) + " -> " + to;
    }

    private @Nullable String briefOfTest(Decided decision) {
        Comparison first = decision.trigger().get(0);
        String found = words.value(first.found());
        return switch (first.test()) {
            case "event", "to_status", "status", "goal_event" -> plain(found);
            case "outcome" -> "outcome " + found;
            case "date" -> words.date(found);
            case "pattern_step" ->
                    Wording.count(
                            decision.trigger().stream()
                                    .filter(step -> step.holds() && step.found().isObject())
                                    .count(),
                            "step");
            default -> null;
        };
    }
}
