package io.automation.udfs.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.model.workflow.Trigger.Direction;
import io.automation.model.workflow.Trigger.HealthScoreChange;
import io.automation.model.workflow.Trigger.Metric;
import io.automation.udfs.trigger.ScoreHistory.Extremes;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthScoreEdgeTest {

    private static final long WEEK = 7 * 86_400_000L;

    @ParameterizedTest
    @CsvSource({
        // the line alone, downwards: below is less than it
        "60, , true, 60, 59.99, , , 60",
        "60, , true, 61, 60, , , ",
        "60, , true, 59, 58, , , ",
        "60, , true, 59, 60, , , ",
        // upwards: at it is above
        "60, , false, 59.99, 60, , , 59.99",
        "60, , false, 60, 61, , , ",
        "60, , false, 61, 59, , , ",
        // a change alone: from the extreme of the set
        ", 10, true, 71, 70, 60, 80, 80",
        ", 10, true, 71, 70.01, 60, 80, ",
        ", 10, true, 70, 65, 60, 80, ",
        ", 10, false, 69, 70, 60, 80, 60",
        ", 10, false, 69, 69.99, 60, 80, ",
        ", 10, false, 70, 75, 60, 80, ",
        // both: what was missing last makes the edge
        "60, 10, true, 65, 59, 59, 70, 70",
        "60, 10, true, 59, 55, 59, 65, 65",
        "60, 10, true, 64, 59, 59, 68, ",
        "60, 10, true, 65, 60, 59, 70, ",
        "60, 10, true, 58, 55, 59, 70, ",
    })
    void becomesTrueOnce(
            @Nullable BigDecimal threshold,
            @Nullable BigDecimal minimumChange,
            boolean decrease,
            BigDecimal previous,
            BigDecimal current,
            @Nullable BigDecimal lowest,
            @Nullable BigDecimal highest,
            @Nullable BigDecimal reference) {
        Extremes set = lowest == null || highest == null ? null : new Extremes(lowest, highest);

        HealthScoreEdge edge =
                HealthScoreEdge.between(
                        previous, current, trigger(threshold, minimumChange), decrease, set);

        assertThat(edge)
                .isEqualTo(reference == null ? null : new HealthScoreEdge(decrease, reference));
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void hasNoChangeWithoutAnEarlierScore(boolean decrease) {
        HealthScoreChange trigger = trigger(null, BigDecimal.ONE);

        assertThat(HealthScoreEdge.holds(BigDecimal.TEN, trigger, decrease, null)).isFalse();
    }

    private static HealthScoreChange trigger(
            @Nullable BigDecimal threshold, @Nullable BigDecimal minimumChange) {
        return new HealthScoreChange(
                Metric.HEALTH_SCORE,
                Direction.BOTH,
                threshold,
                minimumChange,
                minimumChange == null ? 0 : WEEK,
                null);
    }
}
