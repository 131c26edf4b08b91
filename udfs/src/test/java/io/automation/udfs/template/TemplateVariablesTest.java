package io.automation.udfs.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateVariablesTest {

    @Test
    void fillsInFallbacksWhereThereIsNoValue() {
        TemplateVariables variables =
                TemplateVariables.parse(
                        """
                        [{"name": "account.arr", "fallback": 10.50},
                         {"name": "account.name", "fallback": "unused"},
                         {"name": "custom.tier", "fallback": ""},
                         {"name": "product_name", "fallback": "the product"},
                         {"name": "contact.name"}]
                        """);
        Map<String, Object> data = Map.of("account", Map.of("name", "Acme"));

        assertThat(variables.problems()).isEmpty();
        assertThat(variables.applyTo(data))
                .isEqualTo(
                        Map.of(
                                "account", Map.of("name", "Acme", "arr", "10.5"),
                                "custom", Map.of("tier", ""),
                                "product_name", "the product"));
        assertThat(
                        variables.missing(
                                Set.of("account.arr", "custom.tier", "contact.name", "x.y"), data))
                .containsExactly("contact.name", "x.y");
    }

    @Test
    void leavesAValueAloneThatIsInTheWay() {
        TemplateVariables variables =
                TemplateVariables.parse("[{\"name\": \"a.b\", \"fallback\": \"x\"}]");

        assertThat(variables.applyTo(Map.of("a", "text"))).isEqualTo(Map.of("a", "text"));
        assertThat(variables.missing(Set.of("a.b"), Map.of("a", "text"))).containsExactly("a.b");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "null", "[]"})
    void declaresNothing(String json) {
        TemplateVariables variables = TemplateVariables.parse(json);

        assertThat(variables.declared()).isEmpty();
        assertThat(variables.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{                                 | : no JSON",
                "[] x                              | : no JSON",
                "{\"name\": \"a\"}                 | : a list is expected",
                "[\"a\"]                           | /0: an object {name, fallback?} is expected",
                "[{\"name\": \"a\"}, {\"name\": 1}] | /1/name: a text is expected",
                "[{\"fallback\": \"x\"}]           | /0/name: a text is expected",
                "[{\"name\": \"a\", \"fallback\": []}] | /0/fallback: a text is expected",
            })
    void namesWhatItDoesNotUnderstand(String json, String problem) {
        assertThat(TemplateVariables.parse(json).problems()).containsExactly(problem);
    }
}
