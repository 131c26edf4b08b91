package io.automation.udfs.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.automation.model.run.Reason;
import io.automation.model.workflow.Condition;
import io.automation.model.workflow.Condition.AccountFilter;
import io.automation.model.workflow.Condition.Custom;
import io.automation.model.workflow.Condition.Custom.Operator;
import io.automation.model.workflow.Condition.EngagementHistory;
import io.automation.model.workflow.Condition.Expression;
import io.automation.model.workflow.Condition.TimeCondition;
import io.automation.model.workflow.Condition.TimeCondition.Outside;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionsTest {

    private static final Condition FAILS = custom("account.name", Operator.EQUALS, "x");
    private static final Condition MISSING = custom("custom.none", Operator.EQUALS, "x");
    private static final Condition MISMATCH = custom("account.name", Operator.LESS_THAN, "x");
    private static final Condition HOLDS = custom("account.name", Operator.EQUALS, "Teapots");

    private final Map<String, Object> account = new HashMap<>();

    @Test
    void holdWithoutConditions() {
        assertThat(judge()).isNull();
        assertThat(judge(filter(List.of(), List.of(), List.of(), null, null))).isNull();
    }

    @Test
    void giveTheFirstReasonThatAnyPartGives() {
        account.put("account.name", "Teapots");

        assertThat(judge(HOLDS)).isNull();
        assertThat(judge(HOLDS, MISMATCH)).isEqualTo(Reason.TYPE_MISMATCH);
        assertThat(judge(MISMATCH, MISSING, HOLDS)).isEqualTo(Reason.MISSING_FIELD);
        assertThat(judge(MISMATCH, MISSING, FAILS)).isEqualTo(Reason.CONDITION_FAILED);
        assertThat(judge(FAILS, MISSING, MISMATCH)).isEqualTo(Reason.CONDITION_FAILED);
    }

    @Test
    void giveTheFirstReasonAmongTheFieldsOfAFilter() {
        account.put("account.arr", new BigDecimal("100"));
        Condition filter = filter(List.of("retail"), List.of(), List.of(), "101", null);

        assertThat(judge(filter)).isEqualTo(Reason.CONDITION_FAILED);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
                    # industry, arr,    reason
                    retail,     100,    -
                    health,     200,    -
                    retail,     99.99,  condition_failed
                    retail,     200.01, condition_failed
                    Retail,     150,    condition_failed
                    -,          150,    missing_field
                    retail,     -,      missing_field
                    -,          99,     condition_failed
                    """)
    void filterByListsAndInclusiveBounds(
            @Nullable String industry, @Nullable BigDecimal arr, @Nullable String reason) {
        put("account.industry", industry);
        put("account.arr", arr);
        Condition filter = filter(List.of("retail", "health"), List.of(), List.of(), "100", "200");

        Reason judged = judge(filter);

        assertThat(judged == null ? null : judged.code()).isEqualTo(reason);
    }

    @Test
    void filterByEveryField() {
        account.putAll(
                Map.of(
                        "account.industry",
                        "retail",
                        "account.size",
                        "small",
                        "account.status",
                        "active",
                        "account.arr",
                        new BigDecimal("10"),
                        "account.health_score",
                        new BigDecimal("59.995"),
                        "account.churn_risk",
                        new BigDecimal("70")));
        BigDecimal ten = new BigDecimal("10.00");
        BigDecimal health = new BigDecimal("59.995");
        BigDecimal churn = new BigDecimal("70");
        AccountFilter all =
                new AccountFilter(
                        List.of("retail"),
                        List.of("small"),
                        List.of("active"),
                        ten,
                        ten,
                        health,
                        health,
                        churn,
                        churn);

        assertThat(judge(all)).isNull();
        for (String field : List.copyOf(account.keySet())) {
            Object value = account.remove(field);
            assertThat(judge(all)).as(field).isEqualTo(Reason.MISSING_FIELD);
            account.put(field, value instanceof BigDecimal number ? number.add(ten) : "other");
            assertThat(judge(all)).as(field).isEqualTo(Reason.CONDITION_FAILED);
            account.put(field, value);
        }
    }

    @Test
    void includeExpressions() {
        account.put("account.name", "Teapots");

        assertThat(judge(HOLDS, new Expression("name == 'Teapots'", ""))).isNull();
        assertThat(judge(HOLDS, new Expression("name == 'x'", "")))
                .isEqualTo(Reason.CONDITION_FAILED);
        assertThat(judge(MISMATCH, new Expression("arr > 5", ""))).isEqualTo(Reason.MISSING_FIELD);
    }

    @Test
    void judgeEachExpressionForItself() {
        account.put("account.name", "Teapots");
        Condition holds = new Expression("name == 'Teapots'", "");
        Condition fails = new Expression("name == 'x'", "");

        assertThat(judge(holds, HOLDS, holds, holds)).isNull();
        assertThat(judge(holds, holds, fails)).isEqualTo(Reason.CONDITION_FAILED);
        assertThat(judge(fails, holds, holds)).isEqualTo(Reason.CONDITION_FAILED);
    }

    @Test
    void mismatchWhereABoundMeetsWhatIsNoNumber() {
        account.put("account.arr", "many");

        assertThat(judge(filter(List.of(), List.of(), List.of(), "1", null)))
                .isEqualTo(Reason.TYPE_MISMATCH);
    }

    @Test
    void letATimeConditionDefer() {
        assertThat(judge(new TimeCondition(true, null, Set.of(), Set.of(), Outside.SKIP))).isNull();
    }

    @Test
    void compileOnlyWhatIsWithoutProblems() {
        assertThatThrownBy(() -> judge(new Expression("name", "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name");
    }

    @Test
    void judgeNoHistoryWithoutEngagements() {
        assertThatThrownBy(() -> judge(new EngagementHistory(90, 0, 1, List.of(), List.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("engagement_history");
    }

    private void put(String path, @Nullable Object value) {
        if (value != null) {
            account.put(path, value);
        }
    }

    private @Nullable Reason judge(Condition... conditions) {
        return Conditions.judge(List.of(conditions), account::get);
    }

    private static Condition custom(String field, Operator operator, String value) {
        return new Custom(field, operator, JsonNodeFactory.instance.textNode(value));
    }

    private static Condition filter(
            List<String> industry,
            List<String> size,
            List<String> status,
            @Nullable String arrMin,
            @Nullable String arrMax) {
        return new AccountFilter(
                industry,
                size,
                status,
                arrMin == null ? null : new BigDecimal(arrMin),
                arrMax == null ? null : new BigDecimal(arrMax),
                null,
                null,
                null,
                null);
    }
}
