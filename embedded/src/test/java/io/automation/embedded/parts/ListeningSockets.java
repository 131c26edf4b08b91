package io.automation.embedded.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The sockets on which a process really listens, as Linux tells. */
public final class ListeningSockets {

    private static final String LISTENS = "0A";

    /** 127.0.0.1 alone, as itself and as an IPv6 address, and ::1; bytes as the kernel writes. */
    private static final Set<String> LOOPBACK =
            Set.of(
                    "0100007F",
                    "0000000000000000FFFF00000100007F",
                    "00000000000000000000000001000000");

    private ListeningSockets() {}

    /** Those of a process that can be reached from elsewhere, as {@code address:port} in hex. */
    public static List<String> reachable(ProcessHandle process) throws IOException {
        return all(process).stream()
                .filter(address -> !LOOPBACK.contains(address.substring(0, address.indexOf(':'))))
                .toList();
    }

    /** All of a process; fails where Linux does not tell, rather than find none. */
    public static List<String> all(ProcessHandle process) throws IOException {
        Path proc = Path.of("/proc", Long.toString(process.pid()));
        Set<String> own = sockets(proc.resolve("fd"));
        List<String> addresses = new ArrayList<>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            if (!Files.exists(proc.resolve(table))) {
                continue;
            }
            for (String line : Files.readAllLines(proc.resolve(table))) {
                String[] fields = line.strip().split("\\s+");
                if (fields[3].equals(LISTENS) && own.contains("socket:[" + fields[9] + "]")) {
                    addresses.add(fields[1]);
                }
            }
        }
        return addresses;
    }

    private static Set<String> sockets(Path descriptors) throws IOException {
        Set<String> sockets = new HashSet<>();
        try (Stream<Path> open = Files.list(descriptors)) {
            for (Path descriptor : (Iterable<Path>) open::iterator) {
                if (Files.isSymbolicLink(descriptor)) {
                    sockets.add(Files.readSymbolicLink(descriptor).toString());
                }
            }
        }
        return sockets;
    }
}
