package io.automation.job.evaluate;

import io.automation.model.change.Change;
import io.automation.model.change.Operation;
import io.automation.model.change.RowVersion;
import io.automation.model.change.RowVersion.Arrival;
import io.automation.model.change.Table;
import io.automation.model.run.Compared;
import io.automation.model.run.Ids;
import io.automation.model.run.Reason;
import io.automation.model.run.RunMode;
import io.automation.model.workflow.Settings.FanOut;
import io.automation.model.workflow.TriggerType;
import io.automation.model.workflow.Workflow;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What people ask for: a run, the end of one, another try (3.8). What is asked of an organization
 * reaches each of its accounts.
 */
final class Requests {

    private static final Table TABLE = Table.AUTOMATION_REQUESTS;
    static final int ACCOUNT = TABLE.index("account_id");
    private static final int KIND = TABLE.index("kind");
    private static final int WORKFLOW = TABLE.index("workflow_id");
    private static final int RUN = TABLE.index("run_id");
    private static final int DEFINITION = TABLE.index("definition");
    private static final int USER = TABLE.index("user_id");

    private final EvaluateOptions options;
    private final Account account;
    private final Runs runs;
    private final Decisions decisions;

    Requests(EvaluateOptions options, Account account, Runs runs, Decisions decisions) {
        this.options = options;
        this.account = account;
        this.runs = runs;
        this.decisions = decisions;
    }

    static @Nullable String workflowOf(Change request) {
        return request.get(WORKFLOW);
    }

    /** Takes a request, and does what it asks for; only a new one asks. */
    void take(Change arrived) throws Exception {
        RowVersion known = account.requests.get(arrived.rowId());
        Change change = EvaluateWorkflows.settle(arrived, known, options);
        Arrival arrival = RowVersion.arrivalOf(change, known);
        if (arrival.isIgnored()) {
            return;
        }
        RowVersion row = RowVersion.after(change, known);
        account.requests.put(change.rowId(), row);
        account.vitals().forgetBy(row.at() + options.retentionMillis() + 1);
        if (arrival != Arrival.INSERT
                || change.operation() == Operation.READ
                || account.vitals().organizationId == null) {
            return;
        }
        long at = Math.max(change.at(), account.vitals().clock);
        String kind = row.get(KIND);
        switch (kind == null ? "" : kind.toLowerCase(Locale.ROOT)) {
            case "run" -> run(change.rowId(), row, at);
            case "cancel" -> runs.endAll(Reason.CANCELLED, run -> run.id().equals(row.get(RUN)));
            case "retry" -> retry(change.rowId(), row, at);
            default -> {}
        }
    }

    private void run(String requestId, RowVersion row, long at) throws Exception {
        String workflowId = row.get(WORKFLOW);
        DefinitionVersion version =
                workflowId == null ? null : account.definitions().workflow(workflowId, at);
        Workflow workflow = version == null ? null : version.workflow();
        boolean isForAll = row.get(ACCOUNT) == null;
        if (version == null
                || workflow == null
                || !isOfAccount(workflow)
                || isForAll != (workflow.settings().fanOut() == FanOut.PER_ORGANIZATION)) {
            return;
        }
        Occurrence occurrence =
                new Occurrence(
                        version,
                        workflow,
                        TriggerType.MANUAL.code(),
                        requestId,
                        at,
                        new TriggerData().with("user_id", row.get(USER)),
                        null,
                        source(requestId),
                        null,
                        null);
        if (!isForAll) {
            begin(occurrence);
        } else if (account.isInScope(workflow)) {
            runs.join(occurrence, null);
        }
    }

    private void retry(String requestId, RowVersion row, long at) throws Exception {
        String runId = row.get(RUN);
        OpenRun failed = runId == null ? null : runs.failed(runId);
        if (failed == null) {
            return;
        }
        DefinitionVersion present = account.definitions().workflow(failed.run().workflowId(), at);
        if (present == null) {
            return;
        }
        DefinitionVersion version =
                "pinned".equals(row.get(DEFINITION)) ? runs.pinned(failed) : present;
        Workflow workflow = version.workflow();
        if (workflow == null || !isOfAccount(workflow)) {
            return;
        }
        begin(
                new Occurrence(
                        version,
                        workflow,
                        failed.run().triggerType(),
                        runId + ":retry:" + requestId,
                        at,
                        TriggerData.of(failed.run().triggerData()),
                        null,
                        source(requestId),
                        null,
                        null));
    }

    private boolean isOfAccount(Workflow workflow) {
        return workflow.organizationId().equals(account.vitals().organizationId);
    }

    /** Of all that keeps a run back, only scope, activity and the conditions count here. */
    private void begin(Occurrence asked) throws Exception {
        Occurrence occurrence =
                asked.because(List.of(Compared.of("request", null, asked.key(), true)));
        Workflow workflow = occurrence.workflow();
        String runId =
                Ids.runId(workflow.id(), account.id(), occurrence.triggerType(), occurrence.key());
        if (account.usedKeys.contains(runId)) {
            return;
        }
        long forgetAt = occurrence.at() + options.retentionMillis() + Judge.KEY_GRACE_MILLIS;
        account.usedKeys.put(runId, new UsedKey(workflow.id(), occurrence.source(), forgetAt));
        account.vitals().forgetBy(forgetAt);
        AccountVariables variables =
                account.variables(occurrence.at(), occurrence.data().variables());
        Evidence evidence = decisions.evidence(occurrence);
        Reason reason = refusal(occurrence, variables, evidence);
        decisions.ran(occurrence, evidence, reason, runId);
        if (reason == null) {
            runs.start(runId, occurrence, RunMode.MANUAL, variables);
        } else {
            runs.skipped(runId, occurrence, RunMode.MANUAL, reason);
        }
    }

    private @Nullable Reason refusal(
            Occurrence occurrence, AccountVariables variables, Evidence evidence) throws Exception {
        DefinitionVersion present =
                account.definitions().workflow(occurrence.workflow().id(), occurrence.at());
        if (present == null || !present.acts()) {
            evidence.notActive(present);
            return Reason.NOT_IN_SCOPE;
        }
        if (!account.isInScope(occurrence.workflow())) {
            evidence.notInScope();
            return Reason.NOT_IN_SCOPE;
        }
        return occurrence
                .version()
                .conditions()
                .judge(variables, account.engagements(), occurrence.at(), evidence.conditions());
    }

    private static String source(String id) {
        return TABLE.tableName() + '/' + id;
    }
}
