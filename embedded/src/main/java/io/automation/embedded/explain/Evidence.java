package io.automation.embedded.explain;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a workflow and an account.
 *
 * @param accountId null for a workflow that runs once for its organization
 * @param decisions those of this pair, in their order
 * @param runs by id
 * @param isLive whether the system that made them runs, so that a run that is missing is told
 */
record Evidence(
        Records records,
        String workflowId,
        @Nullable String accountId,
        List<Decided> decisions,
        Map<String, RunStory> runs,
        boolean isLive) {

    Evidence {
        runs = Map.copyOf(runs);
        decisions = withRuns(decisions, runs, workflowId, accountId);
    }

    /** In their order; a run that no decision is kept of is one by itself. */
    private static List<Decided> withRuns(
            List<Decided> decisions,
            Map<String, RunStory> runs,
            String workflowId,
            @Nullable String accountId) {
        Set<String> told = new HashSet<>();
        decisions.stream().filter(Decided::hasRun).forEach(each -> told.add(each.runId()));
        List<Decided> all = new ArrayList<>(decisions);
        for (RunStory run : runs.values()) {
            if (!told.contains(run.id())) {
                all.add(Decided.of(run, workflowId, accountId));
            }
        }
        all.sort(Decided.ORDER);
        return List.copyOf(all);
    }

    /** The run of an id; null where there is none. */
    @Nullable RunStory run(@Nullable String id) {
        return id == null ? null : runs.get(id);
    }
}
