package io.automation.udfs.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.udfs.template.TemplateProblem.Code;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PersonalizationTest {

    private static final Map<String, Object> DATA =
            Map.of(
                    "account", Map.of("name", "Acme <{{account.arr}}>"),
                    "custom", Map.of("tier", "gold", "intro", "own"));

    @Test
    void isRenderedOnceAndSeenAsCustom() {
        Personalization texts =
                Personalization.compile(Map.of("intro", "Dear {{account.name}} ({{custom.tier}})"));

        assertThat(texts.problems()).isEmpty();
        assertThat(texts.applyTo(DATA).get("custom"))
                .isEqualTo(Map.of("tier", "gold", "intro", "Dear Acme <{{account.arr}}> (gold)"));
    }

    @Test
    void isEscapedWhereItIsPrinted() {
        Personalization texts = Personalization.compile(Map.of("intro", "<b>{{account.name}}</b>"));
        CompiledTemplate template =
                (CompiledTemplate) TemplateCompiler.compile("s", "{{custom.intro}}", null);

        assertThat(template.render(texts.applyTo(DATA)))
                .isEqualTo(
                        new Rendering.Rendered(
                                "s", "&lt;b&gt;Acme &lt;{{account.arr}}&gt;&lt;/b&gt;", null));
    }

    @Test
    void hasNoValueWhereItsVariableHasNone() {
        Personalization texts = Personalization.compile(Map.of("intro", "Hi {{contact.name}}"));

        assertThat(texts.applyTo(DATA).get("custom")).isEqualTo(Map.of("tier", "gold"));
    }

    @Test
    void needsItsOwnVariablesInPlaceOfItsName() {
        Personalization texts =
                Personalization.compile(
                        Map.of("intro", "Hi {{contact.name}}", "unused", "{{account.arr}}"));

        assertThat(texts.needs(Set.of("custom.intro", "custom.tier", "account.name")))
                .containsExactlyInAnyOrder("contact.name", "custom.tier", "account.name");
    }

    @Test
    void namesTheTextThatIsRefused() {
        Personalization texts = Personalization.compile(Map.of("intro", "{{{x}}}", "b", "fine"));

        assertThat(texts.problems())
                .singleElement()
                .satisfies(
                        problem -> {
                            assertThat(problem.code()).isEqualTo(Code.TAG_REFUSED);
                            assertThat(problem.subject()).isEqualTo("intro");
                        });
        assertThat(texts.applyTo(DATA).get("custom"))
                .isEqualTo(Map.of("tier", "gold", "intro", "own", "b", "fine"));
    }
}
