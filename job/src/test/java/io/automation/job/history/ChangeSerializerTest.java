package io.automation.job.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.model.change.Change;
import io.automation.model.change.Operation;
import io.automation.model.change.Table;
import java.io.IOException;
import java.util.stream.Stream;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChangeSerializerTest {

    static Stream<Change> changes() {
        return Stream.of(
                change("", "a", Change.NO_VALUES, Change.NO_VALUES, null),
                change("folder", "a", row("a", null, "x"), Change.NO_VALUES, null),
                change("größe", "a", row("", "\u00ff", "\u0100"), row("a", "ß", null), "{}"),
                change("", "", row("", "", ""), null, "tie \ud83d\ude00"),
                change("", "\ud83d\ude00", row("\ud83d\ude00", "\ud83d", "\u0000"), null, null),
                change("", "a", row("x".repeat(127), "y".repeat(20_000), "a"), null, null));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void keepsEverythingOfAChange(Change change) throws IOException {
        ChangeSerializer serializer = new ChangeSerializer();
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(change, out);
        DataOutputSerializer moved = new DataOutputSerializer(64);
        serializer.copy(new DataInputDeserializer(out.getCopyOfBuffer()), moved);
        DataInputDeserializer in = new DataInputDeserializer(moved.getCopyOfBuffer());

        assertThat(serializer.deserialize(in)).usingRecursiveComparison().isEqualTo(change);
        assertThat(in.available()).isZero();
    }

    private static @Nullable String[] row(@Nullable String... values) {
        return values;
    }

    @SuppressWarnings("NullAway") // It does not see that the array before may be null.
    private static Change change(
            String folder,
            String accountId,
            @Nullable String[] after,
            @Nullable String @Nullable [] before,
            @Nullable String tie) {
        return new Change(
                folder,
                Table.ACCOUNTS,
                Operation.DELETE,
                accountId,
                "row",
                1,
                Change.NONE,
                Long.MAX_VALUE,
                4,
                5,
                ~0L,
                after,
                7,
                before,
                tie);
    }
}
