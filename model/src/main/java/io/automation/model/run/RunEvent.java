package io.automation.model.run;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One record of the runs topic: a run, an intent or a call-back, the others are null; flat, since a
 * sealed type would cross Flink's edges through Kryo.
 */
public record RunEvent(
        Kind kind,
        String runId,
        @Nullable Run run,
        @Nullable Intent intent,
        @Nullable Cancel cancel) {

    /** Which of the three it is. */
    public enum Kind {
        RUN,
        INTENT,
        CANCEL
    }

    public RunEvent {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(runId);
    }

    public static RunEvent of(Run run) {
        return new RunEvent(Kind.RUN, run.id(), run, null, null);
    }

    public static RunEvent of(Intent intent) {
        return new RunEvent(Kind.INTENT, intent.run().id(), null, intent, null);
    }

    public static RunEvent of(Cancel cancel) {
        return new RunEvent(Kind.CANCEL, cancel.runId(), null, null, cancel);
    }
}
