package io.automation.embedded.parts;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A mail that the catcher accepted.
 *
 * @param id sorts by time of arrival
 * @param to the addresses of the envelope, joined by comma and blank
 * @param from the address of the envelope
 * @param subject decoded; empty without one
 * @param headers by name in any case, the first of each, undecoded
 */
public record CaughtMail(
        String id,
        String to,
        String from,
        String subject,
        Instant receivedAt,
        Map<String, String> headers) {

    public CaughtMail {
        TreeMap<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byName.putAll(headers);
        headers = Collections.unmodifiableMap(byName);
    }

    /** The run that sent it. */
    public @Nullable String runId() {
        return headers.get("X-Run-Id");
    }

    public @Nullable String messageId() {
        return headers.get("Message-ID");
    }
}
