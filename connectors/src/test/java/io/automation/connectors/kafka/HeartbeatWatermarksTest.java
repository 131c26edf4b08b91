package io.automation.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.model.change.Change;
import io.automation.model.change.DeadLetter;
import io.automation.model.change.Decoded;
import io.automation.model.change.Operation;
import io.automation.model.change.Table;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HeartbeatWatermarksTest {

    private final HeartbeatWatermarks clock = new HeartbeatWatermarks();
    private final Emitted emitted = new Emitted();

    @Test
    void movesWithAHeartbeatToJustBeforeIt() {
        clock.onEvent(change(Table.AUTOMATION_HEARTBEAT, Operation.UPDATE, 1_000), 0, emitted);

        assertThat(emitted.times).containsExactly(999L);
    }

    @Test
    void standsStillForEverythingElse() {
        clock.onEvent(change(Table.AUTOMATION_HEARTBEAT, Operation.READ, 1_000), 0, emitted);
        clock.onEvent(change(Table.AUTOMATION_HEARTBEAT, Operation.CREATE, 1_000), 0, emitted);
        clock.onEvent(change(Table.HEALTH_SCORES, Operation.UPDATE, 1_000), 0, emitted);
        clock.onEvent(
                Decoded.rejected(new DeadLetter("", "t-0", 1, "x", "x", null, new byte[0])),
                0,
                emitted);
        clock.onPeriodicEmit(emitted);

        assertThat(emitted.times).isEmpty();
        assertThat(emitted.idle).isZero();
    }

    @SuppressWarnings("NullAway") // It does not see that the array before may be null.
    private static Decoded change(Table table, Operation operation, long at) {
        @Nullable String[] row = new @Nullable String[table.columns().size()];
        return Decoded.of(
                new Change("", table, operation, "", "1", at, at, at, 1, 1, 0, row, 0, null, null));
    }

    private static final class Emitted implements WatermarkOutput {
        private final List<Long> times = new ArrayList<>();
        private int idle;

        @Override
        public void emitWatermark(Watermark watermark) {
            times.add(watermark.getTimestamp());
        }

        @Override
        public void markIdle() {
            idle++;
        }

        @Override
        public void markActive() {}
    }
}
