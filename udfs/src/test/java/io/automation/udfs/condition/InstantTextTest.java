package io.automation.udfs.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstantTextTest {

    @ParameterizedTest
    @CsvSource({
        "2026-03-01, 2026-03-01T00:00:00Z",
        "1969-12-31T23:59:59.999, 1969-12-31T23:59:59.999Z",
        "2026-03-01T09:30, 2026-03-01T09:30:00Z",
        "2026-03-01 09:30:15, 2026-03-01T09:30:15Z",
        "2026-03-01T09:30:15Z, 2026-03-01T09:30:15Z",
        "2026-03-01T09:30:15.1, 2026-03-01T09:30:15.100Z",
        "2026-03-01T09:30:15.1239, 2026-03-01T09:30:15.123Z",
        "2026-03-01T09:30:15.0009999, 2026-03-01T09:30:15Z",
        "2026-03-01T09:30+00:00, 2026-03-01T09:30:00Z",
        "2026-03-01T09:30+02:30, 2026-03-01T07:00:00Z",
        "2026-03-01T23:30:15-03:30, 2026-03-02T03:00:15Z",
        "2028-02-29T23:59:59Z, 2028-02-29T23:59:59Z",
    })
    void readsInstants(String text, Instant instant) {
        assertThat(InstantText.millis(text)).isEqualTo(instant.toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "2026-03",
                "2026/03/01",
                "2026-03/01",
                "2026-3-001",
                "2026-00-01",
                "2026-13-01",
                "2026-03-00",
                "2026-03-32",
                "2026-02-29",
                "2o26-03-01",
                "2026-0a-01",
                "2026-03-0a",
                "2026-03-01T",
                "2026-03-01t09:30",
                "2026-03-01_09:30",
                "2026-03-01T9:30",
                "2026-03-01T09",
                "2026-03-01T09:3",
                "2026-03-01T24:00",
                "2026-03-01T09:60",
                "2026-03-01T0a:30",
                "2026-03-01T09.30",
                "2026-03-01T09:30:60",
                "2026-03-01T09:30:1",
                "2026-03-01T09:30:15.",
                "2026-03-01T09:30:15.x",
                "2026-03-01T09:30z",
                "2026-03-01T09:30 Z",
                "2026-03-01T09:30Z ",
                "2026-03-01T09:30+02",
                "2026-03-01T09:30+0230",
                "2026-03-01T09:30+24:00",
                "2026-03-01T09:30+02:60",
                "2026-03-01T09:30/02:00"
            })
    void readsNothingElse(String text) {
        assertThat(InstantText.millis(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-01, 2026-03-01",
        "2026-03-01T99:99, 2026-03-01",
        "2026-03-01 or so, 2026-03-01",
        "2026-02-30, ",
        "2026-3-1, ",
        "on 2026-03-01, ",
    })
    void readsTheDateThatATextBeginsWith(String text, @Nullable LocalDate date) {
        assertThat(InstantText.date(text)).isEqualTo(date);
    }

    @Test
    void readsNoDateOfWhatIsTooShort() {
        assertThat(InstantText.date("2026-03")).isNull();
    }
}
