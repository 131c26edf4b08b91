package io.automation.job.history;

import io.automation.job.OperatorId;
import io.automation.model.change.Change;
import io.automation.model.change.Decoded;
import io.automation.model.change.Operation;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Holds snapshot rows back, and has every change say where it stands among those of its row.
 *
 * <p>State: places not sent yet, in plain fields; they are sent at the end of the input.
 *
 * <p>Time: that of the marks only has a bucket's snapshot rows sorted before its places.
 */
final class MarkRows extends AbstractStreamOperator<Decoded>
        implements OneInputStreamOperator<Decoded, Decoded>, BoundedOneInput {

    private static final long serialVersionUID = 1L;

    static final OutputTag<RowMark> MARKS =
            new OutputTag<>("marks", TypeInformation.of(RowMark.class));

    private static final long[] NO_PLACES = {};
    private static final long FIRST = 0;
    private static final long THEN = 1;

    private transient RowPlaces places;

    MarkRows() {}

    /**
     * What the stage puts out.
     *
     * @param others everything but snapshot rows
     * @param marks the places of all changes, and the snapshot rows
     */
    record Outputs(DataStream<Decoded> others, DataStream<RowMark> marks) {}

    static Outputs on(DataStream<Decoded> changes) {
        SingleOutputStreamOperator<Decoded> others =
                OperatorId.MARK_ROWS.on(changes.transform("", changes.getType(), new MarkRows()));
        return new Outputs(others, others.getSideOutput(MARKS));
    }

    @Override
    public void open() throws Exception {
        super.open();
        places = new RowPlaces();
    }

    @Override
    public void processElement(StreamRecord<Decoded> element) {
        Change change = element.getValue().change();
        if (change == null) {
            output.collect(element);
            return;
        }
        RowPlaces.Row row = RowPlaces.Row.of(change);
        long[] enough = places.add(row, change);
        if (enough != null) {
            send(row.bucket(), enough);
        }
        if (change.operation() == Operation.READ) {
            RowMark snapshot = new RowMark(row.bucket(), change, NO_PLACES);
            output.collect(MARKS, new StreamRecord<>(snapshot, FIRST));
        } else {
            output.collect(element);
        }
    }

    @Override
    public void endInput() {
        for (int bucket = 0; bucket < RowPlaces.BUCKETS; bucket++) {
            long[] rest = places.take(bucket);
            if (rest.length > 0) {
                send(bucket, rest);
            }
        }
    }

    private void send(int bucket, long[] some) {
        output.collect(MARKS, new StreamRecord<>(new RowMark(bucket, null, some), THEN));
    }
}
