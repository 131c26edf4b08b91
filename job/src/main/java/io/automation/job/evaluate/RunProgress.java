package io.automation.job.evaluate;

import io.automation.model.run.Delivery;
import io.automation.model.run.DeliveryStatus;
import io.automation.model.run.Intent;
import io.automation.model.run.Reason;
import io.automation.model.run.Run;
import io.automation.model.run.RunMode;
import io.automation.model.run.RunStatus;
import io.automation.model.run.Step;
import io.automation.model.run.StepStatus;
import io.automation.model.workflow.Action;
import io.automation.model.workflow.Action.SequenceAction;
import io.automation.model.workflow.Action.SequenceStep;
import io.automation.model.workflow.Condition;
import io.automation.model.workflow.Condition.TimeCondition;
import io.automation.model.workflow.Settings;
import io.automation.model.workflow.Workflow;
import io.automation.udfs.condition.Conditions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A run while something happens to it: its steps, and which of them has its turn. */
final class RunProgress {

    private static final long NEVER = Long.MAX_VALUE;

    private final DefinitionVersion version;
    private final Workflow workflow;
    private final List<SequenceStep> plan;
    private final Run draft;
    private final boolean recorded;
    private final @Nullable String retractedBy;
    private final @Nullable String statusAtTrigger;
    private final long startedAt;

    private final List<Step> steps = new ArrayList<>();
    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<Function<Run, Intent>> intents = new ArrayList<>();

    private int next;
    private long dueAt = NEVER;
    private boolean hasOpening;
    private boolean isWaitingForOutcome;
    private RunStatus status = RunStatus.QUEUED;
    private @Nullable Reason reason;
    private @Nullable String error;
    private boolean noop;
    private boolean retracted;

    RunProgress(
            String runId,
            String folder,
            @Nullable String accountId,
            @Nullable String statusAtTrigger,
            Occurrence occurrence,
            RunMode mode,
            boolean recorded) {
        this.version = occurrence.version();
        this.workflow = occurrence.workflow();
        this.plan = plan(workflow);
        this.recorded = recorded;
        this.retractedBy = occurrence.retractedBy();
        this.statusAtTrigger = statusAtTrigger;
        this.startedAt = occurrence.at();
        this.draft =
                new Run(
                        folder,
                        runId,
                        workflow.id(),
                        workflow.version(),
                        workflow.organizationId(),
                        accountId,
                        occurrence.triggerType(),
                        occurrence.key(),
                        occurrence.at(),
                        RunStatus.QUEUED,
                        null,
                        null,
                        false,
                        false,
                        mode,
                        occurrence.data().json(),
                        List.of(),
                        List.of());
        for (int i = 0; i < plan.size(); i++) {
            steps.add(
                    new Step(
                            i,
                            plan.get(i).action().type().code(),
                            StepStatus.QUEUED,
                            null,
                            null,
                            null));
        }
    }

    private RunProgress(OpenRun open, DefinitionVersion version) {
        this.version = version;
        this.workflow = Objects.requireNonNull(version.workflow());
        this.plan = plan(workflow);
        this.draft = open.run();
        this.recorded = open.recorded();
        this.retractedBy = open.retractedBy();
        this.statusAtTrigger = open.status();
        this.startedAt = open.startedAt();
        this.next = open.next();
        this.dueAt = open.dueAt();
        this.hasOpening = open.hasOpening();
        this.status = draft.status();
        this.reason = draft.reason();
        this.error = draft.error();
        this.noop = draft.noop();
        this.retracted = draft.retracted();
        steps.addAll(draft.steps());
        deliveries.addAll(draft.deliveries());
    }

    /** A run that was kept, under the definition it began with. */
    static RunProgress of(OpenRun open, DefinitionVersion version) {
        return new RunProgress(open, version);
    }

    /** An action without steps is a sequence of one. */
    private static List<SequenceStep> plan(Workflow workflow) {
        return workflow.action() instanceof SequenceAction sequence
                ? sequence.steps()
                : List.of(new SequenceStep(0, workflow.action(), List.of(), false));
    }

    long delayOfSequence() {
        return workflow.action() instanceof SequenceAction sequence ? sequence.delayMillis() : 0;
    }

    /** The next step's turn comes: it waits for its own delays and one more. */
    void turn(long now, long longer) {
        SequenceStep step = plan.get(next);
        dueAt = now + step.afterMillis() + step.action().delayMillis() + longer;
        hasOpening = false;
        replace(StepStatus.QUEUED, null, null);
    }

    /** The step's window was found, and is not open yet. */
    void opensAt(long opening) {
        dueAt = opening;
        hasOpening = true;
        replace(StepStatus.QUEUED, null, null);
    }

    void stepAccepted() {
        stepIs(StepStatus.SUCCESS, null, null);
    }

    /** The step found what it was to bring about. */
    void stepWithoutEffect() {
        noop = true;
        stepIs(StepStatus.SUCCESS, null, null);
    }

    /** The step is passed over and the run goes on. */
    void stepSkipped(Reason why) {
        stepIs(StepStatus.SKIPPED, why, null);
    }

    void stepFailed(@Nullable String why) {
        boolean goesOn = plan.get(next).continueOnFailure();
        stepIs(StepStatus.FAILED, null, why);
        if (!goesOn) {
            over(RunStatus.FAILED, null, StepStatus.SKIPPED);
            error = why;
        }
    }

    /** The step is what its mails came to (semantics 5). */
    void stepMailed(List<Delivery> mails) {
        deliveries.addAll(mails);
        if (mails.isEmpty()) {
            stepSkipped(Reason.NO_RECIPIENT);
        } else if (has(mails, DeliveryStatus.QUEUED)) {
            replace(StepStatus.QUEUED, null, null);
            isWaitingForOutcome = true;
            dueAt = NEVER;
        } else if (has(mails, DeliveryStatus.ACCEPTED)) {
            stepAccepted();
        } else if (has(mails, DeliveryStatus.FAILED)) {
            stepFailed(null);
        } else {
            stepSkipped(Objects.requireNonNull(mails.get(0).reason()));
        }
    }

    private static boolean has(List<Delivery> mails, DeliveryStatus wanted) {
        return mails.stream().anyMatch(mail -> mail.status() == wanted);
    }

    private void stepIs(StepStatus stepStatus, @Nullable Reason why, @Nullable String failure) {
        replace(stepStatus, why, failure);
        next++;
        dueAt = NEVER;
        if (next == plan.size()) {
            finish();
        } else if (wentOut()) {
            status = RunStatus.RUNNING;
        }
    }

    private void replace(StepStatus stepStatus, @Nullable Reason why, @Nullable String failure) {
        Step step = steps.get(next);
        Long due = dueAt == NEVER ? step.dueAt() : Long.valueOf(dueAt);
        steps.set(next, new Step(next, step.actionType(), stepStatus, due, why, failure));
    }

    private void finish() {
        if (wentOut()) {
            status = RunStatus.SUCCESS;
            return;
        }
        Step last = steps.get(steps.size() - 1);
        boolean failed = steps.stream().anyMatch(step -> step.status() == StepStatus.FAILED);
        status = failed ? RunStatus.FAILED : RunStatus.SKIPPED;
        reason = failed ? null : last.reason();
        error = failed ? last.error() : null;
    }

    /** Ends the run before its next step (semantics 10). */
    void end(Reason why) {
        over(wentOut() ? RunStatus.SUCCESS : RunStatus.SKIPPED, why, StepStatus.SKIPPED);
    }

    void endAtTrigger(Reason why) {
        steps.clear();
        next = plan.size();
        status = RunStatus.SKIPPED;
        reason = why;
    }

    private void over(RunStatus ended, @Nullable Reason why, StepStatus left) {
        for (int i = next; i < steps.size(); i++) {
            Step step = steps.get(i);
            steps.set(i, new Step(i, step.actionType(), left, step.dueAt(), why, null));
        }
        next = plan.size();
        dueAt = NEVER;
        status = ended;
        reason = why;
    }

    /** What it was raised by turned out not to be so. */
    void retract() {
        if (!status.isTerminal()) {
            end(Reason.RETRACTED);
        }
        retracted |= wentOut();
    }

    private boolean wentOut() {
        return steps.stream().anyMatch(step -> step.status() == StepStatus.SUCCESS);
    }

    /** Whether the next step's turn has come. */
    boolean goesOn() {
        return !status.isTerminal() && !isWaitingForOutcome && dueAt == NEVER;
    }

    void intends(Function<Run, Intent> intent) {
        intents.add(intent);
    }

    List<Intent> intents(Run run) {
        return intents.stream().map(intent -> intent.apply(run)).toList();
    }

    /** Whether it has to be remembered: it goes on, can be taken back, or be tried again. */
    boolean isKept() {
        boolean waits = !status.isTerminal() && !isWaitingForOutcome;
        boolean isOnlyStepOut = isWaitingForOutcome && plan.size() > 1;
        boolean mayBeTakenBack =
                retractedBy != null && !steps.isEmpty() && status != RunStatus.SKIPPED;
        return waits || isOnlyStepOut || mayBeTakenBack || (recorded && status == RunStatus.FAILED);
    }

    Run run() {
        return new Run(
                draft.folder(),
                draft.id(),
                draft.workflowId(),
                draft.workflowVersion(),
                draft.organizationId(),
                draft.accountId(),
                draft.triggerType(),
                draft.occurrenceKey(),
                draft.occurredAt(),
                status,
                reason,
                error,
                noop,
                retracted,
                draft.mode(),
                draft.triggerData(),
                steps,
                deliveries);
    }

    OpenRun toState() {
        return new OpenRun(
                run(),
                Objects.requireNonNull(version.goodRow()),
                version.from(),
                startedAt,
                recorded,
                retractedBy,
                statusAtTrigger,
                next,
                dueAt,
                hasOpening);
    }

    DefinitionVersion version() {
        return version;
    }

    Action action() {
        return plan.get(next).action();
    }

    /** The conditions of the step whose turn it is; null if it has none. */
    @Nullable Conditions stepConditions() {
        List<Condition> own = plan.get(next).conditions();
        return own.isEmpty() ? null : version.stepConditions(next, own);
    }

    /** The local time that every step waits for; null if any will do. */
    @Nullable TimeCondition window() {
        for (Condition condition : workflow.conditions()) {
            if (condition instanceof TimeCondition window) {
                return window;
            }
        }
        return null;
    }

    Settings settings() {
        return workflow.settings();
    }

    String runId() {
        return draft.id();
    }

    String workflowId() {
        return workflow.id();
    }

    /** Null for an organization run. */
    @Nullable String accountId() {
        return draft.accountId();
    }

    String organizationId() {
        return workflow.organizationId();
    }

    String triggerData() {
        return draft.triggerData();
    }

    @Nullable String statusAtTrigger() {
        return statusAtTrigger;
    }

    long startedAt() {
        return startedAt;
    }

    int step() {
        return next;
    }

    long dueAt() {
        return dueAt;
    }

    boolean isRecorded() {
        return recorded;
    }
}
