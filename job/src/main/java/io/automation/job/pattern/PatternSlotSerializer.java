package io.automation.job.pattern;

import io.automation.model.change.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** Writes {@link PatternSlot} with its own version; a fact of many half matches is written once. */
public final class PatternSlotSerializer extends TypeSerializerSingleton<PatternSlot> {

    public static final PatternSlotSerializer INSTANCE = new PatternSlotSerializer();

    private static final byte VERSION = 1;

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public PatternSlot createInstance() {
        return new PatternSlot(0, 0, 0, 0, List.of());
    }

    @Override
    public PatternSlot copy(PatternSlot from) {
        return from;
    }

    @Override
    public PatternSlot copy(PatternSlot from, PatternSlot reuse) {
        return from;
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public void serialize(PatternSlot slot, DataOutputView out) throws IOException {
        out.writeByte(VERSION);
        out.writeLong(slot.version());
        out.writeLong(slot.clock());
        out.writeLong(slot.arrivals());
        out.writeLong(slot.deadline());
        Map<KeptFact, Integer> places = new LinkedHashMap<>();
        for (HalfMatch half : slot.halves()) {
            half.facts().forEach(fact -> places.putIfAbsent(fact, places.size()));
        }
        out.writeInt(places.size());
        for (KeptFact fact : places.keySet()) {
            writeFact(fact, out);
        }
        out.writeInt(slot.halves().size());
        for (HalfMatch half : slot.halves()) {
            out.writeBoolean(half.fresh());
            out.writeShort(half.facts().size());
            for (KeptFact fact : half.facts()) {
                out.writeShort(places.getOrDefault(fact, 0));
            }
        }
    }

    @Override
    public PatternSlot deserialize(DataInputView in) throws IOException {
        byte version = in.readByte();
        if (version != VERSION) {
            throw new IOException("pattern slots of version " + version + " are not known here");
        }
        long patternVersion = in.readLong();
        long clock = in.readLong();
        long arrivals = in.readLong();
        long deadline = in.readLong();
        KeptFact[] facts = new KeptFact[in.readInt()];
        for (int i = 0; i < facts.length; i++) {
            facts[i] = readFact(in);
        }
        int size = in.readInt();
        List<HalfMatch> halves = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            boolean fresh = in.readBoolean();
            int taken = in.readUnsignedShort();
            List<KeptFact> steps = new ArrayList<>(taken);
            for (int step = 0; step < taken; step++) {
                steps.add(facts[in.readUnsignedShort()]);
            }
            halves.add(new HalfMatch(steps, fresh));
        }
        return new PatternSlot(patternVersion, clock, arrivals, deadline, halves);
    }

    private static void writeFact(KeptFact fact, DataOutputView out) throws IOException {
        out.writeLong(fact.arrival());
        StringValue.writeString(fact.table().tableName(), out);
        StringValue.writeString(fact.rowId(), out);
        StringValue.writeString(fact.position(), out);
        out.writeLong(fact.at());
    }

    private static KeptFact readFact(DataInputView in) throws IOException {
        long arrival = in.readLong();
        Table table = Table.of(text(in));
        if (table == null) {
            throw new IOException("state is damaged: a fact of an unknown table");
        }
        return new KeptFact(arrival, table, text(in), text(in), in.readLong());
    }

    private static String text(DataInputView in) throws IOException {
        String text = StringValue.readString(in);
        if (text == null) {
            throw new IOException("state is damaged: a text is missing");
        }
        return text;
    }

    @Override
    public PatternSlot deserialize(PatternSlot reuse, DataInputView in) throws IOException {
        return deserialize(in);
    }

    @Override
    public void copy(DataInputView in, DataOutputView out) throws IOException {
        serialize(deserialize(in), out);
    }

    @Override
    public TypeSerializerSnapshot<PatternSlot> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Says that any version of this serializer reads what an earlier one wrote. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<PatternSlot> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
