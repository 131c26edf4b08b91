package io.automation.udfs.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.model.change.Change;
import io.automation.model.change.RowKey;
import io.automation.model.change.RowVersion;
import io.automation.model.workflow.Trigger.Metric;
import io.automation.udfs.trigger.ScoreHistory.Extremes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreHistoryTest {

    private final ScoreHistory history = new ScoreHistory();

    @Test
    void knowsTheLastValueThatIsNotNull() {
        set("a", 1, "70");
        set("b", 2, null);

        assertThat(history.inForce(Metric.HEALTH_SCORE)).isEqualTo("70");
        assertThat(history.inForce(Metric.CHURN_RISK)).isNull();
        assertThat(history.last()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 60, 90",
        "1, 60, 90",
        "2, 60, 80",
        "3, 60, 80",
        "4, 60, 75",
        "5, 75, 75",
        "9, 75, 75"
    })
    void referenceSetBeginsWithTheLastScoreBeforeTheWindow(
            long windowStart, String lowest, String highest) {
        set("a", 1, "90");
        set("b", 2, "80");
        set("c", 4, "60");
        set("d", 5, "75");

        Extremes extremes = history.extremes(Metric.HEALTH_SCORE, windowStart);

        assertThat(extremes)
                .isEqualTo(new Extremes(new BigDecimal(lowest), new BigDecimal(highest)));
    }

    @Test
    void putsALateSnapshotInItsPlace() {
        set("a", 5, "70");

        boolean isLast = set("b", 3, "40");

        assertThat(isLast).isFalse();
        assertThat(history.inForce(Metric.HEALTH_SCORE)).isEqualTo("70");
        assertThat(history.extremes(Metric.HEALTH_SCORE, 4))
                .isEqualTo(new Extremes(new BigDecimal("40"), new BigDecimal("70")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "59.995",
                "-0.5",
                "12345678901234567890.12345",
                "1E+20",
                "0E-20",
                "99999999999999999999"
            })
    void keepsEveryDecimalExactly(String decimal) throws IOException {
        set("a", 1, "1");
        set("b", 2, decimal);

        assertThat(written().value(1, Metric.HEALTH_SCORE)).isEqualTo(new BigDecimal(decimal));
    }

    @ParameterizedTest
    @ValueSource(strings = {"59.995", "12345678901234567890.12345", "1E+20", "0.00001", "33.3"})
    void nearValuesAreNear(String decimal) {
        set("a", 1, decimal);

        double exact = new BigDecimal(decimal).doubleValue();
        assertThat(history.nearInForce(Metric.HEALTH_SCORE))
                .isBetween(exact - 2 * Math.ulp(exact), exact + 2 * Math.ulp(exact));
    }

    @Test
    void forgetsOlderScoresButThatInForce() {
        set("a", 1, "90");
        set("b", 2, "80");
        set("c", 10, "60");

        history.forgetBefore(9);

        assertThat(history.size()).isEqualTo(2);
        assertThat(history.inForce(Metric.HEALTH_SCORE)).isEqualTo("60");
        assertThat(history.extremes(Metric.HEALTH_SCORE, 0))
                .isEqualTo(new Extremes(new BigDecimal("60"), new BigDecimal("80")));
        assertThat(history.find(key("b"))).isEqualTo(-1);
        assertThat(history.find(key("c"))).isEqualTo(1);
    }

    @Test
    void forgetsMoreWhenMoreIsOld() {
        set("a", 1, "90");
        set("b", 10, "80");
        set("c", 20, "60");
        set("d", 30, "50");
        history.forgetBefore(5);
        assertThat(history.size()).isEqualTo(4);

        history.forgetBefore(21);

        assertThat(history.size()).isEqualTo(2);
        assertThat(history.find(key("c"))).isEqualTo(-1);
        assertThat(history.find(key("d"))).isEqualTo(1);
    }

    @Test
    void keepsWhatIsExactlyAsOld() {
        set("a", 1, "90");
        set("b", 10, "80");
        set("c", 20, "60");

        history.forgetBefore(10);

        assertThat(history.find(key("a"))).isEqualTo(-1);
        assertThat(history.find(key("b"))).isNotNegative();
        assertThat(history.extremes(Metric.HEALTH_SCORE, 0))
                .isEqualTo(new Extremes(new BigDecimal("60"), new BigDecimal("90")));
    }

    @Test
    void forgetsRowsThatSetNoScore() {
        history.put(key("x"), version(1, 1, false));
        set("a", 2, "90");
        history.put(key("y"), version(3, 3, true));
        set("b", 10, "80");
        assertThat(history.size()).isEqualTo(4);
        assertThat(history.last()).isEqualTo(3);

        history.forgetBefore(9);

        assertThat(history.size()).isEqualTo(2);
        assertThat(history.find(key("x"))).isEqualTo(-1);
        assertThat(history.find(key("y"))).isEqualTo(-1);
    }

    @Test
    void isEmptyUntilAScoreIsSet() {
        history.put(key("x"), version(1, 1, false));
        assertThat(history.isEmpty()).isTrue();
        assertThat(history.last()).isEqualTo(-1);

        set("a", 2, null);

        assertThat(history.isEmpty()).isFalse();
    }

    @Test
    void forgetsAnOlderVersionOfARowWithItsAccount() {
        set("a", 1, "90");
        set("a", 2, "80");

        history.delete();

        assertThat(history.size()).isEqualTo(1);
        assertThat(history.version(history.find(key("a"))).at()).isEqualTo(2);
    }

    @Test
    void boundsEveryValueOfAMetric() {
        set("a", 1, "90");
        set("b", 2, "12345678901234567890.5");
        set("c", 3, "-3");

        assertThat(history.bound(Metric.HEALTH_SCORE, false)).isEqualTo(-3);
        assertThat(history.bound(Metric.HEALTH_SCORE, true)).isEqualTo(12345678901234567890.5);
        assertThat(history.bound(Metric.CHURN_RISK, true)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(history.nearExtreme(Metric.HEALTH_SCORE, 2, false)).isEqualTo(-3);
        assertThat(history.nearExtreme(Metric.HEALTH_SCORE, 2, true))
                .isEqualTo(12345678901234567890.5);
        assertThat(history.nearExtreme(Metric.CHURN_RISK, 2, true)).isNaN();
    }

    @ParameterizedTest
    @ValueSource(strings = {"999999999999999999", "1000000000000000000", "0.0000000000000000001"})
    void keepsDecimalsAtTheEdgeOfTheirPackedForm(String decimal) throws IOException {
        set("a", 1, decimal);

        assertThat(written().value(0, Metric.HEALTH_SCORE)).isEqualTo(new BigDecimal(decimal));
    }

    @Test
    void knowsRowsOfADeletedAccountWithoutTheirScores() {
        set("a", 1, "90");

        history.delete();

        assertThat(history.isEmpty()).isTrue();
        assertThat(history.inForce(Metric.HEALTH_SCORE)).isNull();
        assertThat(history.version(history.find(key("a"))).deleted()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void agreesWithAListOfRows(long seed) throws IOException {
        Random random = new Random(seed);
        ScoreHistory packed = new ScoreHistory();
        Naive naive = new Naive();
        long now = 1_000;
        for (int step = 0; step < 400; step++) {
            now += random.nextInt(3);
            String id = random.nextInt(4) == 0 ? "row " + random.nextInt(60) : uuid(random);
            RowVersion version = version(step, now, random.nextInt(20) == 0);
            if (random.nextInt(5) == 0) {
                packed.put(RowKey.of(id), version);
                naive.put(id, version);
            } else {
                long time = random.nextInt(10) == 0 ? now - random.nextInt(50) : now;
                BigDecimal health = decimal(random);
                BigDecimal churn = decimal(random);
                packed.set(RowKey.of(id), version, time, health, churn);
                naive.set(id, version, time, health, churn);
            }
            if (random.nextInt(30) == 0) {
                long instant = now - random.nextInt(60);
                packed.forgetBefore(instant);
                naive.forgetBefore(instant);
            }
            if (random.nextInt(40) == 0) {
                packed = written(packed);
            }
            if (random.nextInt(40) == 0) {
                packed = packed.copy();
            }
            naive.compare(packed, now - random.nextInt(80), seed + "/" + step);
        }
    }

    private static @Nullable BigDecimal decimal(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> null;
            case 1 ->
                    new BigDecimal("12345678901234567890.5")
                            .add(BigDecimal.valueOf(random.nextInt(9)));
            default -> BigDecimal.valueOf(random.nextInt(1_000), random.nextInt(3));
        };
    }

    private static String uuid(Random random) {
        return new UUID(7, random.nextInt(60)).toString();
    }

    private boolean set(String id, long time, @Nullable String healthScore) {
        BigDecimal score = healthScore == null ? null : new BigDecimal(healthScore);
        return history.set(key(id), version(time, time, false), time, score, null);
    }

    private static RowKey key(String id) {
        return RowKey.of(id);
    }

    private static RowVersion version(long lsn, long at, boolean deleted) {
        boolean placed = lsn % 7 != 0;
        return new RowVersion(
                placed ? lsn : Change.NONE,
                at,
                1 << (lsn % 4),
                placed ? 0 : lsn * 31,
                deleted,
                Change.NO_VALUES);
    }

    private ScoreHistory written() throws IOException {
        return written(history);
    }

    private static ScoreHistory written(ScoreHistory history) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        history.write(new DataOutputStream(bytes));
        return ScoreHistory.read(
                new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }

    /** The same by a list of scores and a list of versions. */
    private static final class Naive {

        private record Score(
                long time, @Nullable BigDecimal health, @Nullable BigDecimal churn, String id) {
            @Nullable BigDecimal of(Metric metric) {
                return metric == Metric.HEALTH_SCORE ? health : churn;
            }
        }

        private record Row(String id, RowVersion version) {}

        private final List<Score> scores = new ArrayList<>();
        private final List<Row> rows = new ArrayList<>();
        private long forgotten = Long.MIN_VALUE;

        void put(String id, RowVersion version) {
            rows.removeIf(row -> row.id.equals(id));
            rows.add(new Row(id, version));
        }

        void set(
                String id,
                RowVersion version,
                long time,
                @Nullable BigDecimal health,
                @Nullable BigDecimal churn) {
            put(id, version);
            scores.add(new Score(time, health, churn, id));
            scores.sort(Comparator.comparingLong(Score::time));
        }

        void forgetBefore(long instant) {
            String last = scores.isEmpty() ? "" : scores.get(scores.size() - 1).id;
            rows.removeIf(row -> row.version.at() < instant && !row.id.equals(last));
            forgotten = Math.max(forgotten, instant);
        }

        void compare(ScoreHistory packed, long windowStart, String at) {
            for (Row row : rows) {
                int i = packed.find(RowKey.of(row.id));
                assertThat(i).as(at + " " + row.id).isNotNegative();
                assertThat(packed.version(i)).as(at).isEqualTo(row.version);
            }
            for (int n = 0; n < 60; n++) {
                String id = "row " + n;
                if (rows.stream().noneMatch(row -> row.id.equals(id))) {
                    assertThat(packed.find(RowKey.of(id))).as(at + " " + id).isEqualTo(-1);
                }
            }
            assertThat(packed.isEmpty()).as(at).isEqualTo(scores.isEmpty());
            for (Metric metric : Metric.values()) {
                BigDecimal lowest = null;
                BigDecimal highest = null;
                BigDecimal inForce = null;
                for (int i = scores.size() - 1; i >= 0; i--) {
                    BigDecimal value = scores.get(i).of(metric);
                    if (value == null) {
                        continue;
                    }
                    inForce = inForce == null ? value : inForce;
                    lowest = lowest == null || value.compareTo(lowest) < 0 ? value : lowest;
                    highest = highest == null || value.compareTo(highest) > 0 ? value : highest;
                    if (scores.get(i).time <= windowStart) {
                        break;
                    }
                }
                assertThat(packed.inForce(metric)).as(at).isEqualTo(inForce);
                if (windowStart >= forgotten && lowest != null && highest != null) {
                    assertThat(packed.nearExtreme(metric, windowStart, true))
                            .as(at)
                            .isEqualTo(highest.doubleValue());
                    assertThat(packed.nearExtreme(metric, windowStart, false))
                            .as(at)
                            .isEqualTo(lowest.doubleValue());
                    assertThat(packed.bound(metric, false))
                            .as(at)
                            .isLessThanOrEqualTo(lowest.doubleValue());
                }
            }
        }
    }
}
