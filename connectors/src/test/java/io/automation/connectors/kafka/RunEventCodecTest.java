package io.automation.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.automation.model.run.Cancel;
import io.automation.model.run.DeliveryMode;
import io.automation.model.run.Intent;
import io.automation.model.run.RunEvent;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RunEventCodecTest {

    static Stream<RunEvent> events() {
        return Stream.of(
                RunEvent.of(Events.FULL),
                RunEvent.of(Events.EMPTY),
                RunEvent.of(Events.INTENT),
                RunEvent.of(Events.CANCEL));
    }

    @ParameterizedTest
    @MethodSource("events")
    void readsWhatItWrote(RunEvent event) throws UnreadableRecordException {
        assertThat(RunEventCodec.read(RunEventCodec.write(event))).isEqualTo(event);
    }

    @Test
    void namesMembersAsTheReplaysOutputDoes() {
        String json = text(RunEvent.of(Events.EMPTY));

        assertThat(json)
                .isEqualTo(
                        "{\"v\":1,\"kind\":\"run\",\"run_id\":\"run-2\",\"run\":{\"id\":\"run-2\","
                                + "\"workflow_id\":\"workflow-1\",\"workflow_version\":null,"
                                + "\"organization_id\":\"org-1\",\"account_id\":null,"
                                + "\"trigger_type\":\"scheduled\",\"occurrence_key\":\"\","
                                + "\"occurred_at\":\"1969-12-31T23:59:59.999Z\","
                                + "\"status\":\"skipped\",\"reason\":null,\"error\":null,"
                                + "\"result\":null,\"mode\":\"manual\",\"trigger_data\":{},"
                                + "\"steps\":[],\"deliveries\":[]}}");
    }

    @Test
    void keepsNumbersOfATemplatesDataToTheDigit() {
        assertThat(text(RunEvent.of(Events.INTENT)))
                .contains("\"data\":{\"account\":{\"arr\":120000.50,\"tiny\":1E-7}");
    }

    @Test
    void keepsDataThatNestsAsDeepAsAChangeMay() throws UnreadableRecordException {
        String deep = "{\"a\":" + "[".repeat(999) + "]".repeat(999) + "}";
        RunEvent event =
                RunEvent.of(
                        new Intent(
                                Events.EMPTY,
                                Events.KEPT_BACK,
                                "smtp",
                                DeliveryMode.PREFER_NO_DUPLICATE,
                                deep));

        assertThat(RunEventCodec.read(RunEventCodec.write(event))).isEqualTo(event);
    }

    @Test
    void sendsACancelTheWayOfItsIntent() throws UnreadableRecordException {
        Cancel read =
                Objects.requireNonNull(
                        RunEventCodec.read(RunEventCodec.write(RunEvent.of(Events.CANCEL)))
                                .cancel());

        assertThat(read.organizationId()).isEqualTo(Events.INTENT.delivery().organizationId());
        assertThat(read.endpoint()).isEqualTo(Events.INTENT.endpoint());
        assertThat(read.actionId()).isEqualTo(Events.INTENT.delivery().id());
        assertThat(read.runId()).isEqualTo(Events.INTENT.run().id());
    }

    @Test
    void passesOverMembersOfLaterReleases() throws UnreadableRecordException {
        String json = text(RunEvent.of(Events.CANCEL)).replace("{\"v\":1", "{\"v\":1,\"new\":[{}]");

        assertThat(RunEventCodec.read(json.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(RunEvent.of(Events.CANCEL));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\0',
            value = {
                "x; no JSON",
                "[]; no JSON object",
                "{\"v\":1} {}; something follows",
                "{\"v\":2,\"kind\":\"run\"}; newer version",
                "{\"kind\":\"run\"}; v is missing",
                "{\"v\":\"1\"}; v is no long",
                "{\"v\":1,\"kind\":\"rerun\"}; kind is none of the known words: rerun",
                "{\"v\":1,\"kind\":\"run\"}; run is missing",
                "{\"v\":1,\"kind\":\"run\",\"run\":{\"steps\":[],\"deliveries\":[]}}; id is missing",
                "{\"v\":1,\"kind\":\"cancel\",\"run_id\":\"r\",\"cancel\":{\"organization_id\":\"o\","
                        + "\"action_id\":\"a\",\"endpoint\":\"smtp\","
                        + "\"reason\":\"retracted\",\"at\":\"today\"}}; at is no instant",
                "{\"v\":99999999999999999999}; v is no long",
                "{\"v\":1,; no JSON"
            })
    void saysWhatCannotBeRead(String json, String problem) {
        assertThatThrownBy(() -> RunEventCodec.read(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining(problem);
    }

    private static String text(RunEvent event) {
        return new String(RunEventCodec.write(event), StandardCharsets.UTF_8);
    }
}
