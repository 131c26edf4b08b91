package io.automation.embedded.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunLineTest {

    @Test
    void tellsWhenWhatWhoWhyAndWhatCameOfIt() {
        assertThat(RunLine.of(TestingRuns.success(), ZoneOffset.ofHours(1), RunLine.WIDTH))
                .isEqualTo(
                        "17:06:30  success  Health alert      Quantum Teapots    "
                                + "health 63 -> 58, line 60    mail    0.9 s");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "skipped, condition_failed, -,              0, 0, condition_failed",
                "failed,  -,                550 no mailbox, 1, 0, 550 no mailbox",
                "queued,  -,                -,              1, 0, waits",
                "success, -,                -,              1, 1, mail unknown",
                "failed,  -,                -,              1, 0, failed",
            })
    void namesWhatHinderedAMail(
            String status,
            @Nullable String reason,
            @Nullable String error,
            int mails,
            int unknown,
            String effect) {
        assertThat(RunLine.effect(TestingRuns.run(status, reason, error, mails, unknown, null)))
                .isEqualTo(effect);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            textBlock =
                    """
                    health_score_change|health|{'previous':82,'current':41,'threshold':60}|health 82 -> 41, line 60
                    health_score_change|risk|{'previous':68,'current':74.0,'threshold':70}|risk 68 -> 74, line 70
                    health_score_change|health|{'previous':60,'current':51,'reference':74}|health 60 -> 51, lost 23
                    health_score_change|health|{'previous':60,'current':91,'reference':51}|health 60 -> 91, won 40
                    health_score_change|health|{'previous':null,'current':41,'threshold':60}|health 41, line 60
                    health_score_change|health|{'threshold':60}|``
                    engagement_event|``|{'event_type':'meeting_missed','engagement_type':'meeting','since':'2026-11-24T15:06:30.000Z'}|16:06 not held, 1h past
                    engagement_event|``|{'event_type':'meeting_missed','engagement_type':'meeting','since':'2026-11-24T16:06:30.000Z'}|meeting missed
                    engagement_event|``|{'event_type':'negative_outcome','engagement_type':'call','since':'2026-11-24T16:06:30.000Z'}|call went badly
                    engagement_event|``|{'event_type':'no_response','engagement_type':'email','since':'2026-11-21T16:06:30.000Z'}|email unanswered for 3d
                    scheduled|``|{'instant':'2026-11-24T16:06:00.000Z'}|scheduled for 17:06
                    scheduled|``|{'instant':'2026-11-24T16:06:00.000Z','accounts':['a','b']}|17:06, about 2 accounts
                    status_change|``|{'from':'active','to':'at_risk'}|status active -> at_risk
                    status_change|``|{'from':null,'to':'at_risk'}|status at_risk
                    account_created|``|{'status':'onboarding'}|account created
                    goal_event|``|{'event':'at_risk','goal_type':'adoption'}|goal adoption at risk
                    goal_event|``|{'event':'missed','goal_type':null}|goal missed
                    date_reached|``|{'field':'contract_end_date','date':'2026-12-24','offset_days':-30}|30d before 2026-12-24
                    date_reached|``|{'field':'contract_end_date','date':'2026-12-24','offset_days':0}|reached 2026-12-24
                    pattern|``|{'facts':[{'step':'bad talk'},{'step':'at risk'}]}|bad talk, at risk
                    email_sent|welcome|{'delivery_id':'d','template_id':'t'}|sent: welcome
                    email_sent|``|{'delivery_id':'d','template_id':null}|mail sent
                    manual|``|{'user_id':'maria'}|asked for by maria
                    manual|``|{'user_id':null}|asked for by somebody
                    """)
    void saysWhatSetItOff(String triggerType, String subject, String trigger, String why) {
        RunRow run = TestingRuns.because(triggerType, subject, trigger.replace('\'', '"'));

        assertThat(TriggerText.of(run, ZoneOffset.ofHours(1))).isEqualTo(why);
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 87, 99, 100, 200})
    void staysWithinItsColumnsWhateverTheNames(int width) {
        RunRow like = TestingRuns.success();
        RunRow wide =
                new RunRow(
                        like.id(),
                        like.occurredAt(),
                        "skipped",
                        "a_reason_that_is_very_wideindeed",
                        null,
                        "A workflow with a very long name",
                        "A company with a very long name",
                        like.triggerType(),
                        "health",
                        TestingRuns.because(
                                        "",
                                        "",
                                        "{\"previous\":63.123456789,\"current\":58.123456789,"
                                                + "\"threshold\":60.123456789}")
                                .trigger(),
                        0,
                        0,
                        null);

        assertThat(RunLine.of(wide, ZoneOffset.UTC, width)).hasSizeLessThanOrEqualTo(width);
        assertThat(RunLine.header(width)).hasSizeLessThanOrEqualTo(width);
    }

    @Test
    void coloursTheStatusOnly() {
        assertThat(RunLine.coloured(TestingRuns.success(), ZoneOffset.UTC, RunLine.WIDTH))
                .contains("16:06:30  \u001b[32msuccess\u001b[0m  Health alert");
    }
}
