package io.automation.job.pattern;

import io.automation.model.workflow.Trigger;
import io.automation.model.workflow.Trigger.Contiguity;
import io.automation.model.workflow.Trigger.PatternStep;
import io.automation.udfs.condition.Variables;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What matches there are, found again and again from the whole history of one partition value: all
 * choices of facts for the steps are tried. It knows no state and no automaton.
 */
final class NaivePatterns {

    private final List<PatternFact> facts;
    private final long within;
    private final List<PatternStep> wanted = new ArrayList<>();

    /** Of each wanted step, and of the end, the negated steps right before. */
    private final List<List<PatternStep>> forbidden = new ArrayList<>();

    private final boolean endsWithAbsence;

    /**
     * A choice of facts.
     *
     * @param done when it is a match: the last fact's time, or the deadline
     * @param after the fact after which it is one: its last, or the last not after the deadline
     */
    private record Choice(List<Integer> places, long done, int after) {}

    private NaivePatterns(Trigger.Pattern pattern, List<PatternFact> facts) {
        this.facts = facts;
        within = pattern.withinMillis();
        List<PatternStep> absent = new ArrayList<>();
        for (PatternStep step : pattern.steps()) {
            if (step.negated()) {
                absent.add(step);
                continue;
            }
            for (int i = 0; i < step.times(); i++) {
                wanted.add(step);
                forbidden.add(List.copyOf(absent));
                absent.clear();
            }
        }
        endsWithAbsence = !absent.isEmpty();
        forbidden.add(absent);
    }

    /** All matches up to an instant, in order, as texts. */
    static List<String> matches(Trigger.Pattern pattern, List<PatternFact> facts, long until) {
        return new NaivePatterns(pattern, facts).matches(until);
    }

    private List<String> matches(long until) {
        List<String> matches = new ArrayList<>();
        int begin = 0;
        Choice best = earliest(begin, until);
        while (best != null) {
            matches.add(text(best));
            begin = last(best.places) + 1;
            best = earliest(begin, until);
        }
        return matches;
    }

    /** The choice that is a match first; of several that of the earliest facts. */
    private @Nullable Choice earliest(int begin, long until) {
        List<Choice> choices = new ArrayList<>();
        for (int first = begin; first < facts.size(); first++) {
            if (meets(first, wanted.get(0))) {
                extend(List.of(first), choices);
            }
        }
        Choice best = null;
        for (Choice choice : choices) { // In the order of their facts: the first of equals stays.
            boolean sooner =
                    best == null
                            || choice.after < best.after
                            || (choice.after == best.after && choice.done < best.done);
            if (choice.done <= until && sooner) {
                best = choice;
            }
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
        if (facts.get(place).at() - facts.get(places.get(0)).at() > within
                || isForbidden(before, place, forbidden.get(next))) {
            return false;
        }
        return switch (wanted.get(next).contiguity()) {
            case NEXT -> place == before + 1;
            case FOLLOWED_BY_ANY -> true;
            case FOLLOWED_BY -> {
                boolean isFirst = true;
                for (int between = before + 1; between < place; between++) {
                    isFirst &= !meets(between, wanted.get(next));
                }
                yield isFirst;
            }
        };
    }

    /** Whether one of the absent steps comes after a fact and until another, that included. */
    private boolean isForbidden(int after, int until, List<PatternStep> absent) {
        for (int place = after + 1; place <= until; place++) {
            for (PatternStep step : absent) {
                boolean counts = step.contiguity() != Contiguity.NEXT || place == after + 1;
                if (counts && meets(place, step)) {
                    return true;
                }
            }
        }
        return false;
    }

    private void complete(List<Integer> places, List<Choice> choices) {
        int last = last(places);
        if (!endsWithAbsence) {
            choices.add(new Choice(places, facts.get(last).at(), last));
            return;
        }
        long deadline = facts.get(places.get(0)).at() + within;
        int inTime = last;
        while (inTime + 1 < facts.size() && facts.get(inTime + 1).at() <= deadline) {
            inTime++;
        }
        if (!isForbidden(last, inTime, forbidden.get(wanted.size()))) {
            choices.add(new Choice(places, deadline, inTime));
        }
    }

    private boolean meets(int place, PatternStep step) {
        return meets(facts.get(place), step);
    }

    /** Whether a fact meets a step; conditions are {@code contains} here. */
    static boolean meets(PatternFact fact, PatternStep step) {
        return fact.events().contains(step.event())
                && step.where().stream()
                        .allMatch(
                                where ->
                                        contains(
                                                fact.fields(),
                                                where.field(),
                                                where.value().textValue()));
    }

    private static boolean contains(Variables fields, String field, String part) {
        Object value = fields.value(field);
        return value != null && value.toString().contains(part);
    }

    private String text(Choice choice) {
        return choice.places.stream()
                        .map(place -> facts.get(place).rowId() + '#' + facts.get(place).position())
                        .collect(Collectors.joining(" "))
                + (endsWithAbsence ? " end@" + choice.done : "");
    }

    private static int last(List<Integer> places) {
        return places.get(places.size() - 1);
    }

    /** The values of a field. */
    static TreeSet<String> values(List<PatternFact> facts, String field) {
        TreeSet<String> values = new TreeSet<>();
        for (PatternFact fact : facts) {
            Object value = fact.fields().value(field);
            if (value != null) {
                values.add(value.toString());
            }
        }
        return values;
    }
}
