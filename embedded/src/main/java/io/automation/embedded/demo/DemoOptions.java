package io.automation.embedded.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a demo is started with.
 *
 * @param exitAfter counted from when all parts are ready; null: until Ctrl-C
 * @param rate changes a second
 * @param ports those asked for; the others are the usual ones, or free ones if those are taken
 * @param startedAt when the process began, epoch millis
 */
record DemoOptions(
        Path folder,
        boolean fresh,
        @Nullable Duration exitAfter,
        double rate,
        String guarantee,
        Map<DemoPort, Integer> ports,
        long startedAt) {

    DemoOptions {
        ports = Map.copyOf(ports);
    }
}
