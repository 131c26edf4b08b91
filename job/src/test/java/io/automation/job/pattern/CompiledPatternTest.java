package io.automation.job.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.model.workflow.Trigger;
import io.automation.model.workflow.Trigger.Contiguity;
import io.automation.model.workflow.Trigger.PatternEvent;
import io.automation.model.workflow.Trigger.PatternStep;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompiledPatternTest {

    @Test
    void saysWhatItCanBeginWithAndWhatItWaitsFor() {
        CompiledPattern pattern = of(Contiguity.FOLLOWED_BY, 1);

        assertThat(pattern.startsWith()).containsExactly(PatternEvent.STATUS_CHANGED);
        assertThat(pattern.waitsFor())
                .containsExactlyInAnyOrder(PatternEvent.STATUS_CHANGED, PatternEvent.GOAL_CHANGED);
    }

    @Test
    void waitsForEveryEventWhereAStepComesNext() {
        assertThat(of(Contiguity.NEXT, 1).waitsFor()).containsExactly(PatternEvent.values());
    }

    @ParameterizedTest
    @ValueSource(strings = {"A !>B C", "A !>B"})
    void waitsForEveryEventWhereAStepMustNotComeNext(String steps) {
        assertThat(CompiledPattern.of(TestingPatterns.pattern(steps, 9), 1).waitsFor())
                .containsExactly(PatternEvent.values());
    }

    @Test
    void waitsForEveryEventWhereTheFirstStepIsRepeatedNext() {
        assertThat(CompiledPattern.of(TestingPatterns.pattern(">A{2}", 9), 1).waitsFor())
                .containsExactly(PatternEvent.values());
        assertThat(CompiledPattern.of(TestingPatterns.pattern(">A B", 9), 1).waitsFor())
                .containsExactly(PatternEvent.ENGAGEMENT_CHANGED);
    }

    private static CompiledPattern of(Contiguity contiguity, long version) {
        return CompiledPattern.of(
                new Trigger.Pattern(
                        List.of(
                                step(PatternEvent.STATUS_CHANGED, Contiguity.FOLLOWED_BY),
                                step(PatternEvent.GOAL_CHANGED, contiguity)),
                        9,
                        null),
                version);
    }

    private static PatternStep step(PatternEvent event, Contiguity contiguity) {
        return new PatternStep("s", event, List.of(), 1, false, contiguity);
    }
}
