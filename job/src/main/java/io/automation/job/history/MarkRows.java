package io.automation.job.history;

import io.automation.job.OperatorId;
import io.automation.model.change.Change;
import io.automation.model.change.Decoded;
import io.automation.model.change.Operation;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Holds snapshot rows back, and has every change say where it stands among those of its row. */
final class MarkRows extends ProcessFunction<Decoded, Decoded> {

    private static final long serialVersionUID = 1L;

    private static final OutputTag<RowMark> MARKS =
            new OutputTag<>("marks", TypeInformation.of(RowMark.class));

    private MarkRows() {}

    /**
     * What the stage puts out.
     *
     * @param others everything but snapshot rows
     * @param marks of all changes; those of snapshot rows hold them
     */
    record Outputs(DataStream<Decoded> others, DataStream<RowMark> marks) {}

    static Outputs on(DataStream<Decoded> changes) {
        SingleOutputStreamOperator<Decoded> others =
                OperatorId.MARK_ROWS.on(changes.process(new MarkRows()));
        return new Outputs(others, others.getSideOutput(MARKS));
    }

    @Override
    public void processElement(Decoded decoded, Context context, Collector<Decoded> others) {
        Change change = decoded.change();
        if (change != null) {
            context.output(MARKS, RowMark.of(change));
        }
        if (change == null || change.operation() != Operation.READ) {
            others.collect(decoded);
        }
    }
}
