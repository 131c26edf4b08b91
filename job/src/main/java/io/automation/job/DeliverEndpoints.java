package io.automation.job;

import io.automation.connectors.kafka.RawRecord;
import io.automation.job.evaluate.DefinitionAnswer;
import io.automation.job.record.LastRun;
import io.automation.model.change.DeadLetter;
import io.automation.model.run.Decision;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Where delivery reads from and writes to.
 *
 * @param runs runs, intents and call-backs
 * @param answers the answers to definitions
 * @param decisions what was decided
 * @param oldDecisions takes instants before which decisions are not kept
 */
public record DeliverEndpoints(
        Function<StreamExecutionEnvironment, DataStream<RawRecord>> runs,
        Function<StreamExecutionEnvironment, DataStream<RawRecord>> answers,
        Function<StreamExecutionEnvironment, DataStream<RawRecord>> decisions,
        Consumer<DataStream<LastRun>> lastRuns,
        Consumer<DataStream<DefinitionAnswer>> definitionStatus,
        Consumer<DataStream<Decision>> recordedDecisions,
        Consumer<DataStream<Long>> oldDecisions,
        Consumer<DataStream<DeadLetter>> deadLetters) {}
