package io.automation.job.pattern;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The facts that a pattern's first steps have taken.
 *
 * @param facts in their order, never empty
 * @param fresh whether a step that must not come next has still to see what comes next
 */
record HalfMatch(List<KeptFact> facts, boolean fresh) {

    /** The earliest first fact first, then the earliest second one, and so on. */
    static final Comparator<HalfMatch> OLDEST_FIRST = HalfMatch::compare;

    HalfMatch {
        facts = List.copyOf(facts);
    }

    KeptFact first() {
        return facts.get(0);
    }

    KeptFact last() {
        return facts.get(facts.size() - 1);
    }

    /** This half match with one fact more. */
    HalfMatch with(KeptFact fact, boolean isFresh) {
        List<KeptFact> more = new ArrayList<>(facts.size() + 1);
        more.addAll(facts);
        more.add(fact);
        return new HalfMatch(more, isFresh);
    }

    private static int compare(HalfMatch left, HalfMatch right) {
        int common = Math.min(left.facts.size(), right.facts.size());
        for (int i = 0; i < common; i++) {
            int order = Long.compare(left.facts.get(i).arrival(), right.facts.get(i).arrival());
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.facts.size(), right.facts.size());
    }
}
