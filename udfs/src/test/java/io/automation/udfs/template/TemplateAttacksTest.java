package io.automation.udfs.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.automation.udfs.template.TemplateProblem.Code;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates and data that try to reach code, files, other data or the machine's time. */
class TemplateAttacksTest {

    /** A live object, as none may ever be reached. */
    public static final class Pojo {
        private boolean deleted;

        public String delete() {
            deleted = true;
            return "deleted";
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{lookup account 'name'}}",
                "{{lookup this account}}",
                "{{embedded 'x'}}",
                "{{include 'x'}}",
                "{{partial 'x'}}",
                "{{#partial 'x'}}a{{/partial}}",
                "{{precompile 'x'}}",
                "{{log account}}",
                "{{#block 'x'}}a{{/block}}",
                "{{i18n 'hello'}}",
                "{{i18nJs 'en'}}",
                "{{> ../../../../etc/passwd}}",
                "{{>x}}",
                "{{~> x ~}}",
                "{{#> layout}}a{{/layout}}",
                "{{> (lookup . 'x')}}",
                "{{#*inline 'x'}}a{{/inline}}",
                "{{*inline 'x'}}",
                "{{#* inline 'x'}}a{{/inline}}",
                "{{{account.name}}}",
                "{{~{account.name}~}}",
                "{{&account.name}}",
                "{{~& account.name}}",
                "{{{{raw}}}} a {{{{/raw}}}}",
                "{{=<% %>=}}<%account.name%>",
                "{{#account}}{{name}}{{/account}}",
                "{{^account.name}}a{{/account.name}}",
                "{{#if (lookup account 'name')}}a{{/if}}",
                "{{#if account.name includeZero=true}}a{{/if}}",
                "{{#each account base=5}}a{{/each}}",
                "{{#each account as |a b|}}{{a}}{{/each}}",
                "{{#if 'x'}}a{{/if}}",
                "{{#with \"account\"}}a{{/with}}",
                "{{if}}",
                "{{each account}}",
                "{{account.name account.arr}}",
                "{{account/name}}",
                "{{account.getClass()}}",
                "{{[a]b]}}",
                "{{account.[a.b]}}",
                "{{@root}}",
                "{{@partial-block}}",
                "{{@io.automation.udfs.template.Engine#writer}}",
                "{{../account}}",
                "{{@../index}}",
                "\\{{account.name}}",
                "{{account.name",
                "{{}}",
                "{{ }}",
                "{{#if account.name}}a",
                "{{/if}}",
                "{{else}}",
                "{{#if account.name}}a{{/each}}",
                "{{#if a}}b{{else}}c{{else}}d{{/if}}",
                "{{!-- never closed }}",
            })
    void refusesWhatIsNoPlainTag(String source) {
        assertThat(TemplateCompiler.compile("s", source, null))
                .isInstanceOf(Compilation.Refused.class);
        assertThat(TemplateCompiler.compile("s", "h", source))
                .isInstanceOf(Compilation.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "account.clear",
                "account.class",
                "account.class.name",
                "account.getClass",
                "account.size",
                "account.empty",
                "account.isEmpty",
                "account.entrySet",
                "account.values",
                "account.hashCode",
                "account.toString",
                "account.name.length",
                "account.name.bytes",
                "account.tags.size",
                "account.tags.empty",
                "class",
                "getClass",
                "toString",
                "root",
                "this.class",
                "@root.class",
                "@first",
                "__inline_partials_",
                "__proto__",
                "constructor",
            })
    void findsNoMethodNoClassAndNothingOfTheEngine(String path) {
        Map<String, Object> account = new HashMap<>();
        account.put("name", "Acme");
        account.put("tags", new ArrayList<>(List.of("a")));

        Rendering rendering = compiled("{{" + path + "}}").render(Map.of("account", account));

        assertThat(problem(rendering)).isEqualTo(Code.MISSING_VARIABLE);
        assertThat(account).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"this", ".", "account", "account.tags", "@root.account", "account.address"})
    void neverPrintsAnObjectOrAList(String path) {
        Map<String, Object> account = Map.of("tags", List.of("a"), "address", Map.of());

        Rendering rendering = compiled("{{" + path + "}}").render(Map.of("account", account));

        assertThat(problem(rendering)).isEqualTo(Code.NOT_PRINTABLE);
    }

    @Test
    void acceptsNoLiveObjectAsData() {
        Pojo pojo = new Pojo();
        CompiledTemplate template = compiled("{{pojo.delete}}");

        assertThatThrownBy(() -> template.render(Map.of("pojo", pojo)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Pojo");
        assertThat(pojo.deleted).isFalse();
    }

    @Test
    void neitherSeesNorKeepsTheCallersData() {
        Map<String, Object> account = new HashMap<>(Map.of("name", "Acme"));
        Map<String, Object> data = new HashMap<>(Map.of("account", account));

        compiled("{{#with account}}{{name}}{{/with}}").render(data);

        assertThat(data).isEqualTo(Map.of("account", Map.of("name", "Acme")));
    }

    @Test
    void rendersNoTemplateThatHidesInData() {
        Map<String, Object> data = Map.of("account", Map.of("name", "{{account.arr}}{{>x}}"));

        assertThat(html("{{account.name}}", data)).isEqualTo("{{account.arr}}{{&gt;x}}");
    }

    @Test
    void refusesSevenNestedLoops() {
        String source = "{{#each a}}".repeat(7) + "x" + "{{/each}}".repeat(7);

        assertThat(TemplateCompiler.compile("s", source, null))
                .isInstanceOfSatisfying(
                        Compilation.Refused.class,
                        refused ->
                                assertThat(refused.problems())
                                        .extracting(TemplateProblem::code)
                                        .contains(Code.TOO_DEEP));
    }

    @Test
    void refusesTenThousandNestedBlocksWithoutOverflow() {
        String source = "{{#if a}}".repeat(10_000) + "{{/if}}".repeat(10_000);

        assertThat(TemplateCompiler.compile("s", source, null))
                .isInstanceOf(Compilation.Refused.class);
    }

    @Test
    void refusesAThousandAlternatives() {
        String source = "{{#if a}}x" + "{{else if b}}y".repeat(1_000) + "{{/if}}";

        assertThat(TemplateCompiler.compile("s", source, null))
                .isInstanceOf(Compilation.Refused.class);
    }

    @ParameterizedTest
    @CsvSource({"262144, true", "262145, false"})
    void limitsTheSource(int length, boolean accepted) {
        Compilation compilation = TemplateCompiler.compile("s", "x".repeat(length), null);

        assertThat(compilation instanceof CompiledTemplate).isEqualTo(accepted);
    }

    @ParameterizedTest
    @CsvSource({"1048576, true", "1048577, false"})
    void limitsTheOutput(int length, boolean accepted) {
        Map<String, Object> data = Map.of("custom", Map.of("x", "y".repeat(length)));

        Rendering rendering = compiled("{{custom.x}}").render(data);

        assertThat(rendering instanceof Rendering.Rendered).isEqualTo(accepted);
        if (!accepted) {
            assertThat(problem(rendering)).isEqualTo(Code.OUTPUT_TOO_LARGE);
        }
    }

    @Test
    void endsLoopsThatPrintTooMuch() {
        List<Integer> items = IntStream.range(0, 300).boxed().toList();
        String body = "x".repeat(1_000);
        String source = "{{#each a}}{{#each ../a}}" + body + "{{/each}}{{/each}}";

        assertThat(problem(compiled(source).render(Map.of("a", items))))
                .isEqualTo(Code.OUTPUT_TOO_LARGE);
    }

    @Test
    void endsLoopsThatPrintNothing() {
        List<Integer> items = IntStream.range(0, 1_000).boxed().toList();
        String source = "{{#each a}}{{#each ../a}}{{#each ../../a}}{{/each}}{{/each}}{{/each}}";

        assertThat(problem(compiled(source).render(Map.of("a", items)))).isEqualTo(Code.TOO_SLOW);
    }

    @Test
    void endsARenderingAfterASecond() {
        long[] now = {0};
        TemplateCompiler compiler = new TemplateCompiler(() -> now[0] += 600_000_000L);
        List<Integer> items = IntStream.range(0, 1_000).boxed().toList();

        Compilation compilation = compiler.compileAll("s", "{{#each a}}{{.}}{{/each}}", null);

        assertThat(compilation)
                .isInstanceOfSatisfying(
                        CompiledTemplate.class,
                        template ->
                                assertThat(problem(template.render(Map.of("a", items))))
                                        .isEqualTo(Code.TOO_SLOW));
    }

    @Test
    void escapesEveryValueInHtmlOnly() {
        Map<String, Object> data = Map.of("x", "<script>alert('1')</script>&\"`=");
        Compilation compilation = TemplateCompiler.compile("{{x}}", "<a t={{x}}>", "{{x}}");

        Rendering.Rendered rendered = rendered(((CompiledTemplate) compilation).render(data));

        assertThat(rendered.html())
                .isEqualTo(
                        "<a t=&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt;&amp;&quot;&#x60;&#x3D;>");
        assertThat(rendered.subject()).isEqualTo("<script>alert('1')</script>&\"`=");
        assertThat(rendered.text()).isEqualTo("<script>alert('1')</script>&\"`=");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 9, 10, 11, 12, 13, 27, 31, 127, 0x80, 0x85, 0x9f, 0x2028, 0x2029})
    void refusesControlCharactersInASubject(int character) {
        String value = "Hi" + Character.toString(character) + "Bcc: a@b.example";
        CompiledTemplate template = (CompiledTemplate) TemplateCompiler.compile("{{x}}", "h", null);

        assertThat(problem(template.render(Map.of("x", value)))).isEqualTo(Code.HEADER_INJECTION);
        assertThat(TemplateCompiler.compile(value, "h", null))
                .isInstanceOfSatisfying(
                        Compilation.Refused.class,
                        refused ->
                                assertThat(refused.problems())
                                        .extracting(TemplateProblem::code)
                                        .containsExactly(Code.HEADER_INJECTION));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                " JaVaScRiPt:alert(1)",
                "java\nscript:alert(1)",
                "\u0001javascript:alert(1)",
                "vbscript:x",
                "data:text/html,x",
            })
    void refusesLinksThatRunCode(String value) {
        Map<String, Object> data = Map.of("x", value);

        assertThat(problem(compiled("<a href=\"{{x}}\">a</a>").render(data)))
                .isEqualTo(Code.UNSAFE_LINK);
        assertThat(problem(compiled("<img SRC = '{{x}}'>").render(data)))
                .isEqualTo(Code.UNSAFE_LINK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"java&#x73;cript:a", "javascript&colon;a", "java&Tab;script:a"})
    void refusesLinksThatRunCodeOnceDecoded(String link) {
        assertThat(problem(compiled("<a href=\"" + link + "\">a</a>").render(Map.of())))
                .isEqualTo(Code.UNSAFE_LINK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://a.example/?q=javascript:x", "mailto:a@b.example", "#data:"})
    void admitsOtherLinks(String value) {
        assertThat(html("<a href=\"{{x}}\">a</a>", Map.of("x", value))).contains("<a href=");
    }

    @Test
    void survivesNumbersThatAreFarTooLarge() {
        Map<String, Object> data = Map.of("x", new BigDecimal("1e999999999"));

        assertThat(html("{{x}}", data)).isEqualTo("1E+999999999");
    }

    private static CompiledTemplate compiled(String html) {
        Compilation compilation = TemplateCompiler.compile("s", html, null);
        assertThat(compilation).isInstanceOf(CompiledTemplate.class);
        return (CompiledTemplate) compilation;
    }

    private static String html(String source, Map<String, Object> data) {
        return rendered(compiled(source).render(data)).html();
    }

    private static Rendering.Rendered rendered(Rendering rendering) {
        assertThat(rendering).isInstanceOf(Rendering.Rendered.class);
        return (Rendering.Rendered) rendering;
    }

    private static Code problem(Rendering rendering) {
        assertThat(rendering).isInstanceOf(Rendering.Refused.class);
        return ((Rendering.Refused) rendering).problem().code();
    }
}
