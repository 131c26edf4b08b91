package io.automation.model.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.automation.model.schema.Schema;
import io.automation.model.schema.TestingSchema;
import io.automation.model.workflow.Trigger.PatternEvent;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The schema of definitions beside the parser. The tests of the parser hold it to every case of
 * theirs ({@link SchemaAgreement}); here is what it cannot say, and that it knows every word.
 */
class DefinitionSchemaTest {

    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @EnumSource(Schema.class)
    void isASchemaItself(Schema schema) {
        var metaschema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(
                                SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

        assertThat(metaschema.validate(schema.json())).isEmpty();
        assertThat(schema.title()).isNotBlank();
        assertThat(schema.json().path("$id").asText())
                .isEqualTo("urn:automation:schema:" + schema.code());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    health_score_drop|{'threshold':60,'rearm_threshold':50}|{}|send_email|{'template_id':'a'}|{}
                    health_score_drop|{'threshold':1e999999999}|{}|send_email|{'template_id':'a'}|{}
                    health_score_drop|{'minimum_change':5,'time_window':'91d'}|{}|send_email|{'template_id':'a'}|{}
                    health_score_drop|{'minimum_change':5,'time_window':'999999999999w'}|{}|send_email|{'template_id':'a'}|{}
                    scheduled|{'schedule':'quarterly','time':'09:00','months':[2,3]}|{}|send_email|{'template_id':'a'}|{}
                    scheduled|{'schedule':'daily','time':'09:00','timezone':'Berlin'}|{}|send_email|{'template_id':'a'}|{}
                    status_change|{'to_status':'a','from_status':'a'}|{}|send_email|{'template_id':'a'}|{}
                    contract_expiry|{'offset':'-30d'}|{}|send_email|{'template_id':'a','delay':'-7d'}|{}
                    pattern|{'within':'7d','steps':[{'name':'a','event':'goal_changed'},{'name':'b','event':'account_changed','negated':true},{'name':'c','event':'account_changed'}]}|{}|send_email|{'template_id':'a'}|{}
                    manual|{}|{'account_filter':{'arr_min':2,'arr_max':1}}|send_email|{'template_id':'a'}|{}
                    manual|{}|{'engagement_history':{'engagement_count_min':2,'engagement_count_max':1}}|send_email|{'template_id':'a'}|{}
                    manual|{}|{'time_condition':{'excluded_dates':['2026-02-30']}}|send_email|{'template_id':'a'}|{}
                    scheduled|{'schedule':'daily','time':'09:00'}|{}|send_email|{'template_id':'a'}|{'fan_out':'per_organization'}
                    scheduled|{'schedule':'daily','time':'09:00'}|{}|change_status|{'new_status':'a'}|{'fan_out':'per_organization'}
                    scheduled|{'schedule':'daily','time':'09:00'}|{}|create_task|{'title':'a'}|{'fan_out':'per_organization','spread':'1h'}
                    scheduled|{'schedule':'daily','time':'09:00'}|{}|create_task|{'title':'a'}|{'fan_out':'per_organization','holdout_percent':5}
                    scheduled|{'schedule':'daily','time':'09:00'}|{}|sequence|{'steps':[{'action_type':'create_task','action_config':{'title':'x'}}],'exit_if':{'account_filter':{}}}|{'fan_out':'per_organization'}
                    """)
    void cannotSayEverything(
            String triggerType,
            String trigger,
            String conditions,
            String actionType,
            String action,
            String settings) {
        WorkflowRow row =
                Rows.workflow(triggerType, trigger, conditions, actionType, action, settings);

        assertThat(Rows.problems(WorkflowParser.parse(row)))
                .isNotEmpty()
                .allMatch(SchemaAgreement::isUnsaid);
        assertThat(SchemaAgreement.problems(row)).isEmpty();
    }

    @Test
    void knowsEveryWordOfTheLanguage() {
        String schema = Schema.DEFINITIONS.json().toString();

        Stream<Enum<?>> words =
                Stream.of(
                                TriggerType.values(),
                                TriggerAlias.values(),
                                ActionType.values(),
                                ConditionType.values(),
                                Workflow.Status.values(),
                                Trigger.Direction.values(),
                                Trigger.Metric.values(),
                                Trigger.EngagementTurn.values(),
                                Trigger.Scheduled.Schedule.values(),
                                Trigger.GoalTurn.values(),
                                Trigger.Contiguity.values(),
                                PatternEvent.values(),
                                Condition.Custom.Operator.values(),
                                Settings.FanOut.values(),
                                Action.CreateTask.Priority.values())
                        .flatMap(Stream::of);
        assertThat(words.map(word -> '"' + word.name().toLowerCase(Locale.ROOT) + '"'))
                .allSatisfy(word -> assertThat(schema).contains(word));
    }

    @ParameterizedTest
    @EnumSource(PatternEvent.class)
    void knowsTheFieldsOfEveryFact(PatternEvent event) {
        for (String field : VariablePaths.factFields(event)) {
            String step =
                    "{'name':'a','event':'"
                            + event.name().toLowerCase(Locale.ROOT)
                            + "','where':[{'field':'"
                            + field
                            + "','operator':'equals','value':1}]}";

            Rows.parse(Rows.triggered("pattern", "{'within':'7d','steps':[" + step + "]}"));
        }
    }

    @Test
    void takesAFileOfOneOrMore() throws IOException {
        TestingSchema file = new TestingSchema(Schema.DEFINITIONS);
        JsonNode template =
                JSON.readTree(
                        "{\"kind\":\"template\",\"organization\":\"o\",\"name\":\"t\","
                                + "\"subject\":\"s\",\"html_content\":\"h\"}");

        assertThat(file.problems(template)).isEmpty();
        assertThat(file.problems(JSON.createArrayNode().add(template).add(template))).isEmpty();
        assertThat(file.problems(JSON.createArrayNode().add(1))).isNotEmpty();
        for (Iterator<String> keys = template.fieldNames(); keys.hasNext(); ) {
            var without = template.deepCopy();
            ((ObjectNode) without).remove(keys.next());
            assertThat(file.problems(without)).isNotEmpty();
        }
    }

    @Test
    void isShownWithoutTheRestOfTheFile() {
        assertThat(List.of(Schema.WORKFLOW, Schema.TEMPLATE))
                .allSatisfy(
                        part ->
                                assertThat(part.json().path("$ref").asText())
                                        .isEqualTo("#/$defs/" + part.code()));
    }
}
