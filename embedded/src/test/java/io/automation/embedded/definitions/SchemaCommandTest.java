package io.automation.embedded.definitions;

import static io.automation.embedded.definitions.TestingSchemas.problems;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.automation.embedded.cli.TestingTerminal;
import io.automation.job.config.AutomationOptions;
import io.automation.model.run.DeliveryStatus;
import io.automation.model.run.Reason;
import io.automation.model.run.RunMode;
import io.automation.model.run.RunStatus;
import io.automation.model.run.StepStatus;
import io.automation.model.run.Verdict;
import io.automation.model.schema.Schema;
import io.automation.model.workflow.ActionType;
import io.automation.model.workflow.TriggerType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code ./automation schema}, and the schemas of what is not a definition. */
class SchemaCommandTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final YAMLMapper YAML = new YAMLMapper();

    private final TestingTerminal terminal = new TestingTerminal(false);

    @ParameterizedTest
    @EnumSource(Schema.class)
    void printsASchema(Schema schema) throws IOException {
        assertThat(terminal.run("schema", schema.code())).isZero();

        assertThat(JSON.readTree(terminal.out())).isEqualTo(schema.json());
    }

    @Test
    void listsWhatThereIs() {
        TestingTerminal watched = new TestingTerminal(true);

        assertThat(terminal.run("schema")).isZero();
        assertThat(watched.run("schema")).isZero();

        assertThat(terminal.out())
                .contains("{\"name\":\"run\",\"title\":\"A line of runs.jsonl\"}");
        assertThat(watched.out()).contains("  workflow        A workflow\n");
    }

    @Test
    void namesTheSchemasToWhoeverMissesOne() {
        assertThat(terminal.run("schema", "rule")).isEqualTo(2);
        assertThat(terminal.err().lines())
                .containsExactly(
                        "there is no schema rule; write definitions, workflow, template,"
                                + " configuration, run, delivery, decision, dead-letter");
    }

    @Test
    void holdsForTheExamples() throws IOException {
        try (var files = Files.list(Path.of("..", "docs", "examples"))) {
            for (Path file : files.toList()) {
                assertThat(problems(Schema.DEFINITIONS, YAML.readTree(file.toFile())))
                        .as("%s", file)
                        .isEmpty();
            }
        }
    }

    @Test
    void knowsEveryOption() {
        JsonNode schema = Schema.CONFIGURATION.json();
        List<String> dotted = new ArrayList<>();
        schema.path("properties").fieldNames().forEachRemaining(dotted::add);

        assertThat(dotted)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(
                                        Stream.of("automation"),
                                        AutomationOptions.all().stream().map(ConfigOption::key))
                                .toList());
        for (ConfigOption<?> option : AutomationOptions.all()) {
            String[] path = option.key().split("\\.", 3);
            JsonNode described =
                    schema.path("$defs").path(path[1]).path("properties").path(path[2]);
            assertThat(described.has("description")).as(option.key()).isTrue();
            assertThat(described.has("default"))
                    .as(option.key())
                    .isEqualTo(option.hasDefaultValue());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    true|{automation: {smtp: {host: a, port: 25, security: tls}}}
                    true|{automation.smtp.port: 25, taskmanager.numberOfTaskSlots: 4}
                    true|{automation: {smtp.port: 25, kafka: {client: {x.y: z}, client.a: 1}}}
                    true|{automation: {smtp: {port: '${env:PORT}'}, checkpoint: {interval: 1 s}}}
                    true|{automation.kafka.client.security.protocol: SASL_SSL}
                    false|{automation: {smtp: {host: a, prt: 25}}}
                    false|{automation: {mail: {host: a}}}
                    false|{automation.smtp.prt: 25}
                    false|{automation: {smtp: {port: many}}}
                    false|{automation: {smtp: {security: ssl}}}
                    false|{automation: {job: {from-now: maybe}}}
                    """)
    void checksConfigurations(boolean good, String configuration) throws IOException {
        assertThat(problems(Schema.CONFIGURATION, YAML.readTree(configuration)).isEmpty())
                .isEqualTo(good);
    }

    @Test
    void knowsEveryWordOfARun() {
        ObjectNode run = Schema.RUN.json();

        assertThat(words(run.at("/properties/status/enum")))
                .containsExactlyElementsOf(codes(RunStatus.values(), RunStatus::code));
        assertThat(words(run.at("/properties/mode/enum")))
                .containsExactlyElementsOf(codes(RunMode.values(), RunMode::code));
        assertThat(words(run.at("/properties/trigger_type/enum")))
                .containsExactlyElementsOf(codes(TriggerType.values(), TriggerType::code));
        JsonNode step = run.at("/properties/steps/items/properties");
        assertThat(words(step.at("/status/enum")))
                .containsExactlyElementsOf(codes(StepStatus.values(), StepStatus::code));
        assertThat(words(step.at("/action_type/enum")))
                .containsExactlyElementsOf(codes(ActionType.values(), ActionType::code));
        assertThat(words(Schema.DELIVERY.json().at("/properties/status/enum")))
                .containsExactlyElementsOf(codes(DeliveryStatus.values(), DeliveryStatus::code));
        List<String> reasons = new ArrayList<>(codes(Reason.values(), Reason::code));
        reasons.add("null");
        assertThat(words(run.at("/$defs/reason/enum"))).containsExactlyElementsOf(reasons);
        ObjectNode decision = Schema.DECISION.json();
        assertThat(words(decision.at("/properties/reason/enum")))
                .containsExactlyElementsOf(reasons);
        assertThat(words(decision.at("/properties/verdict/enum")))
                .containsExactlyElementsOf(codes(Verdict.values(), Verdict::code));
    }

    @Test
    void isStrictAboutOutput() throws IOException {
        JsonNode run =
                JSON.readTree(
                        "{\"id\":\"r\",\"workflow_id\":\"w\",\"workflow_version\":3,"
                                + "\"organization_id\":\"o\",\"account_id\":\"a\","
                                + "\"trigger_type\":\"health_score_change\","
                                + "\"occurrence_key\":\"decrease:h:1042\","
                                + "\"occurred_at\":\"2026-03-01T09:00:00.000Z\","
                                + "\"status\":\"success\",\"reason\":null,\"result\":null,"
                                + "\"mode\":\"replay\",\"trigger_data\":{\"direction\":\"decrease\","
                                + "\"previous\":60,\"current\":59.5,\"reference\":60,"
                                + "\"threshold\":60,\"minimum_change\":null},"
                                + "\"steps\":[{\"step\":0,\"action_type\":\"send_email\","
                                + "\"status\":\"success\","
                                + "\"due_at\":\"2026-03-01T09:00:00.000Z\",\"reason\":null}]}");

        asksForEveryKey(Schema.RUN, run);
        ((ObjectNode) run.path("trigger_data")).remove("current");
        assertThat(problems(Schema.RUN, run)).isNotEmpty();
    }

    @Test
    void isStrictAboutDecisions() throws IOException {
        JsonNode decision =
                JSON.readTree(
                        "{\"at\":\"2026-03-01T09:00:00.000Z\",\"organization_id\":\"o\","
                                + "\"workflow_id\":\"w\",\"version\":null,"
                                + "\"account_id\":\"a\",\"occurrence_key\":\"k\","
                                + "\"verdict\":\"no_edge\",\"reason\":null,\"run_id\":null,"
                                + "\"compared\":{\"fact\":{\"table\":\"health_scores\","
                                + "\"row_id\":\"h\",\"position\":\"1042\","
                                + "\"at\":\"2026-03-01T09:00:00.000Z\"},\"trigger\":["
                                + "{\"test\":\"below\",\"asked\":60,\"found\":70,"
                                + "\"holds\":false}]}}");

        asksForEveryKey(Schema.DECISION, decision);
        ((ObjectNode) decision.at("/compared/trigger/0")).put("test", "under");
        assertThat(problems(Schema.DECISION, decision)).isNotEmpty();
    }

    private static void asksForEveryKey(Schema schema, JsonNode line) {
        assertThat(problems(schema, line)).isEmpty();
        line.fieldNames()
                .forEachRemaining(
                        key -> {
                            ObjectNode without = line.deepCopy();
                            without.remove(key);
                            assertThat(problems(schema, without)).as(key).isNotEmpty();
                        });
    }

    private static <T> List<String> codes(T[] values, Function<T, String> code) {
        return Arrays.stream(values).map(code).toList();
    }

    private static List<String> words(JsonNode list) {
        List<String> words = new ArrayList<>();
        list.forEach(word -> words.add(word.asText()));
        return words;
    }
}
