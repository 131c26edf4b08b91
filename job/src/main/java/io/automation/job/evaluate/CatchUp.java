package io.automation.job.evaluate;

import io.automation.model.run.Reason;
import io.automation.model.run.RunMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.streaming.api.TimerService;

/**
 * What a live job makes of schedules that went off while it was down, by the machine's clock (3.3):
 * of the instants that a workflow missed only the latest runs, and that only while it is young.
 */
final class CatchUp {

    /** Who comes less than this after an instant was not down: the clock itself is behind a bit. */
    private static final long IN_TIME_MILLIS = 60_000;

    private static final int MOST_RECORDED = 10_000;

    private final EvaluateOptions options;
    private final Account account;
    private final Calendar calendar;
    private final Runs runs;
    private final Set<String> recorded = new HashSet<>();

    CatchUp(EvaluateOptions options, Account account, Calendar calendar, Runs runs) {
        this.options = options;
        this.account = account;
        this.calendar = calendar;
        this.runs = runs;
    }

    /**
     * Those of an instant's schedules that run. Of the others the latest of each workflow leaves
     * its record; the earlier ones leave none.
     */
    List<Occurrence> notMissed(List<Occurrence> scheduled, TimerService clock) throws Exception {
        if (options.replay() || scheduled.isEmpty()) {
            return scheduled;
        }
        long now = clock.currentProcessingTime();
        List<Occurrence> run = new ArrayList<>();
        for (Occurrence occurrence : scheduled) {
            long at = occurrence.at();
            boolean isInTime = now - at < IN_TIME_MILLIS || at < options.effectsFrom();
            String workflowId = occurrence.workflow().id();
            if (!isInTime && calendar.comesAgain(workflowId, at, now)) {
                continue;
            }
            if (isInTime || now - at < occurrence.workflow().settings().catchupWindowMillis()) {
                run.add(occurrence);
            } else if (account.isInScope(occurrence.workflow())) {
                record(occurrence);
            }
        }
        return run;
    }

    /**
     * The one record of a workflow. Every account finds it, and its id is the same for all; a
     * subtask tells it once since its start.
     */
    private void record(Occurrence occurrence) {
        String runId = occurrence.runId(null);
        if (recorded.size() >= MOST_RECORDED) {
            recorded.clear();
        }
        if (recorded.add(runId)) {
            RunProgress progress =
                    new RunProgress(
                            runId, account.folder(), null, null, occurrence, RunMode.LIVE, false);
            progress.endAtTrigger(Reason.MISSED_SCHEDULE);
            runs.tell(progress.run());
        }
    }
}
