package io.automation.job.evaluate;

import io.automation.job.evaluate.Decisions.Miss;
import io.automation.job.evaluate.Occurrence.Origin;
import io.automation.job.evaluate.ScoreIndex.Hit;
import io.automation.job.evaluate.ScoreIndex.NearMiss;
import io.automation.model.change.Change;
import io.automation.model.change.Operation;
import io.automation.model.change.RowKey;
import io.automation.model.change.RowVersion;
import io.automation.model.change.RowVersion.Arrival;
import io.automation.model.change.Table;
import io.automation.model.run.Compared;
import io.automation.model.run.Verdict;
import io.automation.model.workflow.Trigger.Direction;
import io.automation.model.workflow.Trigger.HealthScoreChange;
import io.automation.model.workflow.Trigger.Metric;
import io.automation.model.workflow.Workflow;
import io.automation.udfs.trigger.HealthScoreComparisons;
import io.automation.udfs.trigger.ScoreHistory;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of health_scores: which set the score, what that re-arms, and what it raises. */
final class HealthScores {

    private static final int SCORE = Table.HEALTH_SCORES.index("score");
    private static final int CHURN_RISK = Table.HEALTH_SCORES.index("churn_risk");
    private static final int RUN_ID = Table.HEALTH_SCORES.index("automation_run_id");
    private static final int DEPTH = Table.HEALTH_SCORES.index("automation_depth");

    /** The columns that something may ask for later. */
    private static final long KEPT = 1L << SCORE | 1L << CHURN_RISK | 1L << RUN_ID | 1L << DEPTH;

    private final EvaluateOptions options;
    private final Account account;
    private final Patterns patterns;
    private final Decisions decisions;

    /** Of the fact at hand. */
    private final List<NearMiss> near = new ArrayList<>();

    HealthScores(EvaluateOptions options, Account account, Patterns patterns, Decisions decisions) {
        this.options = options;
        this.account = account;
        this.patterns = patterns;
        this.decisions = decisions;
    }

    /**
     * Takes a fact.
     *
     * @return what it raises; null if it is stale or was seen before
     */
    @Nullable List<Occurrence> take(Change arrived) throws Exception {
        AccountVitals vitals = account.vitals();
        RowKey key = RowKey.of(arrived.rowId());
        RowVersion known = known(key, vitals);
        Change change = EvaluateWorkflows.settle(arrived, known, options);
        Arrival arrival = RowVersion.arrivalOf(change, known);
        if (arrival.isIgnored()) {
            return null;
        }
        RowVersion row = RowVersion.after(change, known, KEPT);
        if (!setsScore(arrival, known, vitals)) {
            vitals.scores.put(key, row);
            return List.of();
        }
        boolean silent = change.operation() == Operation.READ;
        long at = silent ? change.at() : Math.max(change.at(), vitals.clock);
        BigDecimal healthScore = decimal(row.get(SCORE));
        BigDecimal churnRisk = decimal(row.get(CHURN_RISK));
        TriggerIndex index = silent ? null : account.index(at);
        List<Occurrence> raised = List.of();
        if (index != null) {
            raised = raised(index.scores, Metric.HEALTH_SCORE, healthScore, change, at, raised);
            raised = raised(index.scores, Metric.CHURN_RISK, churnRisk, change, at, raised);
        }
        if (vitals.scores.set(key, row, at, healthScore, churnRisk)) {
            vitals.scoreRunId = row.get(RUN_ID);
            vitals.scoreDepth = row.get(DEPTH);
        }
        if (vitals.disarmed > 0) {
            rearm(Metric.HEALTH_SCORE, healthScore, at, vitals);
            rearm(Metric.CHURN_RISK, churnRisk, at, vitals);
        }
        if (index == null
                || (raised.isEmpty() && index.patterns.isEmpty() && !decisions.isWatched())) {
            return List.of();
        }
        boolean enters = arrival != Arrival.FIRST_SEEN_BY_UPDATE;
        Origin origin = enters ? Judge.origin(Table.HEALTH_SCORES, known, row) : null;
        List<Occurrence> all = new ArrayList<>();
        for (Occurrence occurrence : raised) {
            all.add(occurrence.by(origin));
        }
        if (enters) {
            all.addAll(patterns.fed(index, change, known, row, origin, at));
        }
        return all;
    }

    private Occurrence occurrence(Hit hit, Change change, long at) {
        boolean decrease = hit.edge().decrease();
        HealthScoreChange trigger = hit.acting().trigger();
        TriggerData data =
                data(direction(decrease), trigger, hit.previous(), hit.current())
                        .with("reference", hit.edge().reference());
        Occurrence occurrence =
                Occurrence.of(hit.acting(), key(decrease, change), at, data, null)
                        .towards(decrease);
        return decisions.isHeard()
                ? occurrence.because(compared(hit.current(), trigger, decrease, at))
                : occurrence;
    }

    private static String key(boolean decrease, Change change) {
        return direction(decrease) + ':' + change.rowId() + ':' + change.positionText();
    }

    private static String direction(boolean decrease) {
        return (decrease ? Direction.DECREASE : Direction.INCREASE).code();
    }

    /** What a score that is not in the state yet was compared with. */
    private List<Compared> compared(
            BigDecimal current, HealthScoreChange trigger, boolean decrease, long at) {
        return HealthScoreComparisons.ofChange(
                current, trigger, decrease, account.vitals().scores, at);
    }

    /** Why a score did not fire a trigger. */
    private @Nullable Miss miss(
            HealthScoreChange trigger, Metric metric, BigDecimal current, Change change, long at) {
        if (trigger.metric() != metric) {
            return null;
        }
        BigDecimal previous = account.vitals().scores.inForce(metric);
        boolean decrease =
                switch (trigger.direction()) {
                    case DECREASE -> true;
                    case INCREASE -> false;
                    case BOTH -> previous == null || current.compareTo(previous) <= 0;
                };
        List<Compared> compared = compared(current, trigger, decrease, at);
        boolean isTooLittle =
                compared.get(compared.size() - 1)
                        .test()
                        .equals(HealthScoreComparisons.change(decrease));
        return new Miss(
                key(decrease, change),
                isTooLittle ? Verdict.BELOW_MINIMUM_CHANGE : Verdict.NO_EDGE,
                compared);
    }

    /** The contract's fields in their order; the reference is filled in by who knows it. */
    static TriggerData data(
            String direction,
            HealthScoreChange trigger,
            @Nullable BigDecimal previous,
            @Nullable BigDecimal current) {
        return new TriggerData()
                .with("direction", direction)
                .with("previous", previous)
                .with("current", current)
                .with("reference", null)
                .with("threshold", trigger.threshold())
                .with("minimum_change", trigger.minimumChange());
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

    /** What a score raises before it is taken into the state, after what the other one does. */
    private List<Occurrence> raised(
            ScoreIndex index,
            Metric metric,
            @Nullable BigDecimal current,
            Change change,
            long at,
            List<Occurrence> before)
            throws Exception {
        if (current == null) {
            return before;
        }
        boolean wantsMisses = decisions.tellsNearMisses();
        ScoreHistory scores = account.vitals().scores;
        List<Hit> hits =
                index.healthScoreChanged(metric, current, at, scores, wantsMisses ? near : null);
        if (!near.isEmpty()) {
            tellNearMisses(current, change, at);
        }
        List<Occurrence> raised = before;
        if (!hits.isEmpty()) {
            raised = new ArrayList<>(before);
            for (Hit hit : hits) {
                raised.add(occurrence(hit, change, at));
            }
        }
        if (decisions.isWatched()) {
            decisions.others(
                    HealthScoreChange.class,
                    at,
                    raised,
                    acting -> miss(acting.trigger(), metric, current, change, at));
        }
        return raised;
    }

    private void tellNearMisses(BigDecimal current, Change change, long at) throws Exception {
        for (NearMiss miss : near) {
            Workflow workflow = miss.acting().workflow();
            if (account.isInScope(workflow)) {
                decisions.cameNear(
                        workflow,
                        key(miss.decrease(), change),
                        at,
                        Verdict.BELOW_MINIMUM_CHANGE,
                        compared(current, miss.acting().trigger(), miss.decrease(), at));
            }
        }
        near.clear();
    }

    /** Arms again what the score came back for, paused workflows too. */
    private void rearm(Metric metric, @Nullable BigDecimal score, long at, AccountVitals vitals)
            throws Exception {
        if (score == null) {
            return;
        }
        List<Map.Entry<String, Admission>> rearmed = new ArrayList<>();
        for (Map.Entry<String, Admission> entry : account.admissions.entries()) {
            Admission admission = entry.getValue();
            DefinitionVersion version =
                    admission.isDisarmed()
                            ? account.definitions().workflow(entry.getKey(), at)
                            : null;
            Workflow workflow = version == null ? null : version.workflow();
            if (version == null
                    || workflow == null
                    || !(workflow.trigger() instanceof HealthScoreChange trigger)
                    || trigger.metric() != metric) {
                continue;
            }
            BigDecimal line = trigger.rearmThreshold();
            boolean dropped = version.activity().triggerSince() != admission.triggerSince();
            if (dropped || line == null) {
                rearmed.add(Map.entry(entry.getKey(), admission.rearmed(true).rearmed(false)));
            } else if (admission.decreaseDisarmed() && score.compareTo(line) >= 0) {
                rearmed.add(Map.entry(entry.getKey(), admission.rearmed(true)));
            } else if (admission.increaseDisarmed() && score.compareTo(line) <= 0) {
                rearmed.add(Map.entry(entry.getKey(), admission.rearmed(false)));
            }
        }
        for (Map.Entry<String, Admission> entry : rearmed) {
            account.admissions.put(entry.getKey(), entry.getValue());
            vitals.disarmed--;
        }
    }

    private static @Nullable String text(@Nullable BigDecimal number) {
        return number == null ? null : number.toString();
    }

    private static @Nullable BigDecimal decimal(@Nullable String text) {
        return text == null ? null : new BigDecimal(text);
    }
}
