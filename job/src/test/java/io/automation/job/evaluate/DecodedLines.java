package io.automation.job.evaluate;

import io.automation.connectors.cdc.ChangeDecoder;
import io.automation.connectors.cdc.DebeziumJsonDecoder;
import io.automation.connectors.cdc.DecoderOptions;
import io.automation.connectors.cdc.TimePrecision;
import io.automation.model.change.Change;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads lines with the product's decoder; what it sets aside is left out. */
public final class DecodedLines {

    private DecodedLines() {}

    /**
     * The changes of lines, in their order.
     *
     * @param folder the replayed folder, empty for a live job
     */
    public static List<Change> of(String folder, List<String> lines) {
        // What has no position is ordered by its JSON in a replay, and as it comes in a live job.
        boolean keepsTies = !folder.isEmpty();
        ChangeDecoder decoder =
                new DebeziumJsonDecoder(new DecoderOptions(TimePrecision.ADAPTIVE, keepsTies));
        List<Change> changes = new ArrayList<>();
        for (String line : lines) {
            byte[] value = line.getBytes(StandardCharsets.UTF_8);
            decoder.decode(
                    null,
                    value,
                    folder,
                    "changes-0",
                    changes.size(),
                    decoded -> {
                        Change change = decoded.change();
                        if (change != null) {
                            changes.add(change);
                        }
                    });
        }
        return changes;
    }
}
