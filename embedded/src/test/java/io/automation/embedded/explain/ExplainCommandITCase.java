package io.automation.embedded.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.automation.embedded.cli.TestingTerminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks why of a small history, which is replayed for the answer. */
class ExplainCommandITCase {

    private static final String BEGIN = "2026-11-02T08:00:00Z";
    private static final String POOR = "55555555-5555-4555-8555-555555555555";
    private static final String TRIAL_RESCUE = "66666666-6666-4666-8666-666666666666";
    private static final String MISSED_MEETING = "77777777-7777-4777-8777-777777777777";

    @TempDir private Path directory;

    private Path history = Path.of("");

    @BeforeEach
    void writeTheHistory() throws IOException {
        TestingEvidence company =
                new TestingEvidence(BEGIN, "Cloud Kettles")
                        .change(
                                "c",
                                "email_templates",
                                BEGIN,
                                """
                                {'id':'33333333-3333-4333-8333-333333333333','name':'health_concern',
                                 'organization_id':'%s','version':2,'subject':'Look',
                                 'html_content':'<p>Look</p>'}"""
                                        .formatted(TestingEvidence.ORGANIZATION))
                        .workflow(
                                BEGIN,
                                """
                                {'name':'Health alert','version':3,
                                 'trigger_type':'health_score_change',
                                 'trigger_config':{'threshold':60,'direction':'decrease'},
                                 'condition_config':{'account_filter':{'arr_min':10000}},
                                 'action_config':{'template_id':'health_concern',
                                                  'recipients':['account_owner']},
                                 'settings':{'cooldown':'7d'}}""");
        workflow(
                company,
                TRIAL_RESCUE,
                """
                'name':'Trial rescue','trigger_type':'status_change','scope_all_accounts':false,
                'trigger_config':{'to_status':'at_risk'}""");
        workflow(
                company,
                MISSED_MEETING,
                """
                'name':'Missed meeting','trigger_type':'engagement_event',
                'trigger_config':{'event_type':'meeting_missed'}""");
        account(company, "c", TestingEvidence.ACCOUNT, "Cloud Kettles", "active", 48000, BEGIN);
        account(company, "c", POOR, "Paper Lanterns", "active", 9000, BEGIN);
        company.change(
                "c",
                "account_team",
                BEGIN,
                """
                {'id':'t1','account_id':'%s','name':'Ada','email':'ada@example.com',
                 'role':'account_owner'}"""
                        .formatted(TestingEvidence.ACCOUNT));
        score(company, "h1", TestingEvidence.ACCOUNT, "2026-11-03T08:00:00Z", 82);
        score(company, "h2", POOR, "2026-11-03T08:00:00Z", 82);
        score(company, "h3", TestingEvidence.ACCOUNT, "2026-11-04T08:12:00Z", 41);
        score(company, "h4", POOR, "2026-11-04T09:00:00Z", 41);
        score(company, "h5", TestingEvidence.ACCOUNT, "2026-11-05T09:00:00Z", 40);
        company.change(
                "c",
                "engagements",
                "2026-11-05T10:00:00Z",
                """
                {'id':'e1','account_id':'%s','type':'meeting','status':'scheduled',
                 'scheduled_at':'2026-11-06T15:00:00Z'}"""
                        .formatted(POOR));
        account(company, "u", POOR, "Paper Lanterns", "at_risk", 9000, "2026-11-07T09:00:00Z");
        score(company, "h6", TestingEvidence.ACCOUNT, "2026-11-08T08:00:00Z", 70);
        score(company, "h7", TestingEvidence.ACCOUNT, "2026-11-09T08:00:00Z", 55);
        history = company.write(directory.resolve("history"));
    }

    @Test
    void saysWhyItFired() {
        String screen =
                screen(
                        "--workflow",
                        "Health alert",
                        "--account",
                        "Cloud Kettles",
                        "--at",
                        "2026-11-04T12:00:00Z");

        assertThat(screen)
                .startsWith(
                        """
                        FIRED   Health alert v3 · Cloud Kettles · Wed 4 Nov 2026, 09:12:00 Europe/Berlin
                        Health fell from 82 to 41. The line is 60.
                        One mail to the account owner would have gone out.

                          trigger     below 60""")
                .contains(
                        "arr at least 10,000",
                        "48,000",
                        "cooldown 7d",
                        "no run before",
                        "position ");
    }

    @Test
    void saysSinceWhenItWasSo() {
        String screen =
                screen(
                        "--workflow",
                        "Health alert",
                        "--account",
                        "Cloud Kettles",
                        "--at",
                        "2026-11-05T09:00:00Z");

        assertThat(screen)
                .startsWith(
                        "NOT FIRED   Health alert v3 · Cloud Kettles · change of Thu 5 Nov 2026, 10:00"
                                + " Europe/Berlin\n"
                                + "Health fell from 41 to 40, but it was below 60 already: it crossed on"
                                + " Wed 4 Nov, and that crossing")
                .contains("82 -> 41   crossed 60    run ", "41 -> 40   no_edge       no run");
        assertThat(screen.replace('\n', ' ')).contains("not before Wed 11 Nov 09:12 (cooldown).");
    }

    @Test
    void saysTheLatestWhereNoInstantIsGiven() {
        String screen = screen("--workflow", "health alert", "--account", "44444444");

        assertThat(screen)
                .startsWith("NOT FIRED")
                .contains(
                        "Its last run started on Wed 4 Nov 09:12, less than 7 days before (cooldown).",
                        "40 -> 70   no_edge       no run",
                        "70 -> 55   cooldown      run ");
    }

    @Test
    void saysWhichConditionFailed() {
        assertThat(screen("--workflow", "Health alert", "--account", "Paper Lanterns"))
                .startsWith("NOT FIRED")
                .contains("Its arr is 9,000; the workflow asks for 10,000 or more.");
    }

    @Test
    void saysThatAnAccountIsNotOnTheList() {
        assertThat(screen("--workflow", "Trial rescue", "--account", "Paper Lanterns"))
                .startsWith("NOT FIRED")
                .contains("Not on the workflow's list of accounts.");
    }

    @Test
    void saysThatAMeetingWasNotHeld() {
        assertThat(screen("--workflow", "Missed meeting", "--account", "Paper Lanterns"))
                .startsWith("FIRED")
                .contains(
                        "A meeting ended at Fri 6 Nov 16:00, and 1 hour later nobody had marked it as"
                                + " held.");
    }

    @Test
    void saysThatNothingHappened() {
        assertThat(screen("--workflow", "Missed meeting", "--account", "Cloud Kettles"))
                .startsWith("NOT FIRED")
                .contains("Nothing that it looks at has happened to Cloud Kettles since");
    }

    @Test
    void findsARunByTheBeginningOfItsId() throws IOException {
        JsonNode fired =
                answer(
                        "--workflow",
                        "Health alert",
                        "--account",
                        "Cloud Kettles",
                        "--at",
                        "2026-11-04T12:00:00Z");
        String runId = fired.at("/run/id").asText();

        JsonNode answer = answer("--run", runId.substring(0, 8).toUpperCase(Locale.ROOT));

        assertThat(answer).isEqualTo(fired);
        assertThat(answer.path("fired").asBoolean()).isTrue();
        assertThat(answer.at("/trigger/0").toString())
                .isEqualTo("{\"test\":\"below\",\"asked\":60,\"found\":41,\"holds\":true}");
        assertThat(answer.at("/run/deliveries/0/to").asText()).isEqualTo("ada@example.com");
    }

    @Test
    void refusesWhatIsNotThereInOneLine() {
        assertThat(refused("--workflow", "Helth alert", "--account", "Cloud Kettles"))
                .isEqualTo("no workflow \"Helth alert\"; did you mean Health alert?\n");
        assertThat(refused("--run", "ffffffff"))
                .isEqualTo("no run has an id that begins with \"ffffffff\"\n");
    }

    private static void workflow(TestingEvidence company, String id, String columns) {
        company.change(
                "c",
                "automation_workflows",
                BEGIN,
                """
                {'id':'%s','organization_id':'%s','status':'active','enabled':true,'version':1,
                 'action_type':'send_email','action_config':{'template_id':'health_concern'},%s}"""
                        .formatted(id, TestingEvidence.ORGANIZATION, columns));
    }

    private static void account(
            TestingEvidence company,
            String operation,
            String id,
            String name,
            String status,
            int arr,
            String at) {
        company.change(
                operation,
                "accounts",
                at,
                "{'id':'%s','organization_id':'%s','name':'%s','status':'%s','arr':'%d'}"
                        .formatted(id, TestingEvidence.ORGANIZATION, name, status, arr));
    }

    private static void score(
            TestingEvidence company, String id, String account, String at, int score) {
        company.change(
                "c",
                "health_scores",
                at,
                "{'id':'%s','account_id':'%s','score':'%d','recorded_at':'%s'}"
                        .formatted(id, account, score, at));
    }

    private String screen(String... args) {
        TestingTerminal terminal = new TestingTerminal(true);
        assertThat(run(terminal, args)).isZero();
        return terminal.out().replaceAll("\u001b\\[[0-9]*m", "");
    }

    private JsonNode answer(String... args) throws IOException {
        TestingTerminal terminal = new TestingTerminal(false);
        assertThat(run(terminal, args)).isZero();
        return ExplanationJson.JSON.readTree(terminal.out());
    }

    private String refused(String... args) {
        TestingTerminal terminal = new TestingTerminal(false);
        assertThat(run(terminal, args)).isEqualTo(2);
        return terminal.err();
    }

    private int run(TestingTerminal terminal, String... args) {
        String[] all = new String[args.length + 3];
        all[0] = "explain";
        all[1] = "--input";
        all[2] = history.toString();
        System.arraycopy(args, 0, all, 3, args.length);
        return terminal.run(all);
    }
}
