package io.automation.job.history;

import static io.automation.job.history.TestChanges.change;
import static org.assertj.core.api.Assertions.assertThat;

import io.automation.model.change.Operation;
import java.io.IOException;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReplayTypesTest {

    static Stream<Object> records() {
        return Stream.of(
                new HistoryInput("f", "/in/f/a.jsonl", "a.jsonl", 5),
                new RowMark(1, change(Operation.READ, 7, 8, 9), new long[0]),
                new RowMark(1, null, new long[] {1, 2, 3, 4}),
                FolderRange.of(change(Operation.CREATE, 7, 8, 9)),
                OutputLine.failure("f", "cannot be read"),
                new OutputLine(
                        "",
                        OutputSection.RUNS,
                        new SortKey().number(1).bytes(),
                        new byte[] {1, 2},
                        new RunTally("w", "success", null)));
    }

    @ParameterizedTest
    @MethodSource("records")
    void crossesAnEdgeWithoutKryoAndUnchanged(Object record) throws IOException {
        assertThat(copy(record)).usingRecursiveComparison().isEqualTo(record);
    }

    @SuppressWarnings("unchecked")
    private static Object copy(Object record) throws IOException {
        TypeInformation<Object> type =
                (TypeInformation<Object>) TypeInformation.of(record.getClass());
        TypeSerializer<Object> serializer =
                type.createSerializer(
                        new SerializerConfigImpl(
                                new Configuration().set(PipelineOptions.GENERIC_TYPES, false)));
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(record, out);
        return serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
    }
}
