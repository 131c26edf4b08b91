package io.automation.job.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What flink-cep gets wrong, or what differs from what a pattern means, each with its way out. */
class FlinkCepTrapsTest {

    /** Its skip strategies keep a match back while an older half match lives. */
    @Test
    void reportsAMatchAlthoughAnOlderHalfMatchOfAnotherMeetingWaits() {
        TestingAccount account =
                new TestingAccount(TestingPatterns.pattern("A B", 100, "engagement_id"));

        account.feed("A@1/e1 A@2/e2 B@3/e2");

        assertThat(account.texts()).containsExactly("A@2 B@3");
        assertThat(account.slots).containsOnlyKeys("e1");
    }

    /** It applies what must not happen after a repeated step between its repetitions too. */
    @ParameterizedTest
    @CsvSource({
        "A{2} !D C, A@1 D@2 A@3 C@4, A@1 A@3 C@4",
        "D B{2} !B A, D@1 B@2 B@3 A@4, D@1 B@2 B@3 A@4"
    })
    void forbidsAfterARepeatedStepOnlyWhatComesAfterItsLastElement(
            String steps, String facts, String match) {
        assertThat(TestingAccount.of(steps, 100).feed(facts).texts()).containsExactly(match);
    }

    @Test
    void forbidsAfterARepeatedStepWhatComesAfterItsLastElement() {
        assertThat(TestingAccount.of("A{2} !D C", 100).feed("A@1 A@2 D@3 C@4").texts()).isEmpty();
    }

    @Test
    void guardsARepeatedStepUpToItsFirstElement() {
        assertThat(TestingAccount.of("A !D C{2}", 100).feed("A@1 C@2 D@3 C@4").texts())
                .containsExactly("A@1 C@2 C@4");
        assertThat(TestingAccount.of("A !D C{2}", 100).feed("A@1 D@2 C@3 C@4").texts()).isEmpty();
    }

    /** It counts the deadline to what did not happen. */
    @ParameterizedTest
    @CsvSource({"10, true", "11, true", "12, false"})
    void countsAFactAtTheDeadlineAsInTime(long at, boolean matches) {
        assertThat(TestingAccount.of("A B", 10).feed("A@1 B@" + at).texts().size())
                .isEqualTo(matches ? 1 : 0);
        assertThat(TestingAccount.of("A !B", 10).feed("A@1 B@" + at).advance(50).texts().size())
                .isEqualTo(matches ? 0 : 1);
    }

    /** It can count from the step before, but then sets no timer. */
    @Test
    void countsWithinFromTheFirstStep() {
        assertThat(TestingAccount.of("A B !C", 10).feed("A@1 B@9").advance(11).texts())
                .containsExactly("A@1 B@9 end@11");
        assertThat(TestingAccount.of("A B C", 10).feed("A@1 B@9 C@12").texts()).isEmpty();
    }

    /** It takes a fact that goes back in time for another one at the same instant. */
    @Test
    void keepsFactsApartWhereTimeGoesBack() {
        TestingAccount account = TestingAccount.of("A{3}", 100);

        account.feed("A@5").advance(7).feed("Ax@3 Ay@3");

        assertThat(account.texts()).containsExactly("A@5 Ax@3 Ay@3");
        assertThat(account.matches.get(0).facts())
                .extracting(StepFact::at)
                .as("live judges at the later time")
                .containsExactly(5L, 5L, 5L);
    }

    /** A newer fact of the same account can make its absence come early. */
    @Test
    void waitsForAllFactsOfTheDeadlineBeforeAnAbsenceIsCertain() {
        assertThat(TestingAccount.of("A !C", 10).feed("A@1 X@11 C@11").advance(11).texts())
                .isEmpty();
        assertThat(TestingAccount.of("A !C", 10).feed("A@1 X@11 X@11").texts()).isEmpty();
        assertThat(TestingAccount.of("A !C", 10).feed("A@1 X@11 C@12").texts())
                .containsExactly("A@1 end@11");
    }

    /** Its absences have the time of the watermark that happens to come. */
    @ParameterizedTest
    @CsvSource({"11", "12", "1000000"})
    void givesAnAbsenceItsDeadlineHoweverLateTheClockIs(long clock) {
        TestingAccount account = TestingAccount.of("A !C", 10).feed("A@1").advance(10);
        assertThat(account.matches).isEmpty();

        account.advance(clock);

        assertThat(account.texts()).containsExactly("A@1 end@11");
        assertThat(account.slots).isEmpty();
    }

    /** It sets no timer for what begins at the beginning of time or before. */
    @ParameterizedTest
    @CsvSource({"-20", "-11", "-1", "0"})
    void endsAlsoWhatBeganBefore1970(long begin) {
        TestingAccount account = TestingAccount.of("A B", 10).feed("A@" + begin);
        assertThat(account.slots.get("").deadline()).isEqualTo(begin + 10);

        account.advance(begin + 10);

        assertThat(account.slots).isEmpty();
        assertThat(TestingAccount.of("A !B", 10).feed("A@" + begin).advance(10).texts())
                .containsExactly("A@" + begin + " end@" + (begin + 10));
    }

    /** It forgets one of two steps that must not happen at the end, and before a next one. */
    @ParameterizedTest
    @CsvSource({
        "A !B !C, A@1 B@2",
        "A !B !C, A@1 C@2",
        "A !C !>B, A@1 B@2",
        "A !C !>B, A@1 X@2 C@3",
        "A !C !>B D, A@1 X@2 C@3 D@4",
        "A !>B !C D, A@1 X@2 C@3 D@4"
    })
    void mindsEachOfSeveralStepsThatMustNotHappen(String steps, String facts) {
        assertThat(TestingAccount.of(steps, 10).feed(facts).advance(50).texts()).isEmpty();
    }

    /** Its notNext at the end needs a fact that comes next. */
    @Test
    void findsThatNothingCameNextWhenNothingCameAtAll() {
        assertThat(TestingAccount.of("A !>B", 10).feed("A@1").advance(11).texts())
                .containsExactly("A@1 end@11");
        assertThat(TestingAccount.of("A !>B", 10).feed("A@1 X@2 B@3").advance(11).texts())
                .containsExactly("A@1 end@11");
    }

    /** It lets such a fact complete a match, but not go on with one. */
    @ParameterizedTest
    @CsvSource({"A !C B, A@1 BC@2", "A !C B D, A@1 BC@2 D@3", "A !C >B, A@1 BC@2"})
    void endsAHalfMatchByAFactThatIsAwaitedAndForbidden(String steps, String facts) {
        assertThat(TestingAccount.of(steps, 10).feed(facts).advance(50).texts()).isEmpty();
    }

    /** Restored state that names a state it does not have makes it fail at each fact. */
    @Test
    void dropsAHalfMatchOfAnotherShape() {
        PatternMatcher matcher = new PatternMatcher();
        PatternFact begin = TestingPatterns.facts("A@1").get(0);
        CompiledPattern longer = CompiledPattern.of(TestingPatterns.pattern("A !>X !C", 9), 1);
        CompiledPattern shorter = CompiledPattern.of(TestingPatterns.pattern("A", 9), 1);
        CompiledPattern other = CompiledPattern.of(TestingPatterns.pattern("A B", 9), 1);
        PatternSlot slot = matcher.feed(longer, null, begin).slot();

        for (CompiledPattern pattern : List.of(shorter, other)) {
            assertThat(matcher.advance(pattern, slot, 5).slot()).isNull();
            assertThat(matcher.feed(pattern, slot, begin).expired()).isEmpty();
        }
    }

    @Test
    void dropsAHalfMatchOfAnotherVersion() {
        PatternMatcher matcher = new PatternMatcher();
        List<PatternFact> facts = TestingPatterns.facts("A@1 B@2");
        CompiledPattern first = CompiledPattern.of(TestingPatterns.pattern("A B", 9), 1);
        CompiledPattern second = CompiledPattern.of(TestingPatterns.pattern("A B", 9), 2);
        PatternSlot slot = matcher.feed(first, null, facts.get(0)).slot();

        PatternOutcome outcome = matcher.feed(second, slot, facts.get(1));

        assertThat(outcome).isEqualTo(new PatternOutcome(null, List.of(), List.of(), List.of()));
    }

    /** Its buffer begins a thread that keeps the process alive. */
    @Test
    void leavesNoThread() throws InterruptedException {
        List<Thread> before = threads();

        new PatternMatcher();

        for (Thread thread : threads()) {
            if (!before.contains(thread)) {
                thread.join(10_000);
            }
        }
        assertThat(before).containsAll(threads());
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && thread.getName().startsWith("Timer-"))
                .toList();
    }
}
