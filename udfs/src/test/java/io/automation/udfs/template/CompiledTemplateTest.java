package io.automation.udfs.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.automation.udfs.template.TemplateProblem.Code;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompiledTemplateTest {

    private static final Map<String, Object> DATA =
            Map.of(
                    "account",
                            Map.of(
                                    "name",
                                    "Acme & Co",
                                    "arr",
                                    new BigDecimal("120000.50"),
                                    "health_score",
                                    new BigDecimal("59.00"),
                                    "status",
                                    "",
                                    "vip",
                                    true,
                                    "churned",
                                    false,
                                    "open",
                                    0),
                    "custom", custom(),
                    "goals",
                            List.of(
                                    Map.of("name", "Launch", "tags", List.of("a", "b")),
                                    Map.of("name", "Grow", "tags", List.of())),
                    "at", Instant.parse("2026-03-01T09:00:00Z"),
                    "day", LocalDate.parse("2026-06-30"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{{account.name}}                                           | Acme & Co",
                "{{ account.name }}                                         | Acme & Co",
                "{{account.arr}}                                            | 120000.5",
                "{{account.health_score}}                                   | 59",
                "{{account.open}}                                           | 0",
                "{{account.vip}}                                            | true",
                "{{at}}                                                     |"
                        + " 2026-03-01T09:00:00.000Z",
                "{{day}}                                                    | 2026-06-30",
                "<{{account.status}}>                                       | <>",
                "{{custom.[My Field]}}                                      | mine",
                "{{custom.plan-tier}}                                       | gold",
                "{{@root.account.name}}                                     | Acme & Co",
                "{{this.account.name}}                                      | Acme & Co",
                "{{#if account.vip}}y{{else}}n{{/if}}                       | y",
                "{{#if account.churned}}y{{else}}n{{/if}}                   | n",
                "{{#if account.open}}y{{^}}n{{/if}}                         | n",
                "{{#if account.status}}y{{else}}n{{/if}}                    | n",
                "{{#if custom.none}}y{{else}}n{{/if}}                       | n",
                "{{#if nothing.at.all}}y{{else}}n{{/if}}                    | n",
                "{{#if account.open}}a{{else if account.vip}}b{{else}}c{{/if}} | b",
                "{{#unless account.vip}}y{{else}}n{{/unless}}               | n",
                "{{#with account}}{{name}}{{/with}}                         | Acme & Co",
                "{{#with account}}{{../day}}{{/with}}                       | 2026-06-30",
                "{{#with nothing}}{{name}}{{else}}n{{/with}}                | n",
                "{{#each goals}}{{@index}}{{name}}{{#unless @last}},{{/unless}}{{/each}} |"
                        + " 0Launch,1Grow",
                "{{#each goals}}{{#each tags}}{{.}}{{else}}-{{/each}}{{/each}} | ab-",
                "{{#each goals}}{{#if @first}}{{name}} {{../account.name}}{{/if}}{{/each}} | Launch"
                        + " Acme & Co",
                "{{#each custom}}{{#if @first}}{{@key}}{{/if}}{{/each}}      | My Field",
                "{{#with goals.[1]}}{{name}}{{/with}}                       | Grow",
                "{{! a comment }}a{{!-- {{b}} --}}                          | a",
                "a {{~account.open~}} b                                     | a0b",
                "{{#if account.vip}}a{{~else~}}b{{/if}}                     | a",
                "a } {b} }} c                                               | a } {b} }} c",
            })
    void renders(String source, String expected) {
        CompiledTemplate template = compiled("s", "h", source);

        assertThat(rendered(template).text()).isEqualTo(expected);
    }

    @Test
    void dropsLinesThatHoldABlocksTagOnly() {
        CompiledTemplate template = compiled("s", "h", "a\n{{#if account.vip}}\nb\n{{/if}}\nc\n");

        assertThat(rendered(template).text()).isEqualTo("a\nb\nc\n");
    }

    @Test
    void hasNoTextWithoutATextTemplate() {
        assertThat(rendered(compiled("s", "h", null)).text()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{account.region}}",
                "{{#if account.vip}}{{account.region}}{{/if}}",
                "{{#each goals}}{{owner}}{{/each}}",
                "{{#with account}}{{region}}{{/with}}",
                "{{#with goals}}{{name}}{{/with}}",
                // A name is looked up in its own scope only, as in Handlebars.js.
                "{{#with account}}{{day}}{{/with}}",
            })
    void isNeverRenderedWithAHole(String source) {
        Rendering rendering = compiled("s", source, null).render(DATA);

        assertThat(rendering)
                .isInstanceOfSatisfying(
                        Rendering.Refused.class,
                        refused ->
                                assertThat(refused.problem().code())
                                        .isEqualTo(Code.MISSING_VARIABLE));
    }

    @Test
    void takesNullForNoValue() {
        Map<String, Object> data = Map.of("account", Collections.singletonMap("name", null));

        assertThat(compiled("{{account.name}}", "h", null).render(data))
                .isInstanceOfSatisfying(
                        Rendering.Refused.class,
                        refused -> {
                            assertThat(refused.problem().subject()).isEqualTo("account.name");
                            assertThat(refused.problem().part()).isEqualTo(TemplatePart.SUBJECT);
                        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "{{a.b}}                                           | a.b",
                "{{a.b}} {{a.b}} {{c}}                             | a.b c",
                "{{#if a}}{{a}}{{/if}}                             | -",
                "{{#if a}}{{b}}{{/if}}                             | b",
                "{{#if a}}x{{else}}{{a}}{{/if}}                    | a",
                "{{#unless a}}{{a}}{{/unless}}                     | a",
                "{{#unless a}}x{{else}}{{a}}{{/unless}}            | -",
                "{{#if a}}x{{else if b}}{{b}}{{else}}{{c}}{{/if}}  | c",
                "{{#if a}}x{{else if b}}{{a}}{{/if}}               | a",
                "{{#if a}}{{#if b}}{{a}}{{b}}{{/if}}{{/if}}        | -",
                "{{#if a}}{{a}}{{/if}}{{a}}                        | a",
                "{{#if account}}{{account.name}}{{/if}}            | account.name",
                "{{#with account}}{{name}}{{/with}}                | account.name",
                "{{#with account}}{{this.name}}{{./arr}}{{/with}}  | account.arr account.name",
                "{{#with account}}{{#if name}}{{name}}{{/if}}{{/with}} | -",
                "{{#with a}}{{#with b}}{{c}}{{../d}}{{../../e}}{{/with}}{{/with}} | a.b.c a.d e",
                "{{#with a}}{{@root.b}}{{else}}{{c}}{{/with}}      | b c",
                "{{#with a.b}}{{this}}{{/with}}                    | -",
                "{{#each goals}}{{name}}{{@index}}{{.}}{{/each}}   | -",
                "{{#each goals}}{{../a}}{{#if ../b}}{{../b}}{{/if}}{{else}}{{c}}{{/each}} | a c",
                "{{#each goals}}{{#with x}}{{y}}{{../../a}}{{/with}}{{/each}} | a",
                "{{#if [My Field]}}{{a.[My Field]}}{{/if}}         | a.My Field",
            })
    void tellsWhichVariablesNeedAValue(String source, String expected) {
        CompiledTemplate template = compiled("s", source, null);

        if (expected == null) {
            assertThat(template.variables()).isEmpty();
        } else {
            assertThat(String.join(" ", template.variables().stream().sorted().toList()))
                    .isEqualTo(expected);
        }
    }

    @Test
    void collectsTheVariablesOfAllTexts() {
        CompiledTemplate template =
                compiled("{{a}}", "{{b}}{{#if d}}{{#each e}}{{f}}{{/each}}{{/if}}", "{{c}}");

        assertThat(template.variables()).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(template.allVariables()).containsExactlyInAnyOrder("a", "b", "c", "d", "e");
    }

    @Test
    void namesEveryProblemWithItsPlace() {
        Compilation compilation =
                TemplateCompiler.compile("{{>a}}", "x\n  {{&b}}\n{{#if c}}", "{{c d}}");

        assertThat(compilation)
                .isInstanceOfSatisfying(
                        Compilation.Refused.class,
                        refused ->
                                assertThat(refused.problems())
                                        .extracting(
                                                TemplateProblem::part,
                                                TemplateProblem::code,
                                                problem -> problem.message().split(": ")[0])
                                        .containsExactly(
                                                tuple(
                                                        TemplatePart.SUBJECT,
                                                        Code.TAG_REFUSED,
                                                        "line 1:1"),
                                                tuple(
                                                        TemplatePart.HTML,
                                                        Code.TAG_REFUSED,
                                                        "line 2:3"),
                                                tuple(TemplatePart.HTML, Code.SYNTAX, "line 3:1"),
                                                tuple(
                                                        TemplatePart.TEXT,
                                                        Code.TAG_REFUSED,
                                                        "line 1:1")));
    }

    @Test
    void rendersTheSameInManyThreads() {
        CompiledTemplate template =
                compiled("{{n}}", "{{#each goals}}{{name}}{{../n}}{{/each}}", null);

        List<String> wrong =
                IntStream.range(0, 2_000)
                        .parallel()
                        .mapToObj(
                                n -> {
                                    Map<String, Object> data =
                                            Map.of("n", n, "goals", List.of(Map.of("name", "g")));
                                    Rendering rendering = template.render(data);
                                    return rendering.equals(
                                                    new Rendering.Rendered("" + n, "g" + n, null))
                                            ? ""
                                            : rendering.toString();
                                })
                        .filter(text -> !text.isEmpty())
                        .toList();

        assertThat(wrong).isEmpty();
    }

    private static Map<String, Object> custom() {
        Map<String, Object> custom = new LinkedHashMap<>();
        custom.put("My Field", "mine");
        custom.put("plan-tier", "gold");
        custom.put("none", List.of());
        return custom;
    }

    private static CompiledTemplate compiled(String subject, String html, @Nullable String text) {
        Compilation compilation = TemplateCompiler.compile(subject, html, text);
        assertThat(compilation).isInstanceOf(CompiledTemplate.class);
        return (CompiledTemplate) compilation;
    }

    private static Rendering.Rendered rendered(CompiledTemplate template) {
        Rendering rendering = template.render(DATA);
        assertThat(rendering).isInstanceOf(Rendering.Rendered.class);
        return (Rendering.Rendered) rendering;
    }
}
