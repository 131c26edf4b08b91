package io.automation.embedded.demo;

import io.automation.embedded.parts.FreePorts;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ports of one demo: those asked for, else the usual ones, else free ones.
 *
 * <p>A port is chosen some time before its part listens, and another process may take it meanwhile,
 * a second demo for one. A part that does not start for this reason is started again on another
 * port, unless the port was asked for.
 */
final class DemoPorts {

    private static final Logger LOG = LoggerFactory.getLogger(DemoPorts.class);

    private final Map<DemoPort, Integer> asked;
    private final Map<DemoPort, Integer> chosen;

    DemoPorts(Map<DemoPort, Integer> asked, Map<DemoPort, Integer> chosen) {
        this.asked = Map.copyOf(asked);
        this.chosen = new EnumMap<>(chosen);
    }

    /**
     * Chooses.
     *
     * @throws io.automation.embedded.parts.PartException if a port that was asked for is taken
     */
    static DemoPorts choose(Map<DemoPort, Integer> asked) {
        Map<DemoPort, Integer> chosen = new EnumMap<>(DemoPort.class);
        for (DemoPort port : DemoPort.values()) {
            Integer wanted = asked.get(port);
            chosen.put(
                    port,
                    wanted == null
                            ? FreePorts.preferred(port.usual())
                            : FreePorts.asked(port.part(), port.option(), wanted));
        }
        return new DemoPorts(asked, chosen);
    }

    synchronized int of(DemoPort port) {
        return Objects.requireNonNull(chosen.get(port));
    }

    /** All of them, by the names of the file of ports. */
    synchronized Map<String, Integer> byCode() {
        Map<String, Integer> all = new LinkedHashMap<>();
        chosen.forEach((port, number) -> all.put(port.code(), number));
        return all;
    }

    /**
     * Starts what listens on some of the ports, as often as it loses one that was not asked for.
     *
     * @throws io.automation.embedded.parts.PartException if a port that was asked for is taken
     */
    <T> T start(Callable<T> part, DemoPort... listensOn) throws Exception {
        while (true) {
            try {
                return part.call();
            } catch (Exception failed) {
                if (!replaceTaken(listensOn)) {
                    throw failed;
                }
            }
        }
    }

    /** Whether a port was taken by another process, and is another one now. */
    private synchronized boolean replaceTaken(DemoPort... listensOn) {
        boolean replaced = false;
        for (DemoPort port : listensOn) {
            int lost = of(port);
            Integer wanted = asked.get(port);
            if (wanted != null) {
                FreePorts.asked(port.part(), port.option(), wanted);
            } else if (!FreePorts.isFree(lost)) {
                chosen.put(port, FreePorts.any());
                LOG.info("{} was taken meanwhile: {} tries {}", lost, port.part(), of(port));
                replaced = true;
            }
        }
        return replaced;
    }
}
