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

/** The sentence of each reason, verdict and trigger. */
class SentencesTest {

    private static final String BEGIN = "2026-11-02T08:00:00Z";
    private static final String AT = "2026-11-24T16:00:00Z";

    @TempDir private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "arr_max|50000|80000|condition_failed|Its arr is 80,000; the workflow asks for 50,000 or less.",
                "arr_min|10000|null|missing_field|Its arr is empty, and the workflow filters by it.",
                "industry|['retail','finance']|null|missing_field"
                        + "|Its industry is empty, and the workflow filters by it.",
                "status|['active']|'churned'|condition_failed"
                        + "|Its status is churned; the workflow asks for active.",
                "size|['small','medium']|'large'|condition_failed"
                        + "|Its size is large; the workflow asks for small or medium.",
                "health_score_min|40|39.5|condition_failed"
                        + "|Its health is 39.5; the workflow asks for 40 or more.",
                "churn_risk_max|70|71|condition_failed"
                        + "|Its churn risk is 71; the workflow asks for 70 or less.",
            })
    void saysWhichFilterFailed(
            String test, String asked, String found, String reason, String sentence) {
        String why =
                manual().decision(
                                """
                                {'at':'%s','verdict':'skipped','reason':'%s','compared':{'conditions':[
                                 {'test':'%s','asked':%s,'found':%s,'holds':false,'reason':'%s'}]}}"""
                                        .formatted(AT, reason, test, asked, found, reason))
                        .why(directory);

        assertThat(why).isEqualTo(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "equals|'pro'|'free'|condition_failed|Its custom.plan is free; the workflow asks for pro.",
                "not_equals|'pro'|'pro'|condition_failed"
                        + "|Its custom.plan is pro; the workflow asks for anything but pro.",
                "greater_than|10|5|condition_failed"
                        + "|Its custom.plan is 5; the workflow asks for more than 10.",
                "less_than|10|12|condition_failed"
                        + "|Its custom.plan is 12; the workflow asks for less than 10.",
                "contains|'vip'|['new','eu']|condition_failed"
                        + "|Its custom.plan is new and eu; the workflow asks for one that contains vip.",
                "greater_than|10|'many'|type_mismatch"
                        + "|Its custom.plan is many, which cannot be compared with 10.",
                "equals|'pro'|null|missing_field"
                        + "|Its custom.plan is empty, and the workflow filters by it.",
            })
    void saysWhichFieldOfTheOwnersFailed(
            String operator, String asked, String found, String reason, String sentence) {
        String why =
                manual().decision(
                                """
                                {'at':'%s','verdict':'skipped','reason':'%s','compared':{'conditions':[
                                 {'test':'custom','field':'custom.plan','operator':'%s','asked':%s,
                                  'found':%s,'holds':false,'reason':'%s'}]}}"""
                                        .formatted(AT, reason, operator, asked, found, reason))
                        .why(directory);

        assertThat(why).isEqualTo(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'min':1,'max':null,'days':90}|0"
                        + "|It had 0 engagements in the last 90 days; the workflow asks for at least 1.",
                "{'min':0,'max':2,'days':30,'types':['call']}|3"
                        + "|It had 3 call engagements in the last 30 days; the workflow asks for at most 2.",
                "{'min':2,'max':4,'days':7,'outcomes':['lost']}|1"
                        + "|It had 1 lost engagement in the last 7 days; the workflow asks for 2 to 4.",
            })
    void saysHowManyEngagementsThereWere(String asked, int found, String sentence) {
        String why =
                manual().decision(
                                """
                                {'at':'%s','verdict':'skipped','reason':'condition_failed','compared':{
                                 'conditions':[{'test':'engagement_count','asked':%s,'found':%d,
                                  'holds':false,'reason':'condition_failed'}]}}"""
                                        .formatted(AT, asked, found))
                        .why(directory);

        assertThat(why).isEqualTo(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "condition_failed|{'health_score':63,'arr':9000}"
                        + "|The workflow asks for health_score < arr, which is not so: health_score is 63 and arr is 9,000.",
                "missing_field|{'health_score':null,'arr':9000}"
                        + "|The workflow asks for health_score < arr, and a value of it is empty (health_score is empty and arr is 9,000).",
            })
    void saysWhatAnExpressionSaw(String reason, String found, String sentence) {
        String why =
                manual().decision(
                                """
                                {'at':'%s','verdict':'skipped','reason':'%s','compared':{'conditions':[
                                 {'test':'expression','asked':'health_score < arr','found':%s,
                                  'holds':false,'reason':'%s'}]}}"""
                                        .formatted(AT, reason, found, reason))
                        .why(directory);

        assertThat(why).isEqualTo(sentence);
    }

    /** Of several that fail, the one that gave the reason is named. */
    @Test
    void namesTheConditionThatGaveTheReason() {
        String why =
                manual().decision(
                                """
                                {'at':'%s','verdict':'skipped','reason':'condition_failed','compared':{
                                 'conditions':[
                                 {'test':'industry','asked':['retail'],'found':null,'holds':false,
                                  'reason':'missing_field'},
                                 {'test':'arr_min','asked':10000,'found':9000,'holds':false,
                                  'reason':'condition_failed'}]}}"""
                                        .formatted(AT))
                        .why(directory);

        assertThat(why).isEqualTo("Its arr is 9,000; the workflow asks for 10,000 or more.");
    }

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
                manual().decision(
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
        TestingEvidence evidence = manual();
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
                manual().workflow("2026-11-23T13:10:00Z", "{'status':'%s'}".formatted(status))
                        .decision("{'at':'%s','verdict':'not_active'}".formatted(AT))
                        .why(directory);

        assertThat(why).isEqualTo(sentence);
    }

    @Test
    void saysSinceWhenAWorkflowIsNotEnabled() {
        String why =
                manual().workflow("2026-11-23T13:10:00Z", "{'enabled':false}")
                        .decision("{'at':'%s','verdict':'not_active'}".formatted(AT))
                        .why(directory);

        assertThat(why).isEqualTo("Not enabled since Mon 23 Nov 14:10.");
    }

    @Test
    void saysThatAPauseIsOlderThanTheRecords() {
        String why =
                new TestingEvidence(BEGIN, "Cloud Kettles")
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
                manual().score(AT, "no_edge", "70", "65", false)
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
                manual().workflow("2026-11-03T08:00:00Z", "{'scope_all_accounts':false}")
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
                new TestingEvidence(BEGIN, "Cloud Kettles")
                        .workflow(
                                BEGIN,
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
                manual().decision(
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
                manual().run("{'id':'c1d04f7e-11','at':'2026-11-23T08:12:00Z'}")
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
                manual().decision("{'at':'%s','verdict':'pattern_dropped'}".formatted(AT))
                        .why(directory);

        assertThat(why)
                .isEqualTo(
                        "More than 64 half matches of its pattern waited at a time, and the oldest was"
                                + " given up.");
    }

    @Test
    void saysThatAFirstScoreIsNoChange() {
        assertThat(
                        health().score("2026-11-20T08:00:00Z", "no_edge", "null", "40", true)
                                .why(directory))
                .isEqualTo("Health is 40, its first known value, and a first value is no change.");
        assertThat(
                        health().score("2026-11-20T08:00:00Z", "no_edge", "null", "40", true)
                                .score(AT, "no_edge", "40", "39", true)
                                .why(directory))
                .isEqualTo(
                        "Health fell from 40 to 39, but it was below 60 already: from its first score"
                                + " on, Fri 20 Nov, and a first score is no change.");
    }

    @Test
    void saysSinceWhenThereAreRecordsWhereTheCrossingIsOlder() {
        assertThat(health().score(AT, "no_edge", "50", "49", true).why(directory))
                .isEqualTo(
                        "Health fell from 50 to 49, but it was below 60 already: that was so before the"
                                + " records begin, Mon 2 Nov 09:00.");
    }

    @Test
    void saysThatTheCrossingWasSkipped() {
        assertThat(
                        health().score("2026-11-20T08:00:00Z", "skipped", "70", "50", false)
                                .score(AT, "no_edge", "50", "49", true)
                                .why(directory))
                .contains("it crossed on Fri 20 Nov, and that crossing had no run (skipped)");
    }

    @Test
    void saysWhenAScoreRoseInsteadOfFalling() {
        assertThat(health().score(AT, "no_edge", "61", "75", false).why(directory))
                .isEqualTo("Health rose from 61 to 75; the workflow waits until it is below 60.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "from_status|'trial'|'active'|Its status was active before; the workflow waits for a change from trial.",
                "to_status|'churned'|'active'|Its status is active now; the workflow waits for churned.",
                "status|'trial'|'active'|It was created with the status active; the workflow asks for trial.",
                "engagement_type|['meeting','qbr']|'email'|It was an email; the workflow looks at meeting or qbr only.",
                "goal_type|['adoption']|'growth'|It was a goal of the type growth; the workflow looks at adoption only.",
                "goal_event|'achieved'|'at_risk'|The goal's status is at risk; the workflow waits for achieved.",
                "event|'meeting_missed'|'completed'|The meeting is completed; the workflow waits for one that is missed.",
                "event|'no_response'|'answered'|An answer came, so there is no silence.",
                "outcome|['lost','negative']|'positive'|The outcome is positive; the workflow acts on lost or negative.",
                "include_new_accounts|true|false|It was created in that status, and the workflow waits for accounts that change.",
                "template|'welcome'|'other'|The mail was of the template other; the workflow waits for welcome.",
                "already|'meeting_missed'|'missed'|The meeting was missed already before this change.",
                "already|'negative_outcome'|'lost'|The outcome was a bad one already before this change.",
                "already|'no_response'|'unanswered'|This silence has had its run already.",
                "already|'at_risk'|'at_risk'|The goal was at risk already before this change.",
            })
    void saysWhatTheTriggerWaitsFor(String test, String asked, String found, String sentence) {
        String why =
                manual().decision(
                                """
                                {'at':'%s','verdict':'no_edge','compared':{'trigger':[
                                 {'test':'%s','asked':%s,'found':%s,'holds':false}]}}"""
                                        .formatted(AT, test, asked, found))
                        .why(directory);

        assertThat(why).isEqualTo(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "meeting_missed|The meeting ends at Tue 24 Nov 17:00; unless somebody marks it as held, the workflow acts on Fri 27 Nov 17:00.",
                "no_response|The silence began at Tue 24 Nov 17:00; unless an answer comes, the workflow acts on Fri 27 Nov 17:00.",
            })
    void saysWhenItWillActIfNothingChanges(String event, String sentence) {
        String why =
                manual().decision(
                                """
                                {'at':'%s','verdict':'no_edge','compared':{'trigger':[
                                 {'test':'event','asked':'%s','found':'scheduled','holds':true},
                                 {'test':'time_threshold','asked':'3d','holds':false,
                                  'found':'2026-11-24T16:00:00.000Z',
                                  'until':'2026-11-27T16:00:00.000Z'}]}}"""
                                        .formatted(AT, event))
                        .why(directory);

        assertThat(why).isEqualTo(sentence);
    }

    @Test
    void saysWhichStepOfAPatternIsAwaited() {
        String first = "{'test':'pattern_step','asked':'health_score_changed','step':'drop',%s}";
        String came = "'found':{'table':'health_scores','row_id':'h','at':'%s'},'holds':true";
        String second =
                "{'test':'pattern_step','asked':'status_changed','found':null,'step':'churned','holds':false}";

        assertThat(step(first.formatted("'found':null,'holds':false")))
                .isEqualTo("It was no beginning of the pattern, which begins with “drop”.");
        assertThat(step(first.formatted(came.formatted(BEGIN)) + "," + second))
                .isEqualTo("Of the pattern “drop” came; it waits for “churned”.");
    }

    private String step(String trigger) {
        return manual().decision(
                        "{'at':'%s','verdict':'no_edge','compared':{'trigger':[%s]}}"
                                .formatted(AT, trigger))
                .why(directory);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "engagement_event|{'event_type':'meeting_missed','engagement_type':'qbr','since':'2026-11-24T16:00:00.000Z'}"
                        + "|A qbr was marked as missed.",
                "engagement_event|{'event_type':'meeting_missed','engagement_type':'meeting','since':'2026-11-24T14:30:00.000Z'}"
                        + "|A meeting ended at Tue 24 Nov 15:30, and 1 hour 30 minutes later nobody had marked it as held.",
                "engagement_event|{'event_type':'negative_outcome','engagement_type':'call','since':'2026-11-24T16:00:00.000Z'}"
                        + "|A call turned out badly.",
                "engagement_event|{'event_type':'no_response','engagement_type':'email','since':'2026-11-21T16:00:00.000Z'}"
                        + "|An email of Sat 21 Nov 17:00 has had no answer for 3 days.",
                "status_change|{'from':'active','to':'at_risk'}|Its status changed from active to at_risk.",
                "status_change|{'from':null,'to':'trial'}|It was created with the status trial.",
                "account_created|{'status':'trial'}|The account was created with the status trial.",
                "goal_event|{'event':'created','goal_type':'adoption','due_date':'2026-12-20'}"
                        + "|A goal (adoption) was set, due on 20 Dec 2026.",
                "goal_event|{'event':'achieved','goal_type':'adoption','due_date':null}"
                        + "|A goal (adoption) was achieved.",
                "goal_event|{'event':'at_risk','goal_type':null,'due_date':null}|A goal is at risk now.",
                "goal_event|{'event':'missed','goal_type':'growth','due_date':'2026-11-20'}"
                        + "|A goal (growth) was missed: it was due on 20 Nov 2026.",
                "date_reached|{'field':'contract_end_date','date':'2027-02-22','offset_days':-90}"
                        + "|Its contract_end_date is 22 Feb 2027, and the day 90 days before that has come.",
                "date_reached|{'field':'custom.renewal','date':'2026-11-24','offset_days':0}"
                        + "|Its custom.renewal, 24 Nov 2026, came.",
                "email_sent|{'delivery_id':'d','template_id':'11112222-33'}"
                        + "|A mail of this system was accepted for it (template 11112222).",
                "manual|{'user_id':'u1'}|A person asked for it (u1).",
                "manual|{'user_id':null}|A person asked for it.",
            })
    void saysWhatHappened(String trigger, String data, String sentence) {
        assertThat(fired(manual(), trigger, data).why(directory)).isEqualTo(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'schedule':'weekly','time':'09:00','days_of_week':[1,5]}|It was time: weekly on Monday and Friday at 09:00.",
                "{'schedule':'daily','time':'02:30'}|It was time: daily at 02:30.",
                "{'schedule':'monthly','time':'08:00','day_of_month':-1}|It was time: monthly on the last day at 08:00.",
                "{'schedule':'quarterly','time':'08:00','timezone':'Asia/Tokyo'}"
                        + "|It was time: quarterly on day 1 at 08:00 Asia/Tokyo.",
            })
    void saysWhichScheduleCame(String config, String sentence) {
        TestingEvidence evidence =
                new TestingEvidence(BEGIN, "Cloud Kettles")
                        .workflow(
                                BEGIN,
                                "{'trigger_type':'scheduled','trigger_config':%s}"
                                        .formatted(config));

        assertThat(
                        fired(evidence, "scheduled", "{'instant':'2026-11-24T08:00:00.000Z'}")
                                .why(directory))
                .isEqualTo(sentence);
    }

    @Test
    void saysThatAnAccountWasTakenInByEnrolment() {
        String why =
                health().decision(
                                """
                                {'at':'%s','verdict':'started','run_id':'r','occurrence_key':'enroll',
                                 'compared':{'trigger':[{'test':'below','asked':60,'found':41,
                                 'holds':true}]}}"""
                                        .formatted(AT))
                        .why(directory);

        assertThat(why)
                .isEqualTo(
                        "Health was 41 when the workflow first became active, and it takes in who is"
                                + " there.");
    }

    @Test
    void saysHowMuchAScoreGainedWhereThereIsNoLine() {
        String why =
                new TestingEvidence(BEGIN, "Cloud Kettles")
                        .workflow(
                                BEGIN,
                                """
                                {'trigger_type':'health_score_change','trigger_config':
                                 {'metric':'churn_risk','direction':'increase','minimum_change':10,
                                  'time_window':'7d'}}""")
                        .decision(
                                """
                                {'at':'%s','verdict':'started','run_id':'r',
                                 'occurrence_key':'increase:h:1','compared':{'trigger':[
                                 {'test':'gained_at_least','asked':10,'found':11,'holds':true,
                                  'within':'7d','from':63,'to':74},
                                 {'test':'already','asked':{},'found':68,'holds':false}]}}"""
                                        .formatted(AT))
                        .why(directory);

        assertThat(why)
                .isEqualTo(
                        "Churn risk rose from 68 to 74. Within 7 days it had gained 11 points; the"
                                + " workflow asks for 10 or more.");
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
                manual().live()
                        .decision("{'at':'%s','verdict':'started','run_id':'r'}".formatted(AT))
                        .run(run)
                        .said(directory);

        assertThat(all).endsWith(said);
    }

    @Test
    void believesTheRunningSystemMoreThanTheReplay() {
        TestingEvidence evidence =
                manual().live()
                        .decision("{'at':'%s','verdict':'started','run_id':'r'}".formatted(AT))
                        .run("{'status':'skipped','reason':'stale_event'}");

        assertThat(evidence.screen(directory)).startsWith("NOT FIRED");
        assertThat(evidence.why(directory))
                .isEqualTo(
                        "The change was too old when it was judged, so it only counts as known.");
    }

    private TestingEvidence fired(TestingEvidence evidence, String trigger, String data) {
        return evidence.decision(
                        "{'at':'%s','verdict':'started','run_id':'r','occurrence_key':'k'}"
                                .formatted(AT))
                .run(
                        "{'trigger_type':'%s','trigger_data':%s,'at':'%s'}"
                                .formatted(trigger, data, AT));
    }

    private static TestingEvidence manual() {
        return new TestingEvidence(BEGIN, "Cloud Kettles")
                .workflow(BEGIN, "{'trigger_type':'manual'}");
    }

    private static TestingEvidence health() {
        return new TestingEvidence(BEGIN, "Cloud Kettles")
                .workflow(
                        BEGIN,
                        """
                        {'trigger_type':'health_score_change',
                         'trigger_config':{'threshold':60,'direction':'decrease'}}""");
    }
}
