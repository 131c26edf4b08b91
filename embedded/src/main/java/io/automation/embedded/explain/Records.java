package io.automation.embedded.explain;

import io.automation.connectors.cdc.ChangeDecoder;
import io.automation.connectors.cdc.DebeziumJsonDecoder;
import io.automation.connectors.cdc.DecoderOptions;
import io.automation.connectors.history.HistoryFile;
import io.automation.connectors.history.HistoryReader;
import io.automation.job.config.AutomationOptions;
import io.automation.model.change.Change;
import io.automation.model.change.Decoded;
import io.automation.model.change.Operation;
import io.automation.model.change.Table;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a history says of names and definitions: organizations, workflows with all of their
 * versions, scope lists, accounts.
 */
final class Records {

    private static final int ACCOUNT_ORGANIZATION = Table.ACCOUNTS.index("organization_id");
    private static final int ACCOUNT_NAME = Table.ACCOUNTS.index("name");
    private static final int ACCOUNT_DELETED = Table.ACCOUNTS.index("deleted_at");
    private static final int SCOPE_WORKFLOW =
            Table.AUTOMATION_WORKFLOW_ACCOUNTS.index("workflow_id");
    private static final int SCOPE_ACCOUNT = Table.AUTOMATION_WORKFLOW_ACCOUNTS.index("account_id");
    private static final int TEMPLATE_NAME = Table.EMAIL_TEMPLATES.index("name");
    private static final int ZONE = Table.ORGANIZATIONS.index("timezone");
    private static final int ORGANIZATION_NAME = Table.ORGANIZATIONS.index("name");

    private final Map<String, Account> accounts = new TreeMap<>();
    private final Map<String, WorkflowHistory> workflows = new TreeMap<>();
    private final Map<String, String> organizationNames = new HashMap<>();
    private final Map<String, String> templateNames = new HashMap<>();
    private final Map<String, ZoneId> zones = new HashMap<>();
    private final List<ScopeChange> scopes = new ArrayList<>();
    private long since = Long.MAX_VALUE;
    private long until = Long.MIN_VALUE;

    /**
     * An account as it was seen last.
     *
     * @param deletedAt epoch milliseconds; null while it is there
     * @param at epoch milliseconds of that change
     */
    record Account(
            String id,
            @Nullable String organizationId,
            @Nullable String name,
            @Nullable Long deletedAt,
            long at) {}

    /** An account that enters or leaves a workflow's list, at epoch milliseconds. */
    record ScopeChange(long at, String workflowId, String accountId, boolean isListed) {}

    private Records() {}

    /** Reads all files of a history once. */
    static Records read(List<HistoryFile> files) throws IOException {
        Records records = new Records();
        List<Change> definitions = new ArrayList<>();
        ChangeDecoder decoder =
                new DebeziumJsonDecoder(
                        new DecoderOptions(AutomationOptions.TIME_PRECISION.defaultValue(), false));
        for (HistoryFile file : files) {
            try (HistoryReader reader = new HistoryReader(file, "")) {
                while (reader.next(decoder, decoded -> records.see(decoded, definitions))) {
                    // Every line is handed on as it is read.
                }
            }
        }
        definitions.sort(Change.REPLAY_ORDER);
        definitions.forEach(records::define);
        return records;
    }

    private void see(Decoded decoded, List<Change> definitions) {
        Change change = decoded.change();
        if (change == null) {
            return;
        }
        if (change.operation() != Operation.READ) {
            since = Math.min(since, change.at());
            until = Math.max(until, change.at());
        }
        switch (change.table()) {
            case ORGANIZATIONS, AUTOMATION_WORKFLOWS, AUTOMATION_WORKFLOW_ACCOUNTS ->
                    definitions.add(change);
            case ACCOUNTS -> account(change);
            case EMAIL_TEMPLATES -> template(change);
            default -> {}
        }
    }

    private void template(Change change) {
        String name = newer(change, TEMPLATE_NAME, null);
        if (name != null) {
            templateNames.put(change.rowId(), name);
        }
    }

    private void account(Change change) {
        Account known = accounts.get(change.rowId());
        if (known != null && known.at > change.at()) {
            return;
        }
        Long deletedAt = known == null ? null : known.deletedAt;
        if (change.operation() == Operation.DELETE) {
            deletedAt = change.at();
        } else if (change.has(ACCOUNT_DELETED)) {
            deletedAt = change.get(ACCOUNT_DELETED) == null ? null : Long.valueOf(change.at());
        }
        accounts.put(
                change.rowId(),
                new Account(
                        change.rowId(),
                        newer(
                                change,
                                ACCOUNT_ORGANIZATION,
                                known == null ? null : known.organizationId),
                        newer(change, ACCOUNT_NAME, known == null ? null : known.name),
                        deletedAt,
                        change.at()));
    }

    private static @Nullable String newer(Change change, int column, @Nullable String known) {
        String value = change.after().length > column ? change.get(column) : null;
        return value == null ? known : value;
    }

    private void define(Change change) {
        switch (change.table()) {
            case ORGANIZATIONS -> organization(change);
            case AUTOMATION_WORKFLOWS ->
                    workflows.computeIfAbsent(change.rowId(), WorkflowHistory::new).add(change);
            case AUTOMATION_WORKFLOW_ACCOUNTS -> scope(change);
            default -> throw new IllegalStateException("no definition: " + change.table());
        }
    }

    private void organization(Change change) {
        String name = newer(change, ORGANIZATION_NAME, organizationNames.get(change.rowId()));
        if (name != null) {
            organizationNames.put(change.rowId(), name);
        }
        String zone = change.operation() == Operation.DELETE ? null : newer(change, ZONE, null);
        if (zone != null) {
            try {
                zones.put(change.rowId(), ZoneId.of(zone));
            } catch (DateTimeException refused) {
                // The one before goes on, as it does where workflows are judged.
            }
        }
    }

    private void scope(Change change) {
        String[] ids = change.rowId().split("\\|", 2);
        String workflow = newer(change, SCOPE_WORKFLOW, ids[0]);
        String account = newer(change, SCOPE_ACCOUNT, ids[ids.length - 1]);
        if (workflow != null && account != null) {
            boolean isListed = change.operation() != Operation.DELETE;
            scopes.add(new ScopeChange(change.at(), workflow, account, isListed));
        }
    }

    List<Account> accounts() {
        return List.copyOf(accounts.values());
    }

    @Nullable Account account(@Nullable String id) {
        return id == null ? null : accounts.get(id);
    }

    List<WorkflowHistory> workflows() {
        return List.copyOf(workflows.values());
    }

    @Nullable WorkflowHistory workflow(String id) {
        return workflows.get(id);
    }

    /** The name of an organization, or its id. */
    String organizationName(String id) {
        return organizationNames.getOrDefault(id, id);
    }

    /** The name of a template; null where it is not known. */
    @Nullable String templateName(@Nullable String id) {
        return id == null ? null : templateNames.get(id);
    }

    /** The zone of an organization as it is now; UTC where it has none. */
    ZoneId zone(@Nullable String organizationId) {
        ZoneId zone = organizationId == null ? null : zones.get(organizationId);
        return zone == null ? ZoneOffset.UTC : zone;
    }

    /** When an account entered or left a workflow's list last; null if it never was on it. */
    @Nullable ScopeChange scope(String workflowId, @Nullable String accountId, long at) {
        ScopeChange last = null;
        for (ScopeChange change : scopes) {
            if (change.at <= at
                    && change.workflowId.equals(workflowId)
                    && change.accountId.equals(accountId)) {
                last = change;
            }
        }
        return last;
    }

    /** The first instant of which there is a record, in epoch milliseconds; null for none. */
    @Nullable Long since() {
        return since == Long.MAX_VALUE ? null : Long.valueOf(since);
    }

    /** The last instant of which there is a record, in epoch milliseconds; null for none. */
    @Nullable Long until() {
        return until == Long.MIN_VALUE ? null : Long.valueOf(until);
    }
}
