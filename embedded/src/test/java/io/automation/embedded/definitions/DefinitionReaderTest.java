package io.automation.embedded.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.job.document.Document;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionReaderTest {

    @Test
    void remembersTheLinesOfYaml() {
        String yaml =
                """
                # A comment.
                - kind: template
                  html_content: |
                    <p>
                    </p>
                  variables:
                    - name: custom.a
                - kind: workflow
                  trigger_config: {threshold: 60,
                    direction: decrease}
                """;

        List<Definition> definitions = read("a.yaml", yaml).definitions();

        assertThat(definitions).extracting(Definition::pointer).containsExactly("/0", "/1");
        assertThat(
                        lines(
                                definitions,
                                "/0",
                                "/0/html_content",
                                "/0/variables",
                                "/0/variables/0/name"))
                .containsExactly(2, 3, 6, 7);
        assertThat(lines(definitions, "/1", "/1/trigger_config/threshold")).containsExactly(8, 9);
        assertThat(lines(definitions, "/1/trigger_config/direction", "/1/trigger_config/x/y"))
                .containsExactly(10, 9);
    }

    @Test
    void remembersTheLinesOfJson() {
        List<Definition> definitions =
                read("a.JSON", "{\n\"kind\": \"workflow\",\n\"a/b\": {\n\"n\": 1.50}}")
                        .definitions();

        assertThat(lines(definitions, "", "/kind", "/a~1b/n", "/a~1b/0"))
                .containsExactly(1, 2, 4, 3);
        assertThat(definitions.get(0).fields().at("/a~1b/n").decimalValue()).isEqualTo("1.50");
    }

    @Test
    void readsSeveralDocumentsAsAList() {
        List<Definition> definitions =
                read("a.yml", "kind: workflow\nname: a\n---\nkind: workflow\nname: b\n")
                        .definitions();

        assertThat(definitions).extracting(Definition::name).containsExactly("a", "b");
        assertThat(definitions.get(1).error("x", "/name", "y").line()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    a.yaml|`a: [1\\nb: 2`|2|bad_yaml|expected ',' or ']'
                    a.yaml|`a: 1\\n b: 2`|2|bad_yaml|mapping values
                    a.yaml|`a: &x 1\\nb: *x`|2|bad_yaml|write out what it says
                    a.yaml|`a: 1\\nb: 2\\na: 3`|3|duplicate_key|stands here twice
                    a.yaml|just text|1|wrong_type|write one, or a list of them
                    a.yaml|`- kind: workflow\\n- 5`|2|wrong_type|write one, or a list of them
                    a.yaml|`# nothing`|1|missing|it is empty
                    a.yaml|`b: 1\\na: .nan`|2|bad_yaml|this is no YAML
                    a.json|`{"a": 1,\\n"b": }`|2|bad_json|this is no JSON
                    a.json|`{"a": 1}\\n{}`|2|bad_json|something follows its end
                    a.json|`{"a": 1,\\n"a": 2}`|2|duplicate_key|stands here twice
                    """)
    void refusesWithTheLine(String file, String text, int line, String code, String message) {
        DefinitionReader.Read read = read(file, text.replace("\\n", "\n"));

        assertThat(read.problems())
                .singleElement()
                .satisfies(
                        problem -> {
                            assertThat(problem.line()).isEqualTo(line);
                            assertThat(problem.code()).isEqualTo(code);
                            assertThat(problem.message()).contains(message);
                        });
    }

    private static DefinitionReader.Read read(String file, String content) {
        return DefinitionReader.read(file, content);
    }

    private static List<Integer> lines(List<Definition> definitions, String... pointers) {
        return List.of(pointers).stream()
                .map(pointer -> Document.line(definitions.get(0).lines(), pointer))
                .toList();
    }
}
