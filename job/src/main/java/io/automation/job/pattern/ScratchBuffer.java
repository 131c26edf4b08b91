package io.automation.job.pattern;

import java.time.Duration;
import org.apache.flink.api.common.typeutils.base.IntSerializer;
import org.apache.flink.cep.configuration.SharedBufferCacheConfig;
import org.apache.flink.cep.nfa.sharedbuffer.SharedBuffer;
import org.apache.flink.cep.nfa.sharedbuffer.SharedBufferAccessor;

/** The buffer that Flink CEP's automaton needs while it looks at one fact; empty before each. */
final class ScratchBuffer {

    private static final int CACHED = 256;

    private final ScratchState state = new ScratchState();
    private final SharedBufferAccessor<Integer> accessor;

    ScratchBuffer() {
        SharedBuffer<Integer> buffer =
                new SharedBuffer<>(
                        state,
                        IntSerializer.INSTANCE,
                        new SharedBufferCacheConfig(CACHED, CACHED, Duration.ofDays(1)));
        // It has begun a thread that keeps the process alive, to log how full its caches are.
        buffer.releaseCacheStatisticsTimer();
        accessor = buffer.getAccessor();
    }

    /** The buffer, without what the fact before has left in it. */
    SharedBufferAccessor<Integer> empty() throws Exception {
        accessor.close(); // Takes all from its caches.
        state.clear();
        return accessor;
    }
}
