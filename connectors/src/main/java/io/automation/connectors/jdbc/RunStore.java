package io.automation.connectors.jdbc;

import io.automation.model.run.Run;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Records runs with their steps and deliveries; writing one twice, or an older word on it after a
 * newer one, changes nothing.
 */
public final class RunStore {

    private final Transactions transactions;

    public RunStore(DataSource source) {
        this.transactions = new Transactions(source);
    }

    /**
     * Records a run with all that is below it, or nothing of it; tries until the database is there.
     *
     * @return null, or why the database will never take it
     */
    public @Nullable Refusal recordRun(Run run) throws InterruptedException {
        try {
            write(List.of(run));
            return null;
        } catch (RefusedException e) {
            return new Refusal(run.id(), e.reason(), String.valueOf(e.getMessage()));
        }
    }

    /**
     * Records runs in one transaction; if the database refuses one of them, each in its own.
     *
     * @return those that were refused
     */
    public List<Refusal> recordRuns(List<Run> runs) throws InterruptedException {
        List<Refusal> refusals = new ArrayList<>();
        if (runs.isEmpty()) {
            return refusals;
        }
        try {
            write(runs);
        } catch (RefusedException oneOfThem) {
            for (Run run : runs) {
                Refusal refusal = recordRun(run);
                if (refusal != null) {
                    refusals.add(refusal);
                }
            }
        }
        return refusals;
    }

    private void write(List<Run> runs) throws RefusedException, InterruptedException {
        transactions.run(
                connection -> {
                    RunRows.write(connection, runs);
                    return runs.size();
                });
    }
}
