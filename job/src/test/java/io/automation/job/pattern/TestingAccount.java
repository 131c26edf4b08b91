package io.automation.job.pattern;

import io.automation.model.workflow.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Feeds one account's facts to one pattern, as the operator does: a slot per partition value. */
final class TestingAccount {

    private static final PatternMatcher MATCHER = new PatternMatcher();

    final Map<String, PatternSlot> slots = new TreeMap<>();
    final List<PatternMatch> matches = new ArrayList<>();
    final List<PartialMatch> expired = new ArrayList<>();
    final List<PartialMatch> dropped = new ArrayList<>();
    private final CompiledPattern pattern;

    TestingAccount(Trigger.Pattern pattern) {
        this.pattern = CompiledPattern.of(pattern, 1);
    }

    static TestingAccount of(String steps, long within) {
        return new TestingAccount(TestingPatterns.pattern(steps, within));
    }

    TestingAccount feed(String facts) {
        TestingPatterns.facts(facts).forEach(this::feed);
        return this;
    }

    void feed(PatternFact fact) {
        String partition = pattern.partition(fact);
        if (partition != null) {
            keep(partition, MATCHER.feed(pattern, slots.get(partition), fact));
        }
    }

    TestingAccount advance(long to) {
        for (String partition : List.copyOf(slots.keySet())) {
            keep(partition, MATCHER.advance(pattern, slots.get(partition), to));
        }
        return this;
    }

    private void keep(String partition, PatternOutcome outcome) {
        matches.addAll(outcome.matches());
        expired.addAll(outcome.expired());
        dropped.addAll(outcome.dropped());
        if (outcome.slot() == null) {
            slots.remove(partition);
        } else {
            slots.put(partition, outcome.slot());
        }
    }

    List<String> texts() {
        return TestingPatterns.texts(matches);
    }
}
