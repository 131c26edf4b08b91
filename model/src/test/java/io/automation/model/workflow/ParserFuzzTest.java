package io.automation.model.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever a row holds, the answer is a workflow or problems. */
class ParserFuzzTest {

    private static final List<String> TYPES =
            List.of(
                    "health_score_change",
                    "health_score_drop",
                    "churn_risk_increase",
                    "engagement_event",
                    "scheduled",
                    "status_change",
                    "account_created",
                    "goal_event",
                    "date_reached",
                    "contract_expiry",
                    "pattern",
                    "email_sent",
                    "manual",
                    "nonsense");
    private static final List<String> ACTIONS =
            List.of(
                    "send_email",
                    "create_task",
                    "update_health_score",
                    "change_status",
                    "webhook",
                    "integration_action",
                    "sequence",
                    "nonsense");
    private static final List<String> KEYS =
            List.of(
                    ("threshold direction metric minimum_change time_window rearm_threshold"
                                    + " event_type time_threshold engagement_types schedule time timezone"
                                    + " days_of_week day_of_month months from_status to_status"
                                    + " include_new_accounts status event goal_types field offset send_time"
                                    + " steps name where times negated contiguity within partition_by"
                                    + " template_id type config account_filter time_condition"
                                    + " engagement_history custom expression cel operator value industry size"
                                    + " arr_min arr_max last_engagement_days engagement_count_min"
                                    + " engagement_count_max excluded_dates outside recipients"
                                    + " customer_contacts specific_emails personalization delay title"
                                    + " due_date_offset priority adjustment temporary duration new_status url"
                                    + " method headers payload retry_count integration action parameters"
                                    + " action_type action_config condition_config after on_failure exit_if"
                                    + " cooldown enroll_existing re_entry max interval max_defer recheck"
                                    + " holdout_percent max_accounts_per_hour fan_out spread business_hours"
                                    + " start end days negative_outcomes frequency_cap per fallback")
                            .split(" "));
    private static final List<String> VALUES =
            List.of(
                    ("null true false 0 1 -1 60 59.995 1e999999999 1e-999999999"
                                    + " 1e99999999999999999999 -0"
                                    + " 123456789012345678901234567890123456789012345 [] {} [null] [[]] \"\""
                                    + " \"x\" \"60\" \"-1d\" \"7d\" \"1w\" \"09:00\" \"Europe/Berlin\""
                                    + " \"decrease\" \"both\" \"daily\" \"weekly\" \"quarterly\""
                                    + " \"meeting_missed\" \"contract_end_date\" \"account.arr\" \"custom.a\""
                                    + " \"goal_changed\" \"account_changed\" \"equals\" \"sequence\""
                                    + " \"send_email\" \"per_organization\" \"2026-02-30\" \"\\ud800\""
                                    + " \"\\u0000\" [1,2] [\"a\"] {\"type\":1} {\"\":null}")
                            .split(" "));

    private final Random random = new Random(20_261_124);

    @Test
    void answersAnyRow() {
        int refused = 0;
        for (int i = 0; i < 10_000; i++) {
            WorkflowRow row =
                    new WorkflowRow(
                            "w",
                            pick("o", null),
                            pick("n", null),
                            pick("active", "draft", "", null),
                            pick("true", "false", "x", null),
                            pick("true", "false", "", null),
                            random.nextInt(20) == 0 ? null : pick(TYPES),
                            column(),
                            column(),
                            random.nextInt(20) == 0 ? null : pick(ACTIONS),
                            column(),
                            column(),
                            pick("1", "1e99", "", null));

            ParsedWorkflow parsed = WorkflowParser.parse(row);

            boolean errors = parsed.problems().stream().anyMatch(Problem::isError);
            assertThat(parsed.workflow() == null).as("%s: %s", row, parsed).isEqualTo(errors);
            refused += errors ? 1 : 0;
            String type = row.triggerType() == null ? "" : row.triggerType();
            assertThat(
                            TriggerFingerprint.sameTrigger(
                                    type, row.triggerConfig(), type, row.triggerConfig()))
                    .isTrue();
        }
        assertThat(refused).isGreaterThan(5_000);
    }

    @Test
    void answersAnyOrganizationAndTemplate() {
        for (int i = 0; i < 5_000; i++) {
            ParsedOrganization organization =
                    OrganizationParser.parse(
                            new OrganizationRow("o", null, pick("UTC", "", null), column()));
            ParsedTemplate template =
                    TemplateParser.parse(
                            new TemplateRow(
                                    "t",
                                    pick("o", null),
                                    null,
                                    null,
                                    null,
                                    null,
                                    column(),
                                    null,
                                    pick("prefer_no_loss", "x", null),
                                    null));

            assertThat(organization.organization() == null)
                    .isEqualTo(!organization.problems().isEmpty());
            assertThat(template.template() == null).isEqualTo(!template.problems().isEmpty());
        }
    }

    private @Nullable String column() {
        return switch (random.nextInt(12)) {
            case 0 -> null;
            case 1 -> mutilated(value(0));
            case 2 -> value(0);
            default -> object(0);
        };
    }

    private String value(int depth) {
        int kind = random.nextInt(10);
        if (depth > 4 || kind < 6) {
            return pick(VALUES);
        }
        return kind < 8 ? list(depth + 1) : object(depth + 1);
    }

    private String list(int depth) {
        StringBuilder list = new StringBuilder("[");
        for (int i = random.nextInt(4); i > 0; i--) {
            list.append(value(depth)).append(i > 1 ? "," : "");
        }
        return list.append(']').toString();
    }

    private String object(int depth) {
        StringBuilder object = new StringBuilder("{");
        for (int i = random.nextInt(6); i > 0; i--) {
            object.append('"').append(pick(KEYS)).append("\":").append(value(depth));
            object.append(i > 1 ? "," : "");
        }
        return object.append('}').toString();
    }

    private String mutilated(String json) {
        StringBuilder text = new StringBuilder(json);
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
            case 0 -> text.setLength(at);
            case 1 -> text.setCharAt(at, (char) random.nextInt(0x10000));
            default -> text.insert(at, pick("{", "[", "\"", ",", "\\", "\u0000"));
        }
        return text.toString();
    }

    private String pick(List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }

    private @Nullable String pick(@Nullable String... texts) {
        return texts[random.nextInt(texts.length)];
    }
}
