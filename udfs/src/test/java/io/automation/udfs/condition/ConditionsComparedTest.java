package io.automation.udfs.condition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.automation.model.run.Compared;
import io.automation.model.run.Reason;
import io.automation.model.workflow.Condition;
import io.automation.model.workflow.Condition.AccountFilter;
import io.automation.model.workflow.Condition.Custom;
import io.automation.model.workflow.Condition.Custom.Operator;
import io.automation.model.workflow.Condition.EngagementHistory;
import io.automation.model.workflow.Condition.Expression;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What conditions tell of their comparisons. */
class ConditionsComparedTest {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final long NOW = 100L * 24 * 3_600_000;

    @Test
    void saysTheSameAsTheJudgementItTellsOf() {
        Random random = new Random(17);
        int unmet = 0;
        for (int i = 0; i < 20_000; i++) {
            List<Condition> conditions = conditions(random);
            Conditions compiled = Conditions.compile(conditions);
            Map<String, Object> values = values(random);
            List<Engagement> engagements = engagements(random);
            List<Compared> compared = new ArrayList<>();

            Reason reason = compiled.judge(values::get, engagements, NOW, compared);

            assertThat(compiled.judge(values::get, engagements, NOW)).isEqualTo(reason);
            assertThat(strongest(compared)).as("%s of %s", conditions, values).isEqualTo(reason);
            assertThat(compared)
                    .allSatisfy(each -> assertThat(each.holds()).isEqualTo(reasonOf(each) == null));
            unmet += reason == null ? 0 : 1;
        }
        assertThat(unmet).isBetween(5_000, 19_000);
    }

    @Test
    void namesTheVariablesOfAnExpressionAsTheyAreWritten() {
        Map<String, Object> values = new HashMap<>();
        values.put("account.arr", new BigDecimal(5));
        values.put("account.name", "Teapots");
        values.put("custom.plan.tier", "gold");
        values.put("custom", Map.of("plan", Map.of("tier", "gold")));
        String cel =
                "arr > 1 && account.name.size() > 2 && custom.plan.tier == 'gold'"
                        + " && !has(custom.gone) && [1, 2].exists(x, x == 2)";
        List<Compared> compared = new ArrayList<>();

        Conditions.compile(List.of(new Expression(cel, "")))
                .judge(values::get, List.of(), 0, compared);

        Map<String, @Nullable Object> found = new HashMap<>();
        found.put("arr", new BigDecimal(5));
        found.put("account.name", "Teapots");
        found.put("custom.plan.tier", "gold");
        found.put("custom.gone", null);
        assertThat(compared).containsExactly(Compared.of("expression", cel, found, true));
    }

    private static @Nullable Reason strongest(List<Compared> compared) {
        Reason strongest = null;
        for (Compared each : compared) {
            Reason reason = reasonOf(each);
            if (reason != null && (strongest == null || reason.compareTo(strongest) < 0)) {
                strongest = reason;
            }
        }
        return strongest;
    }

    private static @Nullable Reason reasonOf(Compared compared) {
        for (Compared.Extra extra : compared.extras()) {
            if (extra.name().equals("reason")) {
                return Reason.valueOf(String.valueOf(extra.value()).toUpperCase(Locale.ROOT));
            }
        }
        return null;
    }

    private static List<Condition> conditions(Random random) {
        List<Condition> conditions = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            conditions.add(
                    switch (random.nextInt(4)) {
                        case 0 -> filter(random);
                        case 1 ->
                                new EngagementHistory(
                                        1 + random.nextInt(3),
                                        random.nextInt(3),
                                        random.nextBoolean() ? null : (Integer) random.nextInt(4),
                                        random.nextBoolean() ? List.of() : List.of("call"),
                                        random.nextBoolean() ? List.of() : List.of("positive"));
                        case 2 -> custom(random);
                        default ->
                                new Expression(
                                        pick(
                                                random,
                                                "arr > 2",
                                                "name == 'x'",
                                                "account.arr + 1 > 3 || custom.a == 'x'"),
                                        "");
                    });
        }
        return conditions;
    }

    private static AccountFilter filter(Random random) {
        return new AccountFilter(
                random.nextBoolean() ? List.of() : List.of("x", "y"),
                random.nextBoolean() ? List.of() : List.of("x"),
                random.nextBoolean() ? List.of() : List.of("z"),
                number(random),
                number(random),
                number(random),
                number(random),
                number(random),
                number(random));
    }

    private static Custom custom(Random random) {
        Operator[] operators = Operator.values();
        JsonNode value =
                random.nextBoolean()
                        ? NODES.textNode(pick(random, "x", "3", "2026-03-01"))
                        : NODES.numberNode(random.nextInt(5));
        return new Custom(
                pick(random, "account.arr", "account.name", "custom.a"),
                operators[random.nextInt(operators.length)],
                value);
    }

    private static @Nullable BigDecimal number(Random random) {
        return random.nextInt(3) > 0 ? null : BigDecimal.valueOf(random.nextInt(6));
    }

    private static Map<String, Object> values(Random random) {
        Map<String, Object> values = new HashMap<>();
        for (String path : List.of("industry", "size", "status", "name")) {
            put(values, "account." + path, pick(random, "x", "y", "z", null));
        }
        for (String path : List.of("arr", "health_score", "churn_risk")) {
            put(values, "account." + path, number(random));
        }
        put(values, "custom.a", pick(random, "x", "3", null));
        Object custom = values.get("custom.a");
        values.put("custom", custom == null ? Map.of() : Map.of("a", custom));
        return values;
    }

    private static void put(Map<String, Object> values, String path, @Nullable Object value) {
        if (value != null) {
            values.put(path, value);
        }
    }

    private static List<Engagement> engagements(Random random) {
        List<Engagement> engagements = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            long age = random.nextInt(4) * 24L * 3_600_000;
            engagements.add(
                    new Engagement(
                            "e" + i,
                            pick(random, "call", "email", null),
                            "completed",
                            pick(random, "positive", "negative", null),
                            null,
                            NOW - age));
        }
        return engagements;
    }

    private static @Nullable String pick(Random random, @Nullable String... values) {
        return values[random.nextInt(values.length)];
    }
}
