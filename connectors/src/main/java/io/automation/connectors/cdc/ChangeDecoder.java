package io.automation.connectors.cdc;

import io.automation.model.change.Decoded;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Turns one captured record into changes or a dead letter; an instance serves one thread. */
public interface ChangeDecoder {

    /**
     * Hands on what the record became: nothing where it is passed over, one change, two where a row
     * moved, or one dead letter. Never throws on data.
     *
     * @param key the record's key, kept for the dead letter only
     * @param folder the replayed folder, empty in a live job
     * @param origin the file below the input, or {@code topic-partition}
     * @param line the line, counted from 1, or the offset
     */
    void decode(
            byte @Nullable [] key,
            byte @Nullable [] value,
            String folder,
            String origin,
            long line,
            Consumer<Decoded> out);
}
