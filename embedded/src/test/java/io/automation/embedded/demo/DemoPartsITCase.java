package io.automation.embedded.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.embedded.parts.Folders;
import io.automation.embedded.parts.FreePorts;
import io.automation.embedded.parts.ListeningSockets;
import io.automation.embedded.parts.RunningDemo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The parts of a demo whose ports go to somebody else between choice and start. */
class DemoPartsITCase {

    private static final Path FOLDER = Path.of("target", "demo-parts").toAbsolutePath();

    private final List<ServerSocket> others = new ArrayList<>();
    private final Map<DemoPort, Integer> chosen = new EnumMap<>(DemoPort.class);

    @AfterEach
    void giveThePortsBack() throws IOException {
        for (ServerSocket other : others) {
            other.close();
        }
    }

    @Test
    void startsOnOtherPortsThanThoseThatAreTakenMeanwhile() throws Exception {
        Folders.delete(FOLDER);
        DemoFolder folder = DemoFolder.take(FOLDER, false);
        for (DemoPort port : DemoPort.values()) {
            chosen.put(port, FreePorts.any());
        }
        DemoPorts ports = new DemoPorts(Map.of(), chosen);
        for (int port : chosen.values()) {
            others.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
        }
        ByteArrayOutputStream told = new ByteArrayOutputStream();

        try (DemoParts parts = new DemoParts(folder, options(), ports)) {
            parts.start(new StartTable(new PrintStream(told, true, StandardCharsets.UTF_8)));

            assertThat(told.toString(StandardCharsets.UTF_8))
                    .contains("port " + ports.of(DemoPort.POSTGRES) + ",")
                    .contains("port " + ports.of(DemoPort.KAFKA) + " ")
                    .contains("port " + ports.of(DemoPort.MAIL) + " ")
                    .contains("21 active, 0 refused");
            assertThat(parts.mails().httpPort()).isEqualTo(ports.of(DemoPort.MAIL_PAGE));
            assertThat(parts.flinkPage()).hasPort(ports.of(DemoPort.FLINK));
            assertThat(ports.byCode().values()).doesNotContainAnyElementsOf(chosen.values());
            assertThat(RunningDemo.port(FOLDER, "kafka")).isEqualTo(ports.of(DemoPort.KAFKA));
            assertThat(ListeningSockets.reachable(ProcessHandle.current())).isEmpty();
        } finally {
            folder.close();
        }
    }

    private static DemoOptions options() {
        return new DemoOptions(
                FOLDER, false, null, 1, "exactly-once", Map.of(), System.currentTimeMillis());
    }
}
