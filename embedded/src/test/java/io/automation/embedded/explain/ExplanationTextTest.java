package io.automation.embedded.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole screens, as a customer-success manager reads them. */
class ExplanationTextTest {

    private static final String BEGIN = "2026-11-02T08:00:00Z";

    @TempDir private Path directory;

    @Test
    void showsWhyItFired() {
        String screen =
                TestingEvidence.healthAlert(BEGIN, "Quantum Teapots")
                        .live()
                        .decision(
                                """
                                {'at':'2026-11-24T16:06:29Z','verdict':'started',
                                 'run_id':'7f3a1c52-1111-4111-8111-111111111111',
                                 'occurrence_key':'decrease:4b1e09aa:26843592',
                                 'compared':{
                                  'fact':{'table':'health_scores','row_id':'4b1e09aa-7777-4777',
                                          'position':'26843592','at':'2026-11-24T16:06:29.000Z'},
                                  'trigger':[
                                   {'test':'below','asked':60,'found':58,'holds':true},
                                   {'test':'lost_at_least','asked':5,'found':13,'holds':true,
                                    'within':'7d','from':71,'from_at':'2026-11-19T09:02:00.000Z',
                                    'to':58},
                                   {'test':'already','asked':{'below':60,'lost_at_least':5},
                                    'found':63,'holds':false,
                                    'previous_at':'2026-11-23T09:00:00.000Z'}],
                                  'conditions':[
                                   {'test':'arr_min','asked':10000,'found':48000,'holds':true},
                                   {'test':'status','asked':['active'],'found':'active',
                                    'holds':true}],
                                  'admission':[
                                   {'test':'cooldown','asked':'7d','holds':true,
                                    'found':'2026-11-02T11:00:00.000Z',
                                    'until':'2026-11-09T11:00:00.000Z'},
                                   {'test':'already_active','asked':null,'found':null,
                                    'holds':true}]}}""")
                        .run(
                                """
                                {'id':'7f3a1c52-1111-4111-8111-111111111111',
                                 'steps':[{'status':'success','due_at':'2026-11-24T16:06:29.000Z'}],
                                 'mails':[{'to':'ada@example.com','template':'health_concern',
                                           'version':2,'locale':'en','arm':'A','status':'accepted',
                                           'accepted_at':'2026-11-24T16:06:29.900Z'}]}""")
                        .screen(directory);

        assertThat(screen)
                .isEqualTo(
                        """
                        FIRED   Health alert v3 · Quantum Teapots · Tue 24 Nov 2026, 17:06:29 Europe/Berlin
                        Health fell from 63 to 58. The line is 60, and within 7 days it had lost 13 points.
                        One mail to the account owner was accepted 0.9 s later.

                          trigger     below 60                     58              yes
                                      already so before?           63              no, so it crossed now
                                      lost at least 5 within 7d    71 - 58 = 13    yes   71 on Thu 19 Nov 10:02
                          conditions  arr at least 10,000          48,000          yes
                                      status one of active         active          yes
                          admission   cooldown 7d                  last Mon 2 Nov  over
                                      one run at a time            none waits      yes
                          run         7f3a1c52  success   mail to 1 address, template health_concern v2, English, arm A
                          fact        health_scores 4b1e09aa  position 26843592
                        """);
    }

    @Test
    void showsSinceWhenItWasSoAndWhenItCanFireAgain() {
        String screen =
                TestingEvidence.healthAlert(BEGIN, "Giraffe Elevators")
                        .decision(
                                """
                                {'at':'2026-11-21T08:12:00Z','verdict':'started',
                                 'run_id':'c1d04f7e-1111-4111-8111-111111111111',
                                 'occurrence_key':'decrease:h1:1',
                                 'compared':{'trigger':[
                                   {'test':'below','asked':60,'found':59,'holds':true},
                                   {'test':'lost_at_least','asked':5,'found':12,'holds':true,
                                    'within':'7d','from':71,'to':59},
                                   {'test':'already','asked':{},'found':71,'holds':false}]}}""")
                        .decision(
                                """
                                {'at':'2026-11-23T07:55:00Z','verdict':'no_edge',
                                 'occurrence_key':'decrease:h2:2',
                                 'compared':{'trigger':[
                                   {'test':'below','asked':60,'found':57,'holds':true},
                                   {'test':'lost_at_least','asked':5,'found':14,'holds':true,
                                    'within':'7d','from':71,'to':57},
                                   {'test':'already','asked':{},'found':59,'holds':true}]}}""")
                        .run("{'id':'c1d04f7e-1111-4111-8111-111111111111'}")
                        .screen(directory);

        assertThat(screen)
                .isEqualTo(
                        """
                        NOT FIRED   Health alert v3 · Giraffe Elevators · latest change Mon 23 Nov 2026, 08:55 Europe/Berlin
                        Health fell from 59 to 57, but it was below 60 already: it crossed on Sat 21 Nov, and that crossing
                        had its run (c1d04f7e, success). It can fire again after health was 60 or more, or had lost less
                        than 5 within 7 days, and not before Sat 28 Nov 09:12 (cooldown).

                          Sat 21 Nov 09:12   71 -> 59   crossed 60    run c1d04f7e, success
                          Mon 23 Nov 08:55   59 -> 57   no_edge       no run
                        """);
    }

    @Test
    void showsTheConditionThatFailed() {
        String screen =
                TestingEvidence.healthAlert(BEGIN, "Paper Lanterns")
                        .decision(
                                """
                                {'at':'2026-11-24T16:00:00Z','verdict':'skipped',
                                 'reason':'condition_failed','run_id':'0b0b0b0b-1111-4111',
                                 'occurrence_key':'decrease:h1:1','compared':{
                                  'fact':{'table':'health_scores','row_id':'h1','position':null},
                                  'trigger':[
                                   {'test':'below','asked':60,'found':58.5,'holds':true},
                                   {'test':'already','asked':{},'found':63,'holds':false}],
                                  'conditions':[
                                   {'test':'arr_min','asked':10000,'found':9000,'holds':false,
                                    'reason':'condition_failed'},
                                   {'test':'status','asked':['active'],'found':'active',
                                    'holds':true}],
                                  'admission':[{'test':'cooldown','asked':'7d','found':null,
                                                'holds':true,'until':null}]}}""")
                        .run(
                                "{'id':'0b0b0b0b-1111-4111','status':'skipped','reason':'condition_failed'}")
                        .screen(directory);

        assertThat(screen)
                .isEqualTo(
                        """
                        NOT FIRED   Health alert v3 · Paper Lanterns · latest change Tue 24 Nov 2026, 17:00 Europe/Berlin
                        Its arr is 9,000; the workflow asks for 10,000 or more. Health fell from 63 to 58.5. The line is 60.
                        It can fire again after health was 60 or more, or had lost less than 5 within 7 days.

                          trigger     below 60                58.5           yes
                                      already so before?      63             no, so it crossed now
                          conditions  arr at least 10,000     9,000          no
                                      status one of active    active         yes
                          admission   cooldown 7d             no run before
                          run         0b0b0b0b  skipped (condition_failed)
                          fact        health_scores h1

                          Tue 24 Nov 17:00   63 -> 58.5   condition_failed    run 0b0b0b0b, skipped
                        """);
    }

    @Test
    void showsSinceWhenItIsPaused() {
        String screen =
                TestingEvidence.healthAlert(BEGIN, "Llama Logistics")
                        .workflow("2026-11-23T13:10:00Z", "{'status':'paused','version':4}")
                        .decision(
                                """
                                {'at':'2026-11-24T16:00:00Z','verdict':'not_active','version':4,
                                 'occurrence_key':'decrease:h1:1','compared':{
                                  'fact':{'table':'health_scores','row_id':'h1','position':'7'},
                                  'admission':[{'test':'active','found':'paused','holds':false}]}}""")
                        .screen(directory);

        assertThat(screen)
                .isEqualTo(
                        """
                        NOT FIRED   Health alert v4 · Llama Logistics · latest change Tue 24 Nov 2026, 17:00 Europe/Berlin
                        Paused since Mon 23 Nov 14:10.

                          Tue 24 Nov 17:00   health scores   not_active    no run
                        """);
    }

    @Test
    void showsTheEarlierRunThatStillWaits() {
        String screen =
                new TestingEvidence(BEGIN, "Moonbase Coffee")
                        .workflow(
                                BEGIN,
                                """
                                {'name':'Trial rescue','trigger_type':'status_change',
                                 'trigger_config':{'to_status':'at_risk'}}""")
                        .decision(
                                """
                                {'at':'2026-11-24T16:00:00Z','verdict':'skipped',
                                 'reason':'already_active','run_id':'0b0b0b0b-1111-4111',
                                 'occurrence_key':'1050','compared':{
                                  'fact':{'table':'accounts','row_id':'44444444-4444-4444',
                                          'position':'1050'},
                                  'trigger':[{'test':'to_status','asked':'at_risk',
                                              'found':'at_risk','holds':true}],
                                  'admission':[{'test':'already_active','asked':null,
                                                'found':'c1d04f7e-1111-4111','holds':false,
                                                'step':1,'due_at':'2026-11-27T08:00:00.000Z'}]}}""")
                        .run(
                                """
                                {'id':'0b0b0b0b-1111-4111','status':'skipped',
                                 'reason':'already_active','trigger_type':'status_change',
                                 'trigger_data':{'from':'active','to':'at_risk'}}""")
                        .screen(directory);

        assertThat(screen)
                .isEqualTo(
                        """
                        NOT FIRED   Trial rescue v3 · Moonbase Coffee · latest change Tue 24 Nov 2026, 17:00 Europe/Berlin
                        An earlier run still waits: step 2 on Fri 27 Nov 09:00 (run c1d04f7e). Its status changed from
                        active to at_risk. It can fire again once that run has ended.

                          trigger     to at_risk           at_risk       yes
                          admission   one run at a time    run c1d04f7e  step 2 on Fri 27 Nov 09:00
                          run         0b0b0b0b  skipped (already_active)
                          fact        accounts 44444444  position 1050

                          Tue 24 Nov 17:00   active -> at_risk   already_active    run 0b0b0b0b, skipped
                        """);
    }

    @Test
    void showsACooldownThatRuns() {
        String screen =
                TestingEvidence.healthAlert(BEGIN, "Giraffe Elevators")
                        .decision(
                                """
                                {'at':'2026-11-24T16:00:00Z','verdict':'skipped',
                                 'reason':'cooldown','run_id':'0b0b0b0b-1111-4111',
                                 'occurrence_key':'decrease:h1:1','compared':{
                                  'trigger':[
                                   {'test':'below','asked':60,'found':58,'holds':true},
                                   {'test':'already','asked':{},'found':61,'holds':false}],
                                  'admission':[{'test':'cooldown','asked':'7d','holds':false,
                                    'found':'2026-11-21T08:12:00.000Z',
                                    'until':'2026-11-28T08:12:00.000Z'}]}}""")
                        .run("{'id':'0b0b0b0b-1111-4111','status':'skipped','reason':'cooldown'}")
                        .screen(directory);

        assertThat(screen)
                .isEqualTo(
                        """
                        NOT FIRED   Health alert v3 · Giraffe Elevators · latest change Tue 24 Nov 2026, 17:00 Europe/Berlin
                        Its last run started on Sat 21 Nov 09:12, less than 7 days before (cooldown). Health fell from 61 to
                        58. The line is 60. It can fire again after health was 60 or more, or had lost less than 5 within 7
                        days, and not before Sat 28 Nov 09:12 (cooldown).

                          trigger     below 60              58               yes
                                      already so before?    61               no, so it crossed now
                          admission   cooldown 7d           last Sat 21 Nov  until Sat 28 Nov 09:12
                          run         0b0b0b0b  skipped (cooldown)

                          Tue 24 Nov 17:00   61 -> 58   cooldown    run 0b0b0b0b, skipped
                        """);
    }

    @Test
    void showsHowLittleTheScoreMoved() {
        String screen =
                TestingEvidence.healthAlert(BEGIN, "Tidal Umbrellas")
                        .decision(
                                """
                                {'at':'2026-11-24T16:00:00Z','verdict':'below_minimum_change',
                                 'occurrence_key':'decrease:h1:1','compared':{
                                  'fact':{'table':'health_scores','row_id':'h1','position':'7'},
                                  'trigger':[
                                   {'test':'below','asked':60,'found':59,'holds':true},
                                   {'test':'lost_at_least','asked':5,'found':1,'holds':false,
                                    'within':'7d','from':60,'from_at':'2026-11-19T09:02:00.000Z',
                                    'to':59}]}}""")
                        .screen(directory);

        assertThat(screen)
                .isEqualTo(
                        """
                        NOT FIRED   Health alert v3 · Tidal Umbrellas · latest change Tue 24 Nov 2026, 17:00 Europe/Berlin
                        Health is 59, below 60, but within 7 days it had lost only 1 point; the workflow asks for 5 or more.

                          trigger     below 60                     59           yes
                                      lost at least 5 within 7d    60 - 59 = 1  no   60 on Thu 19 Nov 10:02
                          fact        health_scores h1  position 7

                          Tue 24 Nov 17:00   59   below_minimum_change    no run
                        """);
    }

    @Test
    void showsAMissedMeetingAndWhatAReplayWouldHaveSent() {
        String screen =
                new TestingEvidence(BEGIN, "Paper Lanterns")
                        .workflow(
                                BEGIN,
                                """
                                {'name':'Missed meeting','trigger_type':'engagement_event',
                                 'trigger_config':{'event_type':'meeting_missed'},
                                 'action_config':{'template_id':'missed',
                                                  'recipients':['account_owner','cs_manager']}}""")
                        .decision(
                                """
                                {'at':'2026-11-24T16:06:00Z','verdict':'started',
                                 'run_id':'0b0b0b0b-1111-4111','occurrence_key':'e1:x','compared':{
                                  'fact':{'deadline':'2026-11-24T16:06:00.000Z'},
                                  'trigger':[{'test':'event','asked':'meeting_missed',
                                    'found':'meeting_missed','holds':true},
                                   {'test':'time_threshold','asked':'1h','holds':true,
                                    'found':'2026-11-24T15:06:00.000Z',
                                    'until':'2026-11-24T16:06:00.000Z'}]}}""")
                        .run(
                                """
                                {'id':'0b0b0b0b-1111-4111','at':'2026-11-24T16:06:00Z',
                                 'trigger_type':'engagement_event',
                                 'trigger_data':{'event_type':'meeting_missed','engagement_id':'e1',
                                   'engagement_type':'meeting','since':'2026-11-24T15:06:00.000Z'},
                                 'steps':[{'status':'success'}],
                                 'mails':[{'to':'ada@example.com','template':'missed',
                                           'status':'accepted'},
                                          {'to':'ben@example.com','template':'missed',
                                           'status':'accepted'}]}""")
                        .screen(directory);

        assertThat(screen)
                .isEqualTo(
                        """
                        FIRED   Missed meeting v3 · Paper Lanterns · Tue 24 Nov 2026, 17:06:00 Europe/Berlin
                        A meeting ended at Tue 24 Nov 16:06, and 1 hour later nobody had marked it as held.
                        2 mails to the account owner and the cs manager would have gone out.

                          trigger     event meeting_missed    meeting_missed          yes
                                      for 1h                  since Tue 24 Nov 16:06  yes   until Tue 24 Nov 17:06
                          run         0b0b0b0b  success   mail to 2 addresses, template missed
                          fact        the clock, at Tue 24 Nov 17:06
                        """);
    }

    @Test
    void showsAPatternStepByStep() {
        String screen =
                new TestingEvidence(BEGIN, "Quantum Teapots")
                        .workflow(
                                BEGIN,
                                """
                                {'name':'Drop, then silence','trigger_type':'pattern',
                                 'trigger_config':{'within':'7d','steps':[
                                   {'name':'drop','event':'health_score_changed'},
                                   {'name':'churned','event':'status_changed'}]}}""")
                        .decision(
                                """
                                {'at':'2026-11-24T16:06:00Z','verdict':'started',
                                 'run_id':'0b0b0b0b-1111-4111','occurrence_key':'h1:5:a1:9',
                                 'compared':{
                                  'fact':{'table':'accounts','row_id':'a1','position':'9'},
                                  'trigger':[
                                   {'test':'pattern_step','step':'drop','holds':true,'found':
                                     {'table':'health_scores','row_id':'h1',
                                      'at':'2026-11-20T10:00:00.000Z'}},
                                   {'test':'pattern_step','step':'churned','holds':true,'found':
                                     {'table':'accounts','row_id':'a1',
                                      'at':'2026-11-24T16:06:00.000Z'}}]}}""")
                        .run(
                                """
                                {'id':'0b0b0b0b-1111-4111','trigger_type':'pattern',
                                 'status':'queued','at':'2026-11-24T16:06:00Z',
                                 'trigger_data':{'facts':[
                                   {'step':'drop','table':'health_scores','row_id':'h1',
                                    'occurred_at':'2026-11-20T10:00:00.000Z'},
                                   {'step':'churned','table':'accounts','row_id':'a1',
                                    'occurred_at':'2026-11-24T16:06:00.000Z'}]},
                                 'steps':[{'status':'queued','due_at':'2026-11-25T08:00:00.000Z'}]}""")
                        .screen(directory);

        assertThat(screen)
                .isEqualTo(
                        """
                        FIRED   Drop, then silence v3 · Quantum Teapots · Tue 24 Nov 2026, 17:06:00 Europe/Berlin
                        The pattern came true in 2 steps: drop (Fri 20 Nov 11:00) then churned (Tue 24 Nov 17:06).
                        It waits until Wed 25 Nov 09:00.

                          trigger     step drop       health_scores h1  yes   Fri 20 Nov 11:00
                                      step churned    accounts a1       yes   Tue 24 Nov 17:06
                          run         0b0b0b0b  queued
                          fact        accounts a1  position 9
                        """);
    }

    @Test
    void showsThatNothingHappenedAndWhatItWaitsFor() {
        String screen = TestingEvidence.healthAlert(BEGIN, "Tidal Umbrellas").screen(directory);

        assertThat(screen)
                .isEqualTo(
                        """
                        NOT FIRED   Health alert v3 · Tidal Umbrellas · no change that mattered
                        Nothing that it looks at has happened to Tidal Umbrellas since the records begin, Mon 2 Nov 09:00.
                        It waits until health is below 60 and has lost 5 or more within 7 days.
                        """);
    }

    @Test
    void breaksAFirstLineThatIsTooLong() {
        String screen =
                TestingEvidence.healthAlert(BEGIN, "The Very Long Name of a Rather Small Company")
                        .score("2026-11-24T16:00:00Z", "no_edge", "70", "65", false)
                        .screen(directory);

        assertThat(screen)
                .isEqualTo(
                        """
                        NOT FIRED   Health alert v3 · The Very Long Name of a Rather Small Company
                                    latest change Tue 24 Nov 2026, 17:00 Europe/Berlin
                        Health fell from 70 to 65; the workflow waits until it is below 60.

                          Tue 24 Nov 17:00   70 -> 65   no_edge    no run
                        """);
    }

    @Test
    void showsAMailThatWasRefused() {
        String screen =
                new TestingEvidence(BEGIN, "Quantum Teapots")
                        .live()
                        .workflow(BEGIN, "{'name':'Write now','trigger_type':'manual'}")
                        .decision(
                                """
                                {'at':'2026-11-24T16:06:00Z','verdict':'started',
                                 'run_id':'0b0b0b0b-1111-4111','occurrence_key':'q1',
                                 'compared':{'fact':{'table':'automation_requests','row_id':'q1',
                                                     'position':'9'},
                                  'trigger':[{'test':'request','asked':null,'found':'q1',
                                              'holds':true}]}}""")
                        .run(
                                """
                                {'id':'0b0b0b0b-1111-4111','trigger_type':'manual','status':'failed',
                                 'trigger_data':{'user_id':'u1'},
                                 'steps':[{'status':'failed'}],
                                 'mails':[{'to':'ada@example.com','template':'hello','version':1,
                                           'status':'failed','error':'550 no such user'}]}""")
                        .screen(directory);

        assertThat(screen)
                .isEqualTo(
                        """
                        FIRED   Write now v3 · Quantum Teapots · Tue 24 Nov 2026, 17:06:00 Europe/Berlin
                        A person asked for it (u1).
                        The mail to ada@example.com failed: 550 no such user.

                          trigger     request    q1  yes
                          run         0b0b0b0b  failed   mail to 1 address, template hello v1
                          fact        automation_requests q1  position 9
                        """);
    }

    @Test
    void staysWithinAHundredColumns() {
        String screen =
                TestingEvidence.healthAlert(BEGIN, "x".repeat(200))
                        .decision(
                                """
                                {'at':'2026-11-24T16:00:00Z','verdict':'skipped',
                                 'reason':'condition_failed','compared':{'conditions':[
                                  {'test':'expression','asked':'%s','found':{'arr':9000},
                                   'holds':false,'reason':'condition_failed'},
                                  {'test':'industry','asked':['%s'],'found':'%s','holds':false,
                                   'reason':'condition_failed'}]}}"""
                                        .formatted(
                                                "arr > 10000 || ".repeat(20),
                                                "a long industry ".repeat(9),
                                                "y".repeat(300)))
                        .screen(directory);

        assertThat(screen.lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
    }
}
