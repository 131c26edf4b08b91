package io.automation.udfs.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.model.workflow.EmailTemplate.Variable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateVariablesTest {

    @Test
    void fillsInFallbacksWhereThereIsNoValue() {
        List<Variable> declared =
                List.of(
                        new Variable("account.arr", "10.5"),
                        new Variable("account.name", "unused"),
                        new Variable("custom.tier", ""),
                        new Variable("product_name", "the product"),
                        new Variable("contact.name", null));

        assertThat(TemplateVariables.fill(declared, Map.of("account", Map.of("name", "Acme"))))
                .isEqualTo(
                        Map.of(
                                "account", Map.of("name", "Acme", "arr", "10.5"),
                                "custom", Map.of("tier", ""),
                                "product_name", "the product"));
    }

    @Test
    void leavesAValueAloneThatIsInTheWay() {
        List<Variable> declared = List.of(new Variable("a.b", "x"));

        assertThat(TemplateVariables.fill(declared, Map.of("a", "text")))
                .isEqualTo(Map.of("a", "text"));
    }
}
