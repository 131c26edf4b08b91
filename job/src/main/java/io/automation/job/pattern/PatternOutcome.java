package io.automation.job.pattern;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a fact or the passing of time did to a slot.
 *
 * @param slot what to keep: null if nothing is half matched, the same object if nothing changed
 * @param matches in the order in which they came true
 * @param expired the half matches whose time ended
 * @param dropped the oldest half matches, which more than {@link PatternMatcher#MOST_HALF_MATCHES}
 *     would have been
 */
public record PatternOutcome(
        @Nullable PatternSlot slot,
        List<PatternMatch> matches,
        List<PartialMatch> expired,
        List<PartialMatch> dropped) {

    static PatternOutcome unchanged(@Nullable PatternSlot slot) {
        return new PatternOutcome(slot, List.of(), List.of(), List.of());
    }
}
