package io.automation.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.model.change.DeadLetter;
import io.automation.model.run.RunEvent;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class TopicSinkTest {

    private static final Topics TOPICS = new Topics("automation.changes", "automation-out");

    @Test
    void keysARunByItsId() {
        KafkaRecordSerializationSchema<RunEvent> schema =
                TopicSink.records(TOPICS.runs(), RunEvent::runId, RunEventCodec::write);

        ProducerRecord<byte[], byte[]> record = serialize(schema, RunEvent.of(Events.CANCEL));

        assertThat(record.topic()).isEqualTo("automation-out.runs");
        assertThat(record.key()).asString(StandardCharsets.UTF_8).isEqualTo("run-1");
        assertThat(record.value()).isEqualTo(RunEventCodec.write(RunEvent.of(Events.CANCEL)));
    }

    @Test
    void leavesADeadLettersBytesAsTheyCame() {
        byte[] value = {(byte) 0xFF, 0, '{'};
        DeadLetter letter =
                new DeadLetter(
                        "", "automation.changes-2", 1042, "not_utf8", "byte 1: ÿ", null, value);

        ProducerRecord<byte[], byte[]> record =
                serialize(new DeadLetterRecords(TOPICS.deadLetters()), letter);

        assertThat(record.topic()).isEqualTo("automation-out.dead-letters");
        assertThat(record.key()).isNull();
        assertThat(record.value()).isEqualTo(value);
        assertThat(headers(record))
                .isEqualTo(
                        Map.of(
                                "__automation.errors.reason", "not_utf8",
                                "__automation.errors.message", "byte 1: ÿ",
                                "__automation.errors.origin", "automation.changes-2",
                                "__automation.errors.line", "1042"));
    }

    @Test
    void readsSecretsOfClientsFromTheEnvironmentOnlyThere() {
        KafkaClients clients =
                new KafkaClients("broker:9092", Map.of("sasl.jaas.config", "x ${env:SECRET}"));

        assertThat(clients.consumer()).containsEntry("config.providers", "env");
        assertThat(clients.toString()).doesNotContain("SECRET");
    }

    private static <T> ProducerRecord<byte[], byte[]> serialize(
            KafkaRecordSerializationSchema<T> schema, T element) {
        ProducerRecord<byte[], byte[]> record = schema.serialize(element, new OnePartition(), null);
        if (record == null) {
            throw new AssertionError("no record");
        }
        return record;
    }

    private static Map<String, String> headers(ProducerRecord<byte[], byte[]> record) {
        return StreamSupport.stream(record.headers().spliterator(), false)
                .collect(
                        Collectors.toMap(
                                header -> header.key(),
                                header -> new String(header.value(), StandardCharsets.UTF_8)));
    }
}
