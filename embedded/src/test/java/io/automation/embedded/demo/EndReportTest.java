package io.automation.embedded.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.embedded.demo.Totals.Quantiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndReportTest {

    private static final Comparison GOOD =
            new Comparison(
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    140,
                    7,
                    List.of("Recovery (rearm_threshold)"),
                    118,
                    List.of());

    @Test
    void tellsWhatHappenedAndWhetherItWasRight() {
        assertThat(report(GOOD).lines())
                .containsExactly(
                        "Ended after 4 min 12 s.",
                        "  changes  9,840   runs 143: success 131, queued 4, skipped 8 (cooldown 6,"
                                + " condition_failed 2)",
                        "  mails    118     runs and mails compared with what was written: lost 0,"
                                + " doubled 0, unknown 0",
                        "                   over all that is kept: 140 runs due by the rows"
                                + " of 7 workflows,",
                        "                   and 118 accepted deliveries, each by its action id",
                        "                   without Recovery (rearm_threshold)",
                        "  latency  commit to mail p50 0.9 s, p99 1.6 s, worst 2.0 s",
                        "  memory   1.6 GiB at the highest, all processes together",
                        "  kept     .automation (41 MiB): \"./automation demo\" goes on,"
                                + " \"--fresh\" begins anew");
    }

    @Test
    void listsWhatIsNotAsItShouldBe() {
        Comparison bad =
                new Comparison(
                        1,
                        0,
                        0,
                        2,
                        1,
                        3,
                        140,
                        7,
                        List.of(
                                "At risk (status_change)",
                                "Bad outcome (engagement_event)",
                                "Goal achieved (goal_event)",
                                "Recovery (rearm_threshold)"),
                        118,
                        List.of("no run: for a row"));

        assertThat(bad.isGood()).isFalse();
        assertThat(report(bad).lines())
                .anyMatch(line -> line.endsWith("lost 1, doubled 2, unknown 1, 3 still waiting"))
                .contains("           no run: for a row")
                .contains(
                        "                   without At risk (status_change), Bad outcome"
                                + " (engagement_event) and 2 more");
    }

    @Test
    void saysSoWhereNothingCouldBeCompared() {
        assertThat(report(null).lines()).anyMatch(line -> line.contains("not compared"));
    }

    @ParameterizedTest
    @CsvSource({"59, 59 s", "60, 1 min 0 s", "3599, 59 min 59 s", "3720, 1 h 2 min"})
    void writesDurationsForPeople(long seconds, String text) {
        assertThat(EndReport.duration(Duration.ofSeconds(seconds))).isEqualTo(text);
    }

    private static EndReport report(@Nullable Comparison comparison) {
        Quantiles mail =
                new Quantiles(
                        Duration.ofMillis(900), Duration.ofMillis(1_600), Duration.ofMillis(2_000));
        return new EndReport(
                Duration.ofSeconds(252),
                9_840,
                118,
                new Totals(
                        Map.of("success", 131L, "queued", 4L, "skipped", 8L),
                        Map.of("cooldown", 6L, "condition_failed", 2L),
                        Quantiles.NONE,
                        mail),
                comparison,
                1_717_986_918L,
                Path.of(".automation"),
                41L << 20);
    }
}
