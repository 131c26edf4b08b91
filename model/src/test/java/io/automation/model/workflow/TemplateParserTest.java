package io.automation.model.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.model.run.DeliveryMode;
import io.automation.model.workflow.EmailTemplate.Variable;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateParserTest {

    @Test
    void readsTheRow() {
        ParsedTemplate parsed =
                parse(
                        "[{'name':'account.name','fallback':'you'},{'name':'custom.plan'},"
                                + "{'name':'account.arr','fallback':1.50},"
                                + "{'name':'a','fallback':null}]",
                        "prefer_no_loss");

        EmailTemplate template = Objects.requireNonNull(parsed.template());
        assertThat(template)
                .isEqualTo(
                        new EmailTemplate(
                                "t1",
                                "o1",
                                4,
                                "welcome",
                                "Hello",
                                "<p>Hello</p>",
                                null,
                                List.of(
                                        new Variable("account.name", "you"),
                                        new Variable("custom.plan", null),
                                        new Variable("account.arr", "1.5"),
                                        new Variable("a", null)),
                                "onboarding",
                                DeliveryMode.PREFER_NO_LOSS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null"})
    void readsTemplatesWithoutVariables(String variables) {
        EmailTemplate template = Objects.requireNonNull(parse(variables, null).template());

        assertThat(template.variables()).isEmpty();
        assertThat(template.deliveryMode()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {|prefer_no_loss|bad_json /variables
                    {}|prefer_no_loss|wrong_type /variables
                    'account.name'|prefer_no_loss|wrong_type /variables
                    ['account.name']|prefer_no_loss|wrong_type /variables/0
                    [{}]|prefer_no_loss|missing /variables/0/name
                    [{'name':1}]|prefer_no_loss|wrong_type /variables/0/name
                    [{'name':'a','fallback':{}}]|prefer_no_loss|wrong_type /variables/0/fallback
                    [{'name':'a','default':'x'}]|prefer_no_loss|unknown_key /variables/0/default
                    [{'name':'a'},{'name':'a'}]|prefer_no_loss|contradiction /variables/1/name
                    []|fast|unknown_value /delivery_mode
                    {}|fast|unknown_value /delivery_mode, wrong_type /variables
                    """)
    void refusesWhatCannotBeUnderstood(String variables, String mode, String expected) {
        ParsedTemplate parsed = parse(variables, mode);

        assertThat(parsed.template()).isNull();
        assertThat(parsed.problems())
                .extracting(problem -> problem.code() + ' ' + problem.pointer())
                .containsExactlyElementsOf(List.of(expected.split(", ")));
    }

    private static ParsedTemplate parse(String variables, @Nullable String mode) {
        return SchemaAgreement.parse(
                new TemplateRow(
                        "t1",
                        "o1",
                        "welcome",
                        "Hello",
                        "<p>Hello</p>",
                        null,
                        Rows.json(variables),
                        "onboarding",
                        mode,
                        "4"));
    }
}
