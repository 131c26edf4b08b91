package io.automation.model.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every rule by which a workflow is refused, with the problem's code and place. */
class WorkflowRefusalTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    # what a trigger needs
                    health_score_change|{}|missing direction, missing threshold
                    health_score_change|{'threshold':60}|missing direction
                    health_score_change|{'direction':'decrease'}|missing threshold
                    health_score_change|{'direction':'decrease','minimum_change':0}|missing threshold
                    health_score_change|{'direction':'decrease','minimum_change':'0.00'}|missing threshold
                    health_score_change|{'direction':'decrease','threshold':null}|missing threshold
                    health_score_change|{'direction':[],'threshold':60}|missing direction
                    health_score_drop|{}|missing threshold
                    churn_risk_increase|{}|missing threshold
                    # words
                    health_score_change|{'threshold':60,'direction':'Decrease'}|unknown_value direction
                    health_score_change|{'threshold':60,'direction':'down'}|unknown_value direction
                    health_score_change|{'threshold':60,'direction':''}|unknown_value direction
                    health_score_change|{'threshold':60,'direction':1}|wrong_type direction
                    health_score_change|{'threshold':60,'direction':['decrease']}|wrong_type direction
                    health_score_change|{'threshold':60,'direction':'both','metric':'churn'}|unknown_value metric
                    health_score_change|{'threshold':60,'direction':'both','metric':true}|wrong_type metric
                    # numbers
                    health_score_change|{'threshold':'sixty','direction':'both'}|wrong_type threshold
                    health_score_change|{'threshold':'','direction':'both'}|wrong_type threshold
                    health_score_change|{'threshold':' 60','direction':'both'}|wrong_type threshold
                    health_score_change|{'threshold':'6e1','direction':'both'}|wrong_type threshold
                    health_score_change|{'threshold':'60.','direction':'both'}|wrong_type threshold
                    health_score_change|{'threshold':'.5','direction':'both'}|wrong_type threshold
                    health_score_change|{'threshold':'٦٠','direction':'both'}|wrong_type threshold
                    health_score_change|{'threshold':true,'direction':'both'}|wrong_type threshold
                    health_score_change|{'threshold':{},'direction':'both'}|wrong_type threshold
                    health_score_change|{'threshold':[60],'direction':'both'}|wrong_type threshold
                    health_score_change|{'threshold':1e999999999,'direction':'both'}|out_of_range threshold
                    health_score_change|{'threshold':1e-999999999,'direction':'both'}|out_of_range threshold
                    health_score_change|{'threshold':123456789012345678901234567890123456789,'direction':'both'}|out_of_range threshold
                    # amount and window need each other
                    health_score_change|{'direction':'both','minimum_change':10}|missing time_window
                    health_score_change|{'direction':'both','threshold':60,'time_window':'7d'}|contradiction time_window
                    health_score_change|{'direction':'both','threshold':60,'minimum_change':0,'time_window':'7d'}|contradiction time_window
                    health_score_change|{'direction':'both','minimum_change':-1,'time_window':'7d'}|out_of_range minimum_change
                    health_score_change|{'direction':'both','minimum_change':'-0.5','time_window':'7d'}|out_of_range minimum_change
                    health_score_change|{'direction':'both','minimum_change':5,'time_window':'0d'}|out_of_range time_window
                    health_score_change|{'direction':'both','minimum_change':5,'time_window':'91d'}|out_of_range time_window
                    health_score_change|{'direction':'both','minimum_change':5,'time_window':'13w'}|out_of_range time_window
                    # durations
                    health_score_change|{'direction':'both','minimum_change':5,'time_window':'1 week'}|bad_duration time_window
                    health_score_change|{'direction':'both','minimum_change':5,'time_window':'7D'}|bad_duration time_window
                    health_score_change|{'direction':'both','minimum_change':5,'time_window':'7'}|bad_duration time_window
                    health_score_change|{'direction':'both','minimum_change':5,'time_window':'d'}|bad_duration time_window
                    health_score_change|{'direction':'both','minimum_change':5,'time_window':''}|bad_duration time_window
                    health_score_change|{'direction':'both','minimum_change':5,'time_window':'-7d'}|bad_duration time_window
                    health_score_change|{'direction':'both','minimum_change':5,'time_window':'+7d'}|bad_duration time_window
                    health_score_change|{'direction':'both','minimum_change':5,'time_window':'1.5d'}|bad_duration time_window
                    health_score_change|{'direction':'both','minimum_change':5,'time_window':'1h30m'}|bad_duration time_window
                    health_score_change|{'direction':'both','minimum_change':5,'time_window':'1y'}|bad_duration time_window
                    health_score_change|{'direction':'both','minimum_change':5,'time_window':'99999999999999999999d'}|bad_duration time_window
                    health_score_change|{'direction':'both','minimum_change':5,'time_window':'999999999999w'}|bad_duration time_window
                    health_score_change|{'direction':'both','minimum_change':5,'time_window':7}|wrong_type time_window
                    # re-arming
                    health_score_change|{'direction':'both','threshold':60,'rearm_threshold':70}|contradiction rearm_threshold
                    health_score_change|{'direction':'decrease','threshold':60,'rearm_threshold':59.99}|contradiction rearm_threshold
                    health_score_change|{'direction':'increase','threshold':60,'rearm_threshold':60}|contradiction rearm_threshold
                    health_score_change|{'direction':'increase','threshold':60,'rearm_threshold':'61'}|contradiction rearm_threshold
                    health_score_drop|{'threshold':60,'rearm_threshold':50}|contradiction rearm_threshold
                    # what follows from an unknown key that was meant to be the missing one
                    health_score_change|{'treshold':50}|missing direction, unknown_key treshold
                    health_score_change|{'treshold':50,'direction':'both'}|unknown_key treshold
                    health_score_change|{'threshold':50,'drection':'both'}|unknown_key drection
                    health_score_change|{'direction':'both','minimum_chnge':5,'time_window':'7d'}|unknown_key minimum_chnge
                    health_score_change|{'direction':'both','minimum_change':5,'timewindow':'7d'}|unknown_key timewindow
                    health_score_change|{'direction':'both','minimum_change':0,'treshold':60}|unknown_key treshold
                    health_score_change|{'direction':'both','limit':60}|missing threshold, unknown_key limit
                    engagement_event|{'event_typ':'no_response'}|unknown_key event_typ
                    scheduled|{'schedule':'daily','tme':'09:00','zone':'UTC'}|unknown_key tme, unknown_key zone
                    scheduled|{'schedule':'weekly','time':'09:00','day_of_week':[1]}|unknown_key day_of_week
                    # unknown keys, null or not
                    health_score_change|{'treshold':60,'direction':'both','threshold':60}|unknown_key treshold
                    health_score_change|{'direction':'both','threshold':60,'cooldown':'1d'}|unknown_key cooldown
                    health_score_change|{'direction':'both','threshold':60,'x':null}|unknown_key x
                    health_score_change|{'direction':'both','threshold':60,'a/b~c':1}|unknown_key a~1b~0c
                    manual|{'threshold':60}|unknown_key threshold
                    # aliases say something already
                    health_score_drop|{'threshold':60,'direction':'increase'}|contradiction direction
                    health_score_drop|{'threshold':60,'direction':'both'}|contradiction direction
                    churn_risk_increase|{'threshold':60,'metric':'health_score'}|contradiction metric
                    churn_risk_increase|{'threshold':60,'direction':'decrease'}|contradiction direction
                    contract_expiry|{'field':'custom.renewal'}|contradiction field
                    # engagement_event
                    engagement_event|{}|missing event_type
                    engagement_event|{'event_type':'missed'}|unknown_value event_type
                    engagement_event|{'event_type':'no_response','time_threshold':'3'}|bad_duration time_threshold
                    engagement_event|{'event_type':'no_response','time_threshold':'-3d'}|bad_duration time_threshold
                    engagement_event|{'event_type':'no_response','engagement_types':'email'}|wrong_type engagement_types
                    engagement_event|{'event_type':'no_response','engagement_types':[1]}|wrong_type engagement_types/0
                    engagement_event|{'event_type':'no_response','engagement_types':['email',null]}|wrong_type engagement_types/1
                    engagement_event|{'event_type':'no_response','engagement_type':['email']}|unknown_key engagement_type
                    # scheduled
                    scheduled|{}|missing schedule, missing time
                    scheduled|{'schedule':'hourly','time':'09:00'}|unknown_value schedule
                    scheduled|{'schedule':'daily','time':'9:00'}|bad_time time
                    scheduled|{'schedule':'daily','time':'24:00'}|bad_time time
                    scheduled|{'schedule':'daily','time':'09:60'}|bad_time time
                    scheduled|{'schedule':'daily','time':'09:00:00'}|bad_time time
                    scheduled|{'schedule':'daily','time':900}|wrong_type time
                    scheduled|{'schedule':'daily','time':'09:00','timezone':'Berlin'}|unknown_zone timezone
                    scheduled|{'schedule':'daily','time':'09:00','timezone':'+02:00'}|unknown_zone timezone
                    scheduled|{'schedule':'daily','time':'09:00','timezone':'europe/berlin'}|unknown_zone timezone
                    scheduled|{'schedule':'daily','time':'09:00','timezone':'GMT+25'}|unknown_zone timezone
                    scheduled|{'schedule':'daily','time':'09:00','timezone':1}|wrong_type timezone
                    scheduled|{'schedule':'weekly','time':'09:00'}|missing days_of_week
                    scheduled|{'schedule':'weekly','time':'09:00','days_of_week':[]}|missing days_of_week
                    scheduled|{'schedule':'weekly','time':'09:00','days_of_week':[8]}|out_of_range days_of_week/0
                    scheduled|{'schedule':'weekly','time':'09:00','days_of_week':[-1]}|out_of_range days_of_week/0
                    scheduled|{'schedule':'weekly','time':'09:00','days_of_week':[1.5]}|out_of_range days_of_week/0
                    scheduled|{'schedule':'weekly','time':'09:00','days_of_week':1}|wrong_type days_of_week
                    scheduled|{'schedule':'weekly','time':'09:00','days_of_week':['monday']}|wrong_type days_of_week/0
                    scheduled|{'schedule':'daily','time':'09:00','day_of_month':1}|not_allowed_here day_of_month
                    scheduled|{'schedule':'weekly','time':'09:00','days_of_week':[1],'months':[1]}|not_allowed_here months
                    scheduled|{'schedule':'monthly','time':'09:00','days_of_week':[1]}|not_allowed_here days_of_week
                    scheduled|{'schedule':'quarterly','time':'09:00','days_of_week':[1]}|not_allowed_here days_of_week
                    scheduled|{'schedule':'monthly','time':'09:00','day_of_month':0}|out_of_range day_of_month
                    scheduled|{'schedule':'monthly','time':'09:00','day_of_month':32}|out_of_range day_of_month
                    scheduled|{'schedule':'monthly','time':'09:00','day_of_month':-2}|out_of_range day_of_month
                    scheduled|{'schedule':'monthly','time':'09:00','months':[0,13]}|out_of_range months/0, out_of_range months/1
                    scheduled|{'schedule':'quarterly','time':'09:00','months':[2,3]}|contradiction months
                    # status_change, account_created, goal_event
                    status_change|{}|missing to_status
                    status_change|{'to_status':'at_risk','from_status':'at_risk'}|contradiction from_status
                    status_change|{'to_status':1}|wrong_type to_status
                    status_change|{'to_status':'active','include_new_accounts':'true'}|wrong_type include_new_accounts
                    status_change|{'to_status':'active','include_new_accounts':1}|wrong_type include_new_accounts
                    account_created|{'status':['new']}|wrong_type status
                    account_created|{'state':'new'}|unknown_key state
                    goal_event|{}|missing event
                    goal_event|{'event':'done'}|unknown_value event
                    goal_event|{'event':'missed','goal_types':{}}|wrong_type goal_types
                    # date_reached
                    date_reached|{}|missing field
                    date_reached|{'field':'created_at'}|unknown_field field
                    date_reached|{'field':'custom.'}|unknown_field field
                    date_reached|{'field':'custom'}|unknown_field field
                    date_reached|{'field':'contract_end_date','offset':'12h'}|bad_duration offset
                    date_reached|{'field':'contract_end_date','offset':'-48h'}|bad_duration offset
                    date_reached|{'field':'contract_end_date','offset':'--3d'}|bad_duration offset
                    date_reached|{'field':'contract_end_date','offset':-30}|wrong_type offset
                    date_reached|{'field':'contract_end_date','send_time':'noon'}|bad_time send_time
                    # pattern
                    pattern|{}|missing steps, missing within
                    pattern|{'steps':[],'within':'7d'}|missing steps
                    pattern|{'steps':[{'name':'a','event':'goal_changed'}]}|missing within
                    pattern|{'steps':[{'name':'a','event':'goal_changed'}],'within':'0s'}|out_of_range within
                    pattern|{'steps':[{'name':'a','event':'goal_changed'}],'within':'91d'}|out_of_range within
                    pattern|{'steps':[{'event':'goal_changed'}],'within':'7d'}|missing steps/0/name
                    pattern|{'steps':[{'name':'a','event':'goal'}],'within':'7d'}|unknown_value steps/0/event
                    pattern|{'steps':['a'],'within':'7d'}|wrong_type steps/0
                    pattern|{'steps':[{'name':'a','event':'goal_changed','times':21}],'within':'7d'}|out_of_range steps/0/times
                    pattern|{'steps':[{'name':'a','event':'goal_changed','times':0}],'within':'7d'}|out_of_range steps/0/times
                    pattern|{'steps':[{'name':'a','event':'goal_changed','contiguity':'strict'}],'within':'7d'}|unknown_value steps/0/contiguity
                    pattern|{'steps':[{'name':'a','event':'goal_changed','negated':true}],'within':'7d'}|contradiction steps/0/negated
                    pattern|{'steps':[{'name':'a','event':'goal_changed','when':[]}],'within':'7d'}|unknown_key steps/0/when
                    pattern|{'steps':[{'name':'a','event':'goal_changed','where':[{'field':'score','operator':'equals','value':1}]}],'within':'7d'}|unknown_field steps/0/where/0/field
                    pattern|{'steps':[{'name':'a','event':'goal_changed','where':[{'type':'account_filter','config':{}}]}],'within':'7d'}|not_allowed_here steps/0/where/0/type
                    pattern|{'steps':[{'name':'a','event':'goal_changed'},{'name':'b','event':'account_changed','negated':true},{'name':'c','event':'account_changed'}],'within':'7d'}|contradiction steps/2
                    pattern|{'steps':[{'name':'a','event':'goal_changed'}],'within':'7d','partition_by':'account_id'}|unknown_value partition_by
                    pattern|{'steps':[{'name':'a','event':'goal_changed'}],'within':'7d','partition_by':'engagement_id'}|unknown_field steps/0/event
                    # others
                    email_sent|{'template_id':1}|wrong_type template_id
                    email_sent|{'template':'x'}|unknown_key template
                    """)
    void refusesTriggers(String type, String config, String expected) {
        refuses(Rows.triggered(type, config), "/trigger_config", expected);
    }

    @Test
    void refusesPatternsOfTooManySteps() {
        String step = "{'name':'a','event':'goal_changed'},".repeat(17);
        String config = "{'within':'7d','steps':[" + step.substring(0, step.length() - 1) + "]}";

        refuses(Rows.triggered("pattern", config), "/trigger_config", "out_of_range steps");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    # shapes
                    'x'|wrong_type
                    true|wrong_type
                    {'type':'account_filters','config':{}}|unknown_value type
                    {'type':1}|wrong_type type
                    {'type':'account_filter','config':{},'negate':true}|unknown_key negate
                    {'type':'account_filter','config':'x'}|wrong_type config
                    {'type':null,'account_filter':{}}|missing type, unknown_key account_filter
                    {'account_filters':{}}|unknown_key account_filters
                    {'account_filter':5}|wrong_type account_filter
                    {'account_filter':[1]}|wrong_type account_filter
                    [{'account_filter':{}}]|missing 0/type, unknown_key 0/account_filter
                    [{'config':{}}]|missing 0/type
                    ['x']|wrong_type 0
                    [null]|missing 0/type
                    [[{'type':'account_filter'}]]|wrong_type 0
                    [{'type':'account_filter'},{'type':'filter'}]|unknown_value 1/type
                    # account_filter
                    {'account_filter':{'industry':'retail'}}|wrong_type account_filter/industry
                    {'account_filter':{'industry':[1]}}|wrong_type account_filter/industry/0
                    {'account_filter':{'size':[['small']]}}|wrong_type account_filter/size/0
                    {'account_filter':{'status':{}}}|wrong_type account_filter/status
                    {'account_filter':{'arr_min':'lots'}}|wrong_type account_filter/arr_min
                    {'account_filter':{'arr_min':50000,'arr_max':10000}}|contradiction account_filter/arr_min
                    {'account_filter':{'health_score_min':'60','health_score_max':59.99}}|contradiction account_filter/health_score_min
                    {'account_filter':{'churn_risk_min':2,'churn_risk_max':1}}|contradiction account_filter/churn_risk_min
                    {'account_filter':{'arr':1}}|unknown_key account_filter/arr
                    {'account_filter':{'region':null}}|unknown_key account_filter/region
                    {'type':'account_filter','config':{'arr_mn':1}}|unknown_key config/arr_mn
                    [{'type':'account_filter','config':{'arr_min':{}}}]|wrong_type 0/config/arr_min
                    # time_condition
                    {'time_condition':{'business_hours_only':'yes'}}|wrong_type time_condition/business_hours_only
                    {'time_condition':{'timezone':'Mars/Base'}}|unknown_zone time_condition/timezone
                    {'time_condition':{'days_of_week':[9]}}|out_of_range time_condition/days_of_week/0
                    {'time_condition':{'excluded_dates':['2026-02-30']}}|bad_time time_condition/excluded_dates/0
                    {'time_condition':{'excluded_dates':['24.12.2026']}}|bad_time time_condition/excluded_dates/0
                    {'time_condition':{'excluded_dates':[20261224]}}|wrong_type time_condition/excluded_dates/0
                    {'time_condition':{'outside':'wait'}}|unknown_value time_condition/outside
                    {'time_condition':{'hours':1}}|unknown_key time_condition/hours
                    [{'type':'time_condition'},{'type':'time_condition'}]|contradiction 1
                    # engagement_history
                    {'engagement_history':{'last_engagement_days':91}}|out_of_range engagement_history/last_engagement_days
                    {'engagement_history':{'last_engagement_days':-1}}|out_of_range engagement_history/last_engagement_days
                    {'engagement_history':{'last_engagement_days':'7d'}}|wrong_type engagement_history/last_engagement_days
                    {'engagement_history':{'last_engagement_days':1.5}}|out_of_range engagement_history/last_engagement_days
                    {'engagement_history':{'engagement_count_min':-1}}|out_of_range engagement_history/engagement_count_min
                    {'engagement_history':{'engagement_count_max':0.5}}|out_of_range engagement_history/engagement_count_max
                    {'engagement_history':{'engagement_count_min':3,'engagement_count_max':2}}|contradiction engagement_history/engagement_count_min
                    {'engagement_history':{'outcomes':'lost'}}|wrong_type engagement_history/outcomes
                    {'engagement_history':{'types':[]}}|unknown_key engagement_history/types
                    # custom
                    {'custom':{}}|missing custom/field, missing custom/operator, missing custom/value
                    {'custom':{'field':'account.arr','operator':'equals'}}|missing custom/value
                    {'custom':{'field':'account.arr','operator':'equals','value':null}}|missing custom/value
                    {'custom':{'field':'account.arr','operator':'equals','value':[]}}|missing custom/value
                    {'custom':{'field':'account.arr','operator':'>','value':1}}|unknown_value custom/operator
                    {'custom':{'field':'account.arr','operator':'EQUALS','value':1}}|unknown_value custom/operator
                    {'custom':{'field':1,'operator':'equals','value':1}}|wrong_type custom/field
                    {'custom':{'field':'contact.email','operator':'equals','value':'x'}}|unknown_field custom/field
                    {'custom':{'field':'contact','operator':'equals','value':'x'}}|unknown_field custom/field
                    {'custom':{'field':'arr','operator':'equals','value':1}}|unknown_field custom/field
                    {'custom':{'field':'','operator':'equals','value':1}}|unknown_field custom/field
                    {'custom':{'field':'account','operator':'equals','value':1}}|unknown_field custom/field
                    {'custom':{'field':'account.owner','operator':'equals','value':1}}|unknown_field custom/field
                    {'custom':{'field':'account.name.first','operator':'equals','value':1}}|unknown_field custom/field
                    {'custom':{'field':'Account.name','operator':'equals','value':1}}|unknown_field custom/field
                    {'custom':{'field':'engagement.count','operator':'equals','value':1}}|unknown_field custom/field
                    {'custom':{'field':'goals.missed','operator':'equals','value':1}}|unknown_field custom/field
                    {'custom':{'field':'custom','operator':'equals','value':1}}|unknown_field custom/field
                    {'custom':{'field':'custom.','operator':'equals','value':1}}|unknown_field custom/field
                    {'custom':{'field':'custom..plan','operator':'equals','value':1}}|unknown_field custom/field
                    {'custom':{'field':'trigger','operator':'equals','value':1}}|unknown_field custom/field
                    {'custom':{'field':'.custom','operator':'equals','value':1}}|unknown_field custom/field
                    {'custom':{'field':'product_name.x','operator':'equals','value':1}}|unknown_field custom/field
                    {'custom':{'field':'account.arr','operator':'equals','value':1,'not':true}}|unknown_key custom/not
                    # expression
                    {'expression':{}}|missing expression/cel
                    {'expression':'health_score < 60'}|wrong_type expression
                    {'expression':{'cel':true}}|wrong_type expression/cel
                    """)
    void refusesConditions(String conditions, String expected) {
        refuses(Rows.conditioned(conditions), "/condition_config", expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    # send_email
                    send_email|{}|missing template_id
                    send_email|{'template_id':1}|wrong_type template_id
                    send_email|{'template_id':'a','subject':'b'}|unknown_key subject
                    send_email|{'template_id':'a','delay':'soon'}|bad_duration delay
                    send_email|{'template_id':'a','delay':'-1d'}|bad_duration delay
                    send_email|{'template_id':'a','delay':60}|wrong_type delay
                    send_email|{'template_id':'a','recipients':'all'}|wrong_type recipients
                    send_email|{'template_id':'a','recipients':{'customers':true}}|unknown_key recipients/customers
                    send_email|{'template_id':'a','recipients':{'roles':['cs_manager']}}|unknown_key recipients/roles
                    send_email|{'template_id':'a','recipients':{'internal_team':'true'}}|wrong_type recipients/internal_team
                    send_email|{'template_id':'a','recipients':{'specific_emails':'a@b.example'}}|wrong_type recipients/specific_emails
                    send_email|{'template_id':'a','recipients':['cs_manager',1]}|wrong_type recipients/1
                    send_email|{'template_id':'a','personalization':{'plan':1}}|wrong_type personalization/plan
                    send_email|{'template_id':'a','personalization':['x']}|wrong_type personalization
                    # the others
                    create_task|{}|missing title
                    create_task|{'title':'t','priority':'urgent'}|unknown_value priority
                    create_task|{'title':'t','due_date_offset':'3'}|bad_duration due_date_offset
                    create_task|{'title':'t','due_date_offset':'+12h'}|bad_duration due_date_offset
                    create_task|{'title':'t','due_date':'+3d'}|unknown_key due_date
                    create_task|{'title':'t','assignee':['x']}|wrong_type assignee
                    update_health_score|{}|missing adjustment
                    update_health_score|{'adjustment':'a lot'}|wrong_type adjustment
                    update_health_score|{'adjustment':-5,'temporary':true}|missing duration
                    update_health_score|{'adjustment':-5,'temporary':true,'duration':'0h'}|out_of_range duration
                    update_health_score|{'adjustment':-5,'temporary':'yes'}|wrong_type temporary
                    change_status|{}|missing new_status
                    change_status|{'new_status':'at_risk','notify_team':1}|wrong_type notify_team
                    change_status|{'status':'at_risk'}|missing new_status, unknown_key status
                    webhook|{}|missing url
                    webhook|{'url':'https://a.example','method':'GET'}|unknown_value method
                    webhook|{'url':'https://a.example','method':'post'}|unknown_value method
                    webhook|{'url':'https://a.example','headers':{'X':1}}|wrong_type headers/X
                    webhook|{'url':'https://a.example','payload':'x'}|wrong_type payload
                    webhook|{'url':'https://a.example','retry_count':-1}|out_of_range retry_count
                    webhook|{'url':'https://a.example','retry_count':1.5}|out_of_range retry_count
                    webhook|{'url':'https://a.example','timeout':'5s'}|unknown_key timeout
                    integration_action|{}|missing integration, missing action
                    integration_action|{'integration':'teams','action':'post_message'}|unknown_value integration
                    integration_action|{'integration':'slack','action':'create_note'}|unknown_value action
                    integration_action|{'integration':'slack','action':'post_message','parameters':['x']}|wrong_type parameters
                    # sequence
                    sequence|{}|missing steps
                    sequence|{'steps':[]}|missing steps
                    sequence|{'steps':{}}|wrong_type steps
                    sequence|{'steps':[{}]}|missing steps/0/action_type
                    sequence|{'steps':[{'action_type':'mail'}]}|unknown_value steps/0/action_type
                    sequence|{'steps':[{'action_type':'send_email'}]}|missing steps/0/action_config/template_id
                    sequence|{'steps':[{'action_type':'sequence','action_config':{'steps':[]}}]}|not_allowed_here steps/0/action_type
                    sequence|{'steps':[{'action_type':'change_status','action_config':{'new_status':'x'},'after':'-1d'}]}|bad_duration steps/0/after
                    sequence|{'steps':[{'action_type':'change_status','action_config':{'new_status':'x','delay':'-1d'}}]}|bad_duration steps/0/action_config/delay
                    sequence|{'steps':[{'action_type':'change_status','action_config':{'new_status':'x'},'on_failure':'stop'}]}|unknown_value steps/0/on_failure
                    sequence|{'steps':[{'action_type':'change_status','action_config':{'new_status':'x'},'name':'n'}]}|unknown_key steps/0/name
                    sequence|{'steps':[{'action_type':'change_status','action_config':{'new_status':'x'},'condition_config':{'time_condition':{}}}]}|not_allowed_here steps/0/condition_config/time_condition
                    sequence|{'steps':[{'action_type':'change_status','action_config':{'new_status':'x'}}],'exit_if':[{'type':'time_condition'}]}|not_allowed_here exit_if/0
                    sequence|{'steps':[{'action_type':'change_status','action_config':{'new_status':'x'}}],'exit_if':{'custom':{'field':'x','operator':'equals','value':1}}}|unknown_field exit_if/custom/field
                    """)
    void refusesActions(String type, String config, String expected) {
        refuses(Rows.acting(type, config), "/action_config", expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    'x'|wrong_type
                    {'cool_down':'1d'}|unknown_key cool_down
                    {'cooldown':'1 day'}|bad_duration cooldown
                    {'cooldown':0}|wrong_type cooldown
                    {'cooldown':'-1d'}|bad_duration cooldown
                    {'enroll_existing':'true'}|wrong_type enroll_existing
                    {'re_entry':'twice'}|unknown_value re_entry
                    {'re_entry':2}|wrong_type re_entry
                    {'re_entry':{'max':0}}|out_of_range re_entry/max
                    {'re_entry':{'max':101}}|out_of_range re_entry/max
                    {'re_entry':{'max':1.5}}|out_of_range re_entry/max
                    {'re_entry':{'max':1,'interval':'0d'}}|out_of_range re_entry/interval
                    {'re_entry':{'max':1,'interval':'month'}}|bad_duration re_entry/interval
                    {'re_entry':{'max':1,'per':'30d'}}|unknown_key re_entry/per
                    {'max_defer':'x'}|bad_duration max_defer
                    {'recheck':'no'}|wrong_type recheck
                    {'allow_automation_origin':0}|wrong_type allow_automation_origin
                    {'holdout_percent':101}|out_of_range holdout_percent
                    {'holdout_percent':-0.01}|out_of_range holdout_percent
                    {'holdout_percent':'10%'}|wrong_type holdout_percent
                    {'max_accounts_per_hour':-1}|out_of_range max_accounts_per_hour
                    {'max_accounts_per_hour':0.5}|out_of_range max_accounts_per_hour
                    """)
    void refusesSettings(String settings, String expected) {
        WorkflowRow row = Rows.set("health_score_change", Rows.HEALTH, settings);

        refuses(row, "/settings", expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {'fan_out':'per_contact'}|unknown_value fan_out
                    {'spread':'wide'}|bad_duration spread
                    {'catchup_window':1}|wrong_type catchup_window
                    {'enroll_existing':true}|not_allowed_here enroll_existing
                    """)
    void refusesSettingsOfSchedules(String settings, String expected) {
        WorkflowRow row = Rows.set("scheduled", "{'schedule':'daily','time':'09:00'}", settings);

        refuses(row, "/settings", expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    send_email|{'template_id':'a'}|{}|not_allowed_here /action_config/recipients
                    send_email|{'template_id':'a','recipients':{'customer_contacts':true}}|{}|not_allowed_here /action_config/recipients
                    send_email|{'template_id':'a','recipients':['customer_contact']}|{}|not_allowed_here /action_config/recipients
                    send_email|{'template_id':'a','recipients':['cs_manager']}|{'spread':'1h'}|not_allowed_here /settings/spread
                    send_email|{'template_id':'a','recipients':['cs_manager']}|{'holdout_percent':5}|not_allowed_here /settings/holdout_percent
                    change_status|{'new_status':'a'}|{}|not_allowed_here /action_type
                    update_health_score|{'adjustment':1}|{}|not_allowed_here /action_type
                    sequence|{'steps':[{'action_type':'change_status','action_config':{'new_status':'x'}}]}|{}|not_allowed_here /action_config/steps/0/action_type
                    sequence|{'steps':[{'action_type':'create_task','action_config':{'title':'x'}}],'exit_if':{'account_filter':{}}}|{}|not_allowed_here /action_config/exit_if
                    sequence|{'steps':[{'action_type':'create_task','action_config':{'title':'x'},'condition_config':{'account_filter':{}}}]}|{}|not_allowed_here /action_config/steps/0/condition_config
                    """)
    void refusesWhatHasNoAccountInARunOfTheOrganization(
            String type, String config, String settings, String expected) {
        String fanOut = "{'fan_out':'per_organization'";
        String rest = settings.substring(1);
        WorkflowRow row =
                Rows.workflow(
                        "scheduled",
                        "{'schedule':'daily','time':'09:00'}",
                        null,
                        type,
                        config,
                        fanOut + (rest.equals("}") ? rest : "," + rest));

        refuses(row, "", expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {'offset':'-30d'}|{'template_id':'a','delay':'-7d'}|contradiction /trigger_config/offset
                    {}|{'template_id':'a','delay':'-12h'}|bad_duration /action_config/delay
                    {}|{'template_id':'a','delay':'- 7d'}|bad_duration /action_config/delay
                    """)
    void refusesOffsetsOfAContractExpiryThatCannotBe(
            String trigger, String action, String expected) {
        WorkflowRow row =
                Rows.workflow("contract_expiry", trigger, null, "send_email", action, null);

        refuses(row, "", expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "NULL",
            textBlock =
                    """
                    organization_id|NULL|missing
                    status|archived|unknown_value
                    status|Active|unknown_value
                    enabled|yes|wrong_type
                    scope_all_accounts|1|wrong_type
                    trigger_type|NULL|missing
                    trigger_type|health_change|unknown_value
                    trigger_type|Health_Score_Change|unknown_value
                    trigger_type|``|unknown_value
                    action_type|NULL|missing
                    action_type|email|unknown_value
                    trigger_config|{|bad_json
                    trigger_config|``|bad_json
                    trigger_config|{"threshold":60} {}|bad_json
                    trigger_config|{"threshold":060}|bad_json
                    trigger_config|{"threshold":NaN}|bad_json
                    trigger_config|{'threshold':60}|bad_json
                    trigger_config|[1]|wrong_type
                    trigger_config|"text"|wrong_type
                    trigger_config|0|wrong_type
                    condition_config|{"account_filter":|bad_json
                    condition_config|}|bad_json
                    action_config|false|wrong_type
                    action_config|[{}]|wrong_type
                    settings|{"cooldown"}|bad_json
                    settings|1e99999999999|bad_json
                    """)
    void refusesColumns(String column, @Nullable String value, String code) {
        WorkflowRow row = with(Rows.workflow(), column, value);

        assertThat(Rows.problems(Rows.parse(row))).containsExactly(code + " /" + column);
    }

    @Test
    void namesAKeyThatStandsTwice() {
        String config = "{'threshold':60,'direction':'both','threshold':70}";

        refuses(
                Rows.triggered("health_score_change", config),
                "/trigger_config",
                "duplicate_key threshold");
    }

    @Test
    void namesAnEmptyKey() {
        ParsedWorkflow parsed =
                Rows.parse(Rows.triggered("health_score_drop", "{'threshold':60,'':1}"));

        assertThat(Rows.problems(parsed)).containsExactly("unknown_key /trigger_config/");
    }

    @Test
    void refusesDocumentsTooDeepToRead() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);

        refuses(Rows.conditioned(deep), "/condition_config", "bad_json");
    }

    @Test
    void listsEveryProblemOfEveryColumn() {
        WorkflowRow row =
                Rows.workflow(
                        "health_score_change",
                        "{'treshold':60,'direction':'down','minimum_change':-1,'time_window':'x'}",
                        "{'account_filter':{'arr_min':5,'arr_max':4,'sise':['small']},'x':1}",
                        "send_email",
                        "{'recipients':{'customer_contact':true},'delay':'later'}",
                        "{'cooldown':'y','re_entry':{'max':0},'holdout_percent':200}");

        assertThat(Rows.problems(Rows.parse(row)))
                .containsExactlyInAnyOrder(
                        "unknown_key /trigger_config/treshold",
                        "unknown_value /trigger_config/direction",
                        "out_of_range /trigger_config/minimum_change",
                        "bad_duration /trigger_config/time_window",
                        "contradiction /condition_config/account_filter/arr_min",
                        "unknown_key /condition_config/account_filter/sise",
                        "unknown_key /condition_config/x",
                        "missing /action_config/template_id",
                        "unknown_key /action_config/recipients/customer_contact",
                        "bad_duration /action_config/delay",
                        "bad_duration /settings/cooldown",
                        "out_of_range /settings/re_entry/max",
                        "out_of_range /settings/holdout_percent");
    }

    @Test
    void stopsListingWhenNobodyReadsOn() {
        StringBuilder config = new StringBuilder("{'threshold':60,'direction':'both'");
        for (int i = 0; i < 100_000; i++) {
            config.append(",'key").append(i).append("':1");
        }

        ParsedWorkflow parsed =
                Rows.parse(Rows.triggered("health_score_change", config.append('}').toString()));

        assertThat(parsed.workflow()).isNull();
        assertThat(parsed.problems()).hasSize(201);
        assertThat(parsed.problems().get(200).code()).isEqualTo("too_many_problems");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {'treshold':60,'direction':'both','threshold':1}|unknown key; did you mean threshold?
                    {'threshold':60,'direction':'both','zzz':1}|unknown key
                    {'direction':'both','minimum_change':5,'time_window':'1 week'}|"1 week" is no duration; write 1w (s m h d w)
                    {'direction':'both','minimum_change':5,'time_window':'7 Days'}|"7 Days" is no duration; write 7d (s m h d w)
                    {'direction':'both','minimum_change':5,'time_window':'soon'}|"soon" is no duration; write it like 1d (s m h d w)
                    {'direction':'both','minimum_change':5,'time_window':'-7d'}|"-7d" is no duration; it may have no sign here
                    {'threshold':60,'direction':'decreese'}|"decreese" is unknown; did you mean decrease?
                    {'threshold':60,'direction':'sideways'}|"sideways" is unknown; write decrease, increase or both
                    {'threshold':'abc','direction':'both'}|write a number, not the text "abc"
                    {'threshold':60,'direction':'increase','rearm_threshold':65}|a score of 65 fires; write less than 60
                    """)
    void saysWhatWouldBeRight(String config, String message) {
        ParsedWorkflow parsed = Rows.parse(Rows.triggered("health_score_change", config));

        assertThat(parsed.problems()).extracting(Problem::message).containsExactly(message);
    }

    private static void refuses(WorkflowRow row, String root, String expected) {
        ParsedWorkflow parsed = Rows.parse(row);

        List<String> places =
                Arrays.stream(expected.split(", ")).map(text -> place(root, text)).toList();
        assertThat(Rows.problems(parsed)).containsExactlyInAnyOrderElementsOf(places);
        assertThat(parsed.workflow()).isNull();
        assertThat(parsed.problems())
                .allSatisfy(problem -> assertThat(problem.message()).isNotBlank());
    }

    private static String place(String root, String expected) {
        int blank = expected.indexOf(' ');
        if (root.isEmpty()) {
            return expected;
        }
        return blank < 0
                ? expected + ' ' + root
                : expected.substring(0, blank) + ' ' + root + '/' + expected.substring(blank + 1);
    }

    private static WorkflowRow with(WorkflowRow row, String column, @Nullable String value) {
        return new WorkflowRow(
                row.id(),
                column.equals("organization_id") ? value : row.organizationId(),
                row.name(),
                column.equals("status") ? value : row.status(),
                column.equals("enabled") ? value : row.enabled(),
                column.equals("scope_all_accounts") ? value : row.scopeAllAccounts(),
                column.equals("trigger_type") ? value : row.triggerType(),
                column.equals("trigger_config") ? value : row.triggerConfig(),
                column.equals("condition_config") ? value : row.conditionConfig(),
                column.equals("action_type") ? value : row.actionType(),
                column.equals("action_config") ? value : row.actionConfig(),
                column.equals("settings") ? value : row.settings(),
                row.version());
    }
}
