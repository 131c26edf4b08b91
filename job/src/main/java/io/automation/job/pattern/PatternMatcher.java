package io.automation.job.pattern;

import io.automation.job.pattern.Automaton.Move;
import io.automation.job.pattern.Automaton.Moves;
import io.automation.job.pattern.CompiledPattern.Single;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Matches patterns on Flink CEP's automaton (semantics 3.7); one for each operator, for one thread.
 */
public final class PatternMatcher {

    /*
     * State: what is half matched is a list of facts for each half match, immutable, in the slot.
     * The automaton says which way a half match goes with a fact, nothing else: it keeps nothing.
     *
     * Time: a half match ends at its first fact's time + within, and that instant still belongs to
     * it. So all deadlines before a fact's time are done before the fact, those at its time after.
     * Of an absence at the end, the deadline is the instant of the match. The oldest half match
     * comes first, so deadlines are in order.
     *
     * Matches: a match ends every half match that began before or with its last fact. A fact that
     * completes a match is that last fact, so it leaves nothing; an absence leaves what began
     * later. Flink's own skipping would hold a match back while an older half match lives, and does
     * not say which of several with the same first fact comes first.
     */

    /** The most half matches of one slot; of more the oldest go. */
    public static final int MOST_HALF_MATCHES = 64;

    private final ScratchBuffer scratch = new ScratchBuffer();

    /**
     * What a fact does, after what was due before it. Facts come in their account's order; one that
     * goes back in time counts as of the last one's time.
     *
     * @param slot that of the fact's {@link CompiledPattern#partition}, null if there is none
     */
    public PatternOutcome feed(
            CompiledPattern pattern, @Nullable PatternSlot slot, PatternFact fact) {
        PatternOutcome due = advance(pattern, slot, fact.at() - 1);
        PatternSlot before = due.slot();
        if (pattern.partition(fact) == null || (before == null && !pattern.canStart(fact))) {
            return due;
        }
        int bits = before == null ? CompiledPattern.FIRST : pattern.bits(fact);
        List<HalfMatch> kept = new ArrayList<>();
        List<HalfMatch> concerned = new ArrayList<>();
        for (HalfMatch half : before == null ? List.<HalfMatch>of() : before.halves()) {
            (pattern.concerns(half, bits) ? concerned : kept).add(half);
        }
        if (concerned.isEmpty() && (bits & CompiledPattern.FIRST) == 0) {
            return due;
        }
        KeptFact taken = keep(fact, before);
        Moves moves = pattern.automaton().feed(concerned, bits, scratch);
        if (!moves.completed().isEmpty()) {
            HalfMatch match = moved(concerned, Collections.min(moves.completed()), taken, false);
            return ended(due, matched(pattern, match, taken.at(), false));
        }
        for (Move move : moves.moves()) {
            kept.add(
                    move.takes()
                            ? moved(concerned, move.half(), taken, move.fresh())
                            : new HalfMatch(concerned.get(move.half()).facts(), move.fresh()));
        }
        kept.sort(HalfMatch.OLDEST_FIRST);
        List<PartialMatch> dropped = new ArrayList<>();
        while (kept.size() > MOST_HALF_MATCHES) {
            dropped.add(partial(pattern, kept.remove(0)));
        }
        PatternSlot after = slot(pattern, kept, taken.at(), taken.arrival() + 1);
        return new PatternOutcome(after, due.matches(), due.expired(), dropped);
    }

    /**
     * What is due up to an instant, that included: half matches whose time ends, absences that are
     * certain. Facts at the instant come first. Going back does nothing.
     *
     * @param to epoch milliseconds
     */
    public PatternOutcome advance(CompiledPattern pattern, @Nullable PatternSlot slot, long to) {
        if (slot == null || !pattern.knows(slot)) {
            return PatternOutcome.unchanged(null);
        }
        if (slot.deadline() > to) {
            return PatternOutcome.unchanged(slot);
        }
        List<HalfMatch> halves = new ArrayList<>(slot.halves());
        List<PatternMatch> matches = new ArrayList<>();
        List<PartialMatch> expired = new ArrayList<>();
        while (!halves.isEmpty() && deadline(pattern, halves.get(0)) <= to) {
            HalfMatch oldest = halves.remove(0);
            if (pattern.waitsForTheEnd(oldest)) {
                matches.add(matched(pattern, oldest, deadline(pattern, oldest), true));
                halves.removeIf(beganUntil(oldest.last()));
            } else {
                expired.add(partial(pattern, oldest));
            }
        }
        return new PatternOutcome(
                slot(pattern, halves, slot.clock(), slot.arrivals()), matches, expired, List.of());
    }

    /** The facts of the half match that has come furthest, of several the oldest; none: empty. */
    public List<StepFact> furthest(CompiledPattern pattern, @Nullable PatternSlot slot) {
        HalfMatch furthest = null;
        if (slot != null && pattern.knows(slot)) {
            for (HalfMatch half : slot.halves()) {
                if (furthest == null || half.facts().size() > furthest.facts().size()) {
                    furthest = half;
                }
            }
        }
        return furthest == null ? List.of() : steps(pattern, furthest);
    }

    private static KeptFact keep(PatternFact fact, @Nullable PatternSlot before) {
        return new KeptFact(
                before == null ? 0 : before.arrivals(),
                fact.table(),
                fact.rowId(),
                fact.position(),
                before == null ? fact.at() : Math.max(fact.at(), before.clock()));
    }

    /** A half match with a fact more; the place after the last one is that of a new one. */
    private static HalfMatch moved(
            List<HalfMatch> halves, int place, KeptFact taken, boolean fresh) {
        return place == halves.size()
                ? new HalfMatch(List.of(taken), fresh)
                : halves.get(place).with(taken, fresh);
    }

    private static Predicate<HalfMatch> beganUntil(KeptFact last) {
        return half -> half.first().arrival() <= last.arrival();
    }

    private static PatternOutcome ended(PatternOutcome due, PatternMatch match) {
        List<PatternMatch> matches = new ArrayList<>(due.matches());
        matches.add(match);
        return new PatternOutcome(null, matches, due.expired(), List.of());
    }

    private static @Nullable PatternSlot slot(
            CompiledPattern pattern, List<HalfMatch> halves, long clock, long arrivals) {
        return halves.isEmpty()
                ? null
                : new PatternSlot(
                        pattern.version(),
                        clock,
                        arrivals,
                        deadline(pattern, halves.get(0)),
                        halves);
    }

    private static long deadline(CompiledPattern pattern, HalfMatch half) {
        return half.first().at() + pattern.withinMillis();
    }

    private static PatternMatch matched(
            CompiledPattern pattern, HalfMatch half, long occurredAt, boolean endsWithAbsence) {
        return new PatternMatch(steps(pattern, half), occurredAt, endsWithAbsence);
    }

    private static PartialMatch partial(CompiledPattern pattern, HalfMatch half) {
        return new PartialMatch(steps(pattern, half), deadline(pattern, half));
    }

    private static List<StepFact> steps(CompiledPattern pattern, HalfMatch half) {
        List<StepFact> facts = new ArrayList<>(half.facts().size());
        for (int i = 0; i < half.facts().size(); i++) {
            Single single = pattern.singles().get(i);
            KeptFact fact = half.facts().get(i);
            facts.add(
                    new StepFact(
                            single.name(), fact.table(), fact.rowId(), fact.position(), fact.at()));
        }
        return facts;
    }
}
