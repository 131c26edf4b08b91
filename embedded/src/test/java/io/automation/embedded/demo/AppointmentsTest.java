package io.automation.embedded.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AppointmentsTest {

    @ParameterizedTest
    @CsvSource({
        "2026-11-24T17:06:00.000Z, 2026-11-24T17:07:00Z",
        "2026-11-24T17:06:51.999Z, 2026-11-24T17:07:00Z",
        "2026-11-24T17:06:52.000Z, 2026-11-24T17:08:00Z",
        "2026-11-24T23:59:30.000Z, 2026-11-25T00:00:00Z",
    })
    void moveToTheNextMinuteThatIsNotTooNear(Instant now, Instant to) {
        assertThat(Appointments.after(now)).isEqualTo(to);
    }
}
