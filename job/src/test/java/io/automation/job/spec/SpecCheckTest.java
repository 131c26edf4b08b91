package io.automation.job.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.automation.model.change.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a spec that does not hold is told to whoever wrote it. */
class SpecCheckTest {

    private static final String RUN =
            """
            {'id':'r1','workflow_id':'%s','account_id':'%s','occurred_at':'2026-03-02T09:30:00.000Z',
             'status':'%s','reason':%s,'trigger_data':{'current':58.0,'previous':null},
             'steps':[{'step':0}]}"""
                    .formatted(
                            SpecRows.id(Table.AUTOMATION_WORKFLOWS, "Health alert"),
                            SpecRows.id(Table.ACCOUNTS, "Quantum Teapots"),
                            "%s",
                            "%s");

    @TempDir private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "holds",
            value = {
                "[{at: day 1 09:30}] | holds",
                "[{at: day 1 09:30, data: {current: 58}, steps: [{step: 0}]}] | holds",
                "[{at: day 1 09:30, mails: [olga@acme.example]}] | holds",
                "[{at: day 1 09:30, mails: [{subject: Hi}]}] | holds",
                "[{at: day 1 09:30, data: {current: 59}}] |"
                        + " day 1 09:30 (Mon 2 Mar)  current: expected 59, found 58",
                "[{at: day 1 09:30, account: Quantum Teapots, skipped: cooldown}] |"
                        + " day 1 09:30 (Mon 2 Mar)  Quantum Teapots"
                        + "  expected skipped (cooldown), found success",
                "[{at: day 1 09:30, mails: []}] | day 1 09:30 (Mon 2 Mar)"
                        + "  mails: expected [], found [\"olga@acme.example\"]",
                "[{at: day 1 09:30}, {at: day 2, workflow: Health alert, skipped: re_entry}] |"
                        + " day 2 00:00 (Tue 3 Mar)  expected skipped (re_entry)  Health alert;"
                        + " there is no such run",
                "[] | day 1 09:30 (Mon 2 Mar)  nobody expects success"
                        + "  Health alert for Quantum Teapots, mail to olga@acme.example (current 58)",
            })
    void saysWhatIsDifferent(String runs, String difference) throws IOException {
        assertThat(differences(runs, "success", "null"))
                .isEqualTo(difference == null ? List.of() : List.of(difference));
    }

    @Test
    void saysWhatARunCameTo() throws IOException {
        assertThat(differences("[{at: day 1 09:30}]", "skipped", "'holdout'"))
                .containsExactly(
                        "day 1 09:30 (Mon 2 Mar)  expected success, found skipped (holdout)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "holds",
            value = {
                "[] | Churn was refused. /a: unknown key",
                "[{pointer: /a}] | holds",
                "[{at: day 1, pointer: /a}] | holds",
                "[{at: day 2, pointer: /a}] | Churn was refused. /a: unknown key",
                "[{pointer: /a}, {at: day 3, pointer: /b}] | day 3 00:00 (Wed 4 Mar)  expected a"
                        + " definition to be refused at /b; none was",
            })
    void saysWhatWasRefused(String refused, String difference) throws IOException {
        Spec spec = spec("runs: []\nrefused: " + refused + "\n");
        JsonNode summary =
                json(
                        "{'refused':[{'name':'Churn','time':'2026-03-02T00:00:00.000Z','problems':"
                                + "[{'pointer':'/a','message':'unknown key'}]}]}");

        List<String> differences = new SpecCheck(spec, List.of(), List.of()).refusals(summary);

        if (difference == null) {
            assertThat(differences).isEmpty();
        } else {
            assertThat(differences).first().isEqualTo(difference);
        }
    }

    private List<String> differences(String runs, String status, String reason) throws IOException {
        List<JsonNode> found = new ArrayList<>();
        found.add(json(RUN.formatted(status, reason)));
        List<JsonNode> mails =
                List.of(json("{'run_id':'r1','to':'olga@acme.example','subject':'Hi'}"));
        return new SpecCheck(spec("runs: " + runs + "\n"), found, mails).runs();
    }

    private Spec spec(String rest) throws IOException {
        Path file = directory.resolve("rule.yaml");
        return SpecReader.read(
                Files.writeString(file, "name: A rule\nworkflow: {trigger_type: manual}\n" + rest));
    }

    private static JsonNode json(String text) throws IOException {
        return ReplayJob.parse(text.replace('\'', '"'));
    }
}
