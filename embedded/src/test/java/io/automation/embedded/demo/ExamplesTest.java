package io.automation.embedded.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.embedded.definitions.CheckedDefinitions;
import io.automation.embedded.definitions.CheckedDefinitions.Row;
import io.automation.embedded.definitions.Definition;
import io.automation.embedded.definitions.DefinitionCheck;
import io.automation.embedded.definitions.DefinitionReader;
import io.automation.embedded.definitions.FileProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExamplesTest {

    private static final Path FOLDER = Path.of("..", "docs", "examples");

    @Test
    void areTheFilesOfTheDocumentation() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(Examples.FILES);
        }
    }

    @Test
    void areAcceptedByTheParsers() {
        CheckedDefinitions checked = DefinitionCheck.check(Examples.read(), null);
        List<Row> rows = checked.orRefuse();

        assertThat(rows).filteredOn(row -> row.definition().kind().equals("workflow")).hasSize(21);
        assertThat(rows).filteredOn(row -> row.definition().kind().equals("template")).hasSize(22);
        assertThat(checked.problems())
                .extracting(FileProblem::code)
                .doesNotContain("unknown_template");
    }

    @Test
    void sendOnlyTemplatesThatAreThere() {
        List<Definition> definitions = Examples.read();
        Set<String> templates =
                definitions.stream()
                        .filter(definition -> definition.kind().equals(Definition.TEMPLATE))
                        .map(definition -> key(definition, definition.name()))
                        .collect(Collectors.toSet());

        assertThat(definitions)
                .filteredOn(definition -> definition.kind().equals(Definition.WORKFLOW))
                .allSatisfy(
                        workflow ->
                                assertThat(workflow.fields().findValuesAsText("template_id"))
                                        .isNotEmpty()
                                        .allMatch(
                                                template ->
                                                        templates.contains(
                                                                key(workflow, template))));
    }

    @Test
    void standInTheReadmeAsTheyAre() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        String shown = readme.split("```yaml\n", 2)[1].split("```", 2)[0];

        assertThat(Examples.read())
                .filteredOn(definition -> definition.kind().equals(Definition.WORKFLOW))
                .extracting(Definition::fields)
                .contains(DefinitionReader.read("README.md", shown).definitions().get(0).fields());
    }

    private static String key(Definition definition, String name) {
        return definition.text("organization") + '|' + name;
    }
}
