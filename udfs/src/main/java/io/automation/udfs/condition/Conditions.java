package io.automation.udfs.condition;

import io.automation.model.run.Reason;
import io.automation.model.workflow.Condition;
import io.automation.model.workflow.Condition.AccountFilter;
import io.automation.model.workflow.Condition.Custom;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges whether a workflow's conditions hold for an account at one instant. */
public final class Conditions {

    private final Variables variables;

    /** The strongest reason so far: they are declared in the order in which they win. */
    private @Nullable Reason reason;

    private Conditions(Variables variables) {
        this.variables = variables;
    }

    /**
     * Null if all conditions hold, else the first of condition_failed, missing_field and
     * type_mismatch that any part of them gives.
     */
    public static @Nullable Reason judge(List<Condition> conditions, Variables variables) {
        Conditions judged = new Conditions(variables);
        for (Condition condition : conditions) {
            judged.judge(condition);
        }
        return judged.reason;
    }

    private void judge(Condition condition) {
        switch (condition.type()) {
            case ACCOUNT_FILTER -> accountFilter((AccountFilter) condition);
            case CUSTOM -> custom((Custom) condition);
            case TIME_CONDITION, ENGAGEMENT_HISTORY, EXPRESSION ->
                    throw new IllegalArgumentException(
                            condition.type().code() + " is refused when its definition arrives");
        }
    }

    private void accountFilter(AccountFilter filter) {
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
            fails(Reason.MISSING_FIELD);
        } else if (!admitted.contains(Values.text(value))) {
            fails(Reason.CONDITION_FAILED);
        }
    }

    private void between(String path, @Nullable BigDecimal min, @Nullable BigDecimal max) {
        if (min == null && max == null) {
            return;
        }
        Object value = variables.value(path);
        BigDecimal number = value == null ? null : Values.number(value);
        if (value == null) {
            fails(Reason.MISSING_FIELD);
        } else if (number == null) {
            fails(Reason.TYPE_MISMATCH);
        } else if ((min != null && number.compareTo(min) < 0)
                || (max != null && number.compareTo(max) > 0)) {
            fails(Reason.CONDITION_FAILED);
        }
    }

    private void custom(Custom custom) {
        Reason failure = Comparison.judge(custom, variables.value(custom.field()));
        if (failure != null) {
            fails(failure);
        }
    }

    private void fails(Reason other) {
        if (reason == null || other.compareTo(reason) < 0) {
            reason = other;
        }
    }
}
