package io.automation.embedded.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplanationJsonTest {

    private static final String BEGIN = "2026-11-02T08:00:00Z";

    @TempDir private Path directory;

    @Test
    void givesTheNumbersWithFullIdsInUtc() throws IOException {
        JsonNode answer =
                answer(
                        TestingEvidence.healthAlert(BEGIN, "Cloud Kettles")
                                .decision(
                                        """
                                        {'at':'2026-11-21T08:12:00Z','verdict':'started',
                                         'run_id':'c1d04f7e-1111-4111-8111-111111111111',
                                         'occurrence_key':'decrease:h1:1','compared':{
                                         'fact':{'table':'health_scores','row_id':'h1',
                                                 'position':'7','at':'2026-11-21T08:12:00.000Z'},
                                         'trigger':[
                                          {'test':'below','asked':60,'found':58.10,'holds':true},
                                          {'test':'already','asked':{},'found':71,'holds':false}]}}""")
                                .run("{'id':'c1d04f7e-1111-4111-8111-111111111111'}"));

        assertThat(answer.path("fired").asBoolean()).isTrue();
        assertThat(answer.path("verdict").asText()).isEqualTo("started");
        assertThat(answer.path("reason").isNull()).isTrue();
        assertThat(answer.path("at").asText()).isEqualTo("2026-11-21T08:12:00.000Z");
        assertThat(answer.path("workflow").toString())
                .isEqualTo(
                        "{\"id\":\"%s\",\"name\":\"Health alert\",\"version\":3}",
                        TestingEvidence.WORKFLOW);
        assertThat(answer.at("/organization/timezone").asText()).isEqualTo("Europe/Berlin");
        assertThat(answer.at("/trigger/0").toString())
                .isEqualTo("{\"test\":\"below\",\"asked\":60,\"found\":58.10,\"holds\":true}");
        assertThat(answer.at("/fact/position").asText()).isEqualTo("7");
        assertThat(answer.at("/run/id").asText()).isEqualTo("c1d04f7e-1111-4111-8111-111111111111");
        assertThat(answer.at("/run/recorded_by").asText()).isEqualTo("replay");
        assertThat(answer.path("records_since").asText()).isEqualTo("2026-11-02T08:00:00.000Z");
    }

    @Test
    void saysItInUtcToo() throws IOException {
        JsonNode answer =
                answer(
                        TestingEvidence.healthAlert(BEGIN, "Cloud Kettles")
                                .score("2026-11-20T08:00:00Z", "started", "70", "50", false)
                                .score("2026-11-21T08:00:00Z", "no_edge", "50", "49", true));

        assertThat(answer.path("fired").asBoolean()).isFalse();
        assertThat(answer.path("sentence").asText())
                .startsWith("Health fell from 50 to 49, but it was below 60 already: it crossed on")
                .contains("2026-11-20T08:00:00.000Z");
        assertThat(answer.path("not_before").asText()).isEqualTo("2026-11-27T08:00:00.000Z");
        assertThat(answer.path("facts")).hasSize(2);
        assertThat(answer.at("/facts/0/verdict").asText()).isEqualTo("started");
        assertThat(answer.path("run").isNull()).isTrue();
    }

    @Test
    void isOneObjectAlsoWhereNothingHappened() throws IOException {
        JsonNode answer = answer(TestingEvidence.healthAlert(BEGIN, "Cloud Kettles"));

        assertThat(answer.path("fired").asBoolean()).isFalse();
        assertThat(answer.path("verdict").isNull()).isTrue();
        assertThat(answer.path("trigger").isNull()).isTrue();
        assertThat(answer.path("sentence").asText()).startsWith("Nothing that it looks at");
    }

    private JsonNode answer(TestingEvidence told) throws IOException {
        String line =
                ExplanationJson.line(
                        new Explainer(told.evidence(directory), null, false).explain());
        assertThat(line).doesNotContain("\n");
        return ExplanationJson.JSON.readTree(line);
    }
}
