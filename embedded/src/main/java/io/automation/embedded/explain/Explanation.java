package io.automation.embedded.explain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer: whether it fired, why, and the numbers.
 *
 * @param decision null where nothing was decided
 * @param run the run of that decision; null for none
 * @param at which instant is answered for, in epoch milliseconds
 * @param moment that instant as the first line names it
 * @param sentences the most important one first
 * @param facts the latest that mattered, oldest first; empty where it fired
 * @param notBefore before which instant it cannot fire again, in epoch milliseconds; null for none
 * @param recordsSince the first instant of the records, in epoch milliseconds; null for none
 */
record Explanation(
        Subject subject,
        boolean isFired,
        @Nullable Decided decision,
        @Nullable RunStory run,
        long at,
        String moment,
        List<String> sentences,
        List<NumbersTable.Row> numbers,
        List<FactLine> facts,
        @Nullable Long notBefore,
        @Nullable Long recordsSince) {

    /** One fact with its verdict, as a line of a list. */
    record FactLine(Decided decision, String when, String what, String verdict, String run) {}

    Explanation {
        sentences = List.copyOf(sentences);
        numbers = List.copyOf(numbers);
        facts = List.copyOf(facts);
    }
}
