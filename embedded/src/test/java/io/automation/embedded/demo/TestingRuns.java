package io.automation.embedded.demo;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Runs to be shown. */
final class TestingRuns {

    static final Instant AT = Instant.parse("2026-11-24T16:06:30Z");

    private TestingRuns() {}

    static RunRow success() {
        return run("success", null, null, 1, 0, AT.plusMillis(900));
    }

    static RunRow run(
            String status,
            @Nullable String reason,
            @Nullable String error,
            int mails,
            int unknown,
            @Nullable Instant acceptedAt) {
        return new RunRow(
                "7f3a1c52-0000-5000-8000-000000000000",
                AT,
                status,
                reason,
                error,
                "Health alert",
                "Quantum Teapots",
                "health",
                new BigDecimal("63"),
                new BigDecimal("58.0"),
                new BigDecimal("71"),
                new BigDecimal("60"),
                mails,
                unknown,
                acceptedAt);
    }
}
