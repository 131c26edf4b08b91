package io.automation.job.evaluate;

import io.automation.job.evaluate.Occurrence.Origin;
import io.automation.model.change.RowVersion;
import io.automation.model.change.Table;
import io.automation.model.run.Ids;
import io.automation.model.run.Reason;
import io.automation.model.run.RunMode;
import io.automation.model.run.Verdict;
import io.automation.model.workflow.ActionType;
import io.automation.model.workflow.Settings.FanOut;
import io.automation.model.workflow.Settings.ReEntry;
import io.automation.model.workflow.Trigger.HealthScoreChange;
import io.automation.model.workflow.TriggerType;
import io.automation.model.workflow.Workflow;
import io.automation.udfs.condition.Holdout;
import java.math.BigDecimal;
import org.apache.flink.streaming.api.TimerService;
import org.jspecify.annotations.Nullable;

/** The order of judgement of semantics 3: of all that may keep a run back, the first decides. */
final class Judge {

    /** How much longer than its row a used key is remembered. */
    static final long KEY_GRACE_MILLIS = 14 * 24 * 3_600_000L;

    private final EvaluateOptions options;
    private final Account account;
    private final Runs runs;
    private final Decisions decisions;

    Judge(EvaluateOptions options, Account account, Runs runs, Decisions decisions) {
        this.options = options;
        this.account = account;
        this.runs = runs;
        this.decisions = decisions;
    }

    /**
     * One occurrence on the account at hand.
     *
     * @param factAt when what raised it was committed, in epoch milliseconds
     * @return whether it has a record
     */
    boolean judge(Occurrence occurrence, long factAt, TimerService clock) throws Exception {
        Workflow workflow = occurrence.workflow();
        Origin origin = occurrence.origin();
        if (account.vitals().organizationId == null) {
            return false;
        }
        if (!account.isInScope(workflow)) {
            decisions.notInScope(occurrence);
            return false;
        }
        Evidence evidence = decisions.evidence(occurrence);
        boolean isOwnAllowed = mayFollowRuns(workflow);
        evidence.ownChange(origin, isOwnAllowed);
        if (origin != null && !isOwnAllowed) {
            decisions.cameNear(occurrence, evidence, Verdict.OWN_CHANGE, null);
            return false;
        }
        if (workflow.settings().fanOut() == FanOut.PER_ORGANIZATION) {
            Reason unmet = runs.join(occurrence, evidence.conditions());
            if (unmet != null) {
                decisions.ranNot(occurrence, evidence, unmet);
            }
            return false;
        }
        long triggerSince = occurrence.version().activity().triggerSince();
        Admission known = account.admissions.get(workflow.id());
        Admission admission =
                known == null ? Admission.none(triggerSince) : known.forTrigger(triggerSince);
        Boolean decrease = occurrence.decrease();
        if (decrease != null) {
            evidence.armed(workflow, occurrence, !admission.isDisarmed(decrease));
            if (admission.isDisarmed(decrease)) {
                decisions.cameNear(occurrence, evidence, Verdict.NOT_REARMED, null);
                return false;
            }
        }
        String runId = runId(occurrence);
        UsedKey used = account.usedKeys.get(runId);
        if (used != null) {
            // What is raised twice in one instant was told with the first.
            if (used.forgetAt() != forgetAt(occurrence)) {
                evidence.keyUsed(runId);
                decisions.cameNear(occurrence, evidence, Verdict.KEY_USED, runId);
            }
            return false;
        }
        AccountVariables variables =
                account.variables(occurrence.at(), occurrence.data().variables());
        Reason reason = refusal(occurrence, admission, factAt, clock, variables, evidence);
        boolean isScheduled = workflow.trigger().type() == TriggerType.SCHEDULED;
        boolean isEnrolled = occurrence.key().equals(Enrolment.KEY);
        if (reason != null && leavesNoTrace(reason, isScheduled, isEnrolled)) {
            decisions.ranNot(occurrence, evidence, reason);
            return false;
        }
        decisions.ran(occurrence, evidence, reason, runId);
        use(runId, occurrence, isScheduled);
        RunMode mode = RunMode.LIVE;
        if (reason != null) {
            runs.skipped(runId, occurrence, mode, reason);
            return true;
        }
        admit(occurrence, known, admission);
        runs.start(runId, occurrence, mode, variables);
        return true;
    }

    /** That a mail is the system's own is what email_sent is about; nobody has to allow it. */
    private static boolean mayFollowRuns(Workflow workflow) {
        return workflow.settings().allowAutomationOrigin()
                || workflow.trigger().type() == TriggerType.EMAIL_SENT;
    }

    private String runId(Occurrence occurrence) {
        return Ids.runId(
                occurrence.workflow().id(),
                account.id(),
                occurrence.triggerType(),
                occurrence.key());
    }

    /** A schedule's instants come once each, so their keys need no memory. */
    private void use(String runId, Occurrence occurrence, boolean isScheduled) throws Exception {
        if (isScheduled) {
            return;
        }
        long forgetAt = forgetAt(occurrence);
        account.usedKeys.put(
                runId, new UsedKey(occurrence.workflow().id(), occurrence.source(), forgetAt));
        account.vitals().forgetBy(forgetAt);
    }

    private long forgetAt(Occurrence occurrence) {
        return occurrence.at() + options.retentionMillis() + KEY_GRACE_MILLIS;
    }

    /** Nobody waits for what comes by the clock or takes in everybody who is there. */
    private static boolean leavesNoTrace(Reason reason, boolean isScheduled, boolean isEnrolled) {
        return switch (reason) {
            case CONDITION_FAILED, MISSING_FIELD, TYPE_MISMATCH -> isScheduled || isEnrolled;
            case RE_ENTRY -> isScheduled;
            default -> false;
        };
    }

    private @Nullable Reason refusal(
            Occurrence occurrence,
            Admission admission,
            long factAt,
            TimerService clock,
            AccountVariables variables,
            Evidence evidence)
            throws Exception {
        Workflow workflow = occurrence.workflow();
        Origin origin = occurrence.origin();
        long at = occurrence.at();
        if (origin != null) {
            boolean isLoop = isLoop(workflow, origin);
            evidence.loopGuard(origin, isLoop);
            if (isLoop) {
                return Reason.LOOP_GUARD;
            }
        }
        // Of schedules it is decided before, by their own window (3.3).
        boolean isAged = workflow.trigger().type() != TriggerType.SCHEDULED;
        if (!options.replay() && isAged && at >= options.effectsFrom()) {
            long age = clock.currentProcessingTime() - factAt;
            if (age > options.maxEventAgeMillis()) {
                evidence.staleEvent(options.maxEventAgeMillis(), age);
                return Reason.STALE_EVENT;
            }
        }
        Boolean decrease = occurrence.decrease();
        if (decrease != null) {
            long cooldown = workflow.cooldownMillis();
            boolean isCoolingDown = admission.isCoolingDown(decrease, at, cooldown);
            evidence.cooldown(cooldown, admission.lastAt(decrease), !isCoolingDown);
            if (isCoolingDown) {
                return Reason.COOLDOWN;
            }
        }
        Reason unmet =
                occurrence
                        .version()
                        .conditions()
                        .judge(variables, account.engagements(), at, evidence.conditions());
        if (unmet != null) {
            return unmet;
        }
        if (isOneAtATime(workflow)) {
            OpenRun unfinished = runs.unfinished(workflow.id());
            evidence.alreadyActive(unfinished);
            if (unfinished != null) {
                return Reason.ALREADY_ACTIVE;
            }
        }
        ReEntry reEntry = workflow.settings().reEntry();
        if (reEntry.isLimited()) {
            int count = admission.startsWithin(at, reEntry.intervalMillis());
            evidence.reEntry(reEntry.max(), reEntry.intervalMillis(), count);
            if (count >= reEntry.max()) {
                return Reason.RE_ENTRY;
            }
        }
        BigDecimal percent = workflow.settings().holdoutPercent();
        boolean isHeldOut = Holdout.heldOut(workflow.id(), account.id(), percent);
        evidence.holdout(workflow.id(), account.id(), percent, isHeldOut);
        return isHeldOut ? Reason.HOLDOUT : null;
    }

    private static boolean isOneAtATime(Workflow workflow) {
        return switch (workflow.trigger().type()) {
            case HEALTH_SCORE_CHANGE, STATUS_CHANGE -> true;
            default -> workflow.action().type() == ActionType.SEQUENCE;
        };
    }

    private boolean isLoop(Workflow workflow, Origin origin) throws Exception {
        if (origin.isTooDeep()) {
            return true;
        }
        UsedKey key = account.usedKeys.get(origin.runId());
        return key != null && key.workflowId().equals(workflow.id());
    }

    /** What a run that starts begins: cooldown, disarming, the count of re_entry. */
    private void admit(Occurrence occurrence, @Nullable Admission known, Admission admission)
            throws Exception {
        Workflow workflow = occurrence.workflow();
        Boolean decrease = occurrence.decrease();
        Admission after;
        if (decrease == null) {
            after = admission.counted(occurrence.at());
        } else {
            boolean disarms =
                    workflow.trigger() instanceof HealthScoreChange change
                            && change.rearmThreshold() != null;
            after = admission.started(decrease, occurrence.at(), disarms);
            account.vitals().disarmed +=
                    (after.isDisarmed() ? 1 : 0) - (known != null && known.isDisarmed() ? 1 : 0);
        }
        account.admissions.put(workflow.id(), after);
    }

    /** The run that wrote a change, if it sets one that the row did not have (semantics 6). */
    static @Nullable Origin origin(Table table, @Nullable RowVersion before, RowVersion after) {
        String runId = after.get(table.index("automation_run_id"));
        String had = before == null ? null : before.get(table.index("automation_run_id"));
        if (runId == null || runId.equals(had)) {
            return null;
        }
        String depth =
                table == Table.ENGAGEMENTS ? null : after.get(table.index("automation_depth"));
        return new Origin(runId, depth == null ? 0 : new BigDecimal(depth).intValue());
    }
}
