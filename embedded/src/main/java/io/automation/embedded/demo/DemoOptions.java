package io.automation.embedded.demo;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a demo is started with.
 *
 * @param exitAfter counted from when all parts are ready; null: until Ctrl-C
 * @param rate changes a second
 * @param startedAt when the process began, epoch millis
 */
record DemoOptions(
        Path folder,
        boolean fresh,
        @Nullable Duration exitAfter,
        double rate,
        String guarantee,
        Ports ports,
        long startedAt) {

    /** Where the parts listen; null: the default, or a free port if that is taken. */
    record Ports(
            @Nullable Integer postgres,
            @Nullable Integer kafka,
            @Nullable Integer mail,
            @Nullable Integer mailPage,
            @Nullable Integer flink) {}
}
