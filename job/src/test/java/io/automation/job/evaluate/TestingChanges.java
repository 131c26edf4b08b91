package io.automation.job.evaluate;

import io.automation.model.change.Change;
import io.automation.model.change.Operation;
import io.automation.model.change.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes as the decoder would make them, for tests; each takes the next position. */
final class TestingChanges {

    static final String ORGANIZATION = "0b0f5a3e-0000-4000-8000-000000000001";
    static final String ACCOUNT = "11111111-1111-4111-8111-111111111111";
    static final String WORKFLOW = "e1000000-0000-4000-8000-000000000001";
    static final String TEMPLATE = "f0000000-0000-4000-8000-000000000001";

    static final long START = 1_772_355_600_000L;
    static final long DAY = 86_400_000L;

    private long position = 1000;

    Change organization() {
        return change(
                Table.ORGANIZATIONS,
                Operation.CREATE,
                "",
                ORGANIZATION,
                START,
                Map.of("name", "Org"));
    }

    Change account(long at, Map<String, String> columns) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("organization_id", ORGANIZATION);
        all.put("name", "Quantum Teapots");
        all.put("status", "active");
        all.putAll(columns);
        return change(Table.ACCOUNTS, Operation.CREATE, ACCOUNT, ACCOUNT, at, all);
    }

    Change contact(String id, String email) {
        return change(
                Table.CONTACTS,
                Operation.CREATE,
                ACCOUNT,
                id,
                START,
                Map.of("account_id", ACCOUNT, "name", "Ada", "email", email, "role", "champion"));
    }

    Change template() {
        return template("{{account.name}}: {{trigger.current}}", "<p>Hello {{contact.name}}</p>");
    }

    Change template(String subject, String html) {
        return change(
                Table.EMAIL_TEMPLATES,
                Operation.CREATE,
                "",
                TEMPLATE,
                START,
                Map.of(
                        "organization_id", ORGANIZATION,
                        "name", "health_concern",
                        "subject", subject,
                        "html_content", html,
                        "version", "2"));
    }

    Change workflow(long at, String triggerConfig, String settings) {
        return workflow(at, Operation.CREATE, triggerConfig, settings, Map.of());
    }

    Change workflow(
            long at,
            Operation operation,
            String triggerConfig,
            String settings,
            Map<String, String> columns) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("organization_id", ORGANIZATION);
        all.put("name", "Health alert");
        all.put("status", "active");
        all.put("trigger_type", "health_score_change");
        all.put("trigger_config", triggerConfig);
        all.put("action_type", "send_email");
        all.put("action_config", "{\"template_id\":\"health_concern\"}");
        all.put("settings", settings);
        all.put("version", "1");
        all.putAll(columns);
        return change(Table.AUTOMATION_WORKFLOWS, operation, "", WORKFLOW, at, all);
    }

    /** Another workflow that mails the contacts, there from the beginning. */
    Change workflow(String id, String triggerType, String triggerConfig, String actionConfig) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("organization_id", ORGANIZATION);
        all.put("name", id);
        all.put("status", "active");
        all.put("trigger_type", triggerType);
        all.put("trigger_config", triggerConfig);
        all.put("action_type", "send_email");
        all.put("action_config", actionConfig);
        return change(Table.AUTOMATION_WORKFLOWS, Operation.CREATE, "", id, START, all);
    }

    /** A mail of a run, as the ledger writes it. */
    Change delivery(Operation operation, String id, String runId, long at, String status) {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("account_id", ACCOUNT);
        columns.put("run_id", runId);
        columns.put("template_id", TEMPLATE);
        columns.put("status", status);
        return change(Table.EMAIL_DELIVERIES, operation, ACCOUNT, id, at, columns);
    }

    Change score(String rowId, long at, @Nullable String score) {
        return score(Operation.CREATE, rowId, at, score);
    }

    Change score(Operation operation, String rowId, long at, @Nullable String score) {
        Map<String, @Nullable String> columns = new LinkedHashMap<>();
        columns.put("account_id", ACCOUNT);
        columns.put("score", score);
        return change(Table.HEALTH_SCORES, operation, ACCOUNT, rowId, at, columns);
    }

    Change change(
            Table table,
            Operation operation,
            String accountId,
            String rowId,
            long at,
            Map<String, ? extends @Nullable String> columns) {
        @Nullable String[] values = new String[table.columns().size()];
        long present = 0;
        for (Map.Entry<String, ? extends @Nullable String> column : columns.entrySet()) {
            int index = table.index(column.getKey());
            values[index] = column.getValue();
            present |= 1L << index;
        }
        position += 8;
        return new Change(
                "",
                table,
                operation,
                accountId,
                rowId,
                at,
                at,
                at,
                position,
                position,
                present,
                values,
                0,
                Change.NO_VALUES,
                null);
    }
}
