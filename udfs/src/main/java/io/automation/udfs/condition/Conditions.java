package io.automation.udfs.condition;

import io.automation.model.run.Compared;
import io.automation.model.run.Reason;
import io.automation.model.workflow.Action.SequenceAction;
import io.automation.model.workflow.Action.SequenceStep;
import io.automation.model.workflow.Condition;
import io.automation.model.workflow.Condition.AccountFilter;
import io.automation.model.workflow.Condition.Custom;
import io.automation.model.workflow.Condition.EngagementHistory;
import io.automation.model.workflow.ParsedWorkflow;
import io.automation.model.workflow.Problem;
import io.automation.model.workflow.Workflow;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Conditions with their expressions compiled, to be judged for an account at one instant. They are
 * made anew from a definition, not stored, and may be used by many threads.
 */
public final class Conditions {

    private final List<Condition> conditions;

    /** One for each condition of this type, in their order. */
    private final List<Expression> expressions;

    private Conditions(List<Condition> conditions, List<Expression> expressions) {
        this.conditions = conditions;
        this.expressions = expressions;
    }

    /**
     * Compiles conditions.
     *
     * @throws IllegalArgumentException for an expression in which {@link #problems} finds one
     */
    public static Conditions compile(List<Condition> conditions) {
        List<Expression> expressions = new ArrayList<>();
        for (Condition condition : conditions) {
            if (condition instanceof Condition.Expression source) {
                if (Expression.compile(source.cel()) instanceof Expression expression) {
                    expressions.add(expression);
                } else {
                    throw new IllegalArgumentException("does not compile: " + source.cel());
                }
            }
        }
        return new Conditions(List.copyOf(conditions), List.copyOf(expressions));
    }

    /** A parsed workflow, refused if an expression of its conditions does not compile. */
    public static ParsedWorkflow check(ParsedWorkflow parsed) {
        Workflow workflow = parsed.workflow();
        if (workflow == null) {
            return parsed;
        }
        List<Problem> problems = new ArrayList<>(problems(workflow.conditions()));
        if (workflow.action() instanceof SequenceAction sequence) {
            for (SequenceStep step : sequence.steps()) {
                problems.addAll(problems(step.conditions()));
            }
            problems.addAll(problems(sequence.exitIf()));
        }
        if (problems.isEmpty()) {
            return parsed;
        }
        problems.addAll(parsed.problems());
        return new ParsedWorkflow(null, problems);
    }

    /** What is wrong with the expressions among some conditions. */
    public static List<Problem> problems(List<Condition> conditions) {
        List<Problem> problems = new ArrayList<>();
        for (Condition condition : conditions) {
            if (condition instanceof Condition.Expression source
                    && Expression.compile(source.cel())
                            instanceof ExpressionCompilation.Refused refused) {
                for (String message : refused.problems()) {
                    problems.add(
                            new Problem(
                                    "bad_expression",
                                    source.pointer(),
                                    Problem.Level.ERROR,
                                    message));
                }
            }
        }
        return problems;
    }

    /**
     * Judges conditions that look at nothing but variables, for once.
     *
     * @throws IllegalArgumentException for an engagement_history, which needs engagements
     */
    public static @Nullable Reason judge(List<Condition> conditions, Variables variables) {
        if (conditions.stream().anyMatch(EngagementHistory.class::isInstance)) {
            throw new IllegalArgumentException("engagement_history needs engagements");
        }
        return compile(conditions).judge(variables, List.of(), 0);
    }

    /** Judges a condition that compares one variable. */
    public static @Nullable Reason judge(Custom custom, Variables variables) {
        return Comparison.judge(custom, variables.value(custom.field()));
    }

    /**
     * Null if all conditions hold at an instant in epoch milliseconds, else the first of
     * condition_failed, missing_field and type_mismatch that any part of them gives. A
     * time_condition holds: it defers, it does not filter.
     *
     * @param engagements those of the account, looked at only by engagement_history
     */
    public @Nullable Reason judge(Variables variables, Iterable<Engagement> engagements, long now) {
        return judge(variables, engagements, now, null);
    }

    /**
     * The same, and lists what it compared in the order it did.
     *
     * @param compared takes the comparisons; null if nobody wants them
     */
    public @Nullable Reason judge(
            Variables variables,
            Iterable<Engagement> engagements,
            long now,
            @Nullable List<Compared> compared) {
        Judgement judgement = new Judgement(variables, compared);
        int expression = 0;
        for (Condition condition : conditions) {
            switch (condition.type()) {
                case ACCOUNT_FILTER -> judgement.accountFilter((AccountFilter) condition);
                case CUSTOM -> judgement.custom((Custom) condition);
                case ENGAGEMENT_HISTORY ->
                        judgement.history((EngagementHistory) condition, engagements, now);
                case EXPRESSION -> judgement.expression(expressions.get(expression++));
                case TIME_CONDITION -> {}
            }
        }
        return judgement.reason;
    }

    /** What the parts of some conditions come to. */
    private static final class Judgement {

        private final Variables variables;
        private final @Nullable List<Compared> compared;

        /** The strongest reason so far: they are declared in the order in which they win. */
        private @Nullable Reason reason;

        Judgement(Variables variables, @Nullable List<Compared> compared) {
            this.variables = variables;
            this.compared = compared;
        }

        void accountFilter(AccountFilter filter) {
            among("industry", "account.industry", filter.industry());
            among("size", "account.size", filter.size());
            among("status", "account.status", filter.status());
            bound("arr_min", "account.arr", filter.arrMin(), true);
            bound("arr_max", "account.arr", filter.arrMax(), false);
            bound("health_score_min", "account.health_score", filter.healthScoreMin(), true);
            bound("health_score_max", "account.health_score", filter.healthScoreMax(), false);
            bound("churn_risk_min", "account.churn_risk", filter.churnRiskMin(), true);
            bound("churn_risk_max", "account.churn_risk", filter.churnRiskMax(), false);
        }

        private void among(String test, String path, List<String> admitted) {
            if (admitted.isEmpty()) {
                return;
            }
            Object value = variables.value(path);
            Reason other =
                    value == null
                            ? Reason.MISSING_FIELD
                            : unless(admitted.contains(Values.text(value)));
            tell(test, admitted, value, other);
        }

        /**
         * @param isLeast whether the number must not be below the limit; else not above it
         */
        private void bound(String test, String path, @Nullable BigDecimal limit, boolean isLeast) {
            if (limit == null) {
                return;
            }
            Object value = variables.value(path);
            BigDecimal number = value == null ? null : Values.number(value);
            Reason other =
                    value == null
                            ? Reason.MISSING_FIELD
                            : number == null
                                    ? Reason.TYPE_MISMATCH
                                    : unless(
                                            isLeast
                                                    ? number.compareTo(limit) >= 0
                                                    : number.compareTo(limit) <= 0);
            tell(test, limit, value, other);
        }

        private static @Nullable Reason unless(boolean holds) {
            return holds ? null : Reason.CONDITION_FAILED;
        }

        void custom(Custom custom) {
            Reason other = Conditions.judge(custom, variables);
            takes(other);
            if (compared != null) {
                String operator = custom.operator().name().toLowerCase(Locale.ROOT);
                compared.add(
                        told("custom", custom.value(), variables.value(custom.field()), other)
                                .with("field", custom.field())
                                .with("operator", operator));
            }
        }

        void history(EngagementHistory history, Iterable<Engagement> engagements, long now) {
            int count = History.count(history, engagements, now);
            Reason other = unless(History.admits(history, count));
            takes(other);
            if (compared != null) {
                Map<String, @Nullable Object> asked = new LinkedHashMap<>();
                asked.put("min", history.countMin());
                asked.put("max", history.countMax());
                asked.put("days", history.lastEngagementDays());
                if (!history.engagementTypes().isEmpty()) {
                    asked.put("types", history.engagementTypes());
                }
                if (!history.outcomes().isEmpty()) {
                    asked.put("outcomes", history.outcomes());
                }
                compared.add(told("engagement_count", asked, count, other));
            }
        }

        void expression(Expression expression) {
            Reason other = expression.judge(variables);
            takes(other);
            if (compared != null) {
                compared.add(
                        told("expression", expression.cel(), expression.found(variables), other));
            }
        }

        private void tell(
                String test, Object asked, @Nullable Object found, @Nullable Reason other) {
            takes(other);
            if (compared != null) {
                compared.add(told(test, asked, found, other));
            }
        }

        private static Compared told(
                String test, Object asked, @Nullable Object found, @Nullable Reason other) {
            Compared told = Compared.of(test, asked, found, other == null);
            return other == null ? told : told.with("reason", other.code());
        }

        private void takes(@Nullable Reason other) {
            if (other != null && (reason == null || other.compareTo(reason) < 0)) {
                reason = other;
            }
        }
    }
}
