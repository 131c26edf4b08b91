package io.automation.job.record;

import io.automation.model.run.Run;
import io.automation.model.run.RunMode;
import io.automation.model.run.RunStatus;
import java.util.List;

/** Runs as detection commits them. */
final class Runs {

    private Runs() {}

    static Run run(String id, String workflowId, RunStatus status, long occurredAt) {
        return new Run(
                "",
                id,
                workflowId,
                1,
                "org-1",
                "account-1",
                "health_score_change",
                "1042",
                occurredAt,
                status,
                null,
                null,
                false,
                false,
                RunMode.LIVE,
                "{}",
                List.of(),
                List.of());
    }
}
