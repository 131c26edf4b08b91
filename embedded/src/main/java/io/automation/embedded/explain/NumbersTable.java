package io.automation.embedded.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.automation.embedded.explain.RunStory.MailStory;
import io.automation.model.workflow.Settings.ReEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What was compared, a row a test, as people read it. */
final class NumbersTable {

    private final Wording words;
    private final ConditionSentences conditions;
    private final List<Row> rows = new ArrayList<>();

    private NumbersTable(Wording words) {
        this.words = words;
        this.conditions = new ConditionSentences(words);
    }

    /** One test: under which heading it stands, what was asked and found, and what came of it. */
    record Row(String section, String asked, String found, String verdict) {}

    static List<Row> of(Decided decision, @Nullable RunStory run, Wording words) {
        NumbersTable table = new NumbersTable(words);
        inReadingOrder(decision.trigger()).forEach(table::trigger);
        decision.conditions().forEach(table::condition);
        decision.admission().forEach(table::admission);
        if (run != null) {
            table.run(run);
        }
        table.fact(decision.fact());
        return List.copyOf(table.rows);
    }

    /** Whether it was so before is asked of the line; how far the score moved comes after it. */
    private static List<Comparison> inReadingOrder(List<Comparison> trigger) {
        List<Comparison> ordered = new ArrayList<>(trigger);
        for (Comparison test : trigger) {
            if (test.isOf("already")) {
                ordered.remove(test);
                ordered.add(Math.min(1, ordered.size()), test);
            }
        }
        return ordered;
    }

    private void trigger(Comparison test) {
        String asked = words.value(test.asked());
        String found = words.value(test.found());
        String yes = test.holds() ? "yes" : "no";
        switch (test.test()) {
            case "below" -> row("trigger", "below " + asked, found, yes);
            case "above" -> row("trigger", asked + " or more", found, yes);
            case "already" -> already(test, found);
            case "lost_at_least", "gained_at_least" -> amount(test, asked, yes);
            case "armed" -> row("trigger", "armed again at " + asked, found, yes);
            case "from_status", "to_status", "status" ->
                    row("trigger", test.test().replace("_status", "") + " " + asked, found, yes);
            case "time_threshold" -> lasting(test, asked, yes);
            case "pattern_step" -> step(test, yes);
            case "date" -> row("trigger", date(test.asked()), words.date(found), yes);
            case "schedule" -> row("trigger", schedule(test.asked()), found, yes);
            default ->
                    row(
                            "trigger",
                            test.test().replace('_', ' ')
                                    + (isAbsent(test.asked()) ? "" : " " + asked),
                            isAbsent(test.found()) ? "" : found,
                            yes);
        }
    }

    /** {@code contract_end_date -90d, 09:00}. */
    private static String date(JsonNode asked) {
        String offset = asked.path("offset").asText();
        return "%s%s, %s"
                .formatted(
                        asked.path("field").asText("date"),
                        offset.equals("0d") || offset.isEmpty() ? "" : " " + offset,
                        asked.path("send_time").asText());
    }

    /** {@code daily 09:00 Europe/Berlin}. */
    private static String schedule(JsonNode asked) {
        return "%s %s %s"
                .formatted(
                        asked.path("schedule").asText(),
                        asked.path("time").asText(),
                        asked.path("timezone").asText())
                .strip();
    }

    private void already(Comparison test, String found) {
        boolean isFirst = isAbsent(test.found());
        String verdict =
                isFirst
                        ? "no value before, so no crossing"
                        : test.holds() ? "yes, so it did not cross" : "no, so it crossed now";
        if (!test.asked().isObject()) {
            row("trigger", "already so before?", isFirst ? "" : found, test.holds() ? "yes" : "no");
            return;
        }
        row("trigger", "already so before?", isFirst ? "" : found, verdict);
    }

    private void amount(Comparison test, String asked, String yes) {
        String within = Wording.orElse(test.text("within"), "the window");
        String word = test.isOf("lost_at_least") ? "lost" : "gained";
        JsonNode from = test.extra("from");
        JsonNode to = test.extra("to");
        boolean isLost = test.isOf("lost_at_least");
        String sum =
                isAbsent(from) || isAbsent(to)
                        ? words.value(test.found())
                        : "%s - %s = %s"
                                .formatted(
                                        words.value(isLost ? from : to),
                                        words.value(isLost ? to : from),
                                        words.value(test.found()));
        Long fromAt = test.instant("from_at");
        String when =
                fromAt == null || isAbsent(from)
                        ? ""
                        : "   %s on %s".formatted(words.value(from), words.when(fromAt));
        row("trigger", "%s at least %s within %s".formatted(word, asked, within), sum, yes + when);
    }

    private void lasting(Comparison test, String asked, String yes) {
        Long until = test.instant("until");
        row(
                "trigger",
                "for " + asked,
                "since " + words.value(test.found()),
                until == null ? yes : "%s   until %s".formatted(yes, words.when(until)));
    }

    private void step(Comparison test, String yes) {
        JsonNode found = test.found();
        Long at = Comparison.instantOf(found.path("at"));
        String fact =
                found.isObject()
                        ? "%s %s"
                                .formatted(
                                        found.path("table").asText(),
                                        words.id(found.path("row_id").asText()))
                        : isAbsent(found) ? "" : words.value(found);
        row(
                "trigger",
                "step " + Wording.orElse(test.text("step"), words.value(test.asked())),
                fact,
                at == null ? yes : "%s   %s".formatted(yes, words.when(at)));
    }

    private void condition(Comparison test) {
        row(
                "conditions",
                conditions.label(test),
                conditions.found(test),
                test.holds() ? "yes" : "no");
    }

    private void admission(Comparison test) {
        String asked = words.value(test.asked());
        String found = words.value(test.found());
        switch (test.test()) {
            case "cooldown" -> cooldown(test, asked);
            case "already_active" ->
                    row(
                            "admission",
                            "one run at a time",
                            isAbsent(test.found()) ? "none waits" : "run " + words.id(found),
                            test.holds() ? "yes" : waits(test));
            case "re_entry" ->
                    row(
                            "admission",
                            "runs " + reEntry(test.asked()),
                            found,
                            test.holds() ? "yes" : "no");
            case "holdout" ->
                    row(
                            "admission",
                            "held out " + asked + " %",
                            "share " + found,
                            test.holds() ? "not held out" : "held out");
            case "stale_event" ->
                    row(
                            "admission",
                            "at most " + asked + " old",
                            found,
                            test.holds() ? "yes" : "no");
            case "own_change", "loop_guard", "key_used" -> {
                if (!test.holds()) {
                    row("admission", test.test().replace('_', ' '), byRun(test), "no");
                }
            }
            default -> {
                if (!test.holds()) {
                    row(
                            "admission",
                            test.test().replace('_', ' '),
                            isAbsent(test.found()) ? "" : found,
                            "no");
                }
            }
        }
    }

    private String byRun(Comparison test) {
        String id =
                test.text("run_id") == null ? Comparison.textOf(test.found()) : test.text("run_id");
        String depth =
                isAbsent(test.extra("depth")) ? "" : ", depth " + test.extra("depth").asText();
        return id == null ? "" : "run " + words.id(id) + depth;
    }

    private String waits(Comparison test) {
        JsonNode step = test.extra("step");
        Long due = test.instant("due_at");
        String which = step.isNumber() ? "step " + (1 + step.asInt()) : "it";
        return due == null ? which + " waits" : "%s on %s".formatted(which, words.when(due));
    }

    private void cooldown(Comparison test, String asked) {
        Long last = Comparison.instantOf(test.found());
        Long until = test.instant("until");
        String verdict =
                test.holds() ? "over" : until == null ? "not over" : "until " + words.when(until);
        row(
                "admission",
                "cooldown " + asked,
                last == null ? "no run before" : "last " + words.day(last),
                last == null ? "" : verdict);
    }

    private String reEntry(JsonNode asked) {
        if (!asked.isObject()) {
            return "at most " + words.value(asked);
        }
        JsonNode interval = asked.path("interval");
        String max = words.value(asked.path("max"));
        boolean isLimited =
                !isAbsent(interval)
                        && !interval.asText().equals(Long.toString(ReEntry.EVERY.intervalMillis()));
        return "at most " + max + (isLimited ? " in " + interval.asText() : "");
    }

    private void run(RunStory run) {
        String reason = run.reason() == null ? "" : " (" + run.reason().code() + ")";
        StringBuilder text = new StringBuilder(run.status().code()).append(reason);
        if (!run.mails().isEmpty()) {
            MailStory mail = run.mails().get(0);
            long addresses = run.mails().stream().map(MailStory::address).distinct().count();
            text.append("   mail to ")
                    .append(addresses == 1 ? "1 address" : addresses + " addresses");
            String template = mail.template();
            if (template != null) {
                text.append(", template ").append(template);
            }
            if (template != null && mail.templateVersion() != null) {
                text.append(" v").append(mail.templateVersion());
            }
            if (mail.locale() != null) {
                text.append(", ").append(language(mail.locale()));
            }
            if (mail.arm() != null) {
                text.append(", arm ").append(mail.arm());
            }
        }
        rows.add(new Row("run", words.id(run.id()) + "  " + text, "", ""));
    }

    private static String language(String locale) {
        return Wording.orElse(
                Locale.forLanguageTag(locale).getDisplayLanguage(Locale.ENGLISH), locale);
    }

    private void fact(JsonNode fact) {
        String table = Comparison.textOf(fact.path("table"));
        if (table != null) {
            String position = Comparison.textOf(fact.path("position"));
            String row = words.id(fact.path("row_id").asText());
            rows.add(
                    new Row(
                            "fact",
                            table + " " + row + (position == null ? "" : "  position " + position),
                            "",
                            ""));
            return;
        }
        Long deadline = Comparison.instantOf(fact.path("deadline"));
        if (deadline != null) {
            rows.add(new Row("fact", "the clock, at " + words.when(deadline), "", ""));
        }
    }

    private void row(String section, String asked, String found, String verdict) {
        rows.add(new Row(section, asked, found, verdict));
    }

    private static boolean isAbsent(JsonNode value) {
        return value.isNull() || value.isMissingNode();
    }
}
