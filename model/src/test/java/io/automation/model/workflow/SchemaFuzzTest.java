package io.automation.model.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Good definitions with a value or two changed: schema and parser must say the same of each. */
class SchemaFuzzTest {

    private static final List<String> TRIGGERS =
            List.of(
                    "health_score_change {'threshold':60,'direction':'both','metric':'churn_risk'}",
                    "health_score_change {'direction':'decrease','minimum_change':'5','time_window':'7d','rearm_threshold':9}",
                    "health_score_drop {'threshold':60,'minimum_change':5,'time_window':'1h'}",
                    "churn_risk_increase {'threshold':'70.5','metric':'churn_risk'}",
                    "engagement_event {'event_type':'no_response','time_threshold':'3d','engagement_types':['email']}",
                    "scheduled {'schedule':'weekly','time':'23:59','days_of_week':[1,'7'],'timezone':'Europe/Berlin'}",
                    "scheduled {'schedule':'quarterly','time':'09:00','months':[4],'day_of_month':'-1'}",
                    "status_change {'to_status':'at_risk','from_status':'active','include_new_accounts':true}",
                    "account_created {'status':'new'}",
                    "goal_event {'event':'missed','goal_types':['adoption']}",
                    "date_reached {'field':'custom.renewal.date','offset':'-4w','send_time':'08:30'}",
                    "contract_expiry {'offset':'-30d'}",
                    "pattern {'within':'7d','partition_by':'goal_id','steps':[{'name':'a','event':'goal_changed','times':3,'where':[{'field':'previous_status','operator':'equals','value':'active'}]},{'name':'b','event':'goal_changed','negated':true,'contiguity':'next','where':[{'type':'custom','config':{'field':'goal_id','operator':'contains','value':'x'}}]}]}",
                    "email_sent {'template_id':'a'}",
                    "manual {}");
    private static final List<String> CONDITIONS =
            List.of(
                    "{'account_filter':{'industry':['a'],'arr_min':1,'arr_max':'5'},'custom':{'field':'account.arr','operator':'greater_than','value':5}}",
                    "[{'type':'time_condition','config':{'business_hours_only':true,'timezone':'UTC','days_of_week':[1],'excluded_dates':['2026-12-24'],'outside':'skip'}},{'type':'expression','config':{'cel':'true'}}]",
                    "{'type':'engagement_history','config':{'last_engagement_days':30,'engagement_count_min':1,'engagement_count_max':9,'outcomes':['x']}}",
                    "{}");
    private static final List<String> ACTIONS =
            List.of(
                    "send_email {'template_id':'a','recipients':{'customer_contacts':true,'specific_emails':['a@b.example']},'personalization':{'a':'b'},'delay':'1h'}",
                    "send_email {'template_id':'a','recipients':['cs_manager']}",
                    "create_task {'title':'t','due_date_offset':'+3d','priority':'high','assignee':'x'}",
                    "update_health_score {'adjustment':-5,'temporary':true,'duration':'7d','reason':'r'}",
                    "change_status {'new_status':'a','notify_team':true}",
                    "webhook {'url':'https://a.example','method':'PUT','headers':{'X':'y'},'payload':{'a':1},'retry_count':3}",
                    "integration_action {'integration':'hubspot','action':'create_note','parameters':{}}",
                    "sequence {'steps':[{'after':'1d','action_type':'change_status','action_config':{'new_status':'x','delay':'2d'},'condition_config':{'account_filter':{'size':['s']}},'on_failure':'continue'}],'exit_if':[{'type':'custom','config':{'field':'custom.a','operator':'equals','value':1}}]}");
    private static final List<String> SETTINGS =
            List.of(
                    "{'cooldown':'1d','re_entry':{'max':3,'interval':'30d'},'holdout_percent':'12.5'}",
                    "{'fan_out':'per_account','spread':'1h','catchup_window':'2h','re_entry':'once'}",
                    "{'max_defer':'2d','recheck':false,'allow_automation_origin':true,'max_accounts_per_hour':5,'enroll_existing':false}",
                    "{'fan_out':'per_organization'}");
    private static final List<String> VALUES =
            List.of(
                    ("null true false 0 1 -1 7 8 60 1.0 1.5 100 101 1e2 [] {} [null] [1] ['a'] {'a':1}"
                                    + " '' 'x' '0' '1' '01' '+1' '-1' '1.0' '8' '31' '32' '100' '101' '1e2' '0d' '1d' '-1d' '+1d'"
                                    + " '12h' '-12h' '91d' '09:00' '9:00' 'UTC' 'decrease' 'both' 'daily'"
                                    + " 'monthly' 'quarterly' 'weekly' 'contract_end_date' 'custom.a' 'custom.'"
                                    + " 'account.arr' 'goal_changed' 'engagement_changed' 'equals' 'every'"
                                    + " 'sequence' 'send_email' 'create_task' 'per_organization' '2026-12-31'"
                                    + " '2026-13-01' 'churn_risk' 'custom' 'time_condition' 'slack'")
                            .split(" "));
    private static final List<String> KEYS =
            List.of(
                    ("threshold direction minimum_change time_window rearm_threshold days_of_week months"
                                    + " offset delay negated times type config custom time_condition expression"
                                    + " cooldown spread enroll_existing duration temporary exit_if where field x")
                            .split(" "));

    private final Random random = new Random(20_261_124);

    @Test
    void agreesOnAlmostGoodDefinitions() {
        int accepted = 0;
        for (int i = 0; i < 6_000; i++) {
            String[] trigger = pick(TRIGGERS).split(" ", 2);
            String[] action = pick(ACTIONS).split(" ", 2);
            String[] columns = {trigger[1], pick(CONDITIONS), action[1], pick(SETTINGS)};
            for (int mutations = random.nextInt(3); mutations > 0; mutations--) {
                int column = random.nextInt(columns.length);
                columns[column] = mutated(columns[column]);
            }
            WorkflowRow row =
                    Rows.workflow(
                            trigger[0], columns[0], columns[1], action[0], columns[2], columns[3]);

            boolean good = Rows.parse(row).problems().stream().noneMatch(Problem::isError);
            accepted += good ? 1 : 0;
        }
        assertThat(accepted).isBetween(1_500, 4_500);
    }

    private String mutated(String column) {
        JsonNode root = value(column);
        List<JsonNode> places = new ArrayList<>();
        collect(root, places);
        if (places.isEmpty()) {
            return pick(VALUES);
        }
        JsonNode place = places.get(random.nextInt(places.size()));
        if (place instanceof ObjectNode object) {
            List<String> keys = new ArrayList<>();
            object.fieldNames().forEachRemaining(keys::add);
            String key =
                    keys.isEmpty() || random.nextInt(4) == 0
                            ? pick(KEYS)
                            : keys.get(random.nextInt(keys.size()));
            if (random.nextInt(4) == 0) {
                object.remove(key);
            } else {
                object.set(key, value(pick(VALUES)));
            }
        } else if (place instanceof ArrayNode list && !list.isEmpty() && random.nextBoolean()) {
            list.set(random.nextInt(list.size()), value(pick(VALUES)));
        } else if (place instanceof ArrayNode list) {
            list.add(list.isEmpty() ? value(pick(VALUES)) : list.get(0).deepCopy());
        }
        return root.toString();
    }

    private static void collect(JsonNode node, List<JsonNode> places) {
        if (node.isContainerNode()) {
            places.add(node);
            node.forEach(below -> collect(below, places));
        }
    }

    private static JsonNode value(String text) {
        return Objects.requireNonNull(Json.read(Rows.json(text)));
    }

    private String pick(List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }
}
