package io.automation.connectors.kafka;

import io.automation.connectors.cdc.DebeziumJsonDecoder;
import io.automation.connectors.cdc.DecoderOptions;
import io.automation.model.change.Change;
import io.automation.model.change.Decoded;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Decodes captured changes in the source, so that its watermarks see the heartbeats. */
final class ChangeDeserializer implements KafkaRecordDeserializationSchema<Decoded> {

    private static final long serialVersionUID = 1L;

    /** Positions stay below 2^56: a log of 64 petabytes. */
    private static final int POSITION_BITS = 56;

    private final DecoderOptions options;
    private final long epoch;

    private transient DebeziumJsonDecoder decoder;
    private transient String origin = "";
    private transient int partition;

    /**
     * @param epoch which life of the database this is: a restored or failed-over one counts its
     *     positions anew, so that the epoch comes before them
     */
    ChangeDeserializer(DecoderOptions options, int epoch) {
        this.options = options;
        this.epoch = (long) epoch << POSITION_BITS;
    }

    @Override
    public void open(DeserializationSchema.InitializationContext context) {
        decoder = new DebeziumJsonDecoder(options);
        origin = "";
        partition = -1;
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Decoded> out) {
        if (record.partition() != partition) {
            partition = record.partition();
            origin = record.topic() + '-' + partition;
        }
        decoder.decode(
                record.key(),
                record.value(),
                "",
                origin,
                record.offset(),
                decoded -> out.collect(epoch == 0 ? decoded : inEpoch(decoded)));
    }

    @SuppressWarnings("NullAway") // It does not see that the array before may be null.
    private Decoded inEpoch(Decoded decoded) {
        Change change = decoded.change();
        return change == null || !change.hasPosition()
                ? decoded
                : Decoded.of(
                        new Change(
                                change.folder(),
                                change.table(),
                                change.operation(),
                                change.accountId(),
                                change.rowId(),
                                change.at(),
                                change.commitAt(),
                                change.businessAt(),
                                epoch + change.lsn(),
                                epoch + change.sequence(),
                                change.present(),
                                change.after(),
                                change.presentBefore(),
                                change.before(),
                                change.tie()));
    }

    @Override
    public TypeInformation<Decoded> getProducedType() {
        return TypeInformation.of(Decoded.class);
    }
}
