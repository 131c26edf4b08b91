package io.automation.embedded.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.embedded.demo.Totals.Quantiles;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveViewTest {

    private static final Totals TOTALS =
            new Totals(
                    Map.of(
                            "success", 52L, "queued", 2L, "running", 1L, "skipped", 4L, "failed",
                            2L),
                    Map.of("cooldown", 3L, "condition_failed", 1L),
                    new Quantiles(
                            Duration.ofMillis(600),
                            Duration.ofMillis(1_200),
                            Duration.ofMillis(1_300)),
                    new Quantiles(
                            Duration.ofMillis(900),
                            Duration.ofMillis(1_600),
                            Duration.ofMillis(2_000)));

    private final LiveView view =
            new LiveView(URI.create("http://127.0.0.1:8025"), ZoneOffset.ofHours(1), false);

    @Test
    void showsNumbersOnTopAndTheNewestRunsBelow() {
        List<String> screen = view.screen(snapshot(null), 12, 100);

        assertThat(screen)
                .containsExactly(
                        "Automation System        17:06:31   clock 0.7 s behind       mails"
                                + " http://127.0.0.1:8025",
                        "",
                        "changes 4,312 (38/s)   runs 61   mails 49   waiting 3   skipped 4   failed"
                                + " 2   dead letters 0",
                        "commit to run row p50 0.6 s p99 1.2 s    to mail p50 0.9 s p99 1.6 s   "
                                + " checkpoint 0.4 s ago",
                        "",
                        "TIME      STATUS   WORKFLOW          ACCOUNT            WHY               "
                                + "          EFFECT",
                        "17:06:30  success  Health alert      Quantum Teapots    health 63 -> 58,"
                                + " line 60    mail    0.9 s",
                        "17:06:30  success  Health alert      Quantum Teapots    health 63 -> 58,"
                                + " line 60    mail    0.9 s",
                        "17:06:30  success  Health alert      Quantum Teapots    health 63 -> 58,"
                                + " line 60    mail    0.9 s",
                        "17:06:30  success  Health alert      Quantum Teapots    health 63 -> 58,"
                                + " line 60    mail    0.9 s",
                        "",
                        "try  ./automation sql \"SELECT * FROM accounts\"          Ctrl-C ends, the"
                                + " data stays");
    }

    @Test
    void showsANoteAboveTheFooter() {
        List<String> screen = view.screen(snapshot("the simulator stopped"), 30, 100);

        assertThat(screen).contains("the simulator stopped").hasSizeLessThanOrEqualTo(30);
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 81, 90, 99, 100, 132})
    void staysWithinTheTerminalAndLosesNothing(int width) {
        Snapshot now = snapshot("the simulator stopped");
        List<String> screen = view.screen(now, 24, width);

        assertThat(screen)
                .hasSize(24)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(width));
        assertThat(String.join(" ", screen))
                .contains("clock 0.7 s behind", "mails http://127.0.0.1:8025")
                .contains("dead letters 0", "checkpoint 0.4 s ago")
                .contains("health 63 -> 58, line 60", "mail    0.9 s", "the data stays");
    }

    @Test
    void needsASecondLineWhereTheNumbersAreLong() {
        assertThat(view.screen(snapshot(null), 24, 80))
                .startsWith(
                        "Automation System  17:06:31  clock 0.7 s behind  mails"
                                + " http://127.0.0.1:8025",
                        "",
                        "changes 4,312 (38/s)  runs 61  mails 49  waiting 3  skipped 4  failed 2",
                        "dead letters 0",
                        "commit to run row p50 0.6 s p99 1.2 s  to mail p50 0.9 s p99 1.6 s",
                        "checkpoint 0.4 s ago",
                        "",
                        "TIME      STATUS   WORKFLOW   ACCOUNT     WHY                      EFFECT",
                        "17:06:30  success  Health al… Quantum Te… health 63 -> 58, line 60 mail "
                                + "   0.9 s");
    }

    @Test
    void neverTellsOfATimeToCome() {
        Snapshot ahead =
                new Snapshot(
                        TestingRuns.AT,
                        1,
                        1,
                        1,
                        0,
                        TOTALS,
                        Duration.ofMillis(-500),
                        Duration.ofMillis(-20),
                        null,
                        List.of());

        assertThat(String.join(" ", view.screen(ahead, 24, 100)))
                .contains("clock 0.0 s behind", "checkpoint 0.0 s ago");
    }

    @Test
    void tellsTotalsInOneLineWithoutATerminal() {
        assertThat(view.totals(snapshot(null)))
                .isEqualTo(
                        "17:06:31  changes 4,312 (38/s)  runs 61  mails 49  waiting 3  skipped 4"
                                + "  failed 2  dead letters 0   mail p50 0.9 s p99 1.6 s");
    }

    private static Snapshot snapshot(@Nullable String note) {
        return new Snapshot(
                TestingRuns.AT.plusSeconds(1),
                4_312,
                38.2,
                49,
                0,
                TOTALS,
                Duration.ofMillis(700),
                Duration.ofMillis(400),
                note,
                Collections.nCopies(40, TestingRuns.success()));
    }
}
