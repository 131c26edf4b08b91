package io.automation.job.evaluate;

import io.automation.job.evaluate.Occurrence.Origin;
import io.automation.job.evaluate.TriggerIndex.Acting;
import io.automation.model.change.Change;
import io.automation.model.run.Compared;
import io.automation.model.run.Decision;
import io.automation.model.run.Reason;
import io.automation.model.run.Verdict;
import io.automation.model.workflow.Trigger;
import io.automation.model.workflow.Workflow;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells what was decided on the account at hand, with what was compared. Live, runs and near misses
 * are told always; everything else, and in a replay everything, only to those who watch. Where
 * nobody listens nothing is built.
 */
final class Decisions {

    private final EvaluateOptions options;
    private final Account account;
    private final boolean hasWatchers;

    private final Consumer<Decision> out;

    private @Nullable Change fact;
    private String askedFor = "";
    private boolean isWatched;

    /**
     * @param out where decisions are told
     */
    Decisions(EvaluateOptions options, Account account, Consumer<Decision> out) {
        this.options = options;
        this.account = account;
        this.out = out;
        this.hasWatchers = !options.watch().isNothing();
    }

    /** What is judged from now on comes from a fact; null: from time alone. */
    void from(@Nullable Change judged) {
        fact = judged;
    }

    /** Whether somebody wants to know everything of the account at hand. */
    boolean isWatched() {
        if (hasWatchers && !account.id().equals(askedFor)) {
            askedFor = account.id();
            isWatched = options.watch().hasAccount(askedFor);
        }
        return isWatched;
    }

    /** Whether anybody wants to know of runs and near misses. */
    boolean isHeard() {
        return !options.replay() || isWatched();
    }

    /** Whether near misses are told that are no plain misses of a watched account. */
    boolean tellsNearMisses() {
        return !options.replay() && !isWatched();
    }

    private boolean isHeard(String workflowId) {
        return !options.replay() || isWatched(workflowId);
    }

    boolean isWatched(String workflowId) {
        return isWatched() && options.watch().hasWorkflow(workflowId);
    }

    /** What an occurrence is judged by will be kept in this. */
    Evidence evidence(Occurrence occurrence) {
        return isHeard(occurrence.workflow().id())
                ? Evidence.of(occurrence.compared())
                : Evidence.NONE;
    }

    /** An occurrence that has a run: it started, or is skipped for a reason. */
    void ran(Occurrence occurrence, Evidence evidence, @Nullable Reason reason, String runId) {
        tell(
                occurrence.workflow(),
                occurrence.key(),
                occurrence.at(),
                reason == null ? Verdict.STARTED : Verdict.SKIPPED,
                reason,
                runId,
                evidence);
    }

    /** An occurrence that is skipped without a record, told to those who watch. */
    void ranNot(Occurrence occurrence, Evidence evidence, Reason reason) {
        if (isWatched(occurrence.workflow().id())) {
            tell(
                    occurrence.workflow(),
                    occurrence.key(),
                    occurrence.at(),
                    Verdict.SKIPPED,
                    reason,
                    null,
                    evidence);
        }
    }

    /** An occurrence that comes to nothing, though it came near. */
    void cameNear(
            Occurrence occurrence, Evidence evidence, Verdict verdict, @Nullable String runId) {
        tell(
                occurrence.workflow(),
                occurrence.key(),
                occurrence.at(),
                verdict,
                null,
                runId,
                evidence);
    }

    /** An occurrence on an account that the workflow is not for, told to those who watch. */
    void notInScope(Occurrence occurrence) {
        if (isWatched(occurrence.workflow().id())) {
            Evidence evidence = Evidence.of(List.of());
            evidence.notInScope();
            cameNear(occurrence, evidence, Verdict.NOT_IN_SCOPE, null);
        }
    }

    /** What came near without being an occurrence. */
    void cameNear(Workflow workflow, String key, long at, Verdict verdict, List<Compared> trigger) {
        tell(workflow, key, at, verdict, null, null, Evidence.of(trigger));
    }

    private void tell(
            Workflow workflow,
            String key,
            long at,
            Verdict verdict,
            @Nullable Reason reason,
            @Nullable String runId,
            Evidence evidence) {
        if (evidence == Evidence.NONE) {
            return;
        }
        out.accept(
                new Decision(
                        account.folder(),
                        at,
                        workflow.organizationId(),
                        workflow.id(),
                        workflow.version(),
                        account.id(),
                        key,
                        verdict,
                        reason,
                        runId,
                        evidence.json(fact, at)));
    }

    /**
     * Why a fact of a watched account brought a workflow nothing.
     *
     * @param key what the occurrence would have been called
     * @param compared in the order judged, the one that kept it back at the end
     * @param writer the run whose own change enters nothing; null where that is not why
     */
    record Miss(String key, Verdict verdict, List<Compared> compared, @Nullable Origin writer) {

        Miss(String key, Verdict verdict, List<Compared> compared) {
            this(key, verdict, compared, null);
        }

        static Miss noEdge(String key, List<Compared> compared) {
            return new Miss(key, Verdict.NO_EDGE, compared);
        }

        static Miss ownChange(String key, Origin writer) {
            return new Miss(key, Verdict.OWN_CHANGE, List.of(), writer);
        }
    }

    /** What a fact comes to for a workflow whose trigger it did not make true. */
    interface Look<T extends Trigger> {

        /** Null if it does not concern the trigger. */
        @Nullable Miss at(Acting<T> acting) throws Exception;
    }

    /**
     * Tells those who watch why a fact brought nothing to all workflows but those of some
     * occurrences.
     */
    <T extends Trigger> void others(Class<T> kind, long at, List<Occurrence> raised, Look<T> look)
            throws Exception {
        String organizationId = account.vitals().organizationId;
        if (organizationId == null || !isWatched()) {
            return;
        }
        for (DefinitionVersion version : account.definitions().workflows(organizationId, at)) {
            Workflow workflow = Objects.requireNonNull(version.workflow());
            if (!kind.isInstance(workflow.trigger())
                    || !isWatched(workflow.id())
                    || raised.stream().anyMatch(o -> o.workflow().id().equals(workflow.id()))) {
                continue;
            }
            Miss miss = look.at(new Acting<>(version, workflow, kind.cast(workflow.trigger())));
            if (miss != null) {
                told(version, workflow, at, miss);
            }
        }
    }

    private void told(DefinitionVersion version, Workflow workflow, long at, Miss miss)
            throws Exception {
        if (!version.acts()) {
            Evidence evidence = Evidence.of(List.of());
            evidence.notActive(version);
            tell(workflow, miss.key(), at, Verdict.NOT_ACTIVE, null, null, evidence);
        } else if (!account.isInScope(workflow)) {
            Evidence evidence = Evidence.of(List.of());
            evidence.notInScope();
            tell(workflow, miss.key(), at, Verdict.NOT_IN_SCOPE, null, null, evidence);
        } else {
            Evidence evidence = Evidence.of(miss.compared());
            evidence.ownChange(miss.writer(), false);
            tell(workflow, miss.key(), at, miss.verdict(), null, null, evidence);
        }
    }
}
