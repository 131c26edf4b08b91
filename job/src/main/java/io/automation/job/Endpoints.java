package io.automation.job;

import io.automation.job.evaluate.DefinitionAnswer;
import io.automation.model.change.DeadLetter;
import io.automation.model.change.Decoded;
import io.automation.model.run.Decision;
import io.automation.model.run.RunEvent;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Where detection reads from and writes to: topics, a history's files, or a test's collections.
 *
 * @param runs takes runs, intents and call-backs
 * @param answers takes the answer that every definition gets
 * @param decisions takes what was decided
 */
public record Endpoints(
        Function<StreamExecutionEnvironment, DataStream<Decoded>> changes,
        Consumer<DataStream<RunEvent>> runs,
        Consumer<DataStream<DefinitionAnswer>> answers,
        Consumer<DataStream<Decision>> decisions,
        Consumer<DataStream<DeadLetter>> deadLetters) {}
