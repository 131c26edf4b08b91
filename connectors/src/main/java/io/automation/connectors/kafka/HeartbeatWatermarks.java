package io.automation.connectors.kafka;

import io.automation.connectors.cdc.Heartbeats;
import io.automation.model.change.Change;
import io.automation.model.change.Decoded;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;

/**
 * The clock of one partition: heartbeats alone move it.
 *
 * <p>A partition is in commit order, so a heartbeat vouches for all that was committed before it in
 * its partition, and for nothing else; the minimum over the partitions is the job's clock. It is
 * never idle: a partition that says nothing may still have something to say about the past.
 */
final class HeartbeatWatermarks implements WatermarkGenerator<Decoded> {

    @Override
    public void onEvent(Decoded event, long eventTimestamp, WatermarkOutput output) {
        Change change = event.change();
        if (change != null && Heartbeats.isBeat(change)) {
            // Other changes of the same millisecond may follow.
            output.emitWatermark(new Watermark(change.at() - 1));
        }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
        // The wall clock knows nothing about the changes.
    }
}
