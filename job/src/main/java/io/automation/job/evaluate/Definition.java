package io.automation.job.evaluate;

import io.automation.model.change.Change;
import org.jspecify.annotations.Nullable;

/**
 * What every subtask of the evaluation must know: a definition's change or, in a replay, the bounds
 * of a folder; the other is null.
 */
public record Definition(@Nullable Change change, @Nullable Bounds bounds) {

    public static Definition of(Change change) {
        return new Definition(change, null);
    }

    public static Definition of(Bounds bounds) {
        return new Definition(null, bounds);
    }
}
