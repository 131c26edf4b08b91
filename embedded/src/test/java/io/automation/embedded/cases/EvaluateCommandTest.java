package io.automation.embedded.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.embedded.cli.TestingTerminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ./automation evaluate} from its command line to its lines. */
class EvaluateCommandTest {

    @TempDir private Path directory;

    private final TestingTerminal terminal = new TestingTerminal(false);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    # every shape of conditions
                    'condition':{'type':'custom','config':{'field':'account.arr','operator':'greater_than','value':5}},'data':{'account':{'arr':'6'}} | true | null
                    'condition':{'account_filter':{'industry':['retail']}},'data':{'account':{'industry':'health'}} | false | 'condition_failed'
                    'condition':[{'type':'account_filter','config':{'arr_min':5}}],'data':{'account':{}} | false | 'missing_field'
                    'condition':{'account_filter':{'arr_min':5},'expression':{'cel':'health_score < 60'}},'data':{'account':{'arr':5,'health_score':'59.995'}} | true | null
                    'condition':{},'data':{} | true | null
                    'condition':{'time_condition':{'business_hours_only':true}},'data':{} | true | null
                    # expressions
                    'cel':'health_score < 60','data':{'account':{'health_score':59.995}} | true | null
                    'cel':'health_score < 60','data':{'account':{'health_score':null}} | false | 'missing_field'
                    'cel':'health_score < 60','data':{'account':{'health_score':'low'}} | false | 'type_mismatch'
                    'cel':'health_score < 60' | false | 'missing_field'
                    'cel':'contract_end_date < timestamp(~2027-01-01T00:00:00Z~)','data':{'account':{'contract_end_date':'2026-12-31'}} | true | null
                    'cel':'custom.tier == ~gold~ && goals.active_goals > 1','data':{'custom':{'tier':'gold'},'goals':{'active_goals':2}} | true | null
                    'cel':'organization.tier == trigger.tier','data':{'organization':{'tier':'a'},'trigger':{'tier':'a'}} | true | null
                    # engagements count until now
                    'condition':{'engagement_history':{'last_engagement_days':1}},'now':'2026-03-02T09:00:00Z','data':{'engagements':[{'type':'call','occurred_at':'2026-03-01T09:00:00Z'}]} | true | null
                    'condition':{'engagement_history':{'last_engagement_days':1}},'now':'2026-03-02T09:00:00.001Z','data':{'engagements':[{'type':'call','occurred_at':'2026-03-01T09:00:00Z'}]} | false | 'condition_failed'
                    'condition':{'engagement_history':{'engagement_count_max':0}},'now':'2026-03-02' | true | null
                    'condition':{'custom':{'field':'engagement.next_meeting_date','operator':'less_than','value':'2026-04-01'}},'data':{'engagement':{'next_meeting_date':'2026-03-31T23:59:59.999Z'}} | true | null
                    """)
    void judgesACase(String members, String result, String reason) throws IOException {
        Path file = write("case.json", "{'id':'a',\n" + members + "}\n");

        assertThat(terminal.run("evaluate", file.toString())).isZero();
        assertThat(terminal.out())
                .isEqualTo(json("{'id':'a','result':" + result + ",'reason':" + reason + "}\n"));
        assertThat(terminal.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {'id':1,'cel':'health_score'} | /cel | bad_expression
                    {'id':1,'cel':5} | /cel | wrong_type
                    {'id':1,'data':{}} | `` | missing
                    {'id':1,'cel':'true','condition':{}} | `` | missing
                    {'id':1,'cel':'true','when':1} | /when | unknown_key
                    {'id':1,'cel':'true','data':[]} | /data | wrong_type
                    {'id':1,'cel':'true','now':'soon'} | /now | bad_time
                    {'id':1,'cel':'true','data':{'engagements':[{'occurred_at':5}]}} | /data/engagements/0/occurred_at | bad_time
                    {'id':1,'cel':'true','data':{'engagements':{}}} | /data/engagements | wrong_type
                    {'id':1,'cel':'true','data':{'engagements':[1]}} | /data/engagements/0 | wrong_type
                    {'id':1,'condition':{'account_filter':{'arr_mim':5}}} | /condition/account_filter/arr_mim | unknown_key
                    {'id':1,'condition':{'expression':{'cel':'1 + 1'}}} | /condition/expression/cel | bad_expression
                    {'id':1,'condition':[{'type':'expression','config':{'cel':'x'}}]} | /condition/0/config/cel | bad_expression
                    {'id':1,'condition':{'custom':{'field':'contact.name','operator':'equals','value':'x'}}} | /condition/custom/field | unknown_field
                    {'id':1,'condition':{'engagement_history':{'last_engagement_days':91}}} | /condition/engagement_history/last_engagement_days | out_of_range
                    """)
    void refusesACaseWithPointers(String asked, String pointer, String code) throws IOException {
        Path file = write("cases.jsonl", asked + "\n");

        assertThat(terminal.run("evaluate", "--each", file.toString())).isEqualTo(1);
        assertThat(terminal.out().lines())
                .singleElement()
                .asString()
                .startsWith(
                        json(
                                "{'id':1,'refused':[{'code':'"
                                        + code
                                        + "','pointer':'"
                                        + pointer
                                        + "','message':'"));
    }

    @Test
    void answersManyInTheirOrderBadOnesToo() throws IOException {
        Path file =
                write(
                        "cases.jsonl",
                        """
                        {'id':'b','cel':'true'}

                        {'id':'c','cel':'true'
                        []
                        {'id':'a','cel':'false'}
                        {'id':{'n':1.50},'cel':'foo'}
                        {'cel':'true'}
                        """);

        assertThat(terminal.run("evaluate", "--each", file.toString())).isEqualTo(1);
        assertThat(terminal.out().lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith(json("{'id':'b','result':true")),
                        line -> assertThat(line).startsWith(json("{'id':null,'refused':[{")),
                        line -> assertThat(line).contains("a case is a JSON object"),
                        line -> assertThat(line).startsWith(json("{'id':'a','result':false")),
                        line -> assertThat(line).startsWith(json("{'id':{'n':1.50},'refused'")),
                        line -> assertThat(line).startsWith(json("{'id':null,'result':true")));
    }

    @Test
    void speaksToPeopleOnATerminal() throws IOException {
        Path file =
                write(
                        "cases.jsonl",
                        """
                        {'id':'a','cel':'true'}
                        {'id':'b','cel':'arr > 5'}
                        {'id':'c','cel':'arr'}
                        """);
        TestingTerminal watched = new TestingTerminal(true);

        assertThat(watched.run("evaluate", "--each", file.toString())).isEqualTo(1);
        assertThat(watched.out().lines())
                .containsExactly(
                        "a: true",
                        "b: false, missing_field",
                        "c: refused /cel  it gives no boolean; a condition is true or false:"
                                + " health_score < 60");
    }

    @Test
    void saysWhatFileIsMissing() {
        assertThat(terminal.run("evaluate", "--each", "absent.jsonl")).isEqualTo(2);
        assertThat(terminal.err().lines())
                .containsExactly("absent.jsonl is no file that can be read");
        assertThat(terminal.run("evaluate")).isEqualTo(2);
    }

    @Test
    void readsTheInputForADash() {
        terminal.type(json("{'id':'a',\n'cel':'true'}\n"));
        assertThat(terminal.run("evaluate", "-")).isZero();
        terminal.type(json("{'id':'b','cel':'true'}\n{'id':'c','cel':'false'}\n"));
        assertThat(terminal.run("evaluate", "--each", "-")).isZero();

        assertThat(terminal.out().lines().map(line -> line.substring(0, 9)))
                .containsExactly(json("{'id':'a'"), json("{'id':'b'"), json("{'id':'c'"));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), json(text));
    }

    private static String json(String text) {
        return text.replace('\'', '"').replace("~", "\\\"");
    }
}
