package io.automation.connectors.kafka;

import io.automation.model.change.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** Dead letters: key and value as they came, what is wrong with them in the headers. */
public record DeadLetterRecords(String topic)
        implements KafkaRecordSerializationSchema<DeadLetter> {

    /** What the names of all headers begin with. */
    public static final String HEADER_PREFIX = "__automation.errors.";

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            DeadLetter letter, KafkaSinkContext context, @Nullable Long timestamp) {
        List<Header> headers =
                List.of(
                        header("reason", letter.reason()),
                        header("message", letter.message()),
                        header("origin", letter.origin()),
                        header("line", Long.toString(letter.line())));
        return new ProducerRecord<>(topic, null, letter.key(), letter.value(), headers);
    }

    private static Header header(String name, String value) {
        return new RecordHeader(HEADER_PREFIX + name, value.getBytes(StandardCharsets.UTF_8));
    }
}
