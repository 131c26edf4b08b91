package io.automation.job.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.automation.model.change.Table;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class PatternSlotSerializerTest {

    private static final KeptFact FIRST = new KeptFact(0, Table.GOALS, "g", "17", -1);
    private static final KeptFact SECOND = new KeptFact(1, Table.HEALTH_SCORES, "h", "18", 2);
    private static final PatternSlot SLOT =
            new PatternSlot(
                    3,
                    2,
                    2,
                    99,
                    List.of(
                            new HalfMatch(List.of(FIRST), false),
                            new HalfMatch(List.of(FIRST, SECOND), true),
                            new HalfMatch(List.of(SECOND), false)));

    /** What version 1 wrote; later versions must read it. */
    private static final String VERSION_1 =
            "01000000000000000300000000000000020000000000000002000000000000006300000002"
                    + "000000000000000006676f616c73026703"
                    + "3137ffffffffffffffff"
                    + "00000000000000010e6865616c74685f73636f7265730268033138"
                    + "0000000000000002"
                    + "00000003000001000001000200000001000001"
                    + "0001";

    @Test
    void readsWhatItWrites() {
        assertThat(TestingPatterns.copied(SLOT)).usingRecursiveComparison().isEqualTo(SLOT);
    }

    @Test
    void readsWhatTheFirstVersionWrote() throws IOException {
        byte[] written = HexFormat.of().parseHex(VERSION_1);

        PatternSlot slot =
                PatternSlotSerializer.INSTANCE.deserialize(new DataInputDeserializer(written));

        assertThat(slot).usingRecursiveComparison().isEqualTo(SLOT);
    }

    @Test
    void copiesWithoutReading() throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        PatternSlotSerializer.INSTANCE.serialize(SLOT, out);
        byte[] written = out.getCopyOfBuffer();
        DataOutputSerializer copied = new DataOutputSerializer(64);

        PatternSlotSerializer.INSTANCE.copy(new DataInputDeserializer(written), copied);

        assertThat(copied.getCopyOfBuffer()).isEqualTo(written);
    }

    @Test
    void refusesAVersionThatItDoesNotKnow() {
        DataInputDeserializer in = new DataInputDeserializer(new byte[] {2});

        assertThatThrownBy(() -> PatternSlotSerializer.INSTANCE.deserialize(in))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version 2");
    }

    @Test
    void isCompatibleWithItself() {
        PatternSlotSerializer serializer = PatternSlotSerializer.INSTANCE;

        TypeSerializerSchemaCompatibility<PatternSlot> compatibility =
                serializer
                        .snapshotConfiguration()
                        .resolveSchemaCompatibility(serializer.snapshotConfiguration());

        assertThat(compatibility.isCompatibleAsIs()).isTrue();
    }
}
