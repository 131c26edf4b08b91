package io.automation.embedded.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.model.run.Reason;
import java.nio.file.Path;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The sentence of each reason and verdict, and of what came of a run. */
class SentencesTest {

    private static final String AT = "2026-11-24T16:00:00Z";

    @TempDir private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "cooldown|{'asked':'7d','found':'2026-11-21T08:12:00.000Z','until':'2026-11-28T08:12:00.000Z'}"
                        + "|Its last run started on Sat 21 Nov 09:12, less than 7 days before (cooldown).",
                "already_active|{'found':'c1d04f7e-11','step':1,'due_at':'2026-11-27T08:00:00.000Z'}"
                        + "|An earlier run still waits: step 2 on Fri 27 Nov 09:00 (run c1d04f7e).",
                "already_active|{'found':'c1d04f7e-11','step':0,'due_at':null}"
                        + "|An earlier run still waits: step 1 (run c1d04f7e).",
                "re_entry|{'asked':{'max':1,'interval':null},'found':1}"
                        + "|An account goes through this workflow once, and this one has.",
                "re_entry|{'asked':{'max':3,'interval':null},'found':3}"
                        + "|An account goes through this workflow 3 times at most, and this one has.",
                "holdout|{'asked':10,'found':4.31}"
                        + "|10 % of the accounts are held out, to see what happens without the workflow; this is one of them.",
                "loop_guard|{'found':'c1d04f7e-11','depth':3}"
                        + "|A run of this system made the change (run c1d04f7e, 3 deep); going on would run in circles.",
                "stale_event|{'asked':'72h','found':'81h'}"
                        + "|The change was 3 days 9 hours old when it was judged; what is older than 3 days starts nothing.",
                "missed_schedule|{}"
                        + "|The system was down at that instant and came back too late to catch up.",
                "not_in_scope|{}"
                        + "|A person asked for it, but the workflow was not active or the account is not on its list.",
            })
    void saysWhatKeptTheRunBack(String reason, String test, String sentence) {
        String comparison =
                "{'test':'%s','holds':false%s"
                        .formatted(reason, test.equals("{}") ? "}" : "," + test.substring(1));
        String why =
                TestingEvidence.manual()
                        .decision(
                                """
                                {'at':'%s','verdict':'skipped','reason':'%s',
                                 'compared':{'admission':[%s]}}"""
                                        .formatted(AT, reason, comparison))
                        .why(directory);

        assertThat(why).isEqualTo(sentence);
    }

    /** The closed list has a sentence each, and none says that it is not known. */
    @ParameterizedTest
    @EnumSource(Reason.class)
    void hasASentenceForEveryReason(Reason reason) {
        TestingEvidence evidence = TestingEvidence.manual();
        Subject subject = new Subject("w", "W", 1, null, "a", "A", "o", "O", ZoneOffset.UTC);
        RefusalSentences sentences = new RefusalSentences(Wording.forPrograms(), subject);
        Decided decision =
                evidence.decision(
                                "{'at':'%s','verdict':'skipped','reason':'%s'}"
                                        .formatted(AT, reason.code()))
                        .evidence(directory)
                        .decisions()
                        .get(0);

        assertThat(sentences.refused(reason, decision))
                .matches("[A-Z].*\\.")
                .doesNotContain("nknown");
        assertThat(sentences.stopped(reason, 0L)).matches("[A-Z].*\\.").doesNotContain("nknown");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "paused|Paused since Mon 23 Nov 14:10.",
                "draft|A draft since Mon 23 Nov 14:10; drafts start nothing.",
            })
    void saysSinceWhenAWorkflowIsNotActive(String status, String sentence) {
        String why =
                TestingEvidence.manual()
                        .workflow("2026-11-23T13:10:00Z", "{'status':'%s'}".formatted(status))
                        .decision("{'at':'%s','verdict':'not_active'}".formatted(AT))
                        .why(directory);

        assertThat(why).isEqualTo(sentence);
    }

    @Test
    void saysSinceWhenAWorkflowIsNotEnabled() {
        String why =
                TestingEvidence.manual()
                        .workflow("2026-11-23T13:10:00Z", "{'enabled':false}")
                        .decision("{'at':'%s','verdict':'not_active'}".formatted(AT))
                        .why(directory);

        assertThat(why).isEqualTo("Not enabled since Mon 23 Nov 14:10.");
    }

    @Test
    void saysThatAPauseIsOlderThanTheRecords() {
        String why =
                new TestingEvidence(TestingEvidence.BEGIN, "Cloud Kettles")
                        .change(
                                "r",
                                "automation_workflows",
                                "2026-10-01T08:00:00Z",
                                """
                                {'id':'%s','organization_id':'%s','name':'Old','status':'paused',
                                 'trigger_type':'manual','trigger_config':{},
                                 'action_type':'send_email','action_config':{'template_id':'x'}}"""
                                        .formatted(
                                                TestingEvidence.WORKFLOW,
                                                TestingEvidence.ORGANIZATION))
                        .why(directory);

        assertThat(why).isEqualTo("Paused since before the records begin, Mon 2 Nov 09:00.");
    }

    @Test
    void saysThatItIsPausedNowThoughItWasNotThen() {
        String said =
                TestingEvidence.manual()
                        .score(AT, "no_edge", "70", "65", false)
                        .workflow("2026-11-25T13:10:00Z", "{'status':'paused'}")
                        .said(directory);

        assertThat(said).endsWith("Now it is paused, since Wed 25 Nov 14:10.");
    }

    @Test
    void saysThatAnAccountIsNotOnTheList() {
        String row =
                "{'workflow_id':'%s','account_id':'%s'}"
                        .formatted(TestingEvidence.WORKFLOW, TestingEvidence.ACCOUNT);
        TestingEvidence evidence =
                TestingEvidence.manual()
                        .workflow("2026-11-03T08:00:00Z", "{'scope_all_accounts':false}")
                        .decision("{'at':'%s','verdict':'not_in_scope'}".formatted(AT));

        assertThat(evidence.why(directory)).isEqualTo("Not on the workflow's list of accounts.");
        assertThat(
                        evidence.change(
                                        "c",
                                        "automation_workflow_accounts",
                                        "2026-11-04T08:00:00Z",
                                        row)
                                .change(
                                        "d",
                                        "automation_workflow_accounts",
                                        "2026-11-10T08:00:00Z",
                                        row)
                                .why(directory))
                .isEqualTo(
                        "Not on the workflow's list of accounts: it left it on Tue 10 Nov 09:00.");
    }

    @Test
    void saysThatTheScoreHasToComeBackFirst() {
        String said =
                new TestingEvidence(TestingEvidence.BEGIN, "Cloud Kettles")
                        .workflow(
                                TestingEvidence.BEGIN,
                                """
                                {'trigger_type':'health_score_change','trigger_config':
                                 {'threshold':60,'direction':'decrease','rearm_threshold':70}}""")
                        .decision(
                                """
                                {'at':'%s','verdict':'not_rearmed','occurrence_key':'decrease:h:1',
                                 'compared':{'trigger':[
                                  {'test':'below','asked':60,'found':58,'holds':true},
                                  {'test':'already','asked':{},'found':64,'holds':false},
                                  {'test':'armed','asked':70,'found':58,'holds':false}]}}"""
                                        .formatted(AT))
                        .said(directory);

        assertThat(said)
                .isEqualTo(
                        "Health fell from 64 to 58, but since its last run it has not been back at 70,"
                                + " where it is armed again. It can fire again after health was 70 or"
                                + " more.");
    }

    @Test
    void saysThatARunMadeTheChange() {
        String why =
                TestingEvidence.manual()
                        .decision(
                                """
                                {'at':'%s','verdict':'own_change','compared':{'admission':[
                                 {'test':'own_change','found':'c1d04f7e-11','holds':false}]}}"""
                                        .formatted(AT))
                        .why(directory);

        assertThat(why)
                .isEqualTo(
                        "A run of this system (c1d04f7e) made the change, and the workflow leaves those"
                                + " out.");
    }

    @Test
    void saysWhichRunHadTheOccurrence() {
        String why =
                TestingEvidence.manual()
                        .run("{'id':'c1d04f7e-11','at':'2026-11-23T08:12:00Z'}")
                        .decision(
                                "{'at':'%s','verdict':'key_used','run_id':'c1d04f7e-11'}"
                                        .formatted(AT))
                        .why(directory);

        assertThat(why)
                .isEqualTo(
                        "The same occurrence had its run already, on Mon 23 Nov 09:12 (c1d04f7e,"
                                + " success).");
    }

    @Test
    void saysThatAPatternHadTooManyHalfMatches() {
        String why =
                TestingEvidence.manual()
                        .decision("{'at':'%s','verdict':'pattern_dropped'}".formatted(AT))
                        .why(directory);

        assertThat(why)
                .isEqualTo(
                        "More than 64 half matches of its pattern waited at a time, and the oldest was"
                                + " given up.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'status':'skipped','reason':'window_expired','steps':[{'status':'skipped','due_at':'2026-11-25T08:00:00.000Z'}]}"
                        + "|Nothing went out. The next time at which it may act lay too far away (max_defer 3d).",
                "{'status':'success','reason':'exit_condition','steps':[{'status':'success'},{'status':'skipped'}]}"
                        + "|It stopped early. The condition that ends it early came true.",
                "{'status':'running','steps':[{'status':'success'},{'status':'queued','due_at':'2026-11-27T08:00:00.000Z'}]}"
                        + "|Step 2 of 2 waits until Fri 27 Nov 09:00.",
                "{'status':'skipped','reason':'paused_past_due','steps':[{'status':'skipped','due_at':'2026-11-25T08:00:00.000Z'}]}"
                        + "|Nothing went out. The workflow was not active when the step was due (Wed 25 Nov 09:00).",
                "{'status':'failed','error':'template_not_found','steps':[{'status':'failed'}]}"
                        + "|It failed: template_not_found.",
                "{'mails':[{'to':'a@example.com','status':'unknown'}],'steps':[{'status':'unknown'}]}"
                        + "|Whether the mail to a@example.com arrived is not certain; it is not sent twice.",
                "{'mails':[{'to':'a@example.com','status':'skipped','reason':'suppressed'}],'steps':[{'status':'skipped'}]}"
                        + "|The mail to a@example.com was kept back. The address is on the list of those that get no such mail.",
                "{'mails':[{'to':'a@example.com','status':'claimed'}],'status':'queued','steps':[{'status':'claimed'}]}"
                        + "|The mail to a@example.com is on its way.",
                "{'retracted':true,'steps':[{'status':'success'}]}"
                        + "|It was taken back later, when its mail had gone out.",
            })
    void saysWhatCameOfIt(String run, String said) {
        String all =
                TestingEvidence.manual()
                        .live()
                        .decision("{'at':'%s','verdict':'started','run_id':'r'}".formatted(AT))
                        .run(run)
                        .said(directory);

        assertThat(all).endsWith(said);
    }

    @Test
    void believesTheRunningSystemMoreThanTheReplay() {
        TestingEvidence evidence =
                TestingEvidence.manual()
                        .live()
                        .decision("{'at':'%s','verdict':'started','run_id':'r'}".formatted(AT))
                        .run("{'status':'skipped','reason':'stale_event'}");

        assertThat(evidence.screen(directory)).startsWith("NOT FIRED");
        assertThat(evidence.why(directory))
                .isEqualTo(
                        "The change was too old when it was judged, so it only counts as known.");
    }
}
