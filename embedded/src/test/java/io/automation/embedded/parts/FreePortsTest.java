package io.automation.embedded.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class FreePortsTest {

    @Test
    void givesAnotherPortEachTime() {
        assertThat(FreePorts.any()).isNotEqualTo(FreePorts.any());
    }

    @Test
    void givesTheDefaultWayWhereItIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(FreePorts.preferred(taken.getLocalPort()))
                    .isNotEqualTo(taken.getLocalPort());
        }
        int free = FreePorts.any();
        assertThat(FreePorts.preferred(free)).isNotEqualTo(free);
    }

    @Test
    void refusesAnAskedPortThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> FreePorts.asked("Kafka", "--kafka-port", port))
                    .isInstanceOf(PartException.class)
                    .hasMessage(
                            "port %d (--kafka-port) is taken by another process. Choose another, or stop it."
                                    .formatted(port));
        }
    }
}
