package io.automation.job.pattern;

import io.automation.model.workflow.Trigger;
import io.automation.model.workflow.Trigger.Contiguity;
import io.automation.model.workflow.Trigger.PatternStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;

/** Half matches as lists of places in the history, one by one: quick, and it drops the oldest. */
final class PlainListPatterns {

    private final List<PatternFact> facts;
    private final BiPredicate<PatternFact, PatternStep> meets;
    private final long within;
    private final List<PatternStep> wanted = new ArrayList<>();
    private final List<List<PatternStep>> forbidden = new ArrayList<>();
    private final boolean endsWithAbsence;
    private List<int[]> halves = new ArrayList<>();
    final List<String> matches = new ArrayList<>();
    final List<String> dropped = new ArrayList<>();

    PlainListPatterns(
            Trigger.Pattern pattern,
            List<PatternFact> facts,
            BiPredicate<PatternFact, PatternStep> meets) {
        this.facts = facts;
        this.meets = meets;
        within = pattern.withinMillis();
        List<PatternStep> absent = new ArrayList<>();
        for (PatternStep step : pattern.steps()) {
            for (int i = 0; !step.negated() && i < step.times(); i++) {
                wanted.add(step);
                forbidden.add(List.copyOf(absent));
                absent.clear();
            }
            if (step.negated()) {
                absent.add(step);
            }
        }
        endsWithAbsence = !absent.isEmpty();
        forbidden.add(absent);
    }

    void run(long until) {
        for (int place = 0; place < facts.size(); place++) {
            due(facts.get(place).at() - 1);
            feed(place);
        }
        due(until);
    }

    private void due(long to) {
        while (!halves.isEmpty() && facts.get(halves.get(0)[0]).at() + within <= to) {
            int[] oldest = halves.remove(0);
            if (oldest.length == wanted.size()) {
                long deadline = facts.get(oldest[0]).at() + within;
                matches.add(text(oldest) + " end@" + deadline);
                halves.removeIf(half -> half[0] <= oldest[oldest.length - 1]);
            }
        }
    }

    private void feed(int place) {
        List<int[]> next = new ArrayList<>();
        for (int[] half : halves) {
            if (!isForbidden(half, place)) {
                go(half, place, next);
            }
        }
        if (meets(place, wanted.get(0))) {
            next.add(new int[] {place});
        }
        next.sort(Arrays::compare);
        for (int[] half : next) {
            if (half.length == wanted.size() && !endsWithAbsence) {
                matches.add(text(half));
                halves = new ArrayList<>();
                return;
            }
        }
        while (next.size() > PatternMatcher.MOST_HALF_MATCHES) {
            dropped.add(text(next.remove(0)));
        }
        halves = next;
    }

    private void go(int[] half, int place, List<int[]> next) {
        if (half.length == wanted.size()) {
            next.add(half);
            return;
        }
        PatternStep step = wanted.get(half.length);
        boolean takes = meets(place, step);
        if (takes) {
            int[] more = Arrays.copyOf(half, half.length + 1);
            more[half.length] = place;
            next.add(more);
        }
        boolean waits =
                switch (step.contiguity()) {
                    case NEXT -> false;
                    case FOLLOWED_BY -> !takes;
                    case FOLLOWED_BY_ANY -> true;
                };
        if (waits) {
            next.add(half);
        }
    }

    private boolean isForbidden(int[] half, int place) {
        boolean comesNext = half[half.length - 1] == place - 1;
        return forbidden.get(half.length).stream()
                .anyMatch(
                        step ->
                                (comesNext || step.contiguity() != Contiguity.NEXT)
                                        && meets(place, step));
    }

    private boolean meets(int place, PatternStep step) {
        return meets.test(facts.get(place), step);
    }

    private String text(int[] places) {
        StringBuilder text = new StringBuilder();
        for (int place : places) {
            PatternFact fact = facts.get(place);
            text.append(text.isEmpty() ? "" : " ");
            text.append(fact.rowId()).append('#').append(fact.position());
        }
        return text.toString();
    }
}
