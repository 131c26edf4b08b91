package io.automation.udfs.template;

import io.automation.udfs.template.TemplateProblem.Code;
import java.io.Writer;
import java.util.function.LongSupplier;

/** Collects what a template prints and ends it when it prints too much or takes too long. */
final class BoundedWriter extends Writer {

    static final int MAX_CHARS = 1024 * 1024;
    static final int MAX_STEPS = 500_000;
    static final long MAX_NANOS = 1_000_000_000L;

    private final StringBuilder text = new StringBuilder();
    private final LongSupplier nanos;
    private final long started;
    private int steps;

    /**
     * @param nanos a clock that never goes back
     */
    BoundedWriter(LongSupplier nanos) {
        this.nanos = nanos;
        this.started = nanos.getAsLong();
    }

    /**
     * Counts a step of the engine. The count ends a template at the same place on every machine;
     * the clock is there for what the count does not see.
     */
    void step() {
        steps++;
        if (steps > MAX_STEPS) {
            throw new RenderStop(Code.TOO_SLOW, "", "more than " + MAX_STEPS + " steps");
        }
        if ((steps & 0xFF) == 0 && nanos.getAsLong() - started > MAX_NANOS) {
            throw new RenderStop(Code.TOO_SLOW, "", "it takes longer than a second");
        }
    }

    @Override
    public void write(char[] chars, int offset, int length) {
        room(length);
        text.append(chars, offset, length);
    }

    @Override
    public void write(String string, int offset, int length) {
        room(length);
        text.append(string, offset, offset + length);
    }

    private void room(int length) {
        step();
        if (text.length() + (long) length > MAX_CHARS) {
            throw new RenderStop(
                    Code.OUTPUT_TOO_LARGE, "", "more than " + MAX_CHARS + " characters");
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public String toString() {
        return text.toString();
    }
}
