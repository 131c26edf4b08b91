package io.automation.model.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "30s, 30000",
        "15m, 900000",
        "1h, 3600000",
        "2d, 172800000",
        "1w, 604800000",
        "0s, 0",
        "007d, 604800000",
        "36525d, 3155760000000",
        "3155760000s, 3155760000000"
    })
    void readsDigitsAndOneLetter(String text, long millis) {
        assertThat(Durations.parse(text)).isEqualTo(millis);
        assertThat(Durations.parseSigned(text)).isEqualTo(millis);
        assertThat(Durations.parseSigned('+' + text)).isEqualTo(millis);
        assertThat(Durations.parseSigned('-' + text)).isEqualTo(-millis);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "d",
                "1",
                "1D",
                "1 d",
                " 1d",
                "1d ",
                "1.5d",
                "1dd",
                "1h30m",
                "1y",
                "١d",
                "1ms",
                "36526d",
                "5219w",
                "9999999999999d",
                "99999999999999999999999999d",
                "PT1H"
            })
    void refusesAnythingElse(String text) {
        assertThat(Durations.parse(text)).isNull();
        assertThat(Durations.parseSigned('-' + text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"+1d, 86400000", "-1d, -86400000", "--1d,", "+-1d,", "-,", "+,"})
    void readsOneSignWhereItIsAllowed(String text, @Nullable Long millis) {
        assertThat(Durations.parse(text)).isNull();
        assertThat(Durations.parseSigned(text)).isEqualTo(millis);
    }
}
