package io.automation.embedded.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunLineTest {

    @Test
    void tellsWhenWhatWhoWhyAndWhatCameOfIt() {
        assertThat(RunLine.of(TestingRuns.success(), ZoneOffset.ofHours(1), RunLine.WIDTH))
                .isEqualTo(
                        "17:06:30  success  Health alert      Quantum Teapots    "
                                + "health 63 -> 58, line 60    mail    0.9 s");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "skipped, condition_failed, -,              0, 0, condition_failed",
                "failed,  -,                550 no mailbox, 1, 0, 550 no mailbox",
                "queued,  -,                -,              1, 0, waits",
                "success, -,                -,              1, 1, mail unknown",
                "failed,  -,                -,              1, 0, failed",
            })
    void namesWhatHinderedAMail(
            String status,
            @Nullable String reason,
            @Nullable String error,
            int mails,
            int unknown,
            String effect) {
        assertThat(RunLine.effect(TestingRuns.run(status, reason, error, mails, unknown, null)))
                .isEqualTo(effect);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "health, 82, 41, -,  60, 'health 82 -> 41, line 60'",
                "risk,   68, 74, -,  70, 'risk 68 -> 74, line 70'",
                "health, 60, 51, 74, -,  'health 60 -> 51, lost 23'",
                "health, 60, 91, 51, -,  'health 60 -> 91, won 40'",
                "health, -,  41, -,  60, 'health 41, line 60'",
                "health, -,  -,  -,  60, ''",
            })
    void saysWhatWasCompared(
            String metric,
            @Nullable BigDecimal previous,
            @Nullable BigDecimal current,
            @Nullable BigDecimal reference,
            @Nullable BigDecimal threshold,
            String why) {
        RunRow like = TestingRuns.success();
        RunRow run =
                new RunRow(
                        like.id(),
                        like.occurredAt(),
                        like.status(),
                        null,
                        null,
                        like.workflow(),
                        like.account(),
                        metric,
                        previous,
                        current,
                        reference,
                        threshold,
                        1,
                        0,
                        like.acceptedAt());

        assertThat(RunLine.why(run)).isEqualTo(why);
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 87, 99, 100, 200})
    void staysWithinItsColumnsWhateverTheNames(int width) {
        RunRow like = TestingRuns.success();
        RunRow wide =
                new RunRow(
                        like.id(),
                        like.occurredAt(),
                        "skipped",
                        "a_reason_that_is_very_wideindeed",
                        null,
                        "A workflow with a very long name",
                        "A company with a very long name",
                        "health",
                        new BigDecimal("63.123456789"),
                        new BigDecimal("58.123456789"),
                        null,
                        new BigDecimal("60.123456789"),
                        0,
                        0,
                        null);

        assertThat(RunLine.of(wide, ZoneOffset.UTC, width)).hasSizeLessThanOrEqualTo(width);
        assertThat(RunLine.header(width)).hasSizeLessThanOrEqualTo(width);
    }

    @Test
    void coloursTheStatusOnly() {
        assertThat(RunLine.coloured(TestingRuns.success(), ZoneOffset.UTC, RunLine.WIDTH))
                .contains("16:06:30  \u001b[32msuccess\u001b[0m  Health alert");
    }
}
