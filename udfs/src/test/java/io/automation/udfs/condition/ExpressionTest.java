package io.automation.udfs.condition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.automation.model.run.Reason;
import io.automation.model.workflow.Action;
import io.automation.model.workflow.Action.SequenceAction;
import io.automation.model.workflow.Action.SequenceStep;
import io.automation.model.workflow.Condition;
import io.automation.model.workflow.ParsedWorkflow;
import io.automation.model.workflow.Problem;
import io.automation.model.workflow.Workflow;
import io.automation.model.workflow.WorkflowParser;
import io.automation.model.workflow.WorkflowRow;
import io.automation.udfs.condition.ExpressionCompilation.Refused;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What CEL expressions mean over an account's variables, and which of them are refused. */
class ExpressionTest {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private static final String DATA =
            """
            {"account": {"name": "Teapots", "health_score": 59.995, "arr": 60, "size": "large",
                         "status": "active", "industry": null},
             "goals": {"active_goals": 2, "completed_goals": 0},
             "custom": {"n": 6.00, "text": "6", "none": null, "flag": true, "tags": ["a", "b"],
                        "plan": {"tier": "gold"}, "near": 59.99999999999999999999,
                        "above": 60.00000000000000000001, "third": 0.33333333333333333333,
                        "huge": 99999999999999999999999999999999999999, "gaps": ["a", null],
                        "regex": "^T", "one": 1},
             "organization": {"name": "Acme", "tier": "pro"},
             "trigger": {"direction": "decrease", "current": 59.995}}
            """;

    private final Map<String, Object> root = new LinkedHashMap<>();

    ExpressionTest() throws JsonProcessingException {
        root.putAll(object(Values.of(JSON.readTree(DATA))));
        Map<String, Object> account = object(root.get("account"));
        account.put("contract_end_date", LocalDate.parse("2026-12-31"));
        root.put("account", account);
        root.put(
                "engagement",
                Map.of(
                        "last_meeting_date",
                        Instant.parse("2026-03-01T09:00:00Z"),
                        "last_engagement_type",
                        "call"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    # the account's own fields, also by bare name
                    health_score < 60 | holds
                    account.health_score < 60 | holds
                    health_score < 59.995 | condition_failed
                    health_score <= 59.995 | holds
                    name == "Teapots" && size == "large" | holds
                    size(name) == 7 | holds
                    status in ["active", "trial"] | holds
                    account["arr"] == 60 | holds
                    # whole and broken numbers compare and calculate
                    health_score == 60 | condition_failed
                    health_score != 60 | holds
                    arr == 60 | holds
                    arr == 60.0 | holds
                    60 == arr | holds
                    arr in [59, 60] | holds
                    custom.n == 6 | holds
                    custom.n in [5, 6] | holds
                    custom.near < 60 | holds
                    custom.near == 60 | condition_failed
                    custom.near > 59.999999999 | holds
                    custom.above > 60 | holds
                    custom.above <= 60.0 | condition_failed
                    custom.third == 0.33333333333333333333 | holds
                    custom.huge > 99999999999999999999.0 | holds
                    health_score + 10 < 70 | holds
                    10 + health_score < 69.99 | condition_failed
                    arr / 7 > 8 | holds
                    2 * arr == arr * 2.0 | holds
                    100 - arr == 40 | holds
                    -arr < 0 | holds
                    trigger.current == health_score | holds
                    goals.active_goals > 1 | holds
                    goals.completed_goals == 0 | holds
                    custom.tags[custom.one] == "b" | holds
                    # texts are no numbers
                    custom.text == 6 | condition_failed
                    custom.text == "6" | holds
                    custom.text < 7 | type_mismatch
                    double(custom.text) < 7 | holds
                    # instants
                    contract_end_date < timestamp("2027-01-01T00:00:00Z") | holds
                    contract_end_date == timestamp("2026-12-31T00:00:00Z") | holds
                    contract_end_date - duration("24h") == timestamp("2026-12-30T00:00:00Z") | holds
                    contract_end_date.getFullYear() == 2026 | holds
                    engagement.last_meeting_date > timestamp("2026-03-01T08:59:59Z") | holds
                    engagement.last_engagement_type == "call" | holds
                    # custom fields, settings and trigger data are of any type
                    custom.flag | holds
                    !custom.flag | condition_failed
                    custom.plan.tier == "gold" | holds
                    "b" in custom.tags | holds
                    "c" in custom.tags | condition_failed
                    custom.tags.exists(t, t == "b") | holds
                    custom.tags.all(t, t == "b") | condition_failed
                    size(custom.tags) == 2 | holds
                    organization.tier == "pro" | holds
                    trigger.direction == "decrease" | holds
                    name.startsWith("Tea") && name.contains("pot") && !name.endsWith("x") | holds
                    name.matches("^T.*s$") | holds
                    name.matches(custom.regex) | holds
                    # what has no value is missing where its value is needed
                    industry == "retail" | missing_field
                    industry != "retail" | missing_field
                    churn_risk > 5 | missing_field
                    account.churn_risk > 5 | missing_field
                    custom.none == "x" | missing_field
                    custom.none == custom.nothing | missing_field
                    custom.plan.level == 1 | missing_field
                    custom.nothing.at == 1 | missing_field
                    size(custom.nothing) > 0 | missing_field
                    "x" in custom.nothing | missing_field
                    organization.unknown == 1 | missing_field
                    trigger.unknown == 1 | missing_field
                    engagement.next_meeting_date > contract_end_date | missing_field
                    goals.at_risk_goals > 0 | missing_field
                    product_name == "x" | missing_field
                    churn_risk > 5 ? true : false | missing_field
                    # and not where the rest decides
                    `churn_risk > 5 || arr == 60` | holds
                    `arr == 60 || churn_risk > 5` | holds
                    churn_risk > 5 && arr == 61 | condition_failed
                    `churn_risk > 5 || arr == 61` | missing_field
                    # whether there is a value can be asked for
                    has(custom.n) | holds
                    has(custom.none) | condition_failed
                    has(custom.plan.tier) | holds
                    has(custom.plan.level) | condition_failed
                    has(account.arr) | holds
                    has(account.churn_risk) | condition_failed
                    has(engagement.next_meeting_date) | condition_failed
                    custom.none == null | holds
                    null == custom.none | holds
                    custom.none != null | condition_failed
                    churn_risk == null | holds
                    arr != null | holds
                    account.churn_risk == null | holds
                    engagement.next_meeting_date == null | holds
                    custom.plan.tier != null && custom.plan.tier == "gold" | holds
                    churn_risk != null && churn_risk > 5 | condition_failed
                    has(custom.none) ? custom.none > 1 : arr == 60 | holds
                    # errors
                    custom.n | type_mismatch
                    custom.plan | type_mismatch
                    custom.n && true | type_mismatch
                    custom.tags > 1 | type_mismatch
                    custom.tags[7] == "a" | type_mismatch
                    name.matches(custom.text + "(") | type_mismatch
                    timestamp(custom.text) > contract_end_date | type_mismatch
                    1 / 0 == 1 | type_mismatch
                    int(arr) % 7 == 4 | holds
                    """)
    void judgesByTheAccountsVariables(String cel, String expected) {
        assertThat(judge(cel)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    1 + | mismatched input
                    health_score < | mismatched input
                    foo == 1 | line 1, column 1: undeclared reference to 'foo'
                    true && foo == 1 | line 1, column 9: undeclared reference to 'foo'
                    custom.none == null && foo == 1 | undeclared reference to 'foo'
                    now() > contract_end_date | undeclared reference to 'now'
                    account.helth_score < 60 | did you mean account.health_score?
                    has(account.owner) | "account.owner" is no variable
                    goals.active > 1 | "goals.active" is no variable
                    engagement.last == 1 | "engagement.last" is no variable
                    contact.email == "a@b.example" | an account has many contacts
                    name < 5 | found no matching overload for '_<_' applied to '(string, int)'
                    contract_end_date < "2027-01-01" | applied to '(timestamp, string)'
                    contract_end_date < timestamp("tomorrow") | timestamp validation failed
                    duration("1 day") > duration("1h") | duration validation failed
                    name.matches("(") | this is no regular expression
                    name.matches("(?=a)") | this is no regular expression
                    matches(name, "[") | this is no regular expression
                    name.matches("((a{1,900}){1,900}){1,900}") | the regular expression is too large
                    name.matches("((a{1,40}){1,40})") | the regular expression is too large
                    name | it gives string; a condition is true or false
                    "x" | it gives string
                    null | it gives null_type
                    1 + 2 | it gives int
                    health_score | it gives no boolean
                    account.arr | it gives no boolean
                    goals.active_goals | it gives no boolean
                    health_score + 1 | it gives no boolean
                    custom.n * 2 | it gives no boolean
                    arr > 1 ? arr : custom.n | it gives no boolean
                    contract_end_date | it gives timestamp
                    [true] | it gives list
                    """)
    void refusesWhatCannotBeACondition(String cel, String problem) {
        assertThat(problems(cel)).anySatisfy(each -> assertThat(each).contains(problem));
    }

    @Test
    void comparesWithALiteralAsExactlyAsDecimalsDo() {
        Random random = new Random(7);
        for (int i = 0; i < 100; i++) {
            BigDecimal literal = BigDecimal.valueOf(random.nextInt(20_001) - 10_000, 2);
            Expression below = compiled("arr < " + literal);
            Expression equal = compiled("arr == " + literal);
            for (int scale = 2; scale < 30; scale++) {
                BigDecimal near = literal.add(BigDecimal.valueOf(random.nextInt(3) - 1L, scale));
                String exact = "%s against %s".formatted(near.toPlainString(), literal);
                assertThat(below.judge(path -> near) == null)
                        .as(exact)
                        .isEqualTo(near.compareTo(literal) < 0);
                assertThat(equal.judge(path -> near) == null)
                        .as(exact)
                        .isEqualTo(near.compareTo(literal) == 0);
            }
        }
    }

    @Test
    void admitsNoExpressionWithoutLimits() {
        assertThat(problems("\"" + "x".repeat(10_001) + "\" == name")).isNotEmpty();
        assertThat(problems("(".repeat(300) + "true" + ")".repeat(300))).isNotEmpty();
        assertThat(judge("true" + " && arr == 60".repeat(200))).isEqualTo("holds");
    }

    @Test
    void endsLoopsThatAreTooLong() {
        String ten = "[0,1,2,3,4,5,6,7,8,9]";
        String hundred = ten + ".all(a, " + ten + ".all(b, true))";
        assertThat(judge(hundred)).isEqualTo("holds");
        assertThat(judge(ten + ".all(c, " + ten + ".all(d, " + ten + ".all(e, " + hundred + ")))"))
                .isEqualTo("type_mismatch");
    }

    @Test
    void endsRegularExpressionsThatDataMakesTooLarge() {
        for (String regex :
                List.of("((a{1,40}){1,40})", "((a{900}){900}){900}", "a".repeat(1_001))) {
            root.put("custom", Map.of("regex", regex));
            assertThat(judge("name.matches(custom.regex)")).isEqualTo("type_mismatch");
        }
        root.put("custom", Map.of("regex", "^(\\d{4}-\\d{2}-\\d{2}|[A-Z][a-z]{3,20})$"));
        assertThat(judge("name.matches(custom.regex)")).isEqualTo("holds");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"})
    void matchesRegularExpressionsInTimeThatGrowsWithTheText(String text) {
        root.put("custom", Map.of("text", text));

        assertThat(judge("custom.text.matches('^(a+)+$')"))
                .isEqualTo(text.endsWith("b") ? "condition_failed" : "holds");
    }

    @Test
    void areRefusedWithThePointerOfTheirDefinition() {
        List<Condition> conditions =
                List.of(
                        new Condition.Expression("health_score < 60", "/condition_config/0"),
                        new Condition.Expression("health_score", "/condition_config/1/config/cel"));

        assertThat(Conditions.problems(conditions))
                .singleElement()
                .satisfies(
                        problem -> {
                            assertThat(problem.code()).isEqualTo("bad_expression");
                            assertThat(problem.pointer())
                                    .isEqualTo("/condition_config/1/config/cel");
                            assertThat(problem.isError()).isTrue();
                        });
    }

    @Test
    void refuseAWorkflowWhereverTheyStand() {
        ParsedWorkflow parsed =
                WorkflowParser.parse(
                        new WorkflowRow(
                                "9f0e3a52-0000-4000-8000-000000000001",
                                "9f0e3a52-0000-4000-8000-000000000002",
                                "Health alert",
                                "active",
                                "true",
                                "true",
                                "health_score_change",
                                "{\"threshold\": 60, \"direction\": \"decrease\"}",
                                null,
                                "send_email",
                                "{\"template_id\": \"a\"}",
                                null,
                                null));
        Workflow good = Objects.requireNonNull(parsed.workflow());
        Condition bad = new Condition.Expression("foo", "/a");
        SequenceStep step =
                new SequenceStep(
                        0, good.action(), List.of(new Condition.Expression("name", "/b")), false);
        Action sequence =
                new SequenceAction(
                        List.of(step), List.of(new Condition.Expression("1 +", "/c")), 0);

        assertThat(Conditions.check(parsed)).isSameAs(parsed);
        ParsedWorkflow refused =
                Conditions.check(
                        new ParsedWorkflow(with(good, List.of(bad), sequence), parsed.problems()));
        assertThat(refused.workflow()).isNull();
        assertThat(refused.problems()).extracting(Problem::pointer).startsWith("/a", "/b", "/c");
    }

    private static Workflow with(Workflow good, List<Condition> conditions, Action action) {
        return new Workflow(
                good.id(),
                good.organizationId(),
                good.version(),
                good.name(),
                good.status(),
                good.enabled(),
                good.scopeAllAccounts(),
                good.trigger(),
                conditions,
                action,
                good.settings());
    }

    private String judge(String cel) {
        Reason reason = compiled(cel).judge(this::value);
        return reason == null ? "holds" : reason.code();
    }

    private static Expression compiled(String cel) {
        ExpressionCompilation compiled = Expression.compile(cel);
        assertThat(compiled).as(cel).isInstanceOf(Expression.class);
        return (Expression) compiled;
    }

    private static List<String> problems(String cel) {
        ExpressionCompilation compiled = Expression.compile(cel);
        assertThat(compiled).as(cel).isInstanceOf(Refused.class);
        return ((Refused) compiled).problems();
    }

    private @Nullable Object value(String path) {
        Object value = root;
        for (String name : path.split("\\.", -1)) {
            value = value instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return value;
    }

    private static Map<String, Object> object(@Nullable Object value) {
        Map<String, Object> object = new LinkedHashMap<>();
        Map<?, ?> entries = value instanceof Map<?, ?> map ? map : Collections.emptyMap();
        entries.forEach((key, entry) -> object.put(String.valueOf(key), entry));
        return object;
    }
}
