package io.automation.job.evaluate;

import io.automation.model.change.Change;
import io.automation.model.change.Table;
import org.jspecify.annotations.Nullable;

/**
 * What concerns the organization runs of one workflow: an account that takes part, or a request, an
 * outcome or a change of the workflow; the other is null.
 *
 * @param key the workflow; in a replay of several folders apart by folder
 */
public record Gathered(String key, @Nullable Member member, @Nullable Change change) {

    static Gathered of(Member member) {
        return new Gathered(key(member.folder(), member.workflowId()), member, null);
    }

    /** Null where the change does not name its workflow. */
    static @Nullable Gathered of(Change change) {
        String workflowId =
                change.table() == Table.AUTOMATION_WORKFLOWS
                        ? change.rowId()
                        : change.get(change.table().index("workflow_id"));
        return workflowId == null
                ? null
                : new Gathered(key(change.folder(), workflowId), null, change);
    }

    private static String key(String folder, String workflowId) {
        return folder.isEmpty() ? workflowId : folder + '/' + workflowId;
    }

    /** In epoch milliseconds. */
    long at() {
        if (member != null) {
            return member.asOf();
        }
        return change == null ? Change.BEGINNING : change.at();
    }
}
