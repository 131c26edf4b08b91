package io.automation.model.change;

import org.jspecify.annotations.Nullable;

/**
 * Input that was rejected, with the reason, where it stood, and its bytes.
 *
 * @param folder the replayed folder, empty in a live job
 * @param origin the file below the input, or {@code topic-partition}
 * @param line the line, counted from 1, or the offset
 * @param reason one word of a closed list, for machines: {@code not_utf8}, {@code bad_number} …
 * @param message what was found and where, for people
 * @param key the record's key, if it had one
 * @param value the record's bytes; cut to 1 MiB
 */
public record DeadLetter(
        String folder,
        String origin,
        long line,
        String reason,
        String message,
        byte @Nullable [] key,
        byte[] value) {}
