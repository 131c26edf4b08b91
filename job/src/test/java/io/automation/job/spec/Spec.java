package io.automation.job.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rule of behaviour as data: a world, what changes in it, and the runs that have to come of it.
 *
 * @param name the rule in one sentence
 */
record Spec(
        String name,
        Replayed replayed,
        List<SpecLine> lines,
        List<ExpectedRun> runs,
        List<ExpectedRefusal> refusals,
        int deadLetters) {

    Spec {
        lines = List.copyOf(lines);
        runs = List.copyOf(runs);
        refusals = List.copyOf(refusals);
    }

    /** By which definitions, and how far, a spec is replayed. */
    record Replayed(boolean isPinned, boolean includesDrafts, @Nullable Instant until) {}

    /**
     * A run that has to be there; what is null is not looked at.
     *
     * @param workflowId null in a spec with one workflow
     * @param accountId null in a spec with one account
     * @param data the parts of trigger_data that count
     * @param deliveries all mails of the run
     * @param columns further columns of the run by their names in {@code runs.jsonl}
     */
    record ExpectedRun(
            Instant at,
            @Nullable String workflowId,
            @Nullable String accountId,
            String status,
            @Nullable String reason,
            ObjectNode data,
            @Nullable List<JsonNode> deliveries,
            ObjectNode columns) {

        ExpectedRun {
            deliveries = deliveries == null ? null : List.copyOf(deliveries);
        }
    }

    /** A definition that has to be refused with a problem at a JSON pointer. */
    record ExpectedRefusal(@Nullable Instant at, String pointer) {}
}
