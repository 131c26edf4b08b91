package io.automation.embedded.demo;

import java.lang.reflect.Proxy;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ctrl-C and kill, without Java's own answer to them: that runs the shutdown hooks of all parts at
 * once, and the capture would end while its last changes are still on their way.
 *
 * <p>By reflection, since the compiler warns of the class and cannot be told not to.
 */
final class Interrupts {

    private static final Logger LOG = LoggerFactory.getLogger(Interrupts.class);

    private Interrupts() {}

    /** Has something done at each of them in place of the end of this process. */
    static void handle(Runnable handler) {
        try {
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object proxy =
                    Proxy.newProxyInstance(
                            Interrupts.class.getClassLoader(),
                            new Class<?>[] {handlerType},
                            (self, method, arguments) ->
                                    switch (method.getName()) {
                                        case "handle" -> {
                                            handler.run();
                                            yield null;
                                        }
                                        case "equals" -> self == arguments[0];
                                        case "hashCode" -> System.identityHashCode(self);
                                        default -> "the demo's handler";
                                    });
            for (String name : List.of("INT", "TERM", "HUP")) {
                Object signal = signalType.getConstructor(String.class).newInstance(name);
                signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, proxy);
            }
        } catch (ReflectiveOperationException | IllegalArgumentException unavailable) {
            LOG.info("Signals end this process through its shutdown hooks", unavailable);
        }
    }
}
