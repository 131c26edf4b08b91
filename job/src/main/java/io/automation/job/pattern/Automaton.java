package io.automation.job.pattern;

import io.automation.job.pattern.CompiledPattern.Absence;
import io.automation.job.pattern.CompiledPattern.Single;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.flink.cep.nfa.ComputationState;
import org.apache.flink.cep.nfa.DeweyNumber;
import org.apache.flink.cep.nfa.NFA;
import org.apache.flink.cep.nfa.NFAState;
import org.apache.flink.cep.nfa.aftermatch.AfterMatchSkipStrategy;
import org.apache.flink.cep.nfa.compiler.NFACompiler;
import org.apache.flink.cep.nfa.sharedbuffer.EventId;
import org.apache.flink.cep.nfa.sharedbuffer.NodeId;
import org.apache.flink.cep.nfa.sharedbuffer.SharedBufferAccessor;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.cep.pattern.conditions.SimpleCondition;
import org.apache.flink.cep.time.TimerService;

/**
 * Flink CEP's automaton of one pattern.
 *
 * <p>Its events are numbers: the fact at hand is the set of steps it meets, and each half match
 * enters the buffer as one event, its own number, whose only successor is the fact at hand. So the
 * buffer lives for one fact only, and what must last is in the slot.
 *
 * <p>Names of states: {@code s3} waits for the fourth single step, {@code x3} sees what comes next
 * before it, {@code n3} is what must not come before it, and after the last step it waits for the
 * end.
 */
final class Automaton {

    private static final String STEP = "s";
    private static final String NOT_NEXT = "x";
    private static final String NOT_EVER = "n";
    private static final String HALF = "half";

    private static final long BEFORE = 0;
    private static final long NOW = 1;
    private static final AfterMatchSkipStrategy NO_SKIP = AfterMatchSkipStrategy.noSkip();
    private static final TimerService NO_CLOCK = () -> 0;

    private final NFA<Integer> nfa;
    private final int steps;

    private Automaton(NFA<Integer> nfa, int steps) {
        this.nfa = nfa;
        this.steps = steps;
    }

    /**
     * What became of a half match, or of the fact at hand as a first one.
     *
     * @param half its place in the list; the list's size for the fact at hand
     * @param takes whether the fact at hand was added
     */
    record Move(int half, boolean takes, boolean fresh) {}

    /**
     * What one fact did.
     *
     * @param completed the places of the half matches that it completes
     * @param moves the half matches there are now; one may have gone two ways
     */
    record Moves(List<Integer> completed, List<Move> moves) {}

    static Automaton of(CompiledPattern compiled) {
        List<Single> singles = compiled.singles();
        Pattern<Integer, ?> pattern =
                Pattern.<Integer>begin(STEP + 0).where(new Meets(singles.get(0).bit(), 0));
        for (int i = 1; i < singles.size(); i++) {
            Single single = singles.get(i);
            Absence before = single.before();
            pattern = without(pattern, i, before, before.ever() != 0);
            Pattern<Integer, Integer> step =
                    switch (single.contiguity()) {
                        case NEXT -> pattern.next(STEP + i);
                        case FOLLOWED_BY -> pattern.followedBy(STEP + i);
                        case FOLLOWED_BY_ANY -> pattern.followedByAny(STEP + i);
                    };
            // Flink lets a fact that is forbidden and awaited complete a match, but not go on with
            // one; here it always ends it.
            pattern = step.where(new Meets(single.bit(), before.ever()));
        }
        Absence ending = compiled.ending();
        if (ending != null) {
            pattern = without(pattern, singles.size(), ending, true);
        }
        pattern = pattern.within(Duration.ofMillis(compiled.withinMillis()));
        return new Automaton(
                NFACompiler.compileFactory(pattern, false).createNFA(), singles.size());
    }

    /** Flink forgets negated steps that stand before others, so there is at most one of a kind. */
    private static Pattern<Integer, ?> without(
            Pattern<Integer, ?> pattern, int place, Absence absence, boolean ever) {
        Pattern<Integer, ?> more = pattern;
        if (absence.next() != 0) {
            more = more.notNext(NOT_NEXT + place).where(new Meets(absence.next(), 0));
        }
        return ever
                ? more.notFollowedBy(NOT_EVER + place).where(new Meets(absence.ever(), 0))
                : more;
    }

    /** What a fact that meets these steps does to these half matches. */
    Moves feed(List<HalfMatch> halves, int bits, ScratchBuffer scratch) {
        try {
            return process(halves, bits, scratch.empty());
        } catch (Exception e) {
            throw new IllegalStateException("flink-cep failed on a fact", e);
        }
    }

    private Moves process(List<HalfMatch> halves, int bits, SharedBufferAccessor<Integer> buffer)
            throws Exception {
        List<ComputationState> states = new ArrayList<>(halves.size() + 1);
        for (int i = 0; i < halves.size(); i++) {
            states.add(seed(buffer, i, halves.get(i)));
        }
        if ((bits & CompiledPattern.FIRST) != 0) {
            states.add(
                    ComputationState.createStartState(
                            STEP + 0, new DeweyNumber(halves.size() + 1)));
        }
        NFAState state = new NFAState(states);
        Collection<Map<String, List<Integer>>> matches =
                nfa.process(buffer, state, bits, NOW, NO_SKIP, NO_CLOCK);
        return new Moves(completed(matches, halves.size()), moves(state, halves.size()));
    }

    private ComputationState seed(SharedBufferAccessor<Integer> buffer, int place, HalfMatch half)
            throws Exception {
        DeweyNumber edge = new DeweyNumber(place + 1);
        DeweyNumber version = edge.addStage();
        EventId event = buffer.registerEvent(place, BEFORE);
        NodeId node = buffer.put(HALF, event, null, edge);
        buffer.lockNode(node, version);
        buffer.releaseEvent(event);
        return ComputationState.createState(state(half), node, version, BEFORE, BEFORE, event);
    }

    private String state(HalfMatch half) {
        int taken = half.facts().size();
        return (half.fresh() ? NOT_NEXT : taken == steps ? NOT_EVER : STEP) + taken;
    }

    private static List<Integer> completed(
            Collection<Map<String, List<Integer>>> matches, int startedNow) {
        List<Integer> places = new ArrayList<>(matches.size());
        for (Map<String, List<Integer>> match : matches) {
            List<Integer> half = match.get(HALF);
            places.add(half == null ? startedNow : half.get(0));
        }
        return places;
    }

    private static List<Move> moves(NFAState state, int startedNow) {
        List<Move> moves = new ArrayList<>(state.getPartialMatches().size());
        for (ComputationState partial : state.getPartialMatches()) {
            EventId start = partial.getStartEventID();
            if (start != null) {
                boolean startsNow = start.getTimestamp() == NOW;
                moves.add(
                        new Move(
                                startsNow ? startedNow : start.getId(),
                                partial.getPreviousBufferEntry().getEventId().getTimestamp() == NOW,
                                partial.getCurrentStateName().startsWith(NOT_NEXT)));
            }
        }
        return moves;
    }

    /** Whether a fact meets one of some steps and none of others. */
    private static final class Meets extends SimpleCondition<Integer> {

        private final int wanted;
        private final int forbidden;

        Meets(int wanted, int forbidden) {
            this.wanted = wanted;
            this.forbidden = forbidden;
        }

        @Override
        public boolean filter(Integer bits) {
            return (bits & wanted) != 0 && (bits & forbidden) == 0;
        }
    }
}
