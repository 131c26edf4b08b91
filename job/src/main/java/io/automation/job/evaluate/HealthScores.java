package io.automation.job.evaluate;

import io.automation.job.evaluate.MailPlan.Mail;
import io.automation.job.evaluate.MailPlan.Person;
import io.automation.job.evaluate.TriggerIndex.Hit;
import io.automation.model.change.Change;
import io.automation.model.change.Operation;
import io.automation.model.change.RowKey;
import io.automation.model.change.RowVersion;
import io.automation.model.change.RowVersion.Arrival;
import io.automation.model.change.Table;
import io.automation.model.run.Ids;
import io.automation.model.run.Reason;
import io.automation.model.run.RunEvent;
import io.automation.model.workflow.Action.SendEmail;
import io.automation.model.workflow.Settings.ReEntry;
import io.automation.model.workflow.Trigger.Direction;
import io.automation.model.workflow.Trigger.HealthScoreChange;
import io.automation.model.workflow.Trigger.Metric;
import io.automation.model.workflow.TriggerType;
import io.automation.model.workflow.Workflow;
import io.automation.udfs.condition.Conditions;
import io.automation.udfs.condition.Holdout;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Judges the rows of health_scores: which set the score, what fires, and what may start. */
final class HealthScores {

    private static final int SCORE = Table.HEALTH_SCORES.index("score");
    private static final int CHURN_RISK = Table.HEALTH_SCORES.index("churn_risk");
    private static final int RUN_ID = Table.HEALTH_SCORES.index("automation_run_id");
    private static final int DEPTH = Table.HEALTH_SCORES.index("automation_depth");

    /** The columns that something may ask for later. */
    private static final long KEPT = 1L << SCORE | 1L << CHURN_RISK | 1L << RUN_ID | 1L << DEPTH;

    /** How much longer than its row a used key is remembered. */
    private static final long KEY_GRACE_MILLIS = 14 * 24 * 3_600_000L;

    private static final int DEEPEST = 3;

    private static final String TRIGGER_TYPE = TriggerType.HEALTH_SCORE_CHANGE.code();

    private final EvaluateOptions options;
    private final ValueState<RowVersion> account;
    private final MapState<String, RowVersion> scope;
    private final MapState<String, Admission> admissions;
    private final MapState<String, UsedKey> usedKeys;
    private final People people;
    private final Counter runs;

    /** The contacts or the team of the account at hand, by id. */
    interface People {
        List<Person> of(Table table) throws Exception;
    }

    HealthScores(
            EvaluateOptions options,
            ValueState<RowVersion> account,
            MapState<String, RowVersion> scope,
            MapState<String, Admission> admissions,
            MapState<String, UsedKey> usedKeys,
            People people,
            Counter runs) {
        this.options = options;
        this.account = account;
        this.scope = scope;
        this.admissions = admissions;
        this.usedKeys = usedKeys;
        this.people = people;
        this.runs = runs;
    }

    /** One fact, taken and judged. */
    void judge(
            Change arrived,
            AccountVitals vitals,
            Definitions definitions,
            TimerService clock,
            Collector<RunEvent> out)
            throws Exception {
        RowKey key = RowKey.of(arrived.rowId());
        RowVersion known = known(key, vitals);
        Change change = EvaluateWorkflows.settle(arrived, known, options);
        Arrival arrival = RowVersion.arrivalOf(change, known);
        if (arrival.isIgnored()) {
            return;
        }
        RowVersion row = RowVersion.after(change, known, KEPT);
        if (!setsScore(arrival, known, vitals)) {
            vitals.scores.put(key, row);
            return;
        }
        boolean silent = change.operation() == Operation.READ;
        long at = silent ? change.at() : Math.max(change.at(), vitals.clock);
        BigDecimal healthScore = decimal(row.get(SCORE));
        BigDecimal churnRisk = decimal(row.get(CHURN_RISK));
        List<Hit> hits = List.of();
        if (!silent && vitals.organizationId != null) {
            TriggerIndex index = definitions.index(vitals.organizationId, at);
            hits = hits(index, Metric.HEALTH_SCORE, healthScore, at, vitals, hits);
            hits = hits(index, Metric.CHURN_RISK, churnRisk, at, vitals, hits);
        }
        if (vitals.scores.set(key, row, at, healthScore, churnRisk)) {
            vitals.scoreRunId = row.get(RUN_ID);
            vitals.scoreDepth = row.get(DEPTH);
        }
        if (vitals.disarmed > 0) {
            rearm(Metric.HEALTH_SCORE, healthScore, at, vitals, definitions);
            rearm(Metric.CHURN_RISK, churnRisk, at, vitals, definitions);
        }
        for (Hit hit : hits) {
            admit(hit, change, known, row, at, clock, vitals, definitions, out);
        }
    }

    /**
     * The newest version of a score row; only that of the row that set the score has its values.
     */
    private static @Nullable RowVersion known(RowKey key, AccountVitals vitals) {
        int i = vitals.scores.find(key);
        if (i < 0) {
            return null;
        }
        RowVersion version = vitals.scores.version(i);
        if (i != vitals.scores.last()) {
            return version;
        }
        @Nullable String[] values = new String[Table.HEALTH_SCORES.columns().size()];
        values[SCORE] = text(vitals.scores.value(i, Metric.HEALTH_SCORE));
        values[CHURN_RISK] = text(vitals.scores.value(i, Metric.CHURN_RISK));
        values[RUN_ID] = vitals.scoreRunId;
        values[DEPTH] = vitals.scoreDepth;
        return version.withValues(values);
    }

    /** Only an insert sets the score, or an update of the row that set it last (3.1). */
    private static boolean setsScore(
            Arrival arrival, @Nullable RowVersion known, AccountVitals vitals) {
        return switch (arrival) {
            case INSERT -> true;
            case UPDATE -> known != null && known.values().length > 0;
            case FIRST_SEEN_BY_UPDATE -> vitals.scores.isEmpty();
            default -> false;
        };
    }

    private static List<Hit> hits(
            TriggerIndex index,
            Metric metric,
            @Nullable BigDecimal current,
            long at,
            AccountVitals vitals,
            List<Hit> before) {
        if (current == null) {
            return before;
        }
        List<Hit> hits = index.healthScoreChanged(metric, current, at, vitals.scores);
        if (before.isEmpty() || hits.isEmpty()) {
            return before.isEmpty() ? hits : before;
        }
        List<Hit> both = new ArrayList<>(before);
        both.addAll(hits);
        both.sort(Comparator.comparing(hit -> hit.workflow().id()));
        return both;
    }

    /** Arms again what the score came back for, paused workflows too. */
    private void rearm(
            Metric metric,
            @Nullable BigDecimal score,
            long at,
            AccountVitals vitals,
            Definitions definitions)
            throws Exception {
        if (score == null) {
            return;
        }
        List<Map.Entry<String, Admission>> rearmed = new ArrayList<>();
        for (Map.Entry<String, Admission> entry : admissions.entries()) {
            Admission admission = entry.getValue();
            DefinitionVersion version =
                    admission.isDisarmed() ? definitions.workflow(entry.getKey(), at) : null;
            Workflow workflow = version == null ? null : version.workflow();
            if (version == null
                    || workflow == null
                    || !(workflow.trigger() instanceof HealthScoreChange trigger)
                    || trigger.metric() != metric) {
                continue;
            }
            BigDecimal line = trigger.rearmThreshold();
            boolean dropped = version.triggerSince() != admission.triggerSince();
            if (dropped || line == null) {
                rearmed.add(Map.entry(entry.getKey(), admission.rearmed(true).rearmed(false)));
            } else if (admission.decreaseDisarmed() && score.compareTo(line) >= 0) {
                rearmed.add(Map.entry(entry.getKey(), admission.rearmed(true)));
            } else if (admission.increaseDisarmed() && score.compareTo(line) <= 0) {
                rearmed.add(Map.entry(entry.getKey(), admission.rearmed(false)));
            }
        }
        for (Map.Entry<String, Admission> entry : rearmed) {
            admissions.put(entry.getKey(), entry.getValue());
            vitals.disarmed--;
        }
    }

    /** The order of judgement of semantics 3: the first that applies decides. */
    private void admit(
            Hit hit,
            Change change,
            @Nullable RowVersion before,
            RowVersion row,
            long at,
            TimerService clock,
            AccountVitals vitals,
            Definitions definitions,
            Collector<RunEvent> out)
            throws Exception {
        Workflow workflow = hit.workflow();
        RowVersion accountRow = account.value();
        String runIdSet = ownRunId(change, before, row);
        boolean decrease = hit.edge().decrease();
        if (accountRow == null
                || !isInScope(workflow)
                || (runIdSet != null && !workflow.settings().allowAutomationOrigin())) {
            return;
        }
        Admission known = admissions.get(workflow.id());
        Admission admission =
                known == null
                        ? Admission.none(hit.triggerSince())
                        : known.forTrigger(hit.triggerSince());
        if (admission.isDisarmed(decrease)) {
            return;
        }
        String direction = (decrease ? Direction.DECREASE : Direction.INCREASE).code();
        String key = direction + ':' + change.rowId() + ':' + change.positionText();
        String runId = Ids.runId(workflow.id(), change.accountId(), TRIGGER_TYPE, key);
        if (usedKeys.contains(runId)) {
            return;
        }
        HealthScoreData data = HealthScoreData.of(hit, direction);
        AccountVariables variables =
                new AccountVariables(
                        accountRow,
                        vitals.scores.inForce(Metric.HEALTH_SCORE),
                        vitals.scores.inForce(Metric.CHURN_RISK),
                        definitions.organization(workflow.organizationId(), at),
                        data.variables());
        Reason reason =
                refusal(workflow, admission, decrease, runIdSet, row, change, at, clock, variables);
        RunDraft draft =
                new RunDraft(
                        options.replay() || at < options.effectsFrom(),
                        change.folder(),
                        runId,
                        workflow,
                        change.accountId(),
                        TRIGGER_TYPE,
                        key,
                        at,
                        data.json());
        long forgetAt = at + options.retentionMillis() + KEY_GRACE_MILLIS;
        usedKeys.put(runId, new UsedKey(workflow.id(), forgetAt));
        vitals.forgetBy(forgetAt);
        runs.inc();
        if (reason != null) {
            out.collect(RunEvent.of(draft.skipped(reason)));
            return;
        }
        boolean disarms = hit.trigger().rearmThreshold() != null;
        admissions.put(workflow.id(), admission.started(decrease, at, disarms));
        vitals.disarmed += (disarms ? 1 : 0) - (known != null && known.isDisarmed() ? 1 : 0);
        start(draft, workflow, variables, at, definitions, out);
    }

    private @Nullable Reason refusal(
            Workflow workflow,
            Admission admission,
            boolean decrease,
            @Nullable String runIdSet,
            RowVersion row,
            Change change,
            long at,
            TimerService clock,
            AccountVariables variables)
            throws Exception {
        if (runIdSet != null && isLoop(workflow, runIdSet, row)) {
            return Reason.LOOP_GUARD;
        }
        if (!options.replay()
                && at >= options.effectsFrom()
                && clock.currentProcessingTime() - change.at() > options.maxEventAgeMillis()) {
            return Reason.STALE_EVENT;
        }
        if (admission.isCoolingDown(decrease, at, workflow.cooldownMillis())) {
            return Reason.COOLDOWN;
        }
        Reason unmet = Conditions.judge(workflow.conditions(), variables);
        if (unmet != null) {
            return unmet;
        }
        ReEntry reEntry = workflow.settings().reEntry();
        if (reEntry.isLimited()
                && admission.startsWithin(at, reEntry.intervalMillis()) >= reEntry.max()) {
            return Reason.RE_ENTRY;
        }
        return Holdout.heldOut(
                        workflow.id(), change.accountId(), workflow.settings().holdoutPercent())
                ? Reason.HOLDOUT
                : null;
    }

    private void start(
            RunDraft draft,
            Workflow workflow,
            AccountVariables variables,
            long at,
            Definitions definitions,
            Collector<RunEvent> out)
            throws Exception {
        if (!(workflow.action() instanceof SendEmail mail)) {
            throw new IllegalStateException(
                    workflow.action().type() + " is refused before it gets here");
        }
        DefinitionVersion template =
                definitions.template(workflow.organizationId(), mail.template(), at);
        if (template == null) {
            out.collect(RunEvent.of(draft.failed("template_not_found")));
            return;
        }
        List<Mail> mails =
                MailPlan.of(
                        mail,
                        template,
                        draft.runId(),
                        0,
                        workflow.organizationId(),
                        draft.accountId(),
                        at,
                        variables,
                        people.of(Table.CONTACTS),
                        people.of(Table.ACCOUNT_TEAM));
        draft.mailed(mails, out);
    }

    private boolean isInScope(Workflow workflow) throws Exception {
        if (workflow.scopeAllAccounts()) {
            return true;
        }
        RowVersion listed = scope.get(workflow.id());
        return listed != null && !listed.deleted();
    }

    /** The run that wrote a change, if it sets one that the row did not have (semantics 6). */
    private static @Nullable String ownRunId(
            Change change, @Nullable RowVersion before, RowVersion row) {
        String runId = row.get(RUN_ID);
        if (runId == null || (before == null && change.operation() == Operation.UPDATE)) {
            return null;
        }
        String had = before == null ? null : before.get(RUN_ID);
        return runId.equals(had) ? null : runId;
    }

    private boolean isLoop(Workflow workflow, String runId, RowVersion row) throws Exception {
        BigDecimal depth = decimal(row.get(DEPTH));
        if (depth != null && depth.compareTo(BigDecimal.valueOf(DEEPEST)) >= 0) {
            return true;
        }
        UsedKey key = usedKeys.get(runId);
        return key != null && key.workflowId().equals(workflow.id());
    }

    private static @Nullable String text(@Nullable BigDecimal number) {
        return number == null ? null : number.toString();
    }

    private static @Nullable BigDecimal decimal(@Nullable String text) {
        return text == null ? null : new BigDecimal(text);
    }
}
