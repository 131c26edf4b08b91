package io.automation.job.evaluate;

import io.automation.job.evaluate.Occurrence.Origin;
import io.automation.job.evaluate.ScoreIndex.Hit;
import io.automation.model.change.Change;
import io.automation.model.change.Operation;
import io.automation.model.change.RowKey;
import io.automation.model.change.RowVersion;
import io.automation.model.change.RowVersion.Arrival;
import io.automation.model.change.Table;
import io.automation.model.workflow.Trigger.Direction;
import io.automation.model.workflow.Trigger.HealthScoreChange;
import io.automation.model.workflow.Trigger.Metric;
import io.automation.model.workflow.Workflow;
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

    HealthScores(EvaluateOptions options, Account account, Patterns patterns) {
        this.options = options;
        this.account = account;
        this.patterns = patterns;
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
        List<Hit> hits = List.of();
        if (index != null) {
            hits = hits(index.scores, Metric.HEALTH_SCORE, healthScore, at, vitals, hits);
            hits = hits(index.scores, Metric.CHURN_RISK, churnRisk, at, vitals, hits);
        }
        if (vitals.scores.set(key, row, at, healthScore, churnRisk)) {
            vitals.scoreRunId = row.get(RUN_ID);
            vitals.scoreDepth = row.get(DEPTH);
        }
        if (vitals.disarmed > 0) {
            rearm(Metric.HEALTH_SCORE, healthScore, at, vitals);
            rearm(Metric.CHURN_RISK, churnRisk, at, vitals);
        }
        if (index == null || (hits.isEmpty() && index.patterns.isEmpty())) {
            return List.of();
        }
        boolean enters = arrival != Arrival.FIRST_SEEN_BY_UPDATE;
        Origin origin = enters ? Judge.origin(Table.HEALTH_SCORES, known, row) : null;
        List<Occurrence> raised = new ArrayList<>();
        for (Hit hit : hits) {
            raised.add(occurrence(hit, change, at).by(origin));
        }
        if (enters) {
            raised.addAll(patterns.fed(index, change, known, row, origin, at));
        }
        return raised;
    }

    private static Occurrence occurrence(Hit hit, Change change, long at) {
        boolean decrease = hit.edge().decrease();
        String direction = (decrease ? Direction.DECREASE : Direction.INCREASE).code();
        TriggerData data =
                data(direction, hit.acting().trigger(), hit.previous(), hit.current())
                        .with("reference", hit.edge().reference());
        return Occurrence.of(
                        hit.acting(),
                        direction + ':' + change.rowId() + ':' + change.positionText(),
                        at,
                        data,
                        null)
                .towards(decrease);
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

    private static List<Hit> hits(
            ScoreIndex index,
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
        return both;
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
