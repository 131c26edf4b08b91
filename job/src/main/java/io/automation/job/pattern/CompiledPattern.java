package io.automation.job.pattern;

import io.automation.model.workflow.Condition;
import io.automation.model.workflow.Trigger;
import io.automation.model.workflow.Trigger.Contiguity;
import io.automation.model.workflow.Trigger.PatternEvent;
import io.automation.model.workflow.Trigger.PatternStep;
import io.automation.udfs.condition.Conditions;
import io.automation.udfs.condition.Variables;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A pattern ready to be matched; for one thread. Steps are numbered, and a fact becomes the set of
 * steps whose event and conditions it meets, one bit each, so that conditions are judged once and
 * while the fact is there.
 */
public final class CompiledPattern {

    /** The bit of the first step. */
    static final int FIRST = 1;

    private final long version;
    private final long withinMillis;
    private final @Nullable String partitionBy;
    private final List<PatternStep> steps;
    private final Set<PatternEvent> waitsFor;
    private final List<Single> singles = new ArrayList<>();

    /** What must not happen after the last single step; null if the pattern ends with that. */
    private final @Nullable Absence ending;

    private @Nullable Automaton automaton;

    /**
     * A step that happens once; a step with {@code times} stands for that many.
     *
     * @param before what must not happen before it
     */
    record Single(String name, int bit, Contiguity contiguity, Absence before) {}

    /**
     * Negated steps between two others, or at the end; bits.
     *
     * @param next those that must not be the very next fact
     * @param ever those that must not come at all
     */
    record Absence(int next, int ever) {
        static final Absence NONE = new Absence(0, 0);

        Absence and(PatternStep step, int bit) {
            return step.contiguity() == Contiguity.NEXT
                    ? new Absence(next | bit, ever)
                    : new Absence(next, ever | bit);
        }
    }

    private CompiledPattern(Trigger.Pattern pattern, long version) {
        this.version = version;
        withinMillis = pattern.withinMillis();
        partitionBy = pattern.partitionBy();
        steps = pattern.steps();
        Absence before = Absence.NONE;
        for (int i = 0; i < steps.size(); i++) {
            PatternStep step = steps.get(i);
            int bit = FIRST << i;
            if (step.negated()) {
                before = before.and(step, bit);
                continue;
            }
            for (int time = 0; time < step.times(); time++) {
                singles.add(new Single(step.name(), bit, step.contiguity(), before));
                before = Absence.NONE;
            }
        }
        ending = steps.get(steps.size() - 1).negated() ? before : null;
        waitsFor = Collections.unmodifiableSet(awaitedEvents());
    }

    /**
     * A pattern that the parser has accepted. Its automaton is built when its first fact comes.
     *
     * @param version changes whenever half-matched state must go: a slot of another version counts
     *     as none
     */
    public static CompiledPattern of(Trigger.Pattern pattern, long version) {
        return new CompiledPattern(pattern, version);
    }

    /** The events that may begin a match; any other does nothing where there is no slot. */
    public Set<PatternEvent> startsWith() {
        return EnumSet.of(steps.get(0).event());
    }

    /** The events that may change a slot: all of them if one step must come or not come next. */
    public Set<PatternEvent> waitsFor() {
        return waitsFor;
    }

    private Set<PatternEvent> awaitedEvents() {
        for (int i = 1; i < singles.size(); i++) {
            if (singles.get(i).contiguity() == Contiguity.NEXT) {
                return EnumSet.allOf(PatternEvent.class);
            }
        }
        EnumSet<PatternEvent> events = EnumSet.noneOf(PatternEvent.class);
        for (PatternStep step : steps) {
            if (step.negated() && step.contiguity() == Contiguity.NEXT) {
                return EnumSet.allOf(PatternEvent.class);
            }
            events.add(step.event());
        }
        return events;
    }

    /**
     * The partition value whose slot a fact belongs to, empty without partition_by; null if the
     * fact has none and enters nothing.
     */
    public @Nullable String partition(PatternFact fact) {
        if (partitionBy == null) {
            return "";
        }
        Object value = fact.fields().value(partitionBy);
        return value == null ? null : value.toString();
    }

    long version() {
        return version;
    }

    long withinMillis() {
        return withinMillis;
    }

    List<Single> singles() {
        return singles;
    }

    @Nullable Absence ending() {
        return ending;
    }

    Automaton automaton() {
        if (automaton == null) {
            automaton = Automaton.of(this);
        }
        return automaton;
    }

    /** Whether a slot is of this pattern; of a damaged or foreign one nothing may be read. */
    boolean knows(PatternSlot slot) {
        return slot.version() == version && slot.halves().stream().allMatch(this::knows);
    }

    private boolean knows(HalfMatch half) {
        int taken = half.facts().size();
        Absence before = taken < singles.size() ? singles.get(taken).before() : ending;
        return taken <= singles.size() && before != null && (!half.fresh() || before.next() != 0);
    }

    /** Whether all has happened that must, and only time can tell what did not. */
    boolean waitsForTheEnd(HalfMatch half) {
        return half.facts().size() == singles.size();
    }

    boolean canStart(PatternFact fact) {
        return meets(fact, steps.get(0));
    }

    /** The steps whose event and conditions a fact meets. */
    int bits(PatternFact fact) {
        int bits = 0;
        for (int i = 0; i < steps.size(); i++) {
            if (meets(fact, steps.get(i))) {
                bits |= FIRST << i;
            }
        }
        return bits;
    }

    private static boolean meets(PatternFact fact, PatternStep step) {
        return fact.events().contains(step.event()) && holds(step.where(), fact.fields());
    }

    /** A missing value fails here also what is asked to differ from something. */
    private static boolean holds(List<Condition.Custom> where, Variables fields) {
        for (Condition.Custom custom : where) {
            if (fields.value(custom.field()) == null || Conditions.judge(custom, fields) != null) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether a fact that meets these steps changes a half match; else the automaton ignores it.
     */
    boolean concerns(HalfMatch half, int bits) {
        if (half.fresh()) {
            return true;
        }
        if (ending != null && waitsForTheEnd(half)) {
            return (bits & ending.ever()) != 0;
        }
        Single awaited = singles.get(half.facts().size());
        return awaited.contiguity() == Contiguity.NEXT
                || (bits & (awaited.bit() | awaited.before().ever())) != 0;
    }
}
