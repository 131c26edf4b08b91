package io.automation.job.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.automation.job.oracle.NameBasedId;
import java.util.List;
import java.util.Locale;

/** Computes the id of every run and mail again (semantics 1.9). */
final class ContractIds {

    private ContractIds() {}

    static void check(List<JsonNode> runs, List<JsonNode> deliveries) {
        for (JsonNode run : runs) {
            assertThat(run.path("id").asText())
                    .isEqualTo(
                            NameBasedId.ofRun(
                                    run.path("workflow_id").asText(),
                                    run.path("account_id").asText(""),
                                    run.path("trigger_type").asText(),
                                    run.path("occurrence_key").asText()));
        }
        for (JsonNode delivery : deliveries) {
            assertThat(delivery.path("id").asText())
                    .isEqualTo(
                            NameBasedId.ofAction(
                                    delivery.path("run_id").asText(),
                                    delivery.path("step").asInt(),
                                    delivery.path("to").asText().toLowerCase(Locale.ROOT)));
        }
    }
}
