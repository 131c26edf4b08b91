package io.automation.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.automation.model.run.Decision;
import io.automation.model.run.Reason;
import io.automation.model.run.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DecisionCodecTest {

    private static final String COMPARED =
            "{\"fact\":{\"deadline\":\"2026-03-01T09:00:00.000Z\"},"
                    + "\"trigger\":[{\"test\":\"below\",\"asked\":60,\"found\":59.5,\"holds\":true}]}";

    private static final Decision SKIPPED =
            new Decision(
                    "",
                    1_772_355_600_123L,
                    "o",
                    "w",
                    3,
                    "a",
                    "decrease:é:1",
                    Verdict.SKIPPED,
                    Reason.COOLDOWN,
                    "r",
                    COMPARED);

    static Stream<Decision> decisions() {
        return Stream.of(
                SKIPPED,
                new Decision("", 0, "o", "w", null, null, "k", Verdict.NO_EDGE, null, null, "{}"));
    }

    @ParameterizedTest
    @MethodSource("decisions")
    void readsWhatItWrote(Decision decision) throws UnreadableRecordException {
        assertThat(DecisionCodec.read(DecisionCodec.write(decision))).isEqualTo(decision);
    }

    @Test
    void writesTheMembersOfAReplaysLine() {
        assertThat(new String(DecisionCodec.write(SKIPPED), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"v\":1,\"at\":\"2026-03-01T09:00:00.123Z\",\"organization_id\":\"o\","
                                + "\"workflow_id\":\"w\",\"version\":3,\"account_id\":\"a\","
                                + "\"occurrence_key\":\"decrease:é:1\",\"verdict\":\"skipped\","
                                + "\"reason\":\"cooldown\",\"run_id\":\"r\",\"compared\":"
                                + COMPARED
                                + "}");
    }

    @Test
    void namesWhatItCannotRead() {
        String unknown =
                new String(DecisionCodec.write(SKIPPED), StandardCharsets.UTF_8)
                        .replace("\"skipped\"", "\"undecided\"");

        assertThatThrownBy(() -> DecisionCodec.read(unknown.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("verdict");
    }
}
