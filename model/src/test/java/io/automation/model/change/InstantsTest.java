package io.automation.model.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstantsTest {

    @ParameterizedTest
    @CsvSource({
        "2026-03-01T09:00:00Z, 2026-03-01T09:00:00.000Z",
        "2026-12-31T23:59:59.999Z, 2026-12-31T23:59:59.999Z",
        "1969-12-31T23:59:59.001Z, 1969-12-31T23:59:59.001Z",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00.000Z",
        "0000-02-29T00:00:00.01Z, 0000-02-29T00:00:00.010Z",
        "9999-12-31T23:59:59.999Z, 9999-12-31T23:59:59.999Z",
        "+10000-01-01T00:00:00Z, +10000-01-01T00:00:00.000Z",
        "-0001-12-31T23:59:59.999Z, -0001-12-31T23:59:59.999Z"
    })
    void printsMilliseconds(Instant instant, String text) {
        assertThat(Instants.text(instant.toEpochMilli())).isEqualTo(text);
    }

    @Test
    void printsWhatReadsAsTheSameInstant() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            long instant = random.nextLong(-62_000_000_000_000L, 253_000_000_000_000L);
            String text = Instants.text(instant);

            assertThat(text).hasSize(24);
            assertThat(Instant.parse(text).toEpochMilli()).isEqualTo(instant);
        }
    }
}
