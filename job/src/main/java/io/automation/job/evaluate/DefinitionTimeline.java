package io.automation.job.evaluate;

import io.automation.model.change.Change;
import io.automation.model.change.Operation;
import io.automation.model.change.RowVersion;
import io.automation.model.change.Table;
import io.automation.model.workflow.ParsedWorkflow;
import io.automation.model.workflow.Problem;
import io.automation.model.workflow.Problem.Level;
import io.automation.model.workflow.SupportedLanguage;
import io.automation.model.workflow.TriggerFingerprint;
import io.automation.model.workflow.Workflow;
import io.automation.model.workflow.WorkflowRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The versions of one definition, oldest first: immutable, so that Flink need not copy it for a
 * checkpoint.
 *
 * <p>A refused row leaves the last good one in force, but one that is not active still stops a
 * workflow (semantics 2.7).
 */
final class DefinitionTimeline {

    static final DefinitionTimeline EMPTY = new DefinitionTimeline(List.of());

    private final List<DefinitionVersion> versions;

    DefinitionTimeline(List<DefinitionVersion> versions) {
        this.versions = List.copyOf(versions);
    }

    List<DefinitionVersion> versions() {
        return versions;
    }

    /** The newest version, null if there is none. */
    @Nullable DefinitionVersion newest() {
        return versions.isEmpty() ? null : versions.get(versions.size() - 1);
    }

    /** The version in force at an instant, null before the first. */
    @Nullable DefinitionVersion at(long instant) {
        for (int i = versions.size() - 1; i >= 0; i--) {
            if (versions.get(i).from() <= instant) {
                return versions.get(i);
            }
        }
        return null;
    }

    /** What remains when nothing before an instant will be asked for. */
    DefinitionTimeline prunedBefore(long instant) {
        int first = versions.size() - 1;
        while (first > 0 && versions.get(first).from() > instant) {
            first--;
        }
        return first <= 0 ? this : new DefinitionTimeline(versions.subList(first, versions.size()));
    }

    /**
     * The timeline with one more change; null where the change is stale or was seen before.
     *
     * @param hasEffects whether what nobody carries out yet has to be refused
     */
    @Nullable Folded with(Change change, boolean hasEffects) {
        DefinitionVersion last = newest();
        RowVersion known = last == null ? null : last.row();
        Change settled =
                change.operation() == Operation.READ && known != null ? change.asUpdate() : change;
        if (RowVersion.arrivalOf(settled, known).isIgnored()) {
            return null;
        }
        RowVersion row = RowVersion.after(settled, known);
        List<DefinitionVersion> longer = new ArrayList<>(versions);
        if (last != null && isSame(change.table(), last.row(), row)) {
            DefinitionVersion moved = last.at(row);
            longer.set(longer.size() - 1, moved);
            return new Folded(moved, List.of(), false, new DefinitionTimeline(longer));
        }
        Folded folded = fold(settled, last, row, hasEffects);
        longer.add(folded.version());
        return new Folded(
                folded.version(), folded.problems(), true, new DefinitionTimeline(longer));
    }

    /** Whether nothing changed but when it was touched (semantics 9). */
    private static boolean isSame(Table table, RowVersion before, RowVersion after) {
        if (before.deleted() || after.deleted()) {
            return false;
        }
        int touched = table.index("updated_at");
        for (int i = 0; i < after.values().length; i++) {
            if (i != touched && !Objects.equals(before.get(i), after.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** The timeline of changes that came in any order (a replay's). */
    static DefinitionTimeline of(List<Change> changes, List<Folded> answers) {
        List<Change> ordered = new ArrayList<>(changes.size());
        for (Change change : changes) {
            ordered.add(
                    change.operation() == Operation.READ && hasEarlier(change, changes)
                            ? change.asUpdate()
                            : change);
        }
        ordered.sort(Change.REPLAY_ORDER);
        DefinitionTimeline timeline = EMPTY;
        for (Change change : ordered) {
            Folded folded = timeline.with(change, false);
            if (folded != null) {
                if (folded.isChange()) {
                    answers.add(folded);
                }
                timeline = folded.timeline();
            }
        }
        return timeline;
    }

    private static boolean hasEarlier(Change change, List<Change> changes) {
        return changes.stream().anyMatch(other -> other.precedesRow(change));
    }

    private static Folded fold(
            Change change, @Nullable DefinitionVersion last, RowVersion row, boolean hasEffects) {
        boolean gone = row.deleted() || row.get(DefinitionRows.deletedAt(change.table())) != null;
        DefinitionVersion previous = last == null || last.goodRow() == null ? null : last;
        if (gone) {
            boolean everActive =
                    last != null
                            && last.activity().everActive()
                            && change.operation() != Operation.DELETE;
            long since = last == null ? change.at() : last.activity().triggerSince();
            Activity activity = Activity.gone(since, everActive);
            return new Folded(version(change, row, null, activity), List.of(), true, EMPTY);
        }
        return switch (change.table()) {
            case AUTOMATION_WORKFLOWS -> foldWorkflow(change, last, row, hasEffects);
            case ORGANIZATIONS ->
                    foldOther(
                            change,
                            previous,
                            row,
                            DefinitionRows.parseOrganization(change.rowId(), row.values())
                                    .problems());
            default ->
                    foldOther(
                            change,
                            previous,
                            row,
                            DefinitionRows.templateProblems(change.rowId(), row.values()));
        };
    }

    private static Folded foldWorkflow(
            Change change, @Nullable DefinitionVersion last, RowVersion row, boolean hasEffects) {
        DefinitionVersion previous = last == null || last.goodRow() == null ? null : last;
        WorkflowRow text = DefinitionRows.workflowRow(change.rowId(), row.values());
        ParsedWorkflow parsed = DefinitionRows.parseWorkflow(change.rowId(), row.values());
        Workflow workflow = parsed.workflow();
        List<Problem> problems = parsed.problems();
        if (workflow != null && hasEffects) {
            List<Problem> onlyReplayed = SupportedLanguage.onlyReplayed(workflow);
            if (!onlyReplayed.isEmpty()) {
                problems = new ArrayList<>(problems);
                problems.addAll(onlyReplayed);
                workflow = null;
            }
        }
        Workflow known = previous == null ? null : previous.workflow();
        if (workflow != null
                && known != null
                && !known.organizationId().equals(workflow.organizationId())) {
            problems = new ArrayList<>(problems);
            problems.add(
                    new Problem(
                            "organization_changed",
                            "/organization_id",
                            Level.ERROR,
                            "a workflow cannot move to another organization; create it there"));
            workflow = null;
        }
        if (workflow == null) {
            boolean acts = previous != null && previous.acts() && text.acts();
            Activity before = activity(last, change);
            Activity stopped = before.then(acts, before.triggerSince(), change.at(), false);
            @Nullable String @Nullable [] goodRow = previous == null ? null : previous.goodRow();
            return new Folded(version(change, row, goodRow, stopped), problems, true, EMPTY);
        }
        Activity before = activity(last, change);
        // One whose deleted_at is cleared again is an update of a row that nobody knew.
        boolean returns =
                last != null
                        && previous == null
                        && last.row().deleted()
                        && change.operation() != Operation.CREATE;
        @Nullable String @Nullable [] rowBefore =
                previous != null
                        ? previous.goodRow()
                        : last != null && returns ? last.row().values() : null;
        boolean sameTrigger =
                rowBefore != null
                        && fingerprint(DefinitionRows.workflowRow(change.rowId(), rowBefore))
                                .equals(fingerprint(text));
        long since = sameTrigger ? before.triggerSince() : change.at();
        boolean isFirstSight = last == null && change.operation() == Operation.UPDATE;
        boolean mayEnrol = change.operation() != Operation.READ && !returns && !isFirstSight;
        Activity now = before.then(workflow.acts(), since, change.at(), mayEnrol);
        return new Folded(version(change, row, row.values(), now), problems, true, EMPTY);
    }

    private static Activity activity(@Nullable DefinitionVersion last, Change change) {
        return last == null ? Activity.gone(change.at(), false) : last.activity();
    }

    private static String fingerprint(WorkflowRow row) {
        return TriggerFingerprint.canonicalTrigger(
                Objects.requireNonNullElse(row.triggerType(), ""), row.triggerConfig());
    }

    private static Folded foldOther(
            Change change,
            @Nullable DefinitionVersion previous,
            RowVersion row,
            List<Problem> problems) {
        boolean refused = problems.stream().anyMatch(Problem::isError);
        @Nullable String @Nullable [] goodRow = row.values();
        if (refused) {
            goodRow = previous == null ? null : previous.goodRow();
        }
        return new Folded(
                version(change, row, goodRow, Activity.inForce(change.at())),
                problems,
                true,
                EMPTY);
    }

    private static DefinitionVersion version(
            Change change,
            RowVersion row,
            @Nullable String @Nullable [] goodRow,
            Activity activity) {
        return new DefinitionVersion(
                change.table(), change.rowId(), change.at(), row, goodRow, activity);
    }

    /**
     * A taken change: the version it made, what was wrong with it, and the new timeline.
     *
     * @param isChange whether it is more than a touch of the row, and so is answered
     */
    record Folded(
            DefinitionVersion version,
            List<Problem> problems,
            boolean isChange,
            DefinitionTimeline timeline) {

        boolean isAccepted() {
            return problems.stream().noneMatch(Problem::isError);
        }
    }

    /** Versions of several definitions in the order of their instants. */
    static final Comparator<DefinitionVersion> BY_INSTANT =
            Comparator.comparingLong(DefinitionVersion::from).thenComparing(DefinitionVersion::id);

    /** Whether a table's changes make timelines. */
    static boolean holds(Table table) {
        return table.kind() == Table.Kind.DEFINITION;
    }
}
