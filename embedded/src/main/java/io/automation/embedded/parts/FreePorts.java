package io.automation.embedded.parts;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/** Ports of this machine: free ones, and whether one is. */
public final class FreePorts {

    /** Below the range from which the kernel serves outgoing connections, so that none slips in. */
    private static final int LOWEST = 15_000;

    private static final int HIGHEST = 32_000;

    private static final Set<Integer> GIVEN = new HashSet<>();
    private static final Random RANDOM = new Random();

    private FreePorts() {}

    /** A free port, another one at each call. */
    public static int any() {
        synchronized (GIVEN) {
            while (true) {
                int port = RANDOM.nextInt(LOWEST, HIGHEST);
                if (isFree(port) && GIVEN.add(port)) {
                    return port;
                }
            }
        }
    }

    /** A default port, or another one if it is taken. */
    public static int preferred(int port) {
        synchronized (GIVEN) {
            return !GIVEN.contains(port) && isFree(port) && GIVEN.add(port) ? port : any();
        }
    }

    /** A port that the user asked for; refused if it is taken. */
    public static int asked(String part, String option, int port) {
        if (!isFree(port)) {
            throw new PartException(
                    part,
                    "port %d (%s) is taken by another process. Choose another, or stop it."
                            .formatted(port, option));
        }
        return port;
    }

    /** Whether nobody listens on a port of this machine. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
