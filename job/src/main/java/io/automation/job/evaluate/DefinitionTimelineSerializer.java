package io.automation.job.evaluate;

import io.automation.model.change.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Writes timelines with a version of its own. It says that they are immutable: a checkpoint of
 * broadcast state then copies references only.
 */
public final class DefinitionTimelineSerializer
        extends TypeSerializerSingleton<DefinitionTimeline> {

    public static final DefinitionTimelineSerializer INSTANCE = new DefinitionTimelineSerializer();

    private static final byte VERSION = 1;

    private static final byte NO_GOOD_ROW = 0;
    private static final byte NEWEST_IS_GOOD = 1;
    private static final byte OLDER_IS_GOOD = 2;

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public DefinitionTimeline createInstance() {
        return DefinitionTimeline.EMPTY;
    }

    @Override
    public DefinitionTimeline copy(DefinitionTimeline from) {
        return from;
    }

    @Override
    public DefinitionTimeline copy(DefinitionTimeline from, DefinitionTimeline reuse) {
        return from;
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public void serialize(DefinitionTimeline timeline, DataOutputView out) throws IOException {
        out.writeByte(VERSION);
        out.writeInt(timeline.versions().size());
        for (DefinitionVersion version : timeline.versions()) {
            StateText.writeText(version.table().tableName(), out);
            StateText.writeText(version.id(), out);
            out.writeLong(version.from());
            StateText.writeRow(version.row(), out);
            writeGoodRow(version, out);
            Activity activity = version.activity();
            out.writeBoolean(activity.acts());
            out.writeLong(activity.triggerSince());
            out.writeLong(activity.activeSince());
            out.writeBoolean(activity.everActive());
            out.writeBoolean(activity.enrols());
        }
    }

    @Override
    public DefinitionTimeline deserialize(DataInputView in) throws IOException {
        byte form = in.readByte();
        if (form != VERSION) {
            throw new IOException("definitions of version " + form + " are not known here");
        }
        int size = in.readInt();
        List<DefinitionVersion> versions = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            String name = StateText.readPresentText(in);
            Table table = Table.of(name);
            if (table == null) {
                throw new IOException("state holds a definition of the unknown table " + name);
            }
            String id = StateText.readPresentText(in);
            long from = in.readLong();
            var row = StateText.readRow(in);
            @Nullable String @Nullable [] goodRow =
                    switch (in.readByte()) {
                        case NO_GOOD_ROW -> null;
                        case NEWEST_IS_GOOD -> row.values();
                        default -> StateText.readValues(in);
                    };
            Activity activity =
                    new Activity(
                            in.readBoolean(),
                            in.readLong(),
                            in.readLong(),
                            in.readBoolean(),
                            in.readBoolean());
            versions.add(new DefinitionVersion(table, id, from, row, goodRow, activity));
        }
        return new DefinitionTimeline(versions);
    }

    private static void writeGoodRow(DefinitionVersion version, DataOutputView out)
            throws IOException {
        @Nullable String @Nullable [] goodRow = version.goodRow();
        if (goodRow == null) {
            out.writeByte(NO_GOOD_ROW);
        } else if (Arrays.equals(goodRow, version.row().values())) {
            out.writeByte(NEWEST_IS_GOOD);
        } else {
            out.writeByte(OLDER_IS_GOOD);
            StateText.writeValues(goodRow, out);
        }
    }

    @Override
    public DefinitionTimeline deserialize(DefinitionTimeline reuse, DataInputView in)
            throws IOException {
        return deserialize(in);
    }

    @Override
    public void copy(DataInputView in, DataOutputView out) throws IOException {
        serialize(deserialize(in), out);
    }

    @Override
    public TypeSerializerSnapshot<DefinitionTimeline> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Says that any version of this serializer reads what an earlier one wrote. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<DefinitionTimeline> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
