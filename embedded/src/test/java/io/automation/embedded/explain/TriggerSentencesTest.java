package io.automation.embedded.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sentence of each trigger, come true or not. */
class TriggerSentencesTest {

    private static final String AT = "2026-11-24T16:00:00Z";

    @TempDir private Path directory;

    @Test
    void saysThatAFirstScoreIsNoChange() {
        assertThat(
                        TestingEvidence.health()
                                .score("2026-11-20T08:00:00Z", "no_edge", "null", "40", true)
                                .why(directory))
                .isEqualTo("Health is 40, its first known value, and a first value is no change.");
        assertThat(
                        TestingEvidence.health()
                                .score("2026-11-20T08:00:00Z", "no_edge", "null", "40", true)
                                .score(AT, "no_edge", "40", "39", true)
                                .why(directory))
                .isEqualTo(
                        "Health fell from 40 to 39, but it was below 60 already: from its first score"
                                + " on, Fri 20 Nov, and a first score is no change.");
    }

    @Test
    void saysSinceWhenThereAreRecordsWhereTheCrossingIsOlder() {
        assertThat(TestingEvidence.health().score(AT, "no_edge", "50", "49", true).why(directory))
                .isEqualTo(
                        "Health fell from 50 to 49, but it was below 60 already: that was so before the"
                                + " records begin, Mon 2 Nov 09:00.");
    }

    @Test
    void saysThatTheCrossingWasSkipped() {
        assertThat(
                        TestingEvidence.health()
                                .score("2026-11-20T08:00:00Z", "skipped", "70", "50", false)
                                .score(AT, "no_edge", "50", "49", true)
                                .why(directory))
                .contains("it crossed on Fri 20 Nov, and that crossing had no run (skipped)");
    }

    @Test
    void saysWhenAScoreRoseInsteadOfFalling() {
        assertThat(TestingEvidence.health().score(AT, "no_edge", "61", "75", false).why(directory))
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
                TestingEvidence.manual()
                        .decision(
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
                TestingEvidence.manual()
                        .decision(
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
        assertThat(step(first.formatted(came.formatted(TestingEvidence.BEGIN)) + "," + second))
                .isEqualTo("Of the pattern “drop” came; it waits for “churned”.");
    }

    private String step(String trigger) {
        return TestingEvidence.manual()
                .decision(
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
        assertThat(fired(TestingEvidence.manual(), trigger, data).why(directory))
                .isEqualTo(sentence);
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
                new TestingEvidence(TestingEvidence.BEGIN, "Cloud Kettles")
                        .workflow(
                                TestingEvidence.BEGIN,
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
                TestingEvidence.health()
                        .decision(
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
                new TestingEvidence(TestingEvidence.BEGIN, "Cloud Kettles")
                        .workflow(
                                TestingEvidence.BEGIN,
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

    private TestingEvidence fired(TestingEvidence evidence, String trigger, String data) {
        return evidence.decision(
                        "{'at':'%s','verdict':'started','run_id':'r','occurrence_key':'k'}"
                                .formatted(AT))
                .run(
                        "{'trigger_type':'%s','trigger_data':%s,'at':'%s'}"
                                .formatted(trigger, data, AT));
    }
}
