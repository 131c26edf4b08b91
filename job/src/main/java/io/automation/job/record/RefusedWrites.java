package io.automation.job.record;

import io.automation.connectors.kafka.RunEventCodec;
import io.automation.job.OperatorId;
import io.automation.model.change.DeadLetter;
import io.automation.model.run.RunEvent;
import java.nio.charset.StandardCharsets;

/** Records of the runs topic that PostgreSQL refused for good, as dead letters. */
public final class RefusedWrites {

    private RefusedWrites() {}

    /** The record as it stood in the topic; its origin is the operator that met the refusal. */
    public static DeadLetter letter(OperatorId by, RunEvent event, String reason, String message) {
        return new DeadLetter(
                "",
                by.uid(),
                0,
                reason,
                message,
                event.runId().getBytes(StandardCharsets.UTF_8),
                RunEventCodec.write(event));
    }
}
