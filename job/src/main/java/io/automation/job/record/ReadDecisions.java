package io.automation.job.record;

import io.automation.connectors.kafka.DecisionCodec;
import io.automation.connectors.kafka.RawRecord;
import io.automation.connectors.kafka.UnreadableRecordException;
import io.automation.job.OperatorId;
import io.automation.model.change.DeadLetter;
import io.automation.model.run.Decision;
import java.util.UUID;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** Reads decisions; what the table could not hold is set aside with what cannot be read. */
public final class ReadDecisions extends ProcessFunction<RawRecord, Decision> {

    private static final long serialVersionUID = 1L;

    private static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-letters", TypeInformation.of(DeadLetter.class));

    private ReadDecisions() {}

    /** What the stage puts out. */
    public record Outputs(DataStream<Decision> decisions, DataStream<DeadLetter> deadLetters) {}

    public static Outputs on(DataStream<RawRecord> records) {
        SingleOutputStreamOperator<Decision> decisions =
                OperatorId.READ_DECISIONS.on(records.process(new ReadDecisions()));
        return new Outputs(decisions, decisions.getSideOutput(DEAD_LETTERS));
    }

    @Override
    public void processElement(RawRecord record, Context context, Collector<Decision> decisions) {
        try {
            decisions.collect(read(record.value()));
        } catch (UnreadableRecordException e) {
            context.output(DEAD_LETTERS, record.rejected(e));
        }
    }

    static Decision read(byte[] record) throws UnreadableRecordException {
        Decision decision = DecisionCodec.read(record);
        checkId("organization_id", decision.organizationId());
        checkId("workflow_id", decision.workflowId());
        checkId("account_id", decision.accountId());
        checkId("run_id", decision.runId());
        return decision;
    }

    private static void checkId(String name, @Nullable String id) throws UnreadableRecordException {
        try {
            if (id != null && !UUID.fromString(id).toString().equalsIgnoreCase(id)) {
                throw new UnreadableRecordException(name + " is no UUID: " + id);
            }
        } catch (IllegalArgumentException e) {
            throw new UnreadableRecordException(name + " is no UUID: " + id);
        }
    }
}
