package io.automation.udfs.condition;

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
import java.util.List;
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
        Judgement judgement = new Judgement(variables);
        int expression = 0;
        for (Condition condition : conditions) {
            switch (condition.type()) {
                case ACCOUNT_FILTER -> judgement.accountFilter((AccountFilter) condition);
                case CUSTOM -> judgement.custom((Custom) condition);
                case ENGAGEMENT_HISTORY ->
                        judgement.takes(
                                History.judge((EngagementHistory) condition, engagements, now));
                case EXPRESSION -> judgement.takes(expressions.get(expression++).judge(variables));
                case TIME_CONDITION -> {}
            }
        }
        return judgement.reason;
    }

    /** What the parts of some conditions come to. */
    private static final class Judgement {

        private final Variables variables;

        /** The strongest reason so far: they are declared in the order in which they win. */
        private @Nullable Reason reason;

        Judgement(Variables variables) {
            this.variables = variables;
        }

        void accountFilter(AccountFilter filter) {
            among("account.industry", filter.industry());
            among("account.size", filter.size());
            among("account.status", filter.status());
            between("account.arr", filter.arrMin(), filter.arrMax());
            between("account.health_score", filter.healthScoreMin(), filter.healthScoreMax());
            between("account.churn_risk", filter.churnRiskMin(), filter.churnRiskMax());
        }

        private void among(String path, List<String> admitted) {
            if (admitted.isEmpty()) {
                return;
            }
            Object value = variables.value(path);
            if (value == null) {
                takes(Reason.MISSING_FIELD);
            } else if (!admitted.contains(Values.text(value))) {
                takes(Reason.CONDITION_FAILED);
            }
        }

        private void between(String path, @Nullable BigDecimal min, @Nullable BigDecimal max) {
            if (min == null && max == null) {
                return;
            }
            Object value = variables.value(path);
            BigDecimal number = value == null ? null : Values.number(value);
            if (value == null) {
                takes(Reason.MISSING_FIELD);
            } else if (number == null) {
                takes(Reason.TYPE_MISMATCH);
            } else if ((min != null && number.compareTo(min) < 0)
                    || (max != null && number.compareTo(max) > 0)) {
                takes(Reason.CONDITION_FAILED);
            }
        }

        void custom(Custom custom) {
            takes(Conditions.judge(custom, variables));
        }

        void takes(@Nullable Reason other) {
            if (other != null && (reason == null || other.compareTo(reason) < 0)) {
                reason = other;
            }
        }
    }
}
