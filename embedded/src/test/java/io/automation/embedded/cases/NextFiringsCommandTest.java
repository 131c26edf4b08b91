package io.automation.embedded.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.embedded.cli.TestingTerminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextFiringsCommandTest {

    private static final String BERLIN_NIGHTS =
            "'trigger_config':{'schedule':'daily','time':'02:30'},'timezone':'Europe/Berlin'";

    @TempDir private static Path directory;

    private final TestingTerminal terminal = new TestingTerminal(false);

    @Test
    void givesAsManyInstantsAsAskedFor() {
        ask("{'id':'c1'," + BERLIN_NIGHTS + ",'from':'2026-03-28T01:30:00Z','count':3}");

        assertThat(terminal.out())
                .isEqualTo(
                        json(
                                "{'id':'c1','instants':['2026-03-28T01:30:00.000Z',"
                                        + "'2026-03-29T01:30:00.000Z','2026-03-30T00:30:00.000Z']}\n"));
    }

    @Test
    void givesTheInstantsUpToTheLastOne() {
        ask(
                "{'id':7,"
                        + BERLIN_NIGHTS
                        + ",'from':'2026-10-24T02:30:00+02:00','until':'2026-10-25T00:30:00Z'}");

        assertThat(terminal.out())
                .isEqualTo(
                        json(
                                "{'id':7,'instants':['2026-10-24T00:30:00.000Z',"
                                        + "'2026-10-25T00:30:00.000Z']}\n"));
    }

    @Test
    void takesUtcWithoutAZoneAndTheTriggersOwnZoneBeforeTheOrganizations() {
        String from = ",'from':'2026-07-01','count':1}";
        String daily = "'trigger_config':{'schedule':'daily','time':'09:00'";

        ask(
                "{'id':1," + daily + "}" + from,
                "{'id':2," + daily + ",'timezone':'Asia/Tokyo'},'timezone':'Europe/Berlin'" + from,
                "{'id':3," + daily + "},'timezone':null,'trigger_type':'scheduled'" + from);

        assertThat(terminal.out().lines())
                .containsExactly(
                        json("{'id':1,'instants':['2026-07-01T09:00:00.000Z']}"),
                        json("{'id':2,'instants':['2026-07-01T00:00:00.000Z']}"),
                        json("{'id':3,'instants':['2026-07-01T09:00:00.000Z']}"));
    }

    @Test
    void readsOneCaseOverManyLines() {
        terminal.type(
                json(
                        "{\n 'id': 'pretty',\n"
                                + BERLIN_NIGHTS
                                + ",'from':'2026-03-01','count':0\n}\n"));

        assertThat(terminal.run("next-firings", "-")).isZero();

        assertThat(terminal.out()).isEqualTo(json("{'id':'pretty','instants':[]}\n"));
    }

    @Test
    void answersTheCasesOfAFileInTheirOrder() throws IOException {
        Path file = directory.resolve("cases.jsonl");
        String rest = "," + BERLIN_NIGHTS + ",'from':'2026-03-01','count':1}\n";
        Files.writeString(
                file,
                json("{'id':'b'" + rest + "\nno case\n[]\n{'id':'a'" + rest + "{'id':null" + rest));

        assertThat(terminal.run("next-firings", "--each", file.toString())).isEqualTo(1);

        assertThat(terminal.out().lines().map(line -> line.replaceAll("\"message.*", "")))
                .containsExactly(
                        json("{'id':'b','instants':['2026-03-01T01:30:00.000Z']}"),
                        json("{'id':null,'refused':[{'code':'bad_json','pointer':'',"),
                        json("{'id':null,'refused':[{'code':'wrong_type','pointer':'',"),
                        json("{'id':'a','instants':['2026-03-01T01:30:00.000Z']}"),
                        json("{'id':null,'instants':['2026-03-01T01:30:00.000Z']}"));
    }

    @Test
    void answersTheCasesBehindABadByte() throws IOException {
        Path file = directory.resolve("bytes.jsonl");
        String good = json("\n{'id':2," + BERLIN_NIGHTS + ",'from':'2026-03-01','count':0}\n");
        Files.write(file, ("{\"id\":\"\u00fc\"}" + good).getBytes(StandardCharsets.ISO_8859_1));

        assertThat(terminal.run("next-firings", "--each", file.toString())).isEqualTo(1);

        assertThat(terminal.out().lines())
                .hasSize(2)
                .last()
                .isEqualTo(json("{'id':2,'instants':[]}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "'from':'2026-03-01','count':1; {}; missing /trigger_config/schedule",
                "'from':'2026-03-01','count':1; []; missing /trigger_config/schedule",
                "'from':'2026-03-01','count':1; 'daily'; wrong_type /trigger_config",
                "'from':'2026-03-01','count':1; {'schedule':'daily','time':'9:00'};"
                        + " bad_time /trigger_config/time",
                "'from':'2026-03-01','count':1; {'schedule':'daily','time':'09:00','months':[1]};"
                        + " not_allowed_here /trigger_config/months",
                "'from':'2026-03-01','count':1; {'field':'contract_end_date','offset':'-90d'};"
                        + " unknown_key /trigger_config/field",
                "'from':'2026-03-01','count':1,'trigger_type':'date_reached'; {};"
                        + " unknown_value /trigger_type",
                "'from':'2026-03-01','count':1,'timezone':'Mars/Base'; {'schedule':'daily','time':'09:00'};"
                        + " unknown_zone /timezone",
                "'from':'2026-03-01','count':1,'timezone':2; {'schedule':'daily','time':'09:00'};"
                        + " wrong_type /timezone",
                "'from':'tomorrow','count':1; {'schedule':'daily','time':'09:00'}; bad_time /from",
                "'from':1772355600000,'count':1; {'schedule':'daily','time':'09:00'}; bad_time /from",
                "'count':1; {'schedule':'daily','time':'09:00'}; missing /from",
                "'from':'2026-03-01'; {'schedule':'daily','time':'09:00'}; contradiction /until",
                "'from':'2026-03-01','until':'2026-03-02','count':1;"
                        + " {'schedule':'daily','time':'09:00'}; contradiction /until",
                "'from':'2026-03-01','until':5; {'schedule':'daily','time':'09:00'}; bad_time /until",
                "'from':'2026-03-01','until':'9999-12-31'; {'schedule':'daily','time':'09:00'};"
                        + " out_of_range /until",
                "'from':'2026-03-01','count':-1; {'schedule':'daily','time':'09:00'}; out_of_range /count",
                "'from':'2026-03-01','count':1.5; {'schedule':'daily','time':'09:00'}; out_of_range /count",
                "'from':'2026-03-01','count':100001; {'schedule':'daily','time':'09:00'};"
                        + " out_of_range /count",
                "'from':'2026-03-01','count':1,'untill':1; {'schedule':'daily','time':'09:00'};"
                        + " unknown_key /untill",
            })
    void refusesWithThePlaceAndTheReason(String keys, String config, String expected) {
        ask("{'id':'bad','trigger_config':" + config + ',' + keys + '}');

        String[] words = expected.split(" ");
        assertThat(terminal.out())
                .startsWith(json("{'id':'bad','refused':["))
                .contains(
                        json(
                                "{'code':'"
                                        + words[0]
                                        + "','pointer':'"
                                        + words[1]
                                        + "','message':'"));
    }

    @Test
    void namesEveryProblemAtOnce() {
        ask("{'id':1,'trigger_config':{'schedule':'yearly','time':'25:00'},'timezone':'x'}");

        assertThat(terminal.out())
                .contains(
                        "/trigger_config/schedule",
                        "/trigger_config/time",
                        "/timezone",
                        "/from",
                        "/until");
    }

    @Test
    void refusesAKeyThatStandsTwice() {
        ask("{'id':1,'from':'2026-03-01','from':'2026-03-02'," + BERLIN_NIGHTS + ",'count':1}");

        assertThat(terminal.out()).startsWith(json("{'id':null,'refused':[{'code':'bad_json'"));
    }

    @Test
    void showsPeopleTheLocalTime() {
        TestingTerminal watched = new TestingTerminal(true);
        String nights = "," + BERLIN_NIGHTS + ",'from':'2026-03-29','count':1}\n";
        String never = "," + BERLIN_NIGHTS + ",'from':'2026-03-29','count':0}\n";
        watched.type(json("{'id':'spring'" + nights + "{'id':'never'" + never + "{'id':'bad'}"));

        assertThat(watched.run("next-firings", "--each", "-")).isEqualTo(1);
        assertThat(watched.out())
                .contains(
                        "spring: 2026-03-29T01:30:00.000Z"
                                + "  Sun 2026-03-29 03:30 +02:00 Europe/Berlin\n",
                        "never: never in that time\n",
                        "bad\n  refused /trigger_config/schedule");
    }

    @Test
    void needsAFileThatCanBeRead() {
        assertThat(terminal.run("next-firings", "--each", directory.toString())).isEqualTo(2);
        assertThat(terminal.err()).contains("is no file that can be read");
    }

    /** Exits with 1 where a case is refused. */
    private void ask(String... lines) {
        terminal.type(json(String.join("\n", lines)));

        int exitCode = terminal.run("next-firings", "--each", "-");
        assertThat(exitCode).isEqualTo(terminal.out().contains("\"refused\"") ? 1 : 0);
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
