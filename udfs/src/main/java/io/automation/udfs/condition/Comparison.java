package io.automation.udfs.condition;

import io.automation.model.run.Reason;
import io.automation.model.workflow.Condition.Custom;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges one custom condition: numbers as numbers, instants as instants, else texts. */
final class Comparison {

    private Comparison() {}

    /** Why the comparison of a variable's value does not hold; null if it does. */
    static @Nullable Reason judge(Custom custom, @Nullable Object found) {
        if (found == null) {
            return custom.operator() == Custom.Operator.NOT_EQUALS ? null : Reason.MISSING_FIELD;
        }
        Object wanted = Values.of(custom.value());
        return switch (custom.operator()) {
            case EQUALS -> unless(same(found, wanted));
            case NOT_EQUALS -> unless(!same(found, wanted));
            case GREATER_THAN -> ordered(found, wanted, 1);
            case LESS_THAN -> ordered(found, wanted, -1);
            case CONTAINS -> contains(found, wanted);
        };
    }

    private static @Nullable Reason unless(boolean holds) {
        return holds ? null : Reason.CONDITION_FAILED;
    }

    private static boolean same(Object found, Object wanted) {
        Integer order = Values.compare(found, wanted);
        return order != null ? order == 0 : Values.text(found).equals(Values.text(wanted));
    }

    private static @Nullable Reason ordered(Object found, Object wanted, int sign) {
        Integer order = Values.compare(found, wanted);
        return order == null ? Reason.TYPE_MISMATCH : unless(Integer.signum(order) == sign);
    }

    private static @Nullable Reason contains(Object found, Object wanted) {
        if (found instanceof List<?> list) {
            for (Object member : list) {
                if (member != null && same(member, wanted)) {
                    return null;
                }
            }
            return Reason.CONDITION_FAILED;
        }
        return Values.isText(found)
                ? unless(Values.text(found).contains(Values.text(wanted)))
                : Reason.TYPE_MISMATCH;
    }
}
