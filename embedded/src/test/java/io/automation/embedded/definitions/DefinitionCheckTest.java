package io.automation.embedded.definitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.automation.embedded.definitions.CheckedDefinitions.Row;
import io.automation.model.run.Ids;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionCheckTest {

    private static final String WORKFLOW =
            """
            kind: workflow
            organization: Otter & Oak
            name: Health alert
            status: active
            trigger_type: health_score_change
            trigger_config: {threshold: 60, direction: decrease}
            condition_config: {account_filter: {status: [active]}}
            action_type: send_email
            action_config: {template_id: health_concern, recipients: [account_owner]}
            """;
    private static final String TEMPLATE =
            """
            kind: template
            organization: Otter & Oak
            name: health_concern
            subject: "{{account.name}} fell"
            html_content: <p>Look.</p>
            """;

    @Test
    void takesTheIdFromOrganizationKindAndName() {
        assertThat(check(WORKFLOW).rows())
                .singleElement()
                .extracting(Row::id)
                .isEqualTo(Ids.uuid5(TestingDirectory.ORGANIZATION, "workflow|Health alert"));
    }

    @Test
    void believesAGivenId() {
        assertThat(check(WORKFLOW + "id: 33333333-3333-4333-8333-33333333ABCD\n").rows())
                .singleElement()
                .extracting(Row::id)
                .isEqualTo("33333333-3333-4333-8333-33333333abcd");
    }

    @Test
    void resolvesAccountsByName() {
        assertThat(check(WORKFLOW + "accounts: [Cloud Kettles]\n").rows())
                .singleElement()
                .extracting(Row::accounts)
                .isEqualTo(List.of(TestingDirectory.ACCOUNT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    kind: workflow|kind: rule|1 error unknown_value /kind
                    organization: Otter & Oak|organization: Nowhere|2 error unknown_organization /organization
                    organization: Otter & Oak|organization_id: Nowhere|2 error unknown_organization /organization_id
                    organization: Otter & Oak|organization: Twins|2 error ambiguous_organization /organization
                    organization: Otter & Oak||1 error missing /organization
                    name: Health alert|name: ''|3 error missing /name
                    name: Health alert|name: 2026|3 error wrong_type /name
                    status: active|status: activ|4 error unknown_value /status
                    status: active|status: true|4 error wrong_type /status
                    status: active|enabled: 'true'|4 error wrong_type /enabled
                    status: active|version: 1.5|4 error wrong_type /version
                    status: active|id: abc|4 error wrong_type /id
                    status: active|colour: blue|4 error unknown_key /colour
                    status: active|subject: blue|4 error unknown_key /subject
                    status: active|accounts: [Nobody]|4 error unknown_account /accounts/0
                    status: active|accounts: Cloud|4 error wrong_type /accounts
                    status: active|accounts: [1]|4 error wrong_type /accounts/0
                    trigger_type: health_score_change|a: 1|5 error unknown_key /a, 1 error missing /trigger_type
                    threshold: 60|treshold: 60|6 error unknown_key /trigger_config/treshold
                    threshold: 60|limit: 60|6 error unknown_key /trigger_config/limit, 6 error missing /trigger_config/threshold
                    {status: [active]}|{arr_min: 2, arr_max: 1}|7 error contradiction /condition_config/account_filter/arr_min
                    template_id: health_concern|template_id: Nothing|9 error unknown_template /action_config/template_id
                    recipients: [account_owner]|personalization: {a: '{{'}|9 error syntax /action_config/personalization/a
                    action_type: send_email|action_type: mail|8 error unknown_value /action_type
                    """)
    void refusesWithLineAndPointer(String right, String wrong, String expected) {
        String changed = WORKFLOW.replace(right, wrong == null ? "" : wrong);

        List<String> errors =
                check(changed).problems().stream()
                        .filter(FileProblem::isError)
                        .map(DefinitionCheckTest::text)
                        .toList();

        assertThat(errors).containsExactlyInAnyOrder(expected.split(", "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    condition_config: {account_filter: {status: [active]}}|description: all|1 warning all_accounts /condition_config
                    [account_owner]|[customer_contact]|1 warning no_cooldown /settings, 7 warning mails_at_night /condition_config
                    , recipients: [account_owner]||1 warning no_cooldown /settings, 7 warning mails_at_night /condition_config
                    [account_owner]|{specific_emails: [a@b.example]}|``
                    threshold: 60|minimum_change: 5, time_window: 7d|``
                    """)
    void warnsOfWhatIsSeldomMeant(String right, String other, String expected) {
        CheckedDefinitions checked = check(WORKFLOW.replace(right, other == null ? "" : other));

        assertThat(checked.rows()).hasSize(1);
        assertThat(
                        String.join(
                                ", ",
                                checked.problems().stream()
                                        .map(DefinitionCheckTest::text)
                                        .toList()))
                .isEqualTo(expected);
    }

    @Test
    void isSilentWhereACooldownOrAWindowIsGiven() {
        String customers = WORKFLOW.replace("[account_owner]", "[customer_contact]");

        assertThat(check(customers + "settings: {cooldown: 7d}\n").problems())
                .extracting(FileProblem::code)
                .containsExactly("mails_at_night");
        assertThat(check(customers + "settings: {re_entry: once}\n").problems())
                .extracting(FileProblem::code)
                .containsExactly("mails_at_night");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    `''`|4 warning subject_empty /subject
                    `'{{account.name}}'`|``
                    OK THEN|4 warning subject_capitals /subject
                    A|``
                    ACME FELL TO {{account.health_score}}|4 warning subject_capitals /subject
                    '{{account.name'|4 error syntax /subject
                    5|4 error wrong_type /subject
                    """)
    void looksAtSubjects(String subject, String expected) {
        CheckedDefinitions checked = check(TEMPLATE.replace("\"{{account.name}} fell\"", subject));

        assertThat(
                        String.join(
                                ", ",
                                checked.problems().stream()
                                        .map(DefinitionCheckTest::text)
                                        .toList()))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"78, 0", "79, 1"})
    void countsTheCharactersOfASubject(int length, int warnings) {
        String subject = "\"{{account.name}}" + "é".repeat(length) + '"';

        assertThat(check(TEMPLATE.replace("\"{{account.name}} fell\"", subject)).problems())
                .hasSize(warnings);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    html_content: <p>Look.</p>|text_content: Look.|1 error missing /html_content
                    html_content: <p>Look.</p>|html_content: '{{> other}}'|5 error tag_refused /html_content
                    html_content: <p>Look.</p>|`html_content: x\\nvariables: [{name: a},{name: a}]`|6 error contradiction /variables/1/name
                    html_content: <p>Look.</p>|`html_content: x\\nvariants: [{subject: a}]`|6 error missing /variants/0/html_content
                    html_content: <p>Look.</p>|`html_content: x\\nvariants: [{subject: '{{', html_content: x}]`|6 error syntax /variants/0/subject
                    html_content: <p>Look.</p>|`html_content: x\\nvariants: x`|6 error wrong_type /variants
                    html_content: <p>Look.</p>|`html_content: x\\ndelivery_mode: fast`|6 error unknown_value /delivery_mode
                    """)
    void refusesTemplates(String right, String wrong, String expected) {
        CheckedDefinitions checked = check(TEMPLATE.replace(right, wrong.replace("\\n", "\n")));

        assertThat(checked.problems())
                .extracting(DefinitionCheckTest::text)
                .containsExactlyInAnyOrder(expected.split(", "));
        assertThat(checked.rows()).isEmpty();
    }

    @Test
    void findsTemplatesOfTheSameFilesWithoutADatabase() {
        String other = TEMPLATE.replace("Otter & Oak", "Koi & Compass");

        assertThat(offline(WORKFLOW, TEMPLATE).problems()).isEmpty();
        assertThat(offline(WORKFLOW, other).problems())
                .extracting(DefinitionCheckTest::text)
                .containsExactly("9 warning unknown_template /action_config/template_id");
        assertThat(offline(WORKFLOW.replace("_concern", "_concrn"), TEMPLATE).problems())
                .singleElement()
                .satisfies(
                        problem -> {
                            assertThat(problem.isError()).isTrue();
                            assertThat(problem.message())
                                    .isEqualTo(
                                            "no template \"health_concrn\"; did you mean"
                                                    + " health_concern?");
                        });
    }

    @Test
    void refusesTwoDefinitionsOfOneIdentity() {
        assertThat(offline(TEMPLATE, TEMPLATE).problems())
                .singleElement()
                .extracting(FileProblem::code, FileProblem::file, FileProblem::line)
                .containsExactly("duplicate_definition", "b.yaml", 3);
    }

    @Test
    void pointsIntoAList() {
        String list = "- " + TEMPLATE.indent(2).strip() + "\n- " + WORKFLOW.indent(2).strip();

        assertThat(check(list.replace("threshold", "treshold")).problems())
                .extracting(DefinitionCheckTest::text)
                .containsExactly("11 error unknown_key /1/trigger_config/treshold");
        assertThat(check(list.replace("threshold", "treshold")).rows()).hasSize(1);
    }

    @Test
    void throwsWhatIsRefusedWithItsPlace() {
        CheckedDefinitions checked = check(WORKFLOW.replace("status: active", "colour: blue"));

        assertThatThrownBy(checked::orRefuse)
                .isInstanceOf(DefinitionsRefusedException.class)
                .hasMessage("a.yaml line 4 /colour: unknown key");
    }

    private static CheckedDefinitions check(String content) {
        return DefinitionCheck.check(
                DefinitionReader.read("a.yaml", content).definitions(), new TestingDirectory());
    }

    private static CheckedDefinitions offline(String a, String b) {
        List<Definition> definitions =
                List.of(
                        DefinitionReader.read("a.yaml", a).definitions().get(0),
                        DefinitionReader.read("b.yaml", b).definitions().get(0));
        return DefinitionCheck.check(definitions, null);
    }

    private static String text(FileProblem problem) {
        return problem.line()
                + (problem.isError() ? " error " : " warning ")
                + problem.code()
                + ' '
                + problem.pointer();
    }
}
