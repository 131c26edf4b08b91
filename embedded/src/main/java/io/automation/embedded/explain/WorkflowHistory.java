package io.automation.embedded.explain;

import io.automation.model.change.Change;
import io.automation.model.change.Operation;
import io.automation.model.change.RowVersion;
import io.automation.model.change.RowVersion.Arrival;
import io.automation.model.change.Table;
import io.automation.model.workflow.Workflow;
import io.automation.model.workflow.WorkflowParser;
import io.automation.model.workflow.WorkflowRow;
import io.automation.udfs.condition.Conditions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A workflow's versions, oldest first. */
final class WorkflowHistory {

    private static final Table TABLE = Table.AUTOMATION_WORKFLOWS;
    private static final int DELETED_AT = TABLE.index("deleted_at");

    private final String id;
    private final List<Version> versions = new ArrayList<>();
    private @Nullable RowVersion row;
    private @Nullable Workflow lastGood;

    WorkflowHistory(String id) {
        this.id = id;
    }

    /** What a workflow's row makes of it. */
    enum State {
        ACTIVE,
        PAUSED,
        DRAFT,
        NOT_ENABLED,
        DELETED
    }

    /**
     * A workflow as it is from an instant on.
     *
     * @param at epoch milliseconds, {@link Change#BEGINNING} where it was there before the records
     * @param workflow the last good definition; null where there is none
     * @param isRefused whether the row itself could not be understood
     */
    record Version(
            long at, State state, WorkflowRow row, @Nullable Workflow workflow, boolean isRefused) {

        String name() {
            String name = row.name();
            return name == null || name.isBlank() ? row.id() : name;
        }
    }

    String id() {
        return id;
    }

    /** Takes the next change in the order of a replay. */
    void add(Change change) {
        Arrival arrival = RowVersion.arrivalOf(change, row);
        if (arrival.isIgnored()) {
            return;
        }
        RowVersion known = row;
        RowVersion next = RowVersion.after(change, known);
        row = next;
        if (change.operation() == Operation.DELETE) {
            if (!versions.isEmpty()) {
                WorkflowRow last = versions.get(versions.size() - 1).row;
                versions.add(new Version(change.at(), State.DELETED, last, lastGood, false));
            }
            return;
        }
        WorkflowRow read = read(next);
        Workflow workflow = Conditions.check(WorkflowParser.parse(read)).workflow();
        boolean isRefused = workflow == null;
        if (!isRefused) {
            lastGood = workflow;
        }
        State state = next.get(DELETED_AT) != null ? State.DELETED : state(read);
        versions.add(new Version(change.at(), state, read, lastGood, isRefused));
    }

    /** The one in force at an instant; the first one before that. */
    Version at(long instant) {
        Version found = versions.get(0);
        for (Version version : versions) {
            if (version.at > instant) {
                break;
            }
            found = version;
        }
        return found;
    }

    Version last() {
        return versions.get(versions.size() - 1);
    }

    boolean isEmpty() {
        return versions.isEmpty();
    }

    /** Whether there was such a workflow at an instant. */
    boolean existed(long instant) {
        return versions.get(0).at <= instant;
    }

    /** Since when it has been in the state of an instant, in epoch milliseconds. */
    long inStateSince(long instant) {
        long since = versions.get(0).at;
        State state = versions.get(0).state;
        for (Version version : versions) {
            if (version.at > instant) {
                break;
            }
            if (version.state != state) {
                state = version.state;
                since = version.at;
            }
        }
        return since;
    }

    private static State state(WorkflowRow row) {
        if ("false".equals(row.enabled()) && !"paused".equals(row.status())) {
            return State.NOT_ENABLED;
        }
        String status = row.status() == null ? "" : row.status();
        return switch (status) {
            case "active" -> State.ACTIVE;
            case "paused" -> State.PAUSED;
            default -> State.DRAFT;
        };
    }

    private WorkflowRow read(RowVersion version) {
        return new WorkflowRow(
                id,
                column(version, "organization_id"),
                column(version, "name"),
                column(version, "status"),
                column(version, "enabled"),
                column(version, "scope_all_accounts"),
                column(version, "trigger_type"),
                column(version, "trigger_config"),
                column(version, "condition_config"),
                column(version, "action_type"),
                column(version, "action_config"),
                column(version, "settings"),
                column(version, "version"));
    }

    private static @Nullable String column(RowVersion version, String name) {
        return version.get(TABLE.index(name));
    }
}
