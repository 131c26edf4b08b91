package io.automation.job.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.automation.model.change.Table;
import io.automation.model.workflow.Condition.Custom;
import io.automation.model.workflow.Trigger;
import io.automation.model.workflow.Trigger.Contiguity;
import io.automation.model.workflow.Trigger.PatternEvent;
import io.automation.model.workflow.Trigger.PatternStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternMatcherTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            textBlock =
                    """
                    A,        A@1 A@2,               A@1; A@2
                    A B,      A@1 X@2 B@3,           A@1 B@3
                    A B,      B@1 A@2,               none
                    A >B,     A@1 B@2,               A@1 B@2
                    A >B,     A@1 X@2 B@3,           none
                    A >B,     A@1 A@2 B@3,           A@2 B@3
                    A B >C,   A@1 B@2 B@3 C@4,       none
                    A ~B >C,  A@1 B@2 B@3 C@4,       A@1 B@3 C@4
                    A ~B C,   A@1 B@2 B@3 C@4,       A@1 B@2 C@4
                    A !C B,   A@1 X@2 B@3,           A@1 B@3
                    A !C B,   A@1 C@2 B@3,           none
                    A !C B,   A@1 C@2 A@3 B@4,       A@3 B@4
                    A !>C B,  A@1 C@2 B@3,           none
                    A !>C B,  A@1 X@2 C@3 B@4,       A@1 B@4
                    A{3},     A@1 X@2 A@3 A@4 A@5,   A@1 A@3 A@4
                    A >B{2},  A@1 B@2 X@3 B@4,       none
                    A >B{2},  A@1 B@2 B@3,           A@1 B@2 B@3
                    """)
    void findsWhatThePageSays(String steps, String facts, String matches) {
        assertThat(TestingAccount.of(steps, 100).feed(facts).texts())
                .isEqualTo(matches == null ? List.of() : List.of(matches.split("; ")));
    }

    @Test
    void usesUpTheFactsOfAMatch() {
        assertThat(TestingAccount.of("A A", 100).feed("A@1 A@2 A@3 A@4").texts())
                .as("the second and third are not a match of their own")
                .containsExactly("A@1 A@2", "A@3 A@4");
    }

    @Test
    void endsAllThatBeganBeforeTheLastFactOfAMatch() {
        TestingAccount account = TestingAccount.of("A B", 100).feed("A@1 A@2 AB@3");

        assertThat(account.texts()).containsExactly("A@1 AB@3");
        assertThat(account.slots).as("the last fact begins nothing").isEmpty();
    }

    @Test
    void countsOneFactAsOneStep() {
        assertThat(TestingAccount.of("A B", 100).feed("AB@1").texts()).isEmpty();
        assertThat(TestingAccount.of("A B", 100).feed("AB@1 AB@2").texts())
                .containsExactly("AB@1 AB@2");
    }

    @Test
    void prefersTheMatchThatCompletesFirst() {
        assertThat(TestingAccount.of("A !C D >B", 100).feed("A@1 D@2 A@3 D@4 B@5 B@6").texts())
                .containsExactly("A@3 D@4 B@5");
    }

    @Test
    void prefersOfSeveralThatCompleteTheOneWithTheEarliestFirstFact() {
        assertThat(TestingAccount.of("A B", 100).feed("A@1 A@1 A@2 B@3").matches.get(0).key())
                .isEqualTo("A@1:1:B@3:4");
    }

    @Test
    void leavesAfterAnAbsenceWhatBeganLater() {
        TestingAccount account = TestingAccount.of("A B !C", 10).feed("A@1 A@2 B@3 A@4 B@5");

        account.advance(20);

        assertThat(account.texts())
                .as("what began at 2 began before the last fact of the first match")
                .containsExactly("A@1 B@3 end@11", "A@4 B@5 end@14");
    }

    @Test
    void findsTwoAbsencesThatEndInOneInstant() {
        assertThat(TestingAccount.of("A !C", 10).feed("A@1 Ax@1").advance(11).texts())
                .containsExactly("A@1 end@11", "Ax@1 end@11");
    }

    @Test
    void keepsEqualTimesInTheOrderOfTheirArrival() {
        assertThat(TestingAccount.of("A B", 10).feed("B@1 A@1").texts()).isEmpty();
        assertThat(TestingAccount.of("A B", 10).feed("A@1 B@1").texts()).containsExactly("A@1 B@1");
    }

    @Test
    void doesWhatWasDueBeforeAFactFirst() {
        TestingAccount account = TestingAccount.of("A !C", 10);

        account.feed("A@1 A@50");

        assertThat(account.texts()).containsExactly("A@1 end@11");
        assertThat(account.slots.get("").deadline()).isEqualTo(60);
    }

    @Test
    void endsByItself() {
        TestingAccount account = TestingAccount.of("A B", 10).feed("A@1 A@5");
        assertThat(account.slots.get("").deadline()).isEqualTo(11);

        account.advance(11);
        assertThat(account.slots.get("").deadline()).isEqualTo(15);

        account.advance(15);
        assertThat(account.slots).isEmpty();
        assertThat(account.expired)
                .extracting(PartialMatch::deadline)
                .as("what became of them can be told")
                .containsExactly(11L, 15L);
    }

    @Test
    void leavesNothingOfAMillionShortLivedAccounts() {
        CompiledPattern pattern = CompiledPattern.of(TestingPatterns.pattern("A B !C", 10), 1);
        PatternMatcher matcher = new PatternMatcher();
        List<PatternFact> facts = TestingPatterns.facts("A@1 B@2");
        int left = 0;

        for (int account = 0; account < 1_000_000; account++) {
            boolean completes = account % 64 == 0;
            PatternSlot slot = completes ? matcher.feed(pattern, null, facts.get(0)).slot() : null;
            slot = matcher.feed(pattern, slot, facts.get(1)).slot();
            left += matcher.advance(pattern, slot, 11).slot() == null ? 0 : 1;
        }

        assertThat(left).isZero();
    }

    @Test
    void changesNothingWhereAFactDoesNotCount() {
        CompiledPattern pattern = CompiledPattern.of(TestingPatterns.pattern("A B", 10), 1);
        PatternMatcher matcher = new PatternMatcher();
        List<PatternFact> facts = TestingPatterns.facts("A@1 X@2");
        PatternSlot slot = matcher.feed(pattern, null, facts.get(0)).slot();

        assertThat(matcher.feed(pattern, slot, facts.get(1)).slot()).isSameAs(slot);
        assertThat(matcher.advance(pattern, slot, 10).slot()).isSameAs(slot);
    }

    @Test
    void leavesAGivenSlotAsItWas() {
        CompiledPattern pattern = CompiledPattern.of(TestingPatterns.pattern("A B", 10), 1);
        PatternMatcher matcher = new PatternMatcher();
        List<PatternFact> facts = TestingPatterns.facts("A@1 A@2 B@3");
        PatternSlot slot = matcher.feed(pattern, null, facts.get(0)).slot();

        matcher.feed(pattern, slot, facts.get(1));
        PatternOutcome outcome = matcher.feed(pattern, slot, facts.get(2));

        assertThat(slot.size()).isEqualTo(1);
        assertThat(TestingPatterns.texts(outcome.matches())).containsExactly("A@1 B@3");
    }

    @Test
    void dropsTheOldestOfMoreThan64() {
        TestingAccount account = TestingAccount.of("A B", 1000);
        account.feed(begins(66));

        assertThat(account.slots.get("").size()).isEqualTo(64);
        assertThat(account.dropped)
                .extracting(partial -> partial.facts().get(0).rowId())
                .containsExactly("A@1", "A@2");
        assertThat(account.feed("B@100").texts()).containsExactly("A@3 B@100");
    }

    @Test
    void dropsOfOneFirstFactTheWaysThatAreOldest() {
        TestingAccount account = TestingAccount.of("A ~B C", 1000);
        account.feed("A@0 " + begins(65).replace('A', 'B'));

        assertThat(account.slots.get("").size()).isEqualTo(64);
        assertThat(account.dropped)
                .extracting(partial -> partial.facts().size())
                .as("the one that waits for another B: there is no later one")
                .containsExactly(1);
        assertThat(account.feed("C@100").texts()).containsExactly("A@0 B@1 C@100");
    }

    @Test
    void matchesSixteenStepsOfTwenty() {
        String steps =
                IntStream.range(0, 16)
                        .mapToObj(i -> (char) ('A' + i) + "{20}")
                        .reduce((left, right) -> left + ' ' + right)
                        .orElseThrow();
        StringBuilder facts = new StringBuilder();
        for (int i = 0; i < 320; i++) {
            facts.append(i == 0 ? "" : " ").append((char) ('A' + i / 20)).append('@').append(i);
        }

        TestingAccount account = TestingAccount.of(steps, 1000).feed(facts.toString());

        assertThat(account.matches).hasSize(1);
        assertThat(account.matches.get(0).facts()).hasSize(320);
        assertThat(account.matches.get(0).facts().get(319).step()).isEqualTo("P");
    }

    @Test
    void matchesEachPartitionValueByItself() {
        TestingAccount account =
                new TestingAccount(TestingPatterns.pattern("A >B", 100, "engagement_id"));

        account.feed("A@1/e1 A@2/e2 B@3/e1 B@4 B@5/e2");

        assertThat(account.texts()).containsExactly("A@1 B@3", "A@2 B@5");
    }

    @Test
    void lets64WaitForEachPartitionValue() {
        TestingAccount account =
                new TestingAccount(TestingPatterns.pattern("A B", 100, "engagement_id"));

        account.feed(begins(64).replace(" ", "/e1 ") + "/e1 A@65/e2");

        assertThat(account.dropped).isEmpty();
    }

    @Test
    void ignoresAFactWithoutThePartitionValue() {
        CompiledPattern pattern =
                CompiledPattern.of(TestingPatterns.pattern("A B", 9, "engagement_id"), 1);
        PatternFact fact = TestingPatterns.facts("A@1").get(0);

        assertThat(pattern.partition(fact)).isNull();
        assertThat(new PatternMatcher().feed(pattern, null, fact).slot()).isNull();
    }

    @Test
    void takesAChangeOfStatusAsOneFact() {
        PatternStep status = step("s", PatternEvent.STATUS_CHANGED, Contiguity.FOLLOWED_BY);
        PatternStep account = step("a", PatternEvent.ACCOUNT_CHANGED, Contiguity.FOLLOWED_BY);
        PatternFact both =
                fact(Set.of(PatternEvent.STATUS_CHANGED, PatternEvent.ACCOUNT_CHANGED), 1);

        TestingAccount two =
                new TestingAccount(new Trigger.Pattern(List.of(status, account), 9, null));
        two.feed(both);
        assertThat(two.matches).isEmpty();
        two.feed(both);
        assertThat(two.matches).hasSize(1);
    }

    @Test
    void countsEveryKindOfFactAsNext() {
        PatternStep first = step("a", PatternEvent.ACCOUNT_CHANGED, Contiguity.FOLLOWED_BY);
        PatternStep next = step("g", PatternEvent.GOAL_CHANGED, Contiguity.NEXT);
        TestingAccount account =
                new TestingAccount(new Trigger.Pattern(List.of(first, next), 9, null));

        account.feed(fact(Set.of(PatternEvent.ACCOUNT_CHANGED), 1));
        account.feed(fact(Set.of(PatternEvent.HEALTH_SCORE_CHANGED), 2));
        account.feed(fact(Set.of(PatternEvent.GOAL_CHANGED), 3));

        assertThat(account.matches).isEmpty();
        assertThat(account.slots).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"EQUALS, false", "NOT_EQUALS, false", "CONTAINS, false", "GREATER_THAN, false"})
    void failsAWhereWhoseValueIsMissing(Custom.Operator operator, boolean matches) {
        TestingAccount account = new TestingAccount(where(operator));

        account.feed(fact(Set.of(PatternEvent.GOAL_CHANGED), 1));

        assertThat(account.matches.isEmpty()).isNotEqualTo(matches);
    }

    @Test
    void meetsNotEqualsByAnotherValue() {
        TestingAccount account = new TestingAccount(where(Custom.Operator.NOT_EQUALS));

        account.feed(
                new PatternFact(
                        Set.of(PatternEvent.GOAL_CHANGED),
                        Table.GOALS,
                        "g",
                        "1",
                        1,
                        Map.<String, Object>of("previous_status", "active")::get));

        assertThat(account.matches).hasSize(1);
    }

    @Test
    void givesAMatchItsKeyAndItsFacts() {
        PatternMatch match = TestingAccount.of("A{2} B", 9).feed("A@1 A@2 B@3").matches.get(0);

        assertThat(match.key()).isEqualTo("A@1:1:B@3:3");
        assertThat(match.occurredAt()).isEqualTo(3);
        assertThat(match.facts())
                .containsExactly(
                        new StepFact("A", Table.ENGAGEMENTS, "A@1", "1", 1),
                        new StepFact("A", Table.ENGAGEMENTS, "A@2", "2", 2),
                        new StepFact("B", Table.ENGAGEMENTS, "B@3", "3", 3));
    }

    @Test
    void givesATrailingAbsenceTheKeyOfItsEnd() {
        PatternMatch match =
                TestingAccount.of("A !B", 1000).feed("A@1").advance(1001).matches.get(0);

        assertThat(match.key()).isEqualTo("A@1:1:end:1970-01-01T00:00:01.001Z");
        assertThat(match.occurredAt()).isEqualTo(1001);
        assertThat(match.facts()).extracting(StepFact::step).containsExactly("A");
    }

    private static String begins(int count) {
        List<String> facts = new ArrayList<>();
        for (int at = 1; at <= count; at++) {
            facts.add("A@" + at);
        }
        return String.join(" ", facts);
    }

    private static Trigger.Pattern where(Custom.Operator operator) {
        Custom where = new Custom("previous_status", operator, new TextNode("paused"));
        PatternStep step =
                new PatternStep(
                        "g",
                        PatternEvent.GOAL_CHANGED,
                        List.of(where),
                        1,
                        false,
                        Contiguity.FOLLOWED_BY);
        return new Trigger.Pattern(List.of(step), 9, null);
    }

    private static PatternStep step(String name, PatternEvent event, Contiguity contiguity) {
        return new PatternStep(name, event, List.of(), 1, false, contiguity);
    }

    private static PatternFact fact(Set<PatternEvent> events, long at) {
        return new PatternFact(events, Table.ACCOUNTS, "r", String.valueOf(at), at, field -> null);
    }
}
