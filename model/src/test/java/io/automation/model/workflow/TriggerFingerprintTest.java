package io.automation.model.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TriggerFingerprintTest {

    private static final String CHANGE = "health_score_change";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            textBlock =
                    """
                    # the same
                    health_score_change|{'threshold':60}|health_score_change|{'threshold':60}|true
                    health_score_change|{'threshold':60}|health_score_change| { 'threshold' : 60 } |true
                    health_score_change|{'threshold':60}|health_score_change|{'threshold':60.00}|true
                    health_score_change|{'threshold':60}|health_score_change|{'threshold':6e1}|true
                    health_score_change|{'threshold':0}|health_score_change|{'threshold':-0.0}|true
                    health_score_change|{'a':1,'b':{'c':[1,2],'d':3}}|health_score_change|{'b':{'d':3,'c':[1.0,2]},'a':1}|true
                    health_score_change|{'a':'\\u0041'}|health_score_change|{'a':'A'}|true
                    health_score_change|{'direction':'decrease','threshold':60}|health_score_drop|{'threshold':60}|true
                    health_score_drop|{'direction':'decrease','threshold':60}|health_score_drop|{'threshold':60}|true
                    health_score_change|{'metric':'churn_risk','direction':'increase'}|churn_risk_increase|{}|true
                    date_reached|{'field':'contract_end_date'}|contract_expiry|{}|true
                    email_sent|{'template_id':'a'}|previous_email_sent|{'template_id':'a'}|true
                    manual|-|manual|-|true
                    manual|{|manual|{|true
                    # not the same
                    health_score_change|{'threshold':60}|health_score_change|{'threshold':'60'}|false
                    health_score_change|{'threshold':60}|health_score_change|{'threshold':60,'metric':null}|false
                    health_score_change|{'threshold':60}|health_score_change|{'threshold':60,'metric':'health_score'}|false
                    health_score_change|{'threshold':60}|health_score_change|{'threshold':60,'minimum_change':0}|false
                    health_score_change|{'threshold':60}|health_score_change|{'threshold':61}|false
                    health_score_change|{'a':[1,2]}|health_score_change|{'a':[2,1]}|false
                    health_score_change|{'a':true}|health_score_change|{'a':'true'}|false
                    health_score_change|{'a':'1,b:2'}|health_score_change|{'a':'1','b':'2'}|false
                    health_score_change|{'a':[]}|health_score_change|{'a':null}|false
                    health_score_drop|{'threshold':60}|health_score_change|{'threshold':60}|false
                    health_score_drop|{'threshold':60}|churn_risk_increase|{'threshold':60}|false
                    status_change|{}|account_created|{}|false
                    manual|-|manual|{}|false
                    manual|{|manual|{}|false
                    """)
    void comparesTriggersAsJsonValues(
            String typeBefore,
            @Nullable String before,
            String typeAfter,
            @Nullable String after,
            boolean same) {
        assertThat(
                        TriggerFingerprint.sameTrigger(
                                typeBefore, quoted(before), typeAfter, quoted(after)))
                .isEqualTo(same);
    }

    @ParameterizedTest
    @CsvSource({"1e999999999, 1e999999998", "1e-999999999, 0"})
    void comparesNumbersOfAnySize(String left, String right) {
        assertThat(TriggerFingerprint.sameTrigger(CHANGE, left, CHANGE, right)).isFalse();
        assertThat(TriggerFingerprint.sameTrigger(CHANGE, left, CHANGE, left)).isTrue();
    }

    private static @Nullable String quoted(@Nullable String text) {
        return text == null ? null : Rows.json(text);
    }
}
