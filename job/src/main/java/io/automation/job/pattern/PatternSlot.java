package io.automation.job.pattern;

import java.util.List;

/**
 * All that is half matched of one workflow's pattern and one partition value on an account;
 * immutable, written by {@link PatternSlotSerializer}.
 *
 * <p>State: it says which facts which step has taken and nothing of how the automaton counts, so
 * that it outlives another version of flink-cep.
 */
public final class PatternSlot {

    private final long version;
    private final long clock;
    private final long arrivals;
    private final long deadline;
    private final List<HalfMatch> halves;

    /**
     * @param version that of the compiled pattern it belongs to
     * @param clock the time of the last fact; time never goes back
     * @param arrivals how many facts came in
     * @param deadline when the oldest half match ends
     * @param halves the oldest first, never empty
     */
    PatternSlot(long version, long clock, long arrivals, long deadline, List<HalfMatch> halves) {
        this.version = version;
        this.clock = clock;
        this.arrivals = arrivals;
        this.deadline = deadline;
        this.halves = List.copyOf(halves);
    }

    /** The next instant, in epoch milliseconds, at which time alone changes something here. */
    public long deadline() {
        return deadline;
    }

    /** How many partial matches it holds. */
    public int size() {
        return halves.size();
    }

    /** The version of the pattern it belongs to. */
    public long version() {
        return version;
    }

    long clock() {
        return clock;
    }

    long arrivals() {
        return arrivals;
    }

    List<HalfMatch> halves() {
        return halves;
    }
}
