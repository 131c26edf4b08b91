package io.automation.model.run;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One comparison that a decision was made by. Values are texts, numbers, booleans, instants, dates,
 * JSON, and lists and maps of these.
 *
 * @param test what was compared, by its code
 * @param asked what the workflow asks for; null where its name says it all
 * @param found what was there; null for nothing
 * @param holds whether it is so
 * @param extras further numbers in their order
 */
public record Compared(
        String test,
        @Nullable Object asked,
        @Nullable Object found,
        boolean holds,
        List<Extra> extras) {

    /** A further number: how it is called, and its value. */
    public record Extra(String name, @Nullable Object value) {}

    public Compared {
        extras = List.copyOf(extras);
    }

    public static Compared of(
            String test, @Nullable Object asked, @Nullable Object found, boolean holds) {
        return new Compared(test, asked, found, holds, List.of());
    }

    /** With a number more. */
    public Compared with(String name, @Nullable Object value) {
        List<Extra> longer = new ArrayList<>(extras);
        longer.add(new Extra(name, value));
        return new Compared(test, asked, found, holds, longer);
    }
}
