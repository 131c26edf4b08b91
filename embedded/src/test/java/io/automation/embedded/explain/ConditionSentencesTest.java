package io.automation.embedded.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sentence of each condition that does not hold. */
class ConditionSentencesTest {

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
                TestingEvidence.manual()
                        .decision(
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
                TestingEvidence.manual()
                        .decision(
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
                TestingEvidence.manual()
                        .decision(
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
                TestingEvidence.manual()
                        .decision(
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
                TestingEvidence.manual()
                        .decision(
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
}
