package io.automation.job.record;

import io.automation.connectors.jdbc.PostgresPool;
import io.automation.connectors.jdbc.Refusal;
import io.automation.connectors.jdbc.RunStore;
import io.automation.job.OperatorId;
import io.automation.job.config.Database;
import io.automation.model.change.DeadLetter;
import io.automation.model.run.Run;
import io.automation.model.run.RunEvent;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.function.SerializableSupplier;

/**
 * Writes runs to PostgreSQL, many in one transaction; what it refuses comes out as dead letters.
 *
 * <p>State: none. What waits is written before a checkpoint's barrier passes, so a checkpoint
 * covers the rows and the dead letters alike. That is why this is an operator and no process
 * function.
 *
 * <p>Time: a run waits for 20 ms or 200 companions.
 *
 * <p>Failure: rows are idempotent, so a run that is written again after a restart changes nothing;
 * while the database is away the operator stands still and with it the topic's offsets.
 */
public final class RecordRuns extends AbstractStreamOperator<DeadLetter>
        implements OneInputStreamOperator<Run, DeadLetter> {

    private static final long serialVersionUID = 1L;

    static final int MOST = 200;
    static final long LONGEST_MILLIS = 20;

    private final SerializableSupplier<Target> opener;

    private transient Target target;
    private transient List<Run> waiting;
    private transient Counter runs;
    private transient Counter deadLetters;

    /** Where runs are written. */
    interface Target extends AutoCloseable {

        List<Refusal> record(List<Run> runs) throws InterruptedException;

        @Override
        void close();
    }

    /**
     * @param opener is asked once on opening
     */
    @SuppressWarnings("NullAway.Init") // Flink opens an operator before it hands it anything.
    RecordRuns(SerializableSupplier<Target> opener) {
        this.opener = opener;
    }

    /** The dead letters. */
    public static DataStream<DeadLetter> on(DataStream<Run> runs, Database database) {
        return OperatorId.RECORD_RUNS.on(
                runs.keyBy(Run::id)
                        .transform(
                                OperatorId.RECORD_RUNS.label(),
                                TypeInformation.of(DeadLetter.class),
                                new RecordRuns(() -> open(database))));
    }

    private static Target open(Database database) {
        PostgresPool pool = database.open(1);
        RunStore store = new RunStore(pool.source());
        return new Target() {
            @Override
            public List<Refusal> record(List<Run> runs) throws InterruptedException {
                return store.recordRuns(runs);
            }

            @Override
            public void close() {
                pool.close();
            }
        };
    }

    @Override
    public void open() throws Exception {
        super.open();
        target = opener.get();
        waiting = new ArrayList<>(MOST);
        MetricGroup metrics = getMetricGroup().addGroup("automation");
        runs = metrics.counter("runs");
        deadLetters = metrics.counter("deadLetters");
    }

    @Override
    public void processElement(StreamRecord<Run> element) throws Exception {
        if (waiting.isEmpty()) {
            long at = getProcessingTimeService().getCurrentProcessingTime() + LONGEST_MILLIS;
            var unused = getProcessingTimeService().registerTimer(at, time -> write());
        }
        waiting.add(element.getValue());
        if (waiting.size() == MOST) {
            write();
        }
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        write();
    }

    @Override
    public void finish() throws Exception {
        write();
        super.finish();
    }

    @Override
    public void close() throws Exception {
        if (target != null) {
            target.close();
        }
        super.close();
    }

    private void write() throws InterruptedException {
        if (waiting.isEmpty()) {
            return;
        }
        List<Run> written = List.copyOf(waiting);
        waiting.clear();
        for (Refusal refusal : target.record(written)) {
            deadLetters.inc();
            output.collect(new StreamRecord<>(letter(refusal, written)));
        }
        runs.inc(written.size());
    }

    private static DeadLetter letter(Refusal refusal, List<Run> written) {
        Run run =
                written.stream()
                        .filter(each -> each.id().equals(refusal.runId()))
                        .findFirst()
                        .orElseThrow();
        return RefusedWrites.letter(
                OperatorId.RECORD_RUNS, RunEvent.of(run), refusal.reason(), refusal.message());
    }
}
