package io.automation.embedded.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.automation.embedded.demo.DefinitionFiles.Row;
import io.automation.model.run.Ids;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionFilesTest {

    private static final String WORKFLOW =
            """
            kind: workflow
            organization: Otter & Oak
            name: Health alert
            status: active
            trigger_type: health_score_change
            trigger_config: {threshold: 60, direction: decrease}
            action_type: send_email
            action_config: {template_id: health_concern}
            """;

    @Test
    void takesTheIdFromOrganizationKindAndName() {
        List<Row> rows = resolve(WORKFLOW);

        assertThat(rows)
                .singleElement()
                .extracting(Row::id)
                .isEqualTo(Ids.uuid5(TestingDirectory.ORGANIZATION, "workflow|Health alert"));
    }

    @Test
    void believesAGivenId() {
        List<Row> rows = resolve(WORKFLOW + "id: 33333333-3333-4333-8333-333333333333\n");

        assertThat(rows)
                .singleElement()
                .extracting(Row::id)
                .isEqualTo("33333333-3333-4333-8333-333333333333");
    }

    @Test
    void resolvesAccountsByName() {
        List<Row> rows = resolve(WORKFLOW + "accounts: [Cloud Kettles]\n");

        assertThat(rows)
                .singleElement()
                .extracting(Row::accounts)
                .isEqualTo(List.of(TestingDirectory.ACCOUNT));
    }

    @Test
    void readsJsonToo() {
        List<Definition> definitions =
                DefinitionFiles.read(
                        "a.json", "[{\"kind\": \"workflow\", \"name\": \"A\", \"n\": 1.5}]");

        assertThat(definitions).singleElement().extracting(Definition::name).isEqualTo("A");
        assertThat(definitions.get(0).text("n")).isEqualTo("1.5");
    }

    @Test
    void listsEveryProblemWithItsPlace() {
        String bad =
                WORKFLOW.replace("threshold", "treshold") + "colour: blue\naccounts: [Nobody]\n";

        assertThatThrownBy(() -> resolve(bad))
                .isInstanceOf(DefinitionsRefusedException.class)
                .hasMessageContaining(
                        "health.yaml, workflow \"Health alert\": /colour: unknown key")
                .hasMessageContaining("/accounts: there is no account \"Nobody\"")
                .hasMessageContaining("/trigger_config/treshold");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kind: workflow              | kind: rule                 | write workflow or"
                        + " template",
                "organization: Otter & Oak   | organization: Nowhere      | no organization"
                        + " \"Nowhere\"",
                "name: Health alert          | name: ''                   | a definition needs a"
                        + " name",
                "action_type: send_email     | action_type: create_task   | create_task",
            })
    void refuses(String right, String wrong, String problem) {
        String bad = WORKFLOW.replace(right.strip(), wrong.strip());

        assertThatThrownBy(() -> resolve(bad))
                .isInstanceOf(DefinitionsRefusedException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void refusesATemplateThatCannotBeRendered() {
        String bad =
                """
                - kind: template
                  organization: Otter & Oak
                  name: broken
                  subject: "{{account.name"
                  html_content: "{{> other}}"
                """;

        assertThatThrownBy(() -> resolve(bad))
                .isInstanceOf(DefinitionsRefusedException.class)
                .hasMessageContaining("template \"broken\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: [1 | health.yaml line 1",
                "just text | write one definition",
                "{a: 1, a: 2} | health.yaml"
            })
    void refusesWhatIsNoDefinition(String content, String problem) {
        assertThatThrownBy(() -> DefinitionFiles.read("health.yaml", content))
                .isInstanceOf(DefinitionsRefusedException.class)
                .hasMessageContaining(problem);
    }

    private static List<Row> resolve(String content) {
        return DefinitionFiles.resolve(
                DefinitionFiles.read("health.yaml", content), new TestingDirectory());
    }
}
