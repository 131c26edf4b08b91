package io.automation.embedded.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.embedded.demo.ExpectedRuns.Expected;
import io.automation.embedded.demo.ExpectedRuns.Rule;
import io.automation.embedded.demo.ExpectedRuns.Score;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of the contract for health_score_change, and what else the comparison relies on. */
class ExpectedRunsTest {

    private static final long DAY = Duration.ofDays(1).toMillis();

    @ParameterizedTest(name = "threshold {0} minimum {1} {2}: {3}")
    @CsvSource(
            nullValues = "-",
            value = {
                "60, -,  decrease, 0:70 1:59 2:55 3:61 4:58,         decrease 1 decrease 4",
                "60, -,  decrease, 0:61 1:60 2:59,                   decrease 2",
                "60, -,  increase, 0:59 1:60,                        increase 1",
                "-,  10, decrease, 0:80 2:74 5:69 6:65,              decrease 5",
                "60, 10, decrease, 0:80 14:70 15:64 28:59 29:54,     decrease 29",
                "-,  10, both,     0:50 3:80 5:55,                   increase 3 decrease 5",
                "60, -,  decrease, 0:40 1:39,                        ''",
                "60, -,  decrease, 0:70 1:59.995 2:60.0 3:59.9,      decrease 1 decrease 3",
            })
    void followTheContract(
            @Nullable BigDecimal threshold,
            @Nullable BigDecimal minimum,
            String direction,
            String scores,
            String expected) {
        Rule rule = rule(threshold, minimum, direction, Long.MIN_VALUE);

        assertThat(fired(rule, scores(scores, false))).isEqualTo(expected);
    }

    @Test
    void passOverASnapshotAndAnUnknownScore() {
        Rule rule = rule(new BigDecimal(60), null, "decrease", Long.MIN_VALUE);
        List<Score> scores = new ArrayList<>(scores("0:70 1:50", true));
        scores.add(new Score("2", 2 * DAY, null, null, false));
        scores.addAll(scores("3:49 4:61 5:50", false));

        assertThat(fired(rule, scores)).isEqualTo("decrease 5");
    }

    @Test
    void beginAfterAnEdit() {
        Rule rule = rule(new BigDecimal(60), null, "decrease", 3 * DAY);

        assertThat(fired(rule, scores("0:70 1:59 2:61 3:59", false))).isEqualTo("decrease 3");
    }

    private static Rule rule(
            @Nullable BigDecimal threshold,
            @Nullable BigDecimal minimum,
            String direction,
            long since) {
        return new Rule("w", false, direction, threshold, minimum, 7 * DAY, since);
    }

    private static List<Score> scores(String text, boolean snapshot) {
        List<Score> scores = new ArrayList<>();
        for (String each : text.split(" ")) {
            String[] parts = each.split(":");
            long at = Long.parseLong(parts[0]) * DAY;
            scores.add(new Score(parts[0], at, new BigDecimal(parts[1]), null, snapshot));
        }
        return scores;
    }

    private static String fired(Rule rule, List<Score> scores) {
        return ExpectedRuns.of(rule, scores).stream()
                .map(ExpectedRunsTest::shown)
                .collect(Collectors.joining(" "));
    }

    private static String shown(Expected expected) {
        return expected.direction() + ' ' + expected.rowId();
    }
}
