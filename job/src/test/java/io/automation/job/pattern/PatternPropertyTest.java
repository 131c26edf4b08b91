package io.automation.job.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.model.change.Table;
import io.automation.model.workflow.Trigger;
import io.automation.model.workflow.Trigger.Contiguity;
import io.automation.model.workflow.Trigger.PatternEvent;
import io.automation.model.workflow.Trigger.PatternStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The matcher against a naive computation from the whole history; more by a system property. */
class PatternPropertyTest {

    private static final int HISTORIES = Integer.getInteger("pattern.histories", 3_000);
    private static final String LETTERS = "ABCD";
    private static final List<Set<PatternEvent>> KINDS =
            List.of(
                    Set.of(PatternEvent.ENGAGEMENT_CHANGED),
                    Set.of(PatternEvent.GOAL_CHANGED),
                    Set.of(PatternEvent.ACCOUNT_CHANGED),
                    Set.of(PatternEvent.ACCOUNT_CHANGED, PatternEvent.STATUS_CHANGED));

    private final PatternMatcher matcher = new PatternMatcher();

    /** The half matches of the last history that were too many. */
    private final List<String> dropped = new ArrayList<>();

    @Test
    void findsWhatANaiveComputationFinds() {
        int compared = 0;
        int matches = 0;
        int absences = 0;
        int branching = 0;
        for (int seed = 0; seed < HISTORIES; seed++) {
            Random random = new Random(seed);
            Trigger.Pattern pattern = pattern(random, 25);
            List<PatternFact> facts = facts(random, 5 + random.nextInt(16));
            long until = facts.get(facts.size() - 1).at() + random.nextInt(20);

            List<String> expected = naive(pattern, facts, until);
            List<String> found = matched(pattern, facts, until, random);
            if (!dropped.isEmpty()) {
                continue; // Half matches were dropped, which the naive computation does not do.
            }
            compared++;
            assertThat(found)
                    .as("seed %d: %s over %s", seed, pattern, texts(facts))
                    .isEqualTo(expected);
            matches += expected.size();
            absences += (int) expected.stream().filter(text -> text.contains("end@")).count();
            branching +=
                    pattern.steps().stream().anyMatch(this::branches) && !expected.isEmpty()
                            ? 1
                            : 0;
        }
        assertThat(compared).as("histories compared").isGreaterThan(HISTORIES * 9 / 10);
        assertThat(matches).as("all matches").isGreaterThan(HISTORIES / 2);
        assertThat(absences).as("absences at the end").isGreaterThan(HISTORIES / 50);
        assertThat(branching).as("with followed_by_any").isGreaterThan(HISTORIES / 50);
    }

    @Test
    void dropsWhatAPlainListDrops() {
        int matches = 0;
        int drops = 0;
        for (int seed = 0; seed < HISTORIES; seed++) {
            Random random = new Random(~seed);
            Trigger.Pattern pattern = pattern(random, 1000);
            List<PatternFact> facts = facts(random, 20 + random.nextInt(100));
            long until = facts.get(facts.size() - 1).at() + random.nextInt(20);
            if (pattern.partitionBy() != null) {
                continue;
            }
            PlainListPatterns plain = new PlainListPatterns(pattern, facts, NaivePatterns::meets);
            plain.run(until);

            assertThat(matched(pattern, facts, until, random))
                    .as("seed %d: %s over %s", seed, pattern, texts(facts))
                    .isEqualTo(plain.matches);
            assertThat(dropped).as("seed %d", seed).isEqualTo(plain.dropped);
            matches += plain.matches.size();
            drops += dropped.isEmpty() ? 0 : 1;
        }
        assertThat(matches).as("all matches").isGreaterThan(HISTORIES / 2);
        assertThat(drops).as("histories with too many").isGreaterThan(HISTORIES / 200);
    }

    private boolean branches(PatternStep step) {
        return step.contiguity() == Contiguity.FOLLOWED_BY_ANY;
    }

    /** Fed one by one, with the clock anywhere between, the slots written and read at times. */
    private List<String> matched(
            Trigger.Pattern trigger, List<PatternFact> facts, long until, Random random) {
        dropped.clear();
        CompiledPattern pattern = CompiledPattern.of(trigger, 7);
        Map<String, PatternSlot> slots = new TreeMap<>();
        Map<String, List<String>> texts = new TreeMap<>();
        long clock = facts.get(0).at();
        for (PatternFact fact : facts) {
            if (random.nextInt(3) == 0 && clock < fact.at()) {
                advanceAll(pattern, slots, texts, random.nextLong(clock, fact.at()));
            }
            String partition = pattern.partition(fact);
            if (partition != null) {
                keep(partition, slots, texts, matcher.feed(pattern, slots.get(partition), fact));
            }
            if (random.nextInt(4) == 0) {
                slots.replaceAll((value, slot) -> TestingPatterns.copied(slot));
                pattern = CompiledPattern.of(trigger, 7);
            }
            clock = fact.at();
        }
        advanceAll(pattern, slots, texts, until);
        assertThat(slots.values()).allMatch(slot -> slot.deadline() > until);
        return texts.values().stream().flatMap(List::stream).toList();
    }

    private void advanceAll(
            CompiledPattern pattern,
            Map<String, PatternSlot> slots,
            Map<String, List<String>> texts,
            long to) {
        for (String partition : List.copyOf(slots.keySet())) {
            keep(partition, slots, texts, matcher.advance(pattern, slots.get(partition), to));
        }
    }

    private void keep(
            String partition,
            Map<String, PatternSlot> slots,
            Map<String, List<String>> texts,
            PatternOutcome outcome) {
        for (PatternMatch match : outcome.matches()) {
            texts.computeIfAbsent(partition, key -> new ArrayList<>()).add(text(match));
        }
        outcome.dropped().forEach(partial -> dropped.add(text(partial.facts())));
        @Nullable PatternSlot slot = outcome.slot();
        if (slot == null) {
            slots.remove(partition);
        } else {
            slots.put(partition, slot);
        }
    }

    private static String text(PatternMatch match) {
        return text(match.facts()) + (match.endsWithAbsence() ? " end@" + match.occurredAt() : "");
    }

    private static String text(List<StepFact> facts) {
        StringBuilder text = new StringBuilder();
        for (StepFact fact : facts) {
            text.append(text.isEmpty() ? "" : " ");
            text.append(fact.rowId()).append('#').append(fact.position());
        }
        return text.toString();
    }

    private static List<String> naive(
            Trigger.Pattern pattern, List<PatternFact> facts, long until) {
        if (pattern.partitionBy() == null) {
            return NaivePatterns.matches(pattern, facts, until);
        }
        List<String> matches = new ArrayList<>();
        for (String value : NaivePatterns.values(facts, pattern.partitionBy())) {
            List<PatternFact> own =
                    facts.stream()
                            .filter(fact -> value.equals(fact.fields().value("engagement_id")))
                            .toList();
            matches.addAll(NaivePatterns.matches(pattern, own, until));
        }
        return matches;
    }

    private static Trigger.Pattern pattern(Random random, int mostWithin) {
        int size = 1 + random.nextInt(1 + random.nextInt(5));
        List<PatternStep> steps = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            steps.add(step(random, i > 0 && random.nextInt(100) < 35));
        }
        return new Trigger.Pattern(
                steps,
                1 + random.nextInt(mostWithin),
                random.nextInt(4) == 0 ? "engagement_id" : null);
    }

    private static PatternStep step(Random random, boolean negated) {
        String letter = LETTERS.substring(random.nextInt(4)).substring(0, 1);
        Set<PatternEvent> kinds = kinds(random);
        return new PatternStep(
                letter,
                kinds.stream().sorted().toList().get(random.nextInt(kinds.size())),
                random.nextInt(10) == 0 ? List.of() : List.of(TestingPatterns.contains(letter)),
                negated || random.nextInt(3) > 0 ? 1 : 1 + random.nextInt(3),
                negated,
                Contiguity.values()[random.nextInt(3)]);
    }

    private static List<PatternFact> facts(Random random, int count) {
        long at = random.nextInt(20) - 10;
        List<PatternFact> facts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            at += random.nextInt(10) < 4 ? 0 : random.nextInt(5);
            facts.add(fact(random, at, String.valueOf(i)));
        }
        return facts;
    }

    private static PatternFact fact(Random random, long at, String position) {
        Map<String, Object> fields = new HashMap<>();
        StringBuilder type = new StringBuilder();
        for (int i = 0; i < LETTERS.length(); i++) {
            if (random.nextInt(10) < 4) {
                type.append(LETTERS.charAt(i));
            }
        }
        if (random.nextInt(10) > 0) {
            fields.put("type", type.toString());
        }
        if (random.nextInt(10) > 0) {
            fields.put("engagement_id", "e" + random.nextInt(2));
        }
        return new PatternFact(
                kinds(random), Table.ENGAGEMENTS, type + "@" + at, position, at, fields::get);
    }

    /** Mostly the first kind: a pattern of all kinds seldom matches. */
    private static Set<PatternEvent> kinds(Random random) {
        return KINDS.get(random.nextInt(1 + random.nextInt(KINDS.size())));
    }

    private static List<String> texts(List<PatternFact> facts) {
        return facts.stream()
                .map(fact -> fact.events() + " " + fact.rowId() + " " + fact.fields().value("type"))
                .toList();
    }
}
