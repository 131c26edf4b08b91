package io.automation.embedded.explain;

import com.fasterxml.jackson.databind.JsonNode;
import io.automation.model.workflow.Durations;
import io.automation.model.workflow.Trigger.HealthScoreChange;
import io.automation.model.workflow.Trigger.Metric;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is said of a score that crosses a line or moves by an amount, or does not. */
final class ScoreSentences {

    private final Wording words;
    private final @Nullable HealthScoreChange trigger;
    private final List<Decided> decisions;

    /**
     * @param decisions those on this workflow and account, in their order
     */
    ScoreSentences(Wording words, @Nullable HealthScoreChange trigger, List<Decided> decisions) {
        this.words = words;
        this.trigger = trigger;
        this.decisions = decisions;
    }

    /** The move of a decision; where it came from is told by the one before, if not by itself. */
    Move move(Decided decision, @Nullable RunStory run) {
        Move move = Move.of(decision, run);
        if (move.from != null || decision.trigger("already") != null) {
            return move;
        }
        BigDecimal from = null;
        for (Decided earlier : decisions) {
            if (earlier.at() >= decision.at()) {
                break;
            }
            BigDecimal to = Move.of(earlier, null).to;
            from = to == null ? from : to;
        }
        return new Move(from, move.to);
    }

    /** Where the score came from and went to; null for unknown. */
    record Move(@Nullable BigDecimal from, @Nullable BigDecimal to) {

        static Move of(Decided decision, @Nullable RunStory run) {
            if (run != null && run.triggerData().has("current")) {
                JsonNode data = run.triggerData();
                return new Move(number(data.path("previous")), number(data.path("current")));
            }
            BigDecimal to = null;
            for (String test : new String[] {"below", "above"}) {
                Comparison line = decision.trigger(test);
                to = line == null ? to : number(line.found());
            }
            Comparison amount = amount(decision);
            if (to == null && amount != null) {
                to = number(amount.extra("to"));
            }
            Comparison already = decision.trigger("already");
            BigDecimal from = already == null ? null : number(already.found());
            return new Move(from, to);
        }
    }

    static @Nullable Comparison amount(Decided decision) {
        Comparison lost = decision.trigger("lost_at_least");
        return lost == null ? decision.trigger("gained_at_least") : lost;
    }

    static @Nullable Comparison line(Decided decision) {
        Comparison below = decision.trigger("below");
        return below == null ? decision.trigger("above") : below;
    }

    /** {@code Health fell from 63 to 58}. */
    String moved(Move move) {
        String name = Wording.capitalized(name());
        BigDecimal from = move.from;
        BigDecimal to = move.to;
        if (to == null) {
            return name + " has no value now";
        }
        if (from == null) {
            return name + " is " + Wording.number(to);
        }
        int order = from.compareTo(to);
        return order == 0
                ? name + " stayed at " + Wording.number(to)
                : "%s %s from %s to %s"
                        .formatted(
                                name,
                                order > 0 ? "fell" : "rose",
                                Wording.number(from),
                                Wording.number(to));
    }

    /** {@code 71 -> 59}. */
    static String brief(Move move) {
        String to = move.to == null ? "none" : Wording.number(move.to);
        return move.from == null ? to : Wording.number(move.from) + " -> " + to;
    }

    /** It fired: the move, then the line and the amount. */
    String fired(Decided decision, @Nullable RunStory run) {
        Move move = move(decision, run);
        if (decision.key().equals("enroll")) {
            return "%s was %s when the workflow first became active, and it takes in who is there."
                    .formatted(
                            Wording.capitalized(name()),
                            move.to == null ? "behind the line" : Wording.number(move.to));
        }
        StringBuilder text = new StringBuilder(moved(move)).append('.');
        String asked = asked(decision, run);
        return asked.isEmpty() ? text.toString() : text.append(' ').append(asked).toString();
    }

    private String asked(Decided decision, @Nullable RunStory run) {
        Amount amount = Amount.of(decision, run, trigger);
        BigDecimal line = lineOf(decision, run);
        if (amount == null) {
            return line == null ? "" : "The line is " + Wording.number(line) + ".";
        }
        String within =
                "within %s it had %s %s"
                        .formatted(amount.within(), amount.verb(), points(amount.found()));
        return line == null
                ? "%s; the workflow asks for %s or more."
                        .formatted(Wording.capitalized(within), Wording.number(amount.asked()))
                : "The line is %s, and %s.".formatted(Wording.number(line), within);
    }

    private @Nullable BigDecimal lineOf(Decided decision, @Nullable RunStory run) {
        Comparison line = line(decision);
        if (line != null) {
            return number(line.asked());
        }
        return run == null ? null : number(run.triggerData().path("threshold"));
    }

    /** It did not come true: the line or the amount is not there, or there was no edge. */
    String unmet(Decided decision, Crossing crossing) {
        Move move = move(decision, null);
        Comparison line = line(decision);
        Comparison amount = amount(decision);
        if (move.to == null) {
            return moved(move) + ", and an unknown score fires nothing.";
        }
        if (line != null && !line.holds()) {
            return "%s; the workflow waits until it is %s."
                    .formatted(moved(move), side(decision, line.asked()));
        }
        if (amount != null && !amount.holds()) {
            return "%s%s, but within %s it had %s only %s; the workflow asks for %s or more."
                    .formatted(
                            moved(move),
                            line == null ? "" : ", " + side(decision, line.asked()),
                            within(amount),
                            isDecrease(decision) ? "lost" : "gained",
                            points(number(amount.found())),
                            words.value(amount.asked()));
        }
        if (move.from == null) {
            return moved(move) + ", its first known value, and a first value is no change.";
        }
        return "%s, but it %s already: %s."
                .formatted(moved(move), state(decision, line, amount), crossing.text(words));
    }

    /** {@code was below 60}. */
    private String state(Decided decision, @Nullable Comparison line, @Nullable Comparison amount) {
        if (line != null) {
            return "was " + side(decision, line.asked());
        }
        return amount == null
                ? "was so"
                : "had %s %s or more within %s"
                        .formatted(
                                isDecrease(decision) ? "lost" : "gained",
                                words.value(amount.asked()),
                                within(amount));
    }

    /** {@code below 60}, {@code 65 or more}. */
    private String side(Decided decision, JsonNode asked) {
        return isDecrease(decision)
                ? "below " + words.value(asked)
                : words.value(asked) + " or more";
    }

    /** What has to come before another edge: {@code health was 60 or more, or had lost …}. */
    @Nullable String beforeAnotherEdge(Decided decision) {
        HealthScoreChange asked = trigger;
        if (asked == null) {
            return null;
        }
        boolean isDecrease = isDecrease(decision);
        BigDecimal rearm = asked.rearmThreshold();
        if (rearm != null) {
            return "%s was %s".formatted(name(), other(isDecrease, rearm));
        }
        BigDecimal threshold = asked.threshold();
        BigDecimal minimum = asked.minimumChange();
        String line = threshold == null ? null : other(isDecrease, threshold);
        String amount =
                minimum == null
                        ? null
                        : "had %s less than %s within %s"
                                .formatted(
                                        isDecrease ? "lost" : "gained",
                                        Wording.number(minimum),
                                        Wording.duration(asked.timeWindowMillis()));
        if (line == null) {
            return amount == null ? null : name() + " " + amount;
        }
        return amount == null
                ? name() + " was " + line
                : name() + " was " + line + ", or " + amount;
    }

    private static String other(boolean isDecrease, BigDecimal line) {
        return isDecrease ? Wording.number(line) + " or more" : "below " + Wording.number(line);
    }

    /** The score by its name in a sentence. */
    String name() {
        return trigger != null && trigger.metric() == Metric.CHURN_RISK ? "churn risk" : "health";
    }

    /** {@code crossed 60}: what a started run's edge is called in a list. */
    String edge(Decided decision) {
        Comparison line = line(decision);
        if (line != null) {
            return "crossed " + words.value(line.asked());
        }
        Comparison amount = amount(decision);
        return amount == null
                ? "fired"
                : (isDecrease(decision) ? "lost " : "gained ") + words.value(amount.found());
    }

    static boolean isDecrease(Decided decision) {
        return !Boolean.FALSE.equals(decision.isDecrease());
    }

    private static String within(Comparison amount) {
        String code = Wording.orElse(amount.text("within"), "");
        Long millis = Durations.parse(code);
        return millis == null ? "the window" : Wording.duration(millis);
    }

    private static String points(@Nullable BigDecimal points) {
        if (points == null) {
            return "nothing";
        }
        return Wording.number(points)
                + (points.compareTo(BigDecimal.ONE) == 0 ? " point" : " points");
    }

    static @Nullable BigDecimal number(JsonNode value) {
        return value.isNumber() ? value.decimalValue() : null;
    }

    /** How far the score moved within the window, and how far it should. */
    private record Amount(String within, String verb, BigDecimal found, BigDecimal asked) {

        static @Nullable Amount of(
                Decided decision, @Nullable RunStory run, @Nullable HealthScoreChange trigger) {
            String verb = isDecrease(decision) ? "lost" : "gained";
            Comparison told = amount(decision);
            BigDecimal found = told == null ? null : number(told.found());
            BigDecimal asked = told == null ? null : number(told.asked());
            if (told != null && found != null && asked != null) {
                return new Amount(ScoreSentences.within(told), verb, found, asked);
            }
            if (run == null || trigger == null) {
                return null;
            }
            BigDecimal minimum = number(run.triggerData().path("minimum_change"));
            BigDecimal reference = number(run.triggerData().path("reference"));
            BigDecimal current = number(run.triggerData().path("current"));
            return minimum == null || reference == null || current == null
                    ? null
                    : new Amount(
                            Wording.duration(trigger.timeWindowMillis()),
                            verb,
                            reference.subtract(current).abs(),
                            minimum);
        }
    }
}
