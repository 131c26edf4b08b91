package io.automation.job.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Section 3.7 without an automaton: all choices of facts for the steps of a pattern are tried. */
final class PatternChoices {

    private static final Map<String, String> EVENTS =
            Map.of(
                    "health_scores", "health_score_changed",
                    "engagements", "engagement_changed",
                    "goals", "goal_changed",
                    "accounts", "account_changed");

    /**
     * Facts that match.
     *
     * @param names of the steps that they are
     * @param done the last fact's time, or the deadline of an absence
     */
    record Match(List<Change> facts, List<String> names, long done, boolean isAbsence) {
        Change last() {
            return facts.get(facts.size() - 1);
        }
    }

    /**
     * One choice.
     *
     * @param after the fact after which it is a match: its last, or the last not after the deadline
     */
    private record Choice(List<Integer> places, long done, int after) {}

    private final List<Change> facts;
    private final long within;
    private final List<JsonNode> wanted = new ArrayList<>();

    /** Of each wanted step, and of the end, the negated steps right before. */
    private final List<List<JsonNode>> forbidden = new ArrayList<>();

    private final boolean endsWithAbsence;

    private PatternChoices(JsonNode trigger, List<Change> facts) {
        this.facts = facts;
        within = Values.duration(trigger, "within", 0);
        List<JsonNode> absent = new ArrayList<>();
        for (JsonNode step : trigger.path("steps")) {
            if (step.path("negated").asBoolean()) {
                absent.add(step);
                continue;
            }
            for (int i = 0; i < step.path("times").asInt(1); i++) {
                wanted.add(step);
                forbidden.add(List.copyOf(absent));
                absent.clear();
            }
        }
        endsWithAbsence = !absent.isEmpty();
        forbidden.add(absent);
    }

    /** All matches of facts, in order; a match uses its facts up. */
    static List<Match> matches(JsonNode trigger, List<Change> facts) {
        return new PatternChoices(trigger, facts).matches();
    }

    private List<Match> matches() {
        List<Match> matches = new ArrayList<>();
        Choice best = earliest(0);
        while (best != null) {
            List<Change> chosen = best.places.stream().map(facts::get).toList();
            List<String> names = wanted.stream().map(step -> step.path("name").asText()).toList();
            matches.add(new Match(chosen, names, best.done, endsWithAbsence));
            best = earliest(last(best.places) + 1);
        }
        return matches;
    }

    /** The choice that is a match first; of several that of the earliest facts. */
    private @Nullable Choice earliest(int begin) {
        List<Choice> choices = new ArrayList<>();
        for (int first = begin; first < facts.size(); first++) {
            if (meets(first, wanted.get(0))) {
                extend(List.of(first), choices);
            }
        }
        Choice best = null;
        for (Choice choice : choices) { // In the order of their facts: the first of equals stays.
            boolean isSooner =
                    best == null
                            || choice.after < best.after
                            || (choice.after == best.after && choice.done < best.done);
            best = isSooner ? choice : best;
        }
        return best;
    }

    private void extend(List<Integer> places, List<Choice> choices) {
        int next = places.size();
        if (next == wanted.size()) {
            complete(places, choices);
            return;
        }
        for (int place = last(places) + 1; place < facts.size(); place++) {
            if (meets(place, wanted.get(next)) && mayFollow(places, place)) {
                List<Integer> more = new ArrayList<>(places);
                more.add(place);
                extend(more, choices);
            }
        }
    }

    private boolean mayFollow(List<Integer> places, int place) {
        int next = places.size();
        int before = last(places);
        if (at(place) - at(places.get(0)) > within
                || isForbidden(before, place, forbidden.get(next))) {
            return false;
        }
        return switch (wanted.get(next).path("contiguity").asText()) {
            case "next" -> place == before + 1;
            case "followed_by_any" -> true;
            default -> {
                boolean isFirst = true;
                for (int between = before + 1; between < place; between++) {
                    isFirst &= !meets(between, wanted.get(next));
                }
                yield isFirst;
            }
        };
    }

    /** Whether one of the absent steps comes after a fact and until another, that included. */
    private boolean isForbidden(int after, int until, List<JsonNode> absent) {
        for (int place = after + 1; place <= until; place++) {
            for (JsonNode step : absent) {
                boolean isNext = step.path("contiguity").asText().equals("next");
                if ((!isNext || place == after + 1) && meets(place, step)) {
                    return true;
                }
            }
        }
        return false;
    }

    private void complete(List<Integer> places, List<Choice> choices) {
        int last = last(places);
        if (!endsWithAbsence) {
            choices.add(new Choice(places, at(last), last));
            return;
        }
        long deadline = at(places.get(0)) + within;
        int inTime = last;
        while (inTime + 1 < facts.size() && at(inTime + 1) <= deadline) {
            inTime++;
        }
        if (!isForbidden(last, inTime, forbidden.get(wanted.size()))) {
            choices.add(new Choice(places, deadline, inTime));
        }
    }

    private boolean meets(int place, JsonNode step) {
        Change fact = facts.get(place);
        String event = step.path("event").asText();
        boolean isEvent =
                event.equals(EVENTS.get(fact.event().table()))
                        || (event.equals("status_changed") && isChangeOfStatus(fact));
        boolean holds = isEvent;
        for (JsonNode where : step.path("where")) {
            JsonNode found = field(fact, where.path("field").asText());
            holds &= found != null && Conditions.compared(found, where).isEmpty();
        }
        return holds;
    }

    private static boolean isChangeOfStatus(Change fact) {
        return fact.event().table().equals("accounts")
                && !Objects.equals(
                        Values.text(fact.before("status")), Values.text(fact.after("status")));
    }

    /** A column, now or before, or the row's id; null where there is none. */
    static @Nullable JsonNode field(Change fact, String path) {
        boolean isId =
                path.equals("id")
                        || (path.equals("engagement_id")
                                && fact.event().table().equals("engagements"))
                        || (path.equals("goal_id") && fact.event().table().equals("goals"));
        if (isId) {
            return Values.JSON.getNodeFactory().textNode(fact.event().row());
        }
        JsonNode found =
                path.startsWith("previous_")
                        ? fact.before(path.substring("previous_".length()))
                        : fact.after(path);
        return Values.isNull(found) ? null : found;
    }

    private long at(int place) {
        return facts.get(place).event().at();
    }

    private static int last(List<Integer> places) {
        return places.get(places.size() - 1);
    }
}
