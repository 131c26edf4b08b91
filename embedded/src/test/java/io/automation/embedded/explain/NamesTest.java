package io.automation.embedded.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.automation.embedded.explain.Names.Pair;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {

    private static final String BEGIN = "2026-11-02T08:00:00Z";
    private static final String OTHER = "33333333-3333-4333-8333-333333333333";
    private static final String TWIN = "55555555-5555-4555-8555-555555555555";

    @TempDir private Path directory;

    @ParameterizedTest
    @CsvSource({
        "Health alert,Cloud Kettles",
        "health ALERT,cloud kettles",
        "11111111,44444444",
        "11111111-1111-4111-8111-111111111111,44444444-4444-4444-8444-444444444444",
        "Health alert,4444",
    })
    void findsNamesAndIdsAndTheirBeginnings(String workflow, String account) {
        assertThat(names(healthAlert()).find(workflow, account))
                .isEqualTo(new Pair(TestingEvidence.WORKFLOW, TestingEvidence.ACCOUNT));
    }

    @Test
    void takesTheAccountOfTheWorkflowsOrganization() {
        TestingEvidence evidence = healthAlert();
        account(evidence, TWIN, OTHER, "Cloud Kettles");

        assertThat(names(evidence).find("Health alert", "Cloud Kettles").accountId())
                .isEqualTo(TestingEvidence.ACCOUNT);
    }

    @Test
    void saysWhichAccountsHaveTheName() {
        TestingEvidence evidence = healthAlert();
        account(evidence, TWIN, TestingEvidence.ORGANIZATION, "Cloud Kettles");

        assertThatThrownBy(() -> names(evidence).find("Health alert", "Cloud Kettles"))
                .isInstanceOf(UnknownNameException.class)
                .hasMessage(
                        "2 accounts are called \"Cloud Kettles\"; say which by its id: %s (Otter & Oak),"
                                + " %s (Otter & Oak)",
                        TestingEvidence.ACCOUNT, TWIN);
    }

    @Test
    void prefersWhatIsStillThere() {
        TestingEvidence evidence = healthAlert();
        account(evidence, TWIN, TestingEvidence.ORGANIZATION, "Cloud Kettles");
        evidence.change("d", "accounts", "2026-11-03T08:00:00Z", "{'id':'%s'}".formatted(TWIN));

        assertThat(names(evidence).find("Health alert", "Cloud Kettles").accountId())
                .isEqualTo(TestingEvidence.ACCOUNT);
        assertThat(names(evidence).find("Health alert", TWIN).accountId()).isEqualTo(TWIN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Helth alert|Cloud Kettles|no workflow \"Helth alert\"; did you mean Health alert?",
                "Health|Cloud Kettles|no workflow \"Health\"; did you mean Health alert?",
                "Renewal|Cloud Kettles|no workflow \"Renewal\"; there is Health alert",
                "Health alert|Cloud Kettle|no account \"Cloud Kettle\"; did you mean Cloud Kettles?",
                "Health alert|Cluod Kettles|no account \"Cluod Kettles\"; did you mean Cloud Kettles?",
            })
    void namesTheNearest(String workflow, String account, String message) {
        assertThatThrownBy(() -> names(healthAlert()).find(workflow, account))
                .isInstanceOf(UnknownNameException.class)
                .hasMessage(message);
    }

    @Test
    void needsAnAccountForWhatRunsPerAccount() {
        assertThatThrownBy(() -> names(healthAlert()).find("Health alert", null))
                .hasMessage("--account is needed: \"Health alert\" runs per account");
    }

    @Test
    void needsNoAccountForWhatRunsPerOrganization() {
        TestingEvidence evidence =
                new TestingEvidence(BEGIN, "Cloud Kettles")
                        .workflow(
                                BEGIN,
                                """
                                {'name':'Weekly','trigger_type':'scheduled',
                                 'trigger_config':{'schedule':'daily','time':'09:00'},
                                 'action_config':{'template_id':'x','recipients':['cs_manager']},
                                 'settings':{'fan_out':'per_organization'}}""");

        assertThat(names(evidence).find("Weekly", null))
                .isEqualTo(new Pair(TestingEvidence.WORKFLOW, null));
        assertThat(names(evidence).find("Weekly", "Cloud Kettles"))
                .isEqualTo(new Pair(TestingEvidence.WORKFLOW, null));
    }

    private static void account(
            TestingEvidence evidence, String id, String organization, String name) {
        evidence.change(
                "c",
                "accounts",
                BEGIN,
                "{'id':'%s','organization_id':'%s','name':'%s'}".formatted(id, organization, name));
    }

    private static TestingEvidence healthAlert() {
        return TestingEvidence.healthAlert(BEGIN, "Cloud Kettles");
    }

    private Names names(TestingEvidence evidence) {
        return new Names(evidence.evidence(directory).records());
    }
}
