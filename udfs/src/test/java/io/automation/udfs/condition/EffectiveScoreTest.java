package io.automation.udfs.condition;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.udfs.condition.EffectiveScore.Overlay;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What overlays make of a score. */
class EffectiveScoreTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
                    # base,  adjustment, now, score
                    60,      -10,        9,   60
                    60,      -10,        10,  50
                    60,      -10,        19,  50
                    60,      -10,        20,  60
                    59.995,  0.1,        10,  60.095
                    0.1,     0.2,        10,  0.3
                    60,      -60.001,    10,  0
                    60,      40.5,       10,  100
                    -5,      0,          10,  0
                    120,     0,          9,   100
                    120,     -30,        10,  90
                    -,       10,         10,  -
                    """)
    void addsWhatIsInForceAndClamps(
            @Nullable BigDecimal base,
            BigDecimal adjustment,
            long now,
            @Nullable BigDecimal expected) {
        BigDecimal score = EffectiveScore.of(base, List.of(new Overlay(adjustment, 10, 20)), now);

        if (expected == null) {
            assertThat(score).isNull();
        } else {
            assertThat(score).isEqualByComparingTo(expected);
        }
    }

    @Test
    void clampsTheSumNotItsParts() {
        List<Overlay> overlays =
                List.of(
                        new Overlay(new BigDecimal("70"), 0, 10),
                        new Overlay(new BigDecimal("-50"), 0, 10));

        assertThat(EffectiveScore.of(new BigDecimal("60"), overlays, 5)).isEqualByComparingTo("80");
    }
}
