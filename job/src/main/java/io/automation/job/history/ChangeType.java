package io.automation.job.history;

import io.automation.model.change.Change;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Changes on the edge where a replay sorts them: with a serializer of their own. */
final class ChangeType extends TypeInformation<Change> {

    static final ChangeType INSTANCE = new ChangeType();

    private static final long serialVersionUID = 1L;

    private ChangeType() {}

    @Override
    public boolean isBasicType() {
        return false;
    }

    @Override
    public boolean isTupleType() {
        return false;
    }

    @Override
    public int getArity() {
        return 1;
    }

    @Override
    public int getTotalFields() {
        return 1;
    }

    @Override
    public Class<Change> getTypeClass() {
        return Change.class;
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public TypeSerializer<Change> createSerializer(SerializerConfig config) {
        return new ChangeSerializer();
    }

    @Override
    public String toString() {
        return "Change";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChangeType;
    }

    @Override
    public int hashCode() {
        return ChangeType.class.hashCode();
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof ChangeType;
    }
}
