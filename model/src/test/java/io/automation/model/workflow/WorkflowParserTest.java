package io.automation.model.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.automation.model.workflow.Action.Recipients;
import io.automation.model.workflow.Action.SendEmail;
import io.automation.model.workflow.Condition.AccountFilter;
import io.automation.model.workflow.Condition.Custom;
import io.automation.model.workflow.Settings.ReEntry;
import io.automation.model.workflow.Trigger.Direction;
import io.automation.model.workflow.Trigger.HealthScoreChange;
import io.automation.model.workflow.Trigger.Metric;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What definitions mean, in every shape in which they may be written. */
class WorkflowParserTest {

    private static final long DAY = 86_400_000;

    @Test
    void readsTheRow() {
        WorkflowRow row =
                new WorkflowRow(
                        "w1",
                        "o1",
                        "Health alert",
                        "active",
                        "true",
                        "false",
                        "health_score_change",
                        Rows.json(Rows.HEALTH),
                        "{}",
                        "send_email",
                        Rows.json(Rows.MAIL),
                        "{}",
                        "12");

        Workflow workflow = Rows.accepted(row);

        assertThat(workflow)
                .isEqualTo(
                        new Workflow(
                                "w1",
                                "o1",
                                12,
                                "Health alert",
                                Workflow.Status.ACTIVE,
                                true,
                                false,
                                new HealthScoreChange(
                                        Metric.HEALTH_SCORE,
                                        Direction.DECREASE,
                                        new BigDecimal(60),
                                        null,
                                        0,
                                        null),
                                List.of(),
                                new SendEmail(
                                        "health_concern",
                                        Recipients.CUSTOMER_CONTACTS,
                                        Map.of(),
                                        0),
                                Settings.DEFAULTS));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "NULL",
            textBlock =
                    """
                    active, NULL,  true
                    active, true,  true
                    active, false, false
                    paused, true,  false
                    draft,  true,  false
                    NULL,   true,  false
                    """)
    void actsWhileActiveAndEnabled(
            @Nullable String status, @Nullable String enabled, boolean acts) {
        WorkflowRow row =
                new WorkflowRow(
                        "w1",
                        "o1",
                        null,
                        status,
                        enabled,
                        null,
                        "health_score_change",
                        Rows.json(Rows.HEALTH),
                        null,
                        "send_email",
                        Rows.json(Rows.MAIL),
                        null,
                        null);

        assertThat(Rows.accepted(row).acts()).isEqualTo(acts);
        assertThat(row.acts()).isEqualTo(acts);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            textBlock =
                    """
                    # type|config|metric|direction|threshold|minimum change|window in hours|rearm
                    health_score_change|{'threshold':60,'direction':'increase'}|HEALTH_SCORE|INCREASE|60|-|0|-
                    health_score_change|{'threshold':'60','direction':'both'}|HEALTH_SCORE|BOTH|60|-|0|-
                    health_score_change|{'threshold':'59.995','direction':'both'}|HEALTH_SCORE|BOTH|59.995|-|0|-
                    health_score_change|{'threshold':'+60','direction':'both'}|HEALTH_SCORE|BOTH|60|-|0|-
                    health_score_change|{'threshold':'-5','direction':'both'}|HEALTH_SCORE|BOTH|-5|-|0|-
                    health_score_change|{'threshold':6e1,'direction':'both'}|HEALTH_SCORE|BOTH|60|-|0|-
                    health_score_change|{'threshold':0,'direction':'both'}|HEALTH_SCORE|BOTH|0|-|0|-
                    health_score_change|{'threshold':60,'direction':'both','minimum_change':0}|HEALTH_SCORE|BOTH|60|-|0|-
                    health_score_change|{'threshold':60,'direction':'both','minimum_change':0.0,'time_window':null}|HEALTH_SCORE|BOTH|60|-|0|-
                    health_score_change|{'threshold':60,'direction':'both','minimum_change':null,'time_window':[]}|HEALTH_SCORE|BOTH|60|-|0|-
                    health_score_change|{'direction':'both','minimum_change':'10','time_window':'7d'}|HEALTH_SCORE|BOTH|-|10|168|-
                    health_score_change|{'direction':'both','minimum_change':10,'time_window':'90d'}|HEALTH_SCORE|BOTH|-|10|2160|-
                    health_score_change|{'threshold':60,'direction':'decrease','minimum_change':10,'time_window':'1w'}|HEALTH_SCORE|DECREASE|60|10|168|-
                    health_score_change|{'threshold':60,'direction':'decrease','metric':'churn_risk'}|CHURN_RISK|DECREASE|60|-|0|-
                    health_score_change|{'threshold':60,'direction':'decrease','metric':null}|HEALTH_SCORE|DECREASE|60|-|0|-
                    health_score_change|{'threshold':60,'direction':'decrease','rearm_threshold':60}|HEALTH_SCORE|DECREASE|60|-|0|60
                    health_score_change|{'threshold':60,'direction':'decrease','rearm_threshold':'70'}|HEALTH_SCORE|DECREASE|60|-|0|70
                    health_score_change|{'threshold':60,'direction':'increase','rearm_threshold':59.9}|HEALTH_SCORE|INCREASE|60|-|0|59.9
                    health_score_change|{'direction':'increase','minimum_change':5,'time_window':'1h','rearm_threshold':99}|HEALTH_SCORE|INCREASE|-|5|1|99
                    health_score_drop|{'threshold':60}|HEALTH_SCORE|DECREASE|60|-|0|-
                    health_score_drop|{'threshold':60,'direction':'decrease'}|HEALTH_SCORE|DECREASE|60|-|0|-
                    health_score_drop|{'threshold':60,'metric':'churn_risk'}|CHURN_RISK|DECREASE|60|-|0|-
                    churn_risk_increase|{'threshold':70}|CHURN_RISK|INCREASE|70|-|0|-
                    churn_risk_increase|{'minimum_change':5,'time_window':'60m'}|CHURN_RISK|INCREASE|-|5|1|-
                    churn_risk_increase|{'threshold':70,'metric':'churn_risk','direction':'increase'}|CHURN_RISK|INCREASE|70|-|0|-
                    """)
    void readsHealthTriggers(
            String type,
            String config,
            Metric metric,
            Direction direction,
            @Nullable BigDecimal threshold,
            @Nullable BigDecimal minimumChange,
            long hours,
            @Nullable BigDecimal rearm) {
        HealthScoreChange trigger =
                (HealthScoreChange) Rows.accepted(Rows.triggered(type, config)).trigger();

        assertThat(trigger.type()).isEqualTo(TriggerType.HEALTH_SCORE_CHANGE);
        assertThat(trigger.metric()).isEqualTo(metric);
        assertThat(trigger.direction()).isEqualTo(direction);
        assertThat(trigger.threshold())
                .usingComparator(WorkflowParserTest::byValue)
                .isEqualTo(threshold);
        assertThat(trigger.minimumChange())
                .usingComparator(WorkflowParserTest::byValue)
                .isEqualTo(minimumChange);
        assertThat(trigger.timeWindowMillis()).isEqualTo(hours * 3_600_000);
        assertThat(trigger.rearmThreshold())
                .usingComparator(WorkflowParserTest::byValue)
                .isEqualTo(rearm);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    engagement_event|{'event_type':'meeting_missed'}
                    engagement_event|{'event_type':'negative_outcome','time_threshold':'0h'}
                    engagement_event|{'event_type':'no_response','time_threshold':'3d','engagement_types':['email']}
                    scheduled|{'schedule':'daily','time':'09:00'}
                    scheduled|{'schedule':'daily','time':'00:00','days_of_week':[0,'6',7],'timezone':'Europe/Berlin'}
                    scheduled|{'schedule':'weekly','time':'23:59','days_of_week':[1],'timezone':'EST'}
                    scheduled|{'schedule':'monthly','time':'09:00','day_of_month':-1}
                    scheduled|{'schedule':'monthly','time':'09:00','day_of_month':'31','months':[1,2.0]}
                    scheduled|{'schedule':'quarterly','time':'09:00','months':[4,5],'timezone':'UTC'}
                    status_change|{'to_status':'at_risk'}
                    status_change|{'to_status':'at_risk','from_status':null,'include_new_accounts':true}
                    account_created|{}
                    account_created|{'status':'onboarding'}
                    goal_event|{'event':'at_risk'}
                    goal_event|{'event':'missed','goal_types':['adoption']}
                    date_reached|{'field':'contract_end_date'}
                    date_reached|{'field':'custom.renewal.date','offset':'-4w','send_time':'08:30'}
                    date_reached|{'field':'contract_end_date','offset':'+1d'}
                    contract_expiry|{}
                    contract_expiry|{'field':'contract_end_date','offset':'-30d'}
                    pattern|{'steps':[{'name':'a','event':'goal_changed','where':[{'field':'previous_status','operator':'equals','value':'active'},{'type':'custom','config':{'field':'goal_id','operator':'equals','value':'x'}}]},{'name':'b','event':'engagement_changed','negated':true}],'within':'7d'}
                    pattern|{'steps':[{'name':'a','event':'account_changed','times':20,'contiguity':'next','where':[{'field':'custom.plan','operator':'contains','value':'x'}]}],'within':'90d'}
                    pattern|{'steps':[{'name':'a','event':'engagement_changed'}],'within':'1h','partition_by':'engagement_id'}
                    manual|{}
                    """)
    void understandsEveryTrigger(String type, String config) {
        ParsedWorkflow parsed = Rows.parse(Rows.triggered(type, config));

        assertThat(parsed.problems()).isEmpty();
        assertThat(parsed.workflow()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    create_task|{'title':'Call'}
                    create_task|{'title':'Call','description':'d','assignee':'account_owner','due_date_offset':'+3d','priority':'high'}
                    update_health_score|{'adjustment':'-5'}
                    update_health_score|{'adjustment':-5,'reason':'r','temporary':true,'duration':'7d'}
                    change_status|{'new_status':'at_risk','reason':null,'notify_team':true}
                    webhook|{'url':'https://a.example'}
                    webhook|{'url':'https://a.example','method':'PUT','headers':{'X-A':'{{account.name}}'},'payload':{'a':[1,null]},'retry_count':'3'}
                    integration_action|{'integration':'slack','action':'post_message','parameters':{'channel':'x'}}
                    integration_action|{'integration':'hubspot','action':'create_note'}
                    sequence|{'steps':[{'action_type':'send_email','action_config':{'template_id':'a'}},{'after':'3d','action_type':'send_email','action_config':{'template_id':'b'},'condition_config':{'account_filter':{'size':['small']}},'on_failure':'continue'}],'exit_if':[{'type':'custom','config':{'field':'account.status','operator':'equals','value':'active'}}]}
                    """)
    void understandsEveryAction(String type, String config) {
        ParsedWorkflow parsed = Rows.parse(Rows.acting(type, config));

        assertThat(parsed.problems()).isEmpty();
        Workflow workflow = Objects.requireNonNull(parsed.workflow());
        assertThat(SupportedLanguage.onlyReplayed(workflow))
                .extracting(problem -> problem.code() + ' ' + problem.pointer())
                .isEqualTo(
                        type.equals("sequence")
                                ? List.of()
                                : List.of("not_supported_yet /action_type"));
    }

    @Test
    void saysWhichStepIsOnlyReplayed() {
        Workflow workflow =
                Rows.accepted(
                        Rows.acting(
                                "sequence",
                                "{'steps':[{'action_type':'send_email','action_config':{'template_id':'a'}},"
                                        + "{'action_type':'create_task','action_config':{'title':'Call'}}]}"));

        assertThat(SupportedLanguage.onlyReplayed(workflow))
                .extracting(Problem::pointer)
                .containsExactly("/action_config/steps/1/action_type");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'account_filter','config':{'size':['small']}}",
                "{'account_filter':{'size':['small']}}",
                "[{'type':'account_filter','config':{'size':['small']}}]",
                "{'account_filter':{'size':['small'],'industry':[],'arr_min':null},'custom':null}"
            })
    void readsConditionsInEveryShape(String conditions) {
        Workflow workflow = Rows.accepted(Rows.conditioned(conditions));

        assertThat(workflow.conditions())
                .containsExactly(
                        new AccountFilter(
                                List.of(),
                                List.of("small"),
                                List.of(),
                                null,
                                null,
                                null,
                                null,
                                null,
                                null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "null", "{'account_filter':[]}", "{'custom':null}"})
    void readsNoConditions(String conditions) {
        assertThat(Rows.accepted(Rows.conditioned(conditions)).conditions()).isEmpty();
    }

    @Test
    void readsSeveralConditionsOfOneType() {
        Workflow workflow =
                Rows.accepted(
                        Rows.conditioned(
                                "[{'type':'custom','config':{'field':'account.arr',"
                                        + "'operator':'greater_than','value':'5'}},"
                                        + "{'type':'account_filter'},"
                                        + "{'type':'custom','config':{'field':'custom.a.b',"
                                        + "'operator':'not_equals','value':false}}]"));

        assertThat(workflow.conditions())
                .hasSize(3)
                .first()
                .isEqualTo(
                        new Custom(
                                "account.arr",
                                Custom.Operator.GREATER_THAN,
                                JsonNodeFactory.instance.textNode("5")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "account.name",
                "account.contract_end_date",
                "custom.plan",
                "custom.plan.name of it",
                "organization.name",
                "organization.anything.at.all",
                "trigger.whatever",
                "product_name"
            })
    void readsConditionsOnVariables(String field) {
        String condition =
                "{'custom':{'field':'" + field + "','operator':'equals','value':{'a':1}}}";

        assertThat(Rows.accepted(Rows.conditioned(condition)).conditions()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {'template_id':'a'}|true|false|``|``
                    {'template_id':'a','recipients':null}|true|false|``|``
                    {'template_id':'a','recipients':[]}|true|false|``|``
                    {'template_id':'a','recipients':{}}|false|false|``|``
                    {'template_id':'a','recipients':{'customer_contacts':true,'internal_team':true}}|true|true|``|``
                    {'template_id':'a','recipients':{'customer_contacts':null,'internal_team':true,'specific_emails':['A@b.example']}}|false|true|A@b.example|``
                    {'template_id':'a','recipients':['account_owner','customer_contact']}|false|false|``|account_owner,customer_contact
                    {'template_id':'a','recipients':['vip'],'delay':'0h'}|false|false|``|vip
                    {'template_id':'a','delay':null,'personalization':[]}|true|false|``|``
                    """)
    void readsRecipients(
            String config, boolean contacts, boolean team, String emails, String roles) {
        SendEmail mail = (SendEmail) Rows.accepted(Rows.acting("send_email", config)).action();

        assertThat(mail.recipients().customerContacts()).isEqualTo(contacts);
        assertThat(mail.recipients().internalTeam()).isEqualTo(team);
        assertThat(String.join(",", mail.recipients().specificEmails())).isEqualTo(emails);
        assertThat(String.join(",", mail.recipients().roles())).isEqualTo(roles);
        assertThat(mail.delayMillis()).isZero();
    }

    @Test
    void keepsPersonalizationInItsOrder() {
        SendEmail mail =
                (SendEmail)
                        Rows.accepted(
                                        Rows.acting(
                                                "send_email",
                                                "{'template_id':'a','personalization':"
                                                        + "{'z':'{{account.name}}','a':'x','m':null}}"))
                                .action();

        assertThat(mail.personalization())
                .containsExactly(Map.entry("z", "{{account.name}}"), Map.entry("a", "x"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {}|2147483647|9223372036854775807
                    {'re_entry':null}|2147483647|9223372036854775807
                    {'re_entry':'every'}|2147483647|9223372036854775807
                    {'re_entry':'once'}|1|9223372036854775807
                    {'re_entry':{}}|1|9223372036854775807
                    {'re_entry':{'max':3}}|3|9223372036854775807
                    {'re_entry':{'max':'100','interval':'30d'}}|100|2592000000
                    {'re_entry':{'interval':'1s'}}|1|1000
                    """)
    void readsReEntry(String settings, int max, long interval) {
        WorkflowRow row = Rows.set("health_score_drop", "{'threshold':60}", settings);

        assertThat(Rows.accepted(row).settings().reEntry()).isEqualTo(new ReEntry(max, interval));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {'threshold':60}|{}|0
                    {'threshold':60}|{'cooldown':'1d'}|86400000
                    {'minimum_change':5,'time_window':'7d'}|{}|604800000
                    {'minimum_change':5,'time_window':'7d'}|{'cooldown':null}|604800000
                    {'minimum_change':5,'time_window':'7d'}|{'cooldown':'0s'}|0
                    """)
    void coolsDownForTheWindowUnlessToldOtherwise(String trigger, String settings, long millis) {
        Workflow workflow = Rows.accepted(Rows.set("health_score_drop", trigger, settings));

        assertThat(workflow.cooldownMillis()).isEqualTo(millis);
    }

    @Test
    void readsTheOtherSettings() {
        Settings settings =
                Rows.accepted(
                                Rows.set(
                                        "health_score_drop",
                                        "{'threshold':60}",
                                        "{'holdout_percent':'12.5','allow_automation_origin':true,"
                                                + "'recheck':false,'max_defer':'2d',"
                                                + "'enroll_existing':false}"))
                        .settings();

        assertThat(settings.holdoutPercent()).isEqualByComparingTo("12.5");
        assertThat(settings.allowAutomationOrigin()).isTrue();
        assertThat(settings.recheck()).isFalse();
        assertThat(settings.maxDeferMillis()).isEqualTo(2 * DAY);
        assertThat(settings.enrollExisting()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    health_score_drop|{'threshold':60}|{'fan_out':'rubbish','spread':7,'catchup_window':'x'}|/settings/fan_out /settings/spread /settings/catchup_window
                    goal_event|{'event':'missed'}|{'cooldown':{}}|/settings/cooldown
                    goal_event|{'event':'missed'}|{'enroll_existing':false}|/settings/enroll_existing
                    goal_event|{'event':'missed'}|{'cooldown':null,'fan_out':[]}|``
                    """)
    void warnsOfSettingsOfAnotherTriggerWithoutReadingThem(
            String type, String config, String settings, String pointers) {
        ParsedWorkflow parsed = Rows.parse(Rows.set(type, config, settings));

        List<Problem> warnings =
                parsed.problems().stream().filter(problem -> !problem.isError()).toList();
        assertThat(warnings).allMatch(warning -> warning.code().equals("unused_setting"));
        assertThat(String.join(" ", warnings.stream().map(Problem::pointer).toList()))
                .isEqualTo(pointers);
        assertThat(Rows.problems(parsed)).hasSameSizeAs(warnings);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "NULL",
            value = {"3, 3", "NULL, NULL", "3.0, 3", "x, NULL"})
    void readsVersions(@Nullable String text, @Nullable Integer version) {
        assertThat(WorkflowParser.version(text)).isEqualTo(version);
    }

    private static int byValue(@Nullable BigDecimal left, @Nullable BigDecimal right) {
        if (left == null || right == null) {
            return left == null && right == null ? 0 : 1;
        }
        return left.compareTo(right);
    }
}
