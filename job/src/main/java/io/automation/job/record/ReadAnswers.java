package io.automation.job.record;

import io.automation.connectors.kafka.RawRecord;
import io.automation.connectors.kafka.UnreadableRecordException;
import io.automation.job.OperatorId;
import io.automation.job.evaluate.DefinitionAnswer;
import io.automation.model.change.DeadLetter;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Reads the answers to definitions. */
public final class ReadAnswers extends ProcessFunction<RawRecord, DefinitionAnswer> {

    private static final long serialVersionUID = 1L;

    private static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-letters", TypeInformation.of(DeadLetter.class));

    private ReadAnswers() {}

    /** What the stage puts out. */
    public record Outputs(
            DataStream<DefinitionAnswer> answers, DataStream<DeadLetter> deadLetters) {}

    public static Outputs on(DataStream<RawRecord> records) {
        SingleOutputStreamOperator<DefinitionAnswer> answers =
                OperatorId.READ_ANSWERS.on(records.process(new ReadAnswers()));
        return new Outputs(answers, answers.getSideOutput(DEAD_LETTERS));
    }

    @Override
    public void processElement(
            RawRecord record, Context context, Collector<DefinitionAnswer> answers) {
        try {
            answers.collect(DefinitionAnswerCodec.read(record.value()));
        } catch (UnreadableRecordException e) {
            context.output(DEAD_LETTERS, record.rejected(e));
        }
    }
}
