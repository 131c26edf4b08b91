package io.automation.embedded.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.automation.embedded.parts.FreePorts;
import io.automation.embedded.parts.PartException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DemoPortsTest {

    private static final DemoPort PORT = DemoPort.KAFKA;

    private final AtomicInteger tries = new AtomicInteger();

    @Test
    void startsOnAnotherPortWhereItsOwnIsTakenMeanwhile() throws Exception {
        try (ServerSocket other = listen(0)) {
            DemoPorts ports = new DemoPorts(Map.of(), Map.of(PORT, other.getLocalPort()));

            try (ServerSocket started = ports.start(() -> listen(ports.of(PORT)), PORT)) {
                assertThat(started.getLocalPort()).isNotEqualTo(other.getLocalPort());
                assertThat(ports.byCode()).isEqualTo(Map.of("kafka", started.getLocalPort()));
            }
        }
    }

    @Test
    void refusesAPortThatWasAskedForAndIsTakenMeanwhile() throws Exception {
        try (ServerSocket other = listen(0)) {
            Map<DemoPort, Integer> asked = Map.of(PORT, other.getLocalPort());
            DemoPorts ports = new DemoPorts(asked, asked);

            assertThatThrownBy(() -> ports.start(() -> listen(ports.of(PORT)), PORT))
                    .isInstanceOf(PartException.class)
                    .hasMessage(
                            "port %d (--kafka-port) is taken by another process. Choose another, or stop it."
                                    .formatted(other.getLocalPort()));
            assertThat(tries).hasValue(1);
        }
    }

    @Test
    void doesNotTryAgainWhatFailsForAnotherReason() {
        DemoPorts ports = new DemoPorts(Map.of(), Map.of(PORT, FreePorts.any()));
        IOException full = new IOException("the disk is full");

        assertThatThrownBy(
                        () ->
                                ports.start(
                                        () -> {
                                            tries.incrementAndGet();
                                            throw full;
                                        },
                                        PORT))
                .isSameAs(full);
        assertThat(tries).hasValue(1);
    }

    private ServerSocket listen(int port) throws IOException {
        if (port != 0) {
            tries.incrementAndGet();
        }
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }
}
