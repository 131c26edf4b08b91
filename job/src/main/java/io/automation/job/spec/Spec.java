package io.automation.job.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automation.job.history.ReplayOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One rule of behaviour as data: a world, what changes in it, and the runs that have to come of it.
 *
 * @param name the rule in one sentence
 * @param options by which definitions, and how far, it is replayed
 * @param definitions the definition files that it takes workflows from
 * @param notFollowed by a workflow's name, how many mails would have set it off, had they been sent
 */
public record Spec(
        String name,
        ReplayOptions options,
        List<SpecLine> lines,
        List<ExpectedRun> runs,
        List<ExpectedRefusal> refusals,
        int deadLetters,
        List<Path> definitions,
        Map<String, Integer> notFollowed) {

    public Spec {
        lines = List.copyOf(lines);
        runs = List.copyOf(runs);
        refusals = List.copyOf(refusals);
        definitions = List.copyOf(definitions);
        notFollowed = Map.copyOf(notFollowed);
    }

    /**
     * A run that has to be there; what is null is not looked at.
     *
     * @param workflowId null in a spec with one workflow
     * @param accountId null in a spec with one account
     * @param data the parts of trigger_data that count
     * @param deliveries all mails of the run
     * @param columns further columns of the run by their names in {@code runs.jsonl}
     */
    public record ExpectedRun(
            Instant at,
            @Nullable String workflowId,
            @Nullable String accountId,
            String status,
            @Nullable String reason,
            ObjectNode data,
            @Nullable List<JsonNode> deliveries,
            ObjectNode columns) {

        public ExpectedRun {
            deliveries = deliveries == null ? null : List.copyOf(deliveries);
        }
    }

    /** A definition that has to be refused with a problem at a JSON pointer. */
    public record ExpectedRefusal(@Nullable Instant at, String pointer) {}
}
