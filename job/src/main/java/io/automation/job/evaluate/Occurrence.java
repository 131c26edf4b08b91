package io.automation.job.evaluate;

import io.automation.model.run.Compared;
import io.automation.model.run.Ids;
import io.automation.model.workflow.Workflow;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One time a trigger came true for one workflow.
 *
 * @param key what makes it one and the same, whenever and however often it is found
 * @param at epoch milliseconds
 * @param origin the run that wrote the fact; null where nobody asks, or no run did
 * @param source the row it comes from, {@code table/id}: the key is remembered as long as that
 * @param retractedBy what later fact takes it back; null if none can
 * @param decrease which of the two directions of a score; null for all other triggers
 * @param compared what its trigger compared; null where nobody asks
 */
record Occurrence(
        DefinitionVersion version,
        Workflow workflow,
        String triggerType,
        String key,
        long at,
        TriggerData data,
        @Nullable Origin origin,
        @Nullable String source,
        @Nullable String retractedBy,
        @Nullable Boolean decrease,
        @Nullable List<Compared> compared) {

    /** The order of what comes true in one instant (semantics 1.4). */
    static final Comparator<Occurrence> ORDER =
            Comparator.<Occurrence, String>comparing(occurrence -> occurrence.workflow.id())
                    .thenComparing(Occurrence::key);

    /** The run of this system that wrote a fact, and how deep in a chain of runs it is. */
    record Origin(String runId, int depth) {

        static final int DEEPEST = 3;

        boolean isTooDeep() {
            return depth >= DEEPEST;
        }
    }

    /** One of which nobody asks what its trigger compared. */
    Occurrence(
            DefinitionVersion version,
            Workflow workflow,
            String triggerType,
            String key,
            long at,
            TriggerData data,
            @Nullable Origin origin,
            @Nullable String source,
            @Nullable String retractedBy,
            @Nullable Boolean decrease) {
        this(
                version,
                workflow,
                triggerType,
                key,
                at,
                data,
                origin,
                source,
                retractedBy,
                decrease,
                null);
    }

    static Occurrence of(
            TriggerIndex.Acting<?> acting,
            String key,
            long at,
            TriggerData data,
            @Nullable String source) {
        return new Occurrence(
                acting.version(),
                acting.workflow(),
                acting.workflow().trigger().type().code(),
                key,
                at,
                data,
                null,
                source,
                null,
                null);
    }

    /**
     * The id of its run.
     *
     * @param accountId null for an organization run
     */
    String runId(@Nullable String accountId) {
        return Ids.runId(workflow.id(), accountId, triggerType, key);
    }

    Occurrence by(@Nullable Origin run) {
        return with(run, retractedBy, decrease, compared);
    }

    Occurrence retractedBy(String what) {
        return with(origin, what, decrease, compared);
    }

    Occurrence towards(boolean isDecrease) {
        return with(origin, retractedBy, isDecrease, compared);
    }

    Occurrence because(@Nullable List<Compared> comparisons) {
        return with(origin, retractedBy, decrease, comparisons);
    }

    private Occurrence with(
            @Nullable Origin newOrigin,
            @Nullable String newRetractedBy,
            @Nullable Boolean newDecrease,
            @Nullable List<Compared> newCompared) {
        return new Occurrence(
                version,
                workflow,
                triggerType,
                key,
                at,
                data,
                newOrigin,
                source,
                newRetractedBy,
                newDecrease,
                newCompared);
    }
}
