package io.automation.job.evaluate;

import io.automation.udfs.trigger.ScoreHistory;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes {@link AccountVitals} with its own version, so that the form may grow. */
public final class AccountVitalsSerializer extends TypeSerializerSingleton<AccountVitals> {

    public static final AccountVitalsSerializer INSTANCE = new AccountVitalsSerializer();

    private static final byte VERSION = 1;

    @Override
    public boolean isImmutableType() {
        return false;
    }

    @Override
    public AccountVitals createInstance() {
        return new AccountVitals();
    }

    @Override
    public AccountVitals copy(AccountVitals from) {
        return from.copy();
    }

    @Override
    public AccountVitals copy(AccountVitals from, AccountVitals reuse) {
        return from.copy();
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public void serialize(AccountVitals vitals, DataOutputView out) throws IOException {
        out.writeByte(VERSION);
        out.writeLong(vitals.clock);
        StateText.writeText(vitals.organizationId, out);
        out.writeLong(vitals.nextForgetting);
        out.writeLong(vitals.armed);
        out.writeInt(vitals.disarmed);
        out.writeLong(vitals.nextDue);
        out.writeLong(vitals.dueFrom);
        out.writeInt(vitals.openRuns);
        out.writeBoolean(vitals.hasOverlays);
        vitals.scores.write(out);
        StateText.writeText(vitals.scoreRunId, out);
        StateText.writeText(vitals.scoreDepth, out);
    }

    @Override
    public AccountVitals deserialize(DataInputView in) throws IOException {
        byte version = in.readByte();
        if (version != VERSION) {
            throw new IOException("account vitals of version " + version + " are not known here");
        }
        AccountVitals vitals = new AccountVitals();
        vitals.clock = in.readLong();
        vitals.organizationId = StateText.readText(in);
        vitals.nextForgetting = in.readLong();
        vitals.armed = in.readLong();
        vitals.disarmed = in.readInt();
        vitals.nextDue = in.readLong();
        vitals.dueFrom = in.readLong();
        vitals.openRuns = in.readInt();
        vitals.hasOverlays = in.readBoolean();
        vitals.scores = ScoreHistory.read(in);
        vitals.scoreRunId = StateText.readText(in);
        vitals.scoreDepth = StateText.readText(in);
        return vitals;
    }

    @Override
    public AccountVitals deserialize(AccountVitals reuse, DataInputView in) throws IOException {
        return deserialize(in);
    }

    @Override
    public void copy(DataInputView in, DataOutputView out) throws IOException {
        serialize(deserialize(in), out);
    }

    @Override
    public TypeSerializerSnapshot<AccountVitals> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Says that any version of this serializer reads what an earlier one wrote. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<AccountVitals> {
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
