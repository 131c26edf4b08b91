package io.automation.embedded.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.automation.model.run.Reason;
import io.automation.model.run.Verdict;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A decision as it was recorded: the verdict on one occurrence and workflow.
 *
 * @param at epoch milliseconds
 * @param accountId null for a run of an organization
 * @param compared what was compared, by part
 */
record Decided(
        long at,
        @Nullable String organizationId,
        String workflowId,
        @Nullable Integer version,
        @Nullable String accountId,
        String key,
        Verdict verdict,
        @Nullable Reason reason,
        @Nullable String runId,
        JsonNode compared) {

    private static final String DECREASE = "decrease:";
    private static final String INCREASE = "increase:";

    /** Oldest first; in one instant what started last, and before it what came nearest. */
    static final Comparator<Decided> ORDER =
            Comparator.comparingLong(Decided::at)
                    .thenComparing(Decided::verdict, Comparator.reverseOrder())
                    .thenComparingLong(Decided::held)
                    .thenComparing(Decided::key);

    /** A line of decisions.jsonl, or a row of automation_decisions in the same form. */
    static Decided read(JsonNode line) {
        String reason = Comparison.textOf(line.path("reason"));
        JsonNode version = line.path("version");
        return new Decided(
                Instant.parse(line.path("at").asText()).toEpochMilli(),
                Comparison.textOf(line.path("organization_id")),
                line.path("workflow_id").asText(),
                version.isInt() ? Integer.valueOf(version.intValue()) : null,
                Comparison.textOf(line.path("account_id")),
                line.path("occurrence_key").asText(),
                Verdict.valueOf(line.path("verdict").asText().toUpperCase(Locale.ROOT)),
                reason == null ? null : Reason.valueOf(reason.toUpperCase(Locale.ROOT)),
                Comparison.textOf(line.path("run_id")),
                line.path("compared"));
    }

    /** What is known of a run that no decision is kept of. */
    static Decided of(RunStory run, String workflowId, @Nullable String accountId) {
        return new Decided(
                run.at(),
                null,
                workflowId,
                run.workflowVersion(),
                accountId,
                run.key(),
                run.isRefused() ? Verdict.SKIPPED : Verdict.STARTED,
                run.isRefused() ? run.reason() : null,
                run.id(),
                JsonNodeFactory.instance.objectNode());
    }

    /** Whether it is of a run, one that was skipped at once among them. */
    boolean hasRun() {
        return verdict == Verdict.STARTED || verdict == Verdict.SKIPPED;
    }

    /** How many tests of the trigger held. */
    private long held() {
        return trigger().stream().filter(Comparison::holds).count();
    }

    List<Comparison> trigger() {
        return Comparison.list(compared.path("trigger"));
    }

    List<Comparison> conditions() {
        return Comparison.list(compared.path("conditions"));
    }

    List<Comparison> admission() {
        return Comparison.list(compared.path("admission"));
    }

    JsonNode fact() {
        return compared.path("fact");
    }

    /** A test of the trigger; null where it was not made. */
    @Nullable Comparison trigger(String test) {
        return find(trigger(), test);
    }

    @Nullable Comparison admission(String test) {
        return find(admission(), test);
    }

    /** The first test that failed in a part. */
    static @Nullable Comparison failed(List<Comparison> part) {
        return part.stream().filter(test -> !test.holds()).findFirst().orElse(null);
    }

    /** Which of the two directions of a score; null for all other triggers. */
    @Nullable Boolean isDecrease() {
        if (key.startsWith(DECREASE)
                || trigger("below") != null
                || trigger("lost_at_least") != null) {
            return true;
        }
        if (key.startsWith(INCREASE)
                || trigger("above") != null
                || trigger("gained_at_least") != null) {
            return false;
        }
        return null;
    }

    private static @Nullable Comparison find(List<Comparison> part, String test) {
        return part.stream().filter(each -> each.isOf(test)).findFirst().orElse(null);
    }
}
