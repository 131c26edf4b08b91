package io.automation.job.history;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One line of a replay's output, or a part of its summary.
 *
 * @param folder the replayed folder it belongs to
 * @param key its place within the section, made with {@link SortKey}
 * @param text UTF-8, without the line's end
 * @param tally what a run is counted by; null for everything else
 */
public record OutputLine(
        String folder, OutputSection section, byte[] key, byte[] text, @Nullable RunTally tally) {

    /** The order of the output: equal lines are interchangeable. */
    static final Comparator<OutputLine> ORDER = OutputLine::compare;

    private static final byte[] NOTHING = {};

    static OutputLine of(String folder, OutputSection section, SortKey key, byte[] text) {
        return new OutputLine(folder, section, key.bytes(), text, null);
    }

    /** A line that says it all by its key. */
    static OutputLine of(String folder, OutputSection section, SortKey key) {
        return of(folder, section, key, NOTHING);
    }

    static OutputLine failure(String folder, String message) {
        byte[] text = message.getBytes(StandardCharsets.UTF_8);
        return of(folder, OutputSection.FAILURE, new SortKey(), text);
    }

    String textAsString() {
        return new String(text, StandardCharsets.UTF_8);
    }

    /** Spelled out, since a big replay does little else at its end. */
    private static int compare(OutputLine left, OutputLine right) {
        int order = left.folder.compareTo(right.folder);
        if (order == 0) {
            order = left.section.compareTo(right.section);
        }
        if (order == 0) {
            order = Arrays.compareUnsigned(left.key, right.key);
        }
        return order == 0 ? Arrays.compareUnsigned(left.text, right.text) : order;
    }
}
