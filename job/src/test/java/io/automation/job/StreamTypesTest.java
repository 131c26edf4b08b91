package io.automation.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.automation.connectors.kafka.RawRecord;
import io.automation.job.evaluate.Admission;
import io.automation.job.evaluate.Bounds;
import io.automation.job.evaluate.Definition;
import io.automation.job.evaluate.DefinitionAnswer;
import io.automation.job.evaluate.EngagementRow;
import io.automation.job.evaluate.OpenRun;
import io.automation.job.evaluate.Silence;
import io.automation.job.evaluate.UnfollowedMail;
import io.automation.job.evaluate.UsedKey;
import io.automation.job.record.LastRun;
import io.automation.job.wake.Call;
import io.automation.model.change.Change;
import io.automation.model.change.DeadLetter;
import io.automation.model.change.Decoded;
import io.automation.model.change.Operation;
import io.automation.model.change.RowVersion;
import io.automation.model.change.Table;
import io.automation.model.run.Cancel;
import io.automation.model.run.Decision;
import io.automation.model.run.Delivery;
import io.automation.model.run.DeliveryMode;
import io.automation.model.run.DeliveryStatus;
import io.automation.model.run.Intent;
import io.automation.model.run.MailClass;
import io.automation.model.run.Reason;
import io.automation.model.run.Run;
import io.automation.model.run.RunEvent;
import io.automation.model.run.RunMode;
import io.automation.model.run.RunStatus;
import io.automation.model.run.Step;
import io.automation.model.run.StepStatus;
import io.automation.model.run.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StreamTypesTest {

    private static final Delivery DELIVERY =
            new Delivery(
                    "d",
                    "r",
                    0,
                    "o",
                    null,
                    null,
                    "a@example.com",
                    "t",
                    null,
                    null,
                    null,
                    MailClass.INTERNAL,
                    DeliveryStatus.SKIPPED,
                    Reason.MISSING_VARIABLE,
                    1);

    private static final Run RUN =
            new Run(
                    "",
                    "r",
                    "w",
                    null,
                    "o",
                    "a",
                    "health_score_change",
                    "1",
                    1,
                    RunStatus.RUNNING,
                    null,
                    null,
                    true,
                    false,
                    RunMode.LIVE,
                    "{}",
                    List.of(
                            new Step(0, "send_email", StepStatus.QUEUED, null, null, null),
                            new Step(1, "send_email", StepStatus.FAILED, 1L, null, "no")),
                    List.of(DELIVERY));

    private static final Intent INTENT =
            new Intent(
                    RUN.withoutDeliveries(), DELIVERY, "smtp", DeliveryMode.PREFER_NO_LOSS, "{}");

    private static final DeadLetter LETTER =
            new DeadLetter("", "t-0", 1, "not_json", "no", null, new byte[] {1, 2});

    static Stream<Object> records() {
        return Stream.of(
                Decoded.of(change()),
                Decoded.rejected(LETTER),
                change(),
                LETTER,
                new DeadLetter("", "t-0", 1, "not_json", "no", new byte[] {3}, new byte[0]),
                Definition.of(change()),
                Definition.of(new Bounds("f", 1, 2, true, false)),
                new DefinitionAnswer("", "automation_workflows", "w", "n", 1, true, "[]", 1),
                new Decision(
                        "", 1, "o", "w", 2, "a", "k", Verdict.SKIPPED, Reason.COOLDOWN, "r", "{}"),
                new Decision("f", 1, "o", "w", null, null, "k", Verdict.NO_EDGE, null, null, "{}"),
                RunEvent.of(RUN),
                RunEvent.of(INTENT),
                RunEvent.of(Cancel.of(INTENT, Reason.RETRACTED, 1)),
                RUN,
                INTENT,
                new RawRecord("t-0", 1, null, new byte[] {1}),
                new LastRun("w", 1),
                new UsedKey("w", "goals/g", 1),
                new UnfollowedMail("f", "w"),
                new Call("o|1", "a", false, null),
                new Call("o|1", null, false, change()),
                new Silence(1, List.of("e"), List.of(2L), List.of("w")),
                new EngagementRow(
                        new RowVersion(1, 2, 3, 4, false, new @Nullable String[] {"x", null}),
                        true,
                        5,
                        "1",
                        null),
                new OpenRun(
                        RUN,
                        new @Nullable String[] {"x", null},
                        1,
                        2,
                        true,
                        "meeting e",
                        null,
                        0,
                        3,
                        false),
                new Admission(1, Long.MIN_VALUE, 2, true, false, List.of(1L, 2L)),
                new RowVersion(1, 2, 3, 4, false, new @Nullable String[] {"x", null}));
    }

    @ParameterizedTest
    @MethodSource("records")
    void crossesAnEdgeWithoutKryoAndUnchanged(Object record) throws IOException {
        Object copy = copy(record);

        assertThat(copy).usingRecursiveComparison().isEqualTo(record);
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

    @SuppressWarnings("NullAway") // It does not see that the array before may be null.
    private static Change change() {
        @Nullable String[] row = new @Nullable String[Table.HEALTH_SCORES.columns().size()];
        row[1] = "59.995";
        return new Change(
                "",
                Table.HEALTH_SCORES,
                Operation.CREATE,
                "a",
                "h",
                1,
                2,
                3,
                4,
                5,
                2,
                row,
                0,
                null,
                null);
    }
}
