package io.automation.job.evaluate;

import io.automation.job.evaluate.MailPlan.Mail;
import io.automation.model.change.Change;
import io.automation.model.change.Table;
import io.automation.model.run.Compared;
import io.automation.model.run.Ids;
import io.automation.model.run.Intent;
import io.automation.model.run.Reason;
import io.automation.model.run.Run;
import io.automation.model.run.RunEvent;
import io.automation.model.run.RunMode;
import io.automation.model.run.RunStatus;
import io.automation.model.workflow.Action;
import io.automation.model.workflow.Action.ChangeStatus;
import io.automation.model.workflow.Action.SendEmail;
import io.automation.model.workflow.Condition.TimeCondition;
import io.automation.model.workflow.Condition.TimeCondition.Outside;
import io.automation.model.workflow.Organization;
import io.automation.model.workflow.Settings.FanOut;
import io.automation.model.workflow.Workflow;
import io.automation.udfs.condition.Conditions;
import io.automation.udfs.schedule.OpeningHours;
import io.automation.udfs.schedule.Spread;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * The runs of the account or organization at hand: what starts, waits, goes on, and ends.
 *
 * <p>Time: a step's turn comes when the one before was accepted; it waits for its delay, then for
 * the opening of its window, and is judged again when both are over.
 */
final class Runs {

    private static final Table STEPS = Table.AUTOMATION_RUN_STEPS;

    private static final Comparator<OpenRun> IN_TURN =
            Comparator.<OpenRun, String>comparing(open -> open.run().workflowId())
                    .thenComparing(open -> open.run().occurrenceKey());

    private final EvaluateOptions options;
    private final Subject subject;
    private final Counter told;
    private final Consumer<Member> members;

    private @Nullable Collector<RunEvent> out;

    /**
     * @param told how many runs were told
     * @param members where an account tells its part in an organization's run
     */
    Runs(EvaluateOptions options, Subject subject, Counter told, Consumer<Member> members) {
        this.options = options;
        this.subject = subject;
        this.told = told;
        this.members = members;
    }

    /** Where runs are told. */
    void tell(Collector<RunEvent> collector) {
        out = collector;
    }

    /** Tells a run that nobody keeps. */
    void tell(Run run) {
        told.inc();
        Objects.requireNonNull(out).collect(RunEvent.of(run));
    }

    /** A run that ends at its trigger. */
    void skipped(String runId, Occurrence occurrence, RunMode mode, Reason reason)
            throws Exception {
        RunProgress progress = draft(runId, subject.id(), occurrence, mode);
        progress.endAtTrigger(reason);
        settle(progress);
    }

    /** A run that starts, and goes as far as it need not wait. */
    void start(String runId, Occurrence occurrence, RunMode mode, RunVariables variables)
            throws Exception {
        RunProgress progress = draft(runId, subject.id(), occurrence, mode);
        long spread = mode == RunMode.MANUAL ? 0 : spread(occurrence.workflow());
        progress.turn(occurrence.at(), spread + progress.delayOfSequence());
        go(progress, occurrence.at(), false, variables);
        settle(progress);
    }

    private long spread(Workflow workflow) {
        String accountId = subject.id();
        return accountId == null
                ? 0
                : Spread.waitMillis(workflow.id(), accountId, workflow.settings().spreadMillis());
    }

    /**
     * Takes the account at hand into a run of its organization if the conditions hold. It takes
     * part as if the run were its own, and tells what it contributes whenever a step is due.
     *
     * @param compared takes the conditions' comparisons; null if nobody wants them
     * @return why it does not take part; null if it does
     */
    @Nullable Reason join(Occurrence occurrence, @Nullable List<Compared> compared)
            throws Exception {
        long at = occurrence.at();
        String runId =
                Ids.runId(
                        occurrence.workflow().id(),
                        null,
                        occurrence.triggerType(),
                        occurrence.key());
        RunVariables variables = subject.variables(runId, at, occurrence.data().variables());
        Reason unmet =
                occurrence
                        .version()
                        .conditions()
                        .judge(variables, subject.engagements(), at, compared);
        if (unmet != null) {
            return unmet;
        }
        RunProgress progress = draft(runId, null, occurrence, RunMode.LIVE);
        contribute(progress, at, variables);
        progress.turn(at, progress.delayOfSequence());
        go(progress, at, false, variables);
        settle(progress);
        return null;
    }

    private void contribute(RunProgress progress, long now, RunVariables variables)
            throws Exception {
        members.accept(
                Member.of(
                        progress.run(),
                        Objects.requireNonNull(subject.id()),
                        now,
                        variables,
                        subject.people(progress.runId(), Table.CONTACTS),
                        subject.people(progress.runId(), Table.ACCOUNT_TEAM)));
    }

    /** Whether a run is the organization's, and the account at hand only takes part in it. */
    private boolean isPart(@Nullable String accountId) {
        return accountId == null && subject.id() != null;
    }

    private RunProgress draft(
            String runId, @Nullable String accountId, Occurrence occurrence, RunMode mode) {
        boolean recorded = options.replay() || occurrence.at() < options.effectsFrom();
        RunMode told = mode == RunMode.MANUAL || !recorded ? mode : RunMode.REPLAY;
        return new RunProgress(
                runId, subject.folder(), accountId, subject.status(), occurrence, told, recorded);
    }

    /** A run of this workflow, not one that people asked for, that is not over; null for none. */
    @Nullable OpenRun unfinished(String workflowId) throws Exception {
        for (OpenRun open : subject.openRuns()) {
            if (!open.isOver()
                    && open.run().mode() != RunMode.MANUAL
                    && open.run().workflowId().equals(workflowId)) {
                return open;
            }
        }
        return null;
    }

    /** The next instant, in epoch milliseconds, at which a waiting step goes on. */
    long nextDue() throws Exception {
        long next = Long.MAX_VALUE;
        for (OpenRun open : subject.openRuns()) {
            next = Math.min(next, open.isOver() ? Long.MAX_VALUE : open.dueAt());
        }
        return next;
    }

    /** Goes on with the steps that are due at an instant. */
    void due(long instant) throws Exception {
        for (OpenRun open : those(each -> !each.isOver() && each.dueAt() <= instant)) {
            RunProgress progress = RunProgress.of(open, pinned(open));
            RunVariables variables = variables(progress, instant);
            if (open.hasOpening()) {
                perform(progress, instant, true, variables);
            } else {
                go(progress, instant, true, variables);
            }
            settle(progress);
        }
    }

    /** Goes on where a step was handed to delivery and its outcome is told (design 8). */
    void outcome(Change step, long now) throws Exception {
        String runId = step.get(STEPS.index("run_id"));
        String number = step.get(STEPS.index("step"));
        OpenRun open = runId == null ? null : subject.run(runId);
        if (open == null
                || !open.isHandedOver()
                || number == null
                || new BigDecimal(number).intValue() != open.next()) {
            return;
        }
        RunProgress progress = RunProgress.of(open, pinned(open));
        String status = step.get(STEPS.index("status"));
        switch (status == null ? "" : status) {
            case "success", "unknown" -> progress.stepAccepted();
            case "failed" -> progress.stepFailed(step.get(STEPS.index("error")));
            case "skipped" -> progress.stepSkipped(Reason.SUPPRESSED);
            default -> {
                return;
            }
        }
        if (progress.goesOn()) {
            progress.turn(now, 0);
            go(progress, now, progress.dueAt() > now, variables(progress, now));
        }
        settle(progress);
    }

    /** Takes back the runs of what turned out not to be so. */
    void retract(String what) throws Exception {
        for (OpenRun open : those(each -> what.equals(each.retractedBy()))) {
            RunProgress progress = RunProgress.of(open, pinned(open));
            progress.retract();
            settle(progress);
        }
    }

    /** Ends the sequences whose exit condition holds (semantics 5). */
    void exit(long now) throws Exception {
        if (!subject.hasRuns()) {
            return;
        }
        for (OpenRun open : those(each -> !each.isOver())) {
            DefinitionVersion version = pinned(open);
            RunProgress progress = RunProgress.of(open, version);
            Conditions exit = version.exitConditions();
            if (exit != null
                    && exit.judge(variables(progress, now), subject.engagements(), now) == null) {
                progress.end(Reason.EXIT_CONDITION);
                settle(progress);
            }
        }
    }

    /** Ends what waits of some runs. */
    void endAll(Reason reason, Predicate<Run> which) throws Exception {
        for (OpenRun open : those(each -> !each.isOver() && which.test(each.run()))) {
            RunProgress progress = RunProgress.of(open, pinned(open));
            progress.end(reason);
            settle(progress);
        }
    }

    /** Ends all that waits of an account that goes, and its parts in runs of its organization. */
    void endAccount(long now) throws Exception {
        for (OpenRun open : those(each -> isPart(each.run().accountId()))) {
            members.accept(Member.gone(open.run(), Objects.requireNonNull(subject.id()), now));
        }
        endAll(Reason.ACCOUNT_DELETED, run -> true);
    }

    /** Ends what waits of workflows that are gone at an instant. */
    void endDeleted(long instant) throws Exception {
        if (subject.hasRuns()) {
            endAll(
                    Reason.WORKFLOW_DELETED,
                    run ->
                            subject.definitions().workflow(run.workflowId(), instant) == null
                                    || subject.definitions()
                                            .isDeletedWithin(
                                                    run.workflowId(), run.occurredAt(), instant));
        }
    }

    /** Tells, at the end of a replay, what was kept back because it might have changed. */
    void tellAll() throws Exception {
        for (OpenRun open : those(each -> true)) {
            if (!isPart(open.run().accountId())) {
                Objects.requireNonNull(out).collect(RunEvent.of(open.run()));
            }
            subject.forget(open.run().id());
        }
    }

    /** Live: lets go what nobody can take back any more. */
    void forgetBefore(long instant) throws Exception {
        if (options.replay()) {
            return;
        }
        for (OpenRun open : those(each -> each.isOver() && each.startedAt() < instant)) {
            subject.forget(open.run().id());
        }
    }

    /** A failed run; null if there is none. */
    @Nullable OpenRun failed(String runId) throws Exception {
        OpenRun open = subject.run(runId);
        return open != null && open.run().status() == RunStatus.FAILED ? open : null;
    }

    /** In the order in which what is due goes on. */
    private List<OpenRun> those(Predicate<OpenRun> which) throws Exception {
        List<OpenRun> found = new ArrayList<>();
        for (OpenRun open : subject.openRuns()) {
            if (which.test(open)) {
                found.add(open);
            }
        }
        found.sort(IN_TURN);
        return found;
    }

    /** The definition that a run began with. */
    DefinitionVersion pinned(OpenRun open) {
        String workflowId = open.run().workflowId();
        DefinitionVersion version =
                subject.definitions().version(workflowId, open.definitionFrom());
        return version != null && version.workflow() != null
                ? version
                : DefinitionVersion.pinned(workflowId, open.definitionFrom(), open.definition());
    }

    private RunVariables variables(RunProgress progress, long now) throws Exception {
        return subject.variables(
                progress.runId(), now, AccountVariables.triggerOf(progress.triggerData()));
    }

    /** A step's delay is over, or it has none: looks for its opening. */
    private void go(RunProgress progress, long now, boolean waited, RunVariables variables)
            throws Exception {
        if (progress.dueAt() > now) {
            return;
        }
        TimeCondition window = progress.window();
        if (window != null) {
            OptionalLong opening = OpeningHours.of(window, organization(progress, now)).next(now);
            if (window.outside() == Outside.SKIP
                    && (opening.isEmpty() || opening.getAsLong() != now)) {
                progress.end(Reason.OUTSIDE_WINDOW);
                return;
            }
            if (opening.isEmpty()
                    || opening.getAsLong() - now > progress.settings().maxDeferMillis()) {
                progress.end(Reason.WINDOW_EXPIRED);
                return;
            }
            if (opening.getAsLong() > now) {
                progress.opensAt(opening.getAsLong());
                return;
            }
        }
        perform(progress, now, waited, variables);
    }

    private Organization organization(RunProgress progress, long now) {
        return subject.definitions().organization(progress.organizationId(), now);
    }

    /** A step is due. */
    private void perform(RunProgress progress, long now, boolean waited, RunVariables variables)
            throws Exception {
        if (waited && isEnded(progress, now, variables)) {
            return;
        }
        Conditions own = progress.stepConditions();
        Reason unmet = own == null ? null : own.judge(variables, subject.engagements(), now);
        if (unmet != null) {
            progress.stepSkipped(unmet);
        } else {
            act(progress, now, variables);
        }
        if (progress.goesOn()) {
            progress.turn(now, 0);
            go(progress, now, progress.dueAt() > now, variables);
        }
    }

    private boolean isEnded(RunProgress progress, long now, RunVariables variables)
            throws Exception {
        DefinitionVersion version = subject.definitions().workflow(progress.workflowId(), now);
        if (version == null) {
            progress.end(Reason.WORKFLOW_DELETED);
            return true;
        }
        if (!version.acts()) {
            progress.end(Reason.PAUSED_PAST_DUE);
            return true;
        }
        // Who an organization's run is about was settled when it began (3.3).
        boolean isRechecked =
                progress.settings().recheck() && progress.settings().fanOut() == FanOut.PER_ACCOUNT;
        if (isRechecked) {
            Reason unmet =
                    progress.version().conditions().judge(variables, subject.engagements(), now);
            if (unmet != null) {
                progress.end(unmet);
                return true;
            }
        }
        return false;
    }

    private void act(RunProgress progress, long now, RunVariables variables) throws Exception {
        Action action = progress.action();
        if (isPart(progress.accountId())) {
            contribute(progress, now, variables);
            progress.stepAccepted();
        } else if (action instanceof SendEmail mail) {
            mail(progress, mail, now, variables);
        } else if (action instanceof ChangeStatus change) {
            changeStatus(progress, change);
        } else {
            progress.stepAccepted();
        }
    }

    private void changeStatus(RunProgress progress, ChangeStatus change) {
        String status = subject.status();
        if (change.newStatus().equals(status)) {
            progress.stepWithoutEffect();
        } else if (!Objects.equals(status, progress.statusAtTrigger())) {
            progress.stepSkipped(Reason.STALE_STATUS);
        } else {
            progress.stepAccepted();
        }
    }

    private void mail(RunProgress progress, SendEmail mail, long now, RunVariables variables)
            throws Exception {
        Definitions definitions = subject.definitions();
        String organizationId = progress.organizationId();
        DefinitionVersion began =
                definitions.template(organizationId, mail.template(), progress.startedAt());
        String template = began == null ? mail.template() : began.id();
        DefinitionVersion present = definitions.template(organizationId, template, now);
        if (present == null) {
            progress.stepFailed("template_not_found");
            return;
        }
        List<Mail> mails =
                MailPlan.of(
                        mail, began == null ? present : began, progress, subject, now, variables);
        subject.mailed(progress, MailPlan.send(mails, progress), now);
    }

    /** Keeps a run that is not over or may be taken back, and tells it. */
    private void settle(RunProgress progress) throws Exception {
        Run run = progress.run();
        boolean isKept = progress.isKept();
        boolean wasKept = subject.run(run.id()) != null;
        if (isKept) {
            subject.keep(progress.toState());
        } else if (wasKept) {
            subject.forget(run.id());
        }
        if (isKept || wasKept) {
            subject.hasChanged();
        }
        if (isPart(run.accountId())) {
            return;
        }
        if (!wasKept) {
            told.inc();
        }
        if (!isKept || !options.replay()) {
            Collector<RunEvent> collector = Objects.requireNonNull(out);
            collector.collect(RunEvent.of(run));
            for (Intent intent : progress.intents(run.withoutDeliveries())) {
                collector.collect(RunEvent.of(intent));
            }
        }
    }
}
