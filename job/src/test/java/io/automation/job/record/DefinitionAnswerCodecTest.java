package io.automation.job.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.connectors.kafka.UnreadableRecordException;
import io.automation.job.evaluate.DefinitionAnswer;
import io.automation.model.change.Change;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DefinitionAnswerCodecTest {

    private static final String PROBLEMS =
            "[{\"code\":\"unknown_key\",\"pointer\":\"/trigger_config/x\",\"level\":\"error\","
                    + "\"message\":\"\\\"x\\\" …\"}]";

    static Stream<DefinitionAnswer> answers() {
        return Stream.of(answer(PROBLEMS, 1_772_355_600_123L), answer("[]", Change.BEGINNING));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void readsWhatItWrote(DefinitionAnswer answer) throws UnreadableRecordException {
        assertThat(DefinitionAnswerCodec.read(DefinitionAnswerCodec.write(answer)))
                .isEqualTo(answer);
    }

    @Test
    void givesNoInstantToWhatHoldsSinceEver() {
        String json =
                new String(
                        DefinitionAnswerCodec.write(answer("[]", Change.BEGINNING)),
                        StandardCharsets.UTF_8);

        assertThat(json)
                .isEqualTo(
                        "{\"v\":1,\"table\":\"automation_workflows\",\"id\":\"w\",\"name\":\"Ä\","
                                + "\"version\":3,\"accepted\":false,\"problems\":[],\"at\":null}");
    }

    private static DefinitionAnswer answer(String problems, long at) {
        return new DefinitionAnswer("", "automation_workflows", "w", "Ä", 3, false, problems, at);
    }
}
