package io.automation.job.evaluate;

import io.automation.job.evaluate.Decisions.Miss;
import io.automation.job.evaluate.Occurrence.Origin;
import io.automation.job.evaluate.TriggerIndex.Acting;
import io.automation.model.change.Change;
import io.automation.model.change.Operation;
import io.automation.model.change.RowVersion;
import io.automation.model.change.RowVersion.Arrival;
import io.automation.model.change.Table;
import io.automation.model.workflow.Trigger.AccountCreated;
import io.automation.model.workflow.Trigger.StatusChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.flink.api.common.state.MapState;
import org.jspecify.annotations.Nullable;

/** The rows of accounts: new ones, other statuses, moves, deletes (3.4). */
final class AccountChanges {

    private static final Table TABLE = Table.ACCOUNTS;
    private static final int ORGANIZATION = TABLE.index("organization_id");
    private static final int STATUS = TABLE.index("status");

    private final EvaluateOptions options;
    private final Account account;
    private final Patterns patterns;
    private final Runs runs;
    private final Decisions decisions;

    AccountChanges(
            EvaluateOptions options,
            Account account,
            Patterns patterns,
            Runs runs,
            Decisions decisions) {
        this.options = options;
        this.account = account;
        this.patterns = patterns;
        this.runs = runs;
        this.decisions = decisions;
    }

    /**
     * Takes a fact.
     *
     * @return what it raises; null if it is stale or was seen before
     */
    @Nullable List<Occurrence> take(Change arrived) throws Exception {
        RowVersion known = account.anyRow();
        Change change = EvaluateWorkflows.settle(arrived, known, options);
        Arrival arrival = RowVersion.arrivalOf(change, known);
        if (arrival.isIgnored()) {
            return null;
        }
        AccountVitals vitals = account.vitals();
        vitals.hasChanged();
        boolean isFirstSeen = arrival == Arrival.FIRST_SEEN_BY_UPDATE && isGone(known);
        RowVersion told = isFirstSeen ? before(change) : known;
        RowVersion row = RowVersion.after(change, told);
        if (row.deleted() || row.get(DefinitionRows.deletedAt(TABLE)) != null) {
            runs.endAccount(vitals.clock);
            account.putRow(row.hidden());
            forgetAccount();
            return List.of();
        }
        String organizationId = row.get(ORGANIZATION);
        String before =
                isFirstSeen && told != null ? told.get(ORGANIZATION) : vitals.organizationId;
        boolean hasMoved = before != null && !before.equals(organizationId);
        if (hasMoved) {
            runs.endAccount(vitals.clock);
            // Nobody would end half matches of workflows that the account does not meet any more.
            account.patterns.clear();
        }
        boolean isNew = vitals.organizationId == null || hasMoved;
        account.putRow(row);
        // One text for all accounts of an organization: compared by a glance at its address.
        vitals.organizationId = organizationId == null ? null : organizationId.intern();
        TriggerIndex found = isNew ? account.index(change.at()) : null;
        if (found != null) {
            // Who comes in the instant of a change of definitions comes after it.
            vitals.dueFrom = found.from;
        }
        long at = Math.max(change.at(), vitals.clock);
        TriggerIndex index =
                hasMoved || change.operation() == Operation.READ ? null : account.index(at);
        if (index == null) {
            return List.of();
        }
        return raised(index, change, arrival, known, row, at);
    }

    private List<Occurrence> raised(
            TriggerIndex index,
            Change change,
            Arrival arrival,
            @Nullable RowVersion known,
            RowVersion row,
            long at)
            throws Exception {
        RowVersion old = known == null || known.deleted() ? null : known;
        if (arrival == Arrival.FIRST_SEEN_BY_UPDATE) {
            old = isGone(known) ? before(change) : null;
            boolean wasThere =
                    old != null
                            && ((change.presentBefore() >>> STATUS) & 1) == 1
                            && old.get(DefinitionRows.deletedAt(TABLE)) == null;
            if (!wasThere) {
                return List.of();
            }
        }
        Origin origin = Judge.origin(TABLE, old, row);
        String status = row.get(STATUS);
        String from = old == null ? null : old.get(STATUS);
        List<Occurrence> raised = new ArrayList<>();
        if (status != null && !Objects.equals(status, from)) {
            for (Acting<StatusChange> acting : index.statusChanges(status)) {
                if (isMeant(acting.trigger(), old, from)) {
                    raised.add(
                            Occurrence.of(
                                            acting,
                                            change.positionText(),
                                            at,
                                            new TriggerData().with("from", from).with("to", status),
                                            TABLE.tableName())
                                    .by(origin)
                                    .because(
                                            decisions.isHeard()
                                                    ? TriggerComparisons.status(
                                                            acting.trigger(),
                                                            from,
                                                            status,
                                                            old == null)
                                                    : null));
                }
            }
        }
        if (arrival == Arrival.INSERT) {
            for (Acting<AccountCreated> acting : index.accountsCreated) {
                String asked = acting.trigger().status();
                if (asked == null || asked.equals(status)) {
                    raised.add(
                            Occurrence.of(
                                            acting,
                                            change.positionText(),
                                            at,
                                            new TriggerData().with("status", status),
                                            TABLE.tableName())
                                    .by(origin)
                                    .because(
                                            decisions.isHeard()
                                                    ? TriggerComparisons.created(asked, status)
                                                    : null));
                }
            }
        }
        if (decisions.isWatched()) {
            tellMisses(change, arrival, from, status, old == null, at, raised);
        }
        raised.addAll(patterns.fed(index, change, old, row, origin, at));
        return raised;
    }

    private void tellMisses(
            Change change,
            Arrival arrival,
            @Nullable String from,
            @Nullable String status,
            boolean isNew,
            long at,
            List<Occurrence> raised)
            throws Exception {
        String key = change.positionText();
        if (isNew || !Objects.equals(status, from)) {
            decisions.others(
                    StatusChange.class,
                    at,
                    raised,
                    acting ->
                            Miss.noEdge(
                                    key,
                                    TriggerComparisons.status(
                                            acting.trigger(), from, status, isNew)));
        }
        if (arrival == Arrival.INSERT) {
            decisions.others(
                    AccountCreated.class,
                    at,
                    raised,
                    acting ->
                            Miss.noEdge(
                                    key,
                                    TriggerComparisons.created(acting.trigger().status(), status)));
        }
    }

    private static boolean isMeant(
            StatusChange trigger, @Nullable RowVersion old, @Nullable String from) {
        if (old == null) {
            return trigger.includeNewAccounts() && trigger.fromStatus() == null;
        }
        return trigger.fromStatus() == null || trigger.fromStatus().equals(from);
    }

    /** Whether nothing of a row is known; one whose deleted_at is set still is. */
    private static boolean isGone(@Nullable RowVersion known) {
        return known == null || (known.deleted() && known.values().length == 0);
    }

    /** The row before an update of an account that nobody knew, if the change tells it (1.10). */
    private static @Nullable RowVersion before(Change change) {
        return change.before().length > 0
                ? new RowVersion(Change.NONE, Change.NONE, 0, 0, false, change.before())
                : null;
    }

    /** What belongs to an account goes with it; what comes again of its rows is still known. */
    private void forgetAccount() throws Exception {
        AccountVitals vitals = account.vitals();
        vitals.forgetAccount();
        delete(account.contacts);
        delete(account.team);
        delete(account.goals);
        delete(account.overlays);
        delete(account.deliveries);
        Map<String, EngagementRow> engagements = new TreeMap<>();
        for (Map.Entry<String, EngagementRow> row : account.engagementRows.entries()) {
            engagements.put(
                    row.getKey(),
                    new EngagementRow(
                            row.getValue().row().asDeleted(), false, Change.NONE, null, null));
        }
        for (Map.Entry<String, EngagementRow> row : engagements.entrySet()) {
            account.engagementRows.put(row.getKey(), row.getValue());
        }
        Silence silence = account.silence.value();
        if (silence != null) {
            account.silence.update(silence.cleared());
        }
        account.admissions.clear();
        account.patterns.clear();
        vitals.forgetBy(vitals.clock + options.retentionMillis() + 1);
    }

    private static void delete(MapState<String, RowVersion> rows) throws Exception {
        Map<String, RowVersion> deleted = new TreeMap<>();
        for (Map.Entry<String, RowVersion> row : rows.entries()) {
            deleted.put(row.getKey(), row.getValue().asDeleted());
        }
        for (Map.Entry<String, RowVersion> row : deleted.entrySet()) {
            rows.put(row.getKey(), row.getValue());
        }
    }
}
