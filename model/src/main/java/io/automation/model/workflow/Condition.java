package io.automation.model.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** When a triggered workflow runs: all of its conditions must hold. */
public sealed interface Condition {

    ConditionType type();

    /** Lists admit any of their members, empty ones all; bounds are inclusive. */
    record AccountFilter(
            List<String> industry,
            List<String> size,
            List<String> status,
            @Nullable BigDecimal arrMin,
            @Nullable BigDecimal arrMax,
            @Nullable BigDecimal healthScoreMin,
            @Nullable BigDecimal healthScoreMax,
            @Nullable BigDecimal churnRiskMin,
            @Nullable BigDecimal churnRiskMax)
            implements Condition {

        public AccountFilter {
            industry = List.copyOf(industry);
            size = List.copyOf(size);
            status = List.copyOf(status);
        }

        @Override
        public ConditionType type() {
            return ConditionType.ACCOUNT_FILTER;
        }
    }

    /**
     * A window of local time that a step waits for.
     *
     * @param timezone null: the organization's
     * @param daysOfWeek empty: all
     */
    record TimeCondition(
            boolean businessHoursOnly,
            @Nullable ZoneId timezone,
            Set<DayOfWeek> daysOfWeek,
            Set<LocalDate> excludedDates,
            Outside outside)
            implements Condition {

        /** What happens outside the window. */
        public enum Outside {
            DEFER,
            SKIP
        }

        public TimeCondition {
            daysOfWeek = Set.copyOf(daysOfWeek);
            excludedDates = Set.copyOf(excludedDates);
        }

        @Override
        public ConditionType type() {
            return ConditionType.TIME_CONDITION;
        }
    }

    /** How many engagements of these types and outcomes (empty: all) lie in the last days. */
    record EngagementHistory(
            int lastEngagementDays,
            int countMin,
            @Nullable Integer countMax,
            List<String> engagementTypes,
            List<String> outcomes)
            implements Condition {

        public EngagementHistory {
            engagementTypes = List.copyOf(engagementTypes);
            outcomes = List.copyOf(outcomes);
        }

        @Override
        public ConditionType type() {
            return ConditionType.ENGAGEMENT_HISTORY;
        }
    }

    /**
     * A comparison of one variable.
     *
     * @param field dotted path into the template variables; in a pattern a field of the fact
     * @param value never null
     */
    record Custom(String field, Operator operator, JsonNode value) implements Condition {

        /** How a custom condition compares. */
        public enum Operator {
            EQUALS,
            NOT_EQUALS,
            GREATER_THAN,
            LESS_THAN,
            CONTAINS
        }

        @Override
        public ConditionType type() {
            return ConditionType.CUSTOM;
        }
    }

    /**
     * A CEL expression over the template variables; it is compiled after it was parsed.
     *
     * @param pointer JSON pointer of the expression in its definition, for what is wrong with it
     */
    record Expression(String cel, String pointer) implements Condition {

        @Override
        public ConditionType type() {
            return ConditionType.EXPRESSION;
        }
    }
}
