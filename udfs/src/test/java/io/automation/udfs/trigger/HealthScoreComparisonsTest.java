package io.automation.udfs.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.model.change.Change;
import io.automation.model.change.RowKey;
import io.automation.model.change.RowVersion;
import io.automation.model.run.Compared;
import io.automation.model.workflow.Trigger.Direction;
import io.automation.model.workflow.Trigger.HealthScoreChange;
import io.automation.model.workflow.Trigger.Metric;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HealthScoreComparisonsTest {

    private static final long DAY = 24L * 3_600_000;

    @Test
    void saysTheSameAsTheEdge() {
        Random random = new Random(5);
        int fired = 0;
        for (int i = 0; i < 5_000; i++) {
            HealthScoreChange trigger = trigger(random);
            boolean decrease = trigger.direction() == Direction.DECREASE;
            ScoreHistory history = new ScoreHistory();
            long at = 0;
            for (int step = 0; step < 8; step++) {
                at += random.nextInt(3) * DAY;
                BigDecimal current = BigDecimal.valueOf(random.nextInt(12));
                BigDecimal previous = history.inForce(Metric.HEALTH_SCORE);
                List<Compared> compared =
                        HealthScoreComparisons.ofChange(current, trigger, decrease, history, at);
                boolean edge =
                        previous != null
                                && HealthScoreEdge.between(
                                                previous,
                                                current,
                                                trigger,
                                                decrease,
                                                history.extremes(
                                                        Metric.HEALTH_SCORE,
                                                        at - trigger.timeWindowMillis()))
                                        != null;

                assertThat(cameTrue(compared)).as("%s: %s", trigger, compared).isEqualTo(edge);
                fired += edge ? 1 : 0;
                set(history, at, current);
            }
        }
        assertThat(fired).isGreaterThan(2_000);
    }

    @Test
    void saysFromWhereTheScoreFellAndWhen() {
        ScoreHistory history = new ScoreHistory();
        set(history, 0, new BigDecimal("80"));
        set(history, 2 * DAY, new BigDecimal("71"));
        set(history, 3 * DAY, new BigDecimal("71.00"));
        set(history, 4 * DAY, new BigDecimal("63"));
        HealthScoreChange trigger =
                new HealthScoreChange(
                        Metric.HEALTH_SCORE,
                        Direction.DECREASE,
                        new BigDecimal("60"),
                        new BigDecimal("5"),
                        DAY,
                        null);

        List<Compared> compared =
                HealthScoreComparisons.ofChange(
                        new BigDecimal("58"), trigger, true, history, 4 * DAY);

        assertThat(compared)
                .extracting(Compared::test)
                .containsExactly("below", "lost_at_least", "already");
        assertThat(compared.get(1).found()).isEqualTo(new BigDecimal("13.00"));
        assertThat(compared.get(1).extras())
                .containsExactly(
                        new Compared.Extra("within", "1d"),
                        new Compared.Extra("from", new BigDecimal("71.00")),
                        new Compared.Extra("from_at", "1970-01-04T00:00:00.000Z"),
                        new Compared.Extra("to", new BigDecimal("58")));
        assertThat(compared.get(2).found()).isEqualTo(new BigDecimal("63"));
    }

    private static boolean cameTrue(List<Compared> compared) {
        return compared.stream()
                .allMatch(
                        each -> each.holds() != each.test().equals(HealthScoreComparisons.ALREADY));
    }

    private static HealthScoreChange trigger(Random random) {
        boolean hasChange = random.nextBoolean();
        boolean hasThreshold = !hasChange || random.nextBoolean();
        return new HealthScoreChange(
                Metric.HEALTH_SCORE,
                random.nextBoolean() ? Direction.DECREASE : Direction.INCREASE,
                hasThreshold ? number(random) : null,
                hasChange ? number(random) : null,
                hasChange ? (1 + random.nextInt(3)) * DAY : 0,
                null);
    }

    private static @Nullable BigDecimal number(Random random) {
        return BigDecimal.valueOf(1 + random.nextInt(8));
    }

    private static void set(ScoreHistory history, long at, BigDecimal score) {
        history.set(
                RowKey.of(UUID.randomUUID().toString()),
                new RowVersion(at, at, 0, 0, false, Change.NO_VALUES),
                at,
                score,
                null);
    }
}
