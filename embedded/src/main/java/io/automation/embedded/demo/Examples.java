package io.automation.embedded.demo;

import io.automation.embedded.definitions.Definition;
import io.automation.embedded.definitions.DefinitionReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The definition files of {@code docs/examples}, as they lie in the jar. */
final class Examples {

    static final List<String> FILES =
            List.of(
                    "health-alert.yaml",
                    "recovery.yaml",
                    "rapid-drop.yaml",
                    "churn-prevention.yaml",
                    "enterprise-watch.yaml",
                    "celebration.yaml",
                    "trial-rescue.yaml",
                    "big-swings.yaml",
                    "meetings.yaml",
                    "at-risk.yaml",
                    "trouble-ahead.yaml",
                    "calendar.yaml",
                    "onboarding.yaml",
                    "goals.yaml",
                    "business-review.yaml");

    private Examples() {}

    static List<Definition> read() {
        List<Definition> definitions = new ArrayList<>();
        for (String file : FILES) {
            definitions.addAll(DefinitionReader.read(file, content(file)).definitions());
        }
        return definitions;
    }

    private static String content(String file) {
        try (InputStream stream = Examples.class.getResourceAsStream("/examples/" + file)) {
            return new String(
                    Objects.requireNonNull(stream, file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new IllegalStateException("the jar is not readable", failed);
        }
    }
}
