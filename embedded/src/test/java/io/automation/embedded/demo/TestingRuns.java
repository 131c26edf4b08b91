package io.automation.embedded.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Runs to be shown. */
final class TestingRuns {

    static final Instant AT = Instant.parse("2026-11-24T16:06:30Z");

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

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
                "health_score_change",
                "health",
                json("{\"previous\":63,\"current\":58.0,\"reference\":71,\"threshold\":60}"),
                mails,
                unknown,
                acceptedAt);
    }

    /** The same for another trigger. */
    static RunRow because(String triggerType, String subject, String trigger) {
        return new RunRow(
                "7f3a1c52-0000-5000-8000-000000000000",
                AT,
                "success",
                null,
                null,
                "Health alert",
                "Quantum Teapots",
                triggerType,
                subject,
                json(trigger),
                1,
                0,
                AT.plusMillis(900));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
