package io.automation.job.evaluate;

import io.automation.job.OperatorId;
import java.util.ArrayList;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Answers the definitions of a replay once all of them are known; a live job answers each as it
 * arrives.
 */
public final class AnswerDefinitions extends AbstractStreamOperator<DefinitionAnswer>
        implements OneInputStreamOperator<Definition, DefinitionAnswer>, BoundedOneInput {

    private static final long serialVersionUID = 1L;

    private final ArrayList<Definition> definitions = new ArrayList<>();

    private AnswerDefinitions() {}

    public static DataStream<DefinitionAnswer> on(DataStream<Definition> definitions) {
        return OperatorId.ANSWER_DEFINITIONS.on(
                definitions
                        .transform(
                                "",
                                TypeInformation.of(DefinitionAnswer.class),
                                new AnswerDefinitions())
                        .setParallelism(1));
    }

    @Override
    public void processElement(StreamRecord<Definition> element) {
        definitions.add(element.getValue());
    }

    @Override
    public void endInput() {
        WorkflowRegistry registry = new WorkflowRegistry(false);
        definitions.forEach(registry::collect);
        registry.answerAll(answer -> output.collect(new StreamRecord<>(answer)));
    }
}
