package io.automation.model.change;

import org.jspecify.annotations.Nullable;

/** What one input record became: a change or a dead letter, the other is null. */
public record Decoded(@Nullable Change change, @Nullable DeadLetter deadLetter) {

    public static Decoded of(Change change) {
        return new Decoded(change, null);
    }

    public static Decoded rejected(DeadLetter deadLetter) {
        return new Decoded(null, deadLetter);
    }
}
