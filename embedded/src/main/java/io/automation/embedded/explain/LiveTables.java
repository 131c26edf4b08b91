package io.automation.embedded.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automation.embedded.explain.ReplayedRuns.FoundRun;
import io.automation.embedded.explain.RunStory.MailStory;
import io.automation.embedded.explain.RunStory.StepStory;
import io.automation.model.change.Instants;
import io.automation.model.run.DeliveryStatus;
import io.automation.model.run.RunStatus;
import io.automation.model.run.StepStatus;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what a running system wrote: runs, what came of them, decisions. */
final class LiveTables {

    /** As far back as anybody asks by hand. */
    private static final int NEWEST = 500;

    private static final String OF_PAIR =
            " workflow_id::text = ? AND account_id::text IS NOT DISTINCT FROM ?";
    private static final String RUNS =
            "SELECT id, workflow_version, trigger_type, occurrence_key, occurred_at, status, reason,"
                    + " error, result, trigger_data FROM automation_runs WHERE"
                    + OF_PAIR
                    + " AND occurred_at IS NOT NULL ORDER BY occurred_at DESC LIMIT "
                    + NEWEST;
    private static final String STEPS =
            "SELECT step, action_type, status, due_at, reason, error FROM automation_run_steps"
                    + " WHERE run_id::text = ? ORDER BY step";
    private static final String MAILS =
            "SELECT d.step, d.address, d.template_id, t.name AS template, d.template_version,"
                    + " d.locale, d.arm, d.status, d.reason, d.accepted_at, d.error"
                    + " FROM email_deliveries d LEFT JOIN email_templates t ON t.id = d.template_id"
                    + " WHERE d.run_id::text = ? ORDER BY d.step, d.address";
    private static final String DECISIONS =
            "SELECT at, organization_id, workflow_id, version, account_id, occurrence_key, verdict,"
                    + " reason, run_id, compared FROM automation_decisions WHERE"
                    + OF_PAIR
                    + " ORDER BY at DESC LIMIT "
                    + NEWEST;

    private final Connection connection;

    LiveTables(Connection connection) {
        this.connection = connection;
    }

    /** The runs whose id begins so. */
    List<FoundRun> find(String beginning) throws SQLException {
        List<FoundRun> found = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT id, workflow_id, account_id FROM automation_runs"
                                + " WHERE starts_with(id::text, ?) ORDER BY id")) {
            statement.setString(1, beginning);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(
                            new FoundRun(
                                    rows.getString("id"),
                                    rows.getString("workflow_id"),
                                    rows.getString("account_id")));
                }
            }
        }
        return found;
    }

    /** The newest runs of a workflow and an account, by id. */
    Map<String, RunStory> runs(String workflowId, @Nullable String accountId) throws SQLException {
        Map<String, RunStory> runs = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(RUNS)) {
            statement.setString(1, workflowId);
            statement.setString(2, accountId);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    RunStory run = run(rows);
                    runs.put(run.id(), run);
                }
            }
        }
        return runs;
    }

    /** The newest decisions on a workflow and an account. */
    List<Decided> decisions(String workflowId, @Nullable String accountId) throws SQLException {
        List<Decided> decisions = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(DECISIONS)) {
            statement.setString(1, workflowId);
            statement.setString(2, accountId);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    decisions.add(decision(rows));
                }
            }
        }
        return decisions;
    }

    private static Decided decision(ResultSet row) throws SQLException {
        ObjectNode line = ExplanationJson.JSON.createObjectNode();
        line.put("at", Instants.text(row.getTimestamp("at").getTime()));
        for (String column :
                List.of(
                        "organization_id",
                        "workflow_id",
                        "account_id",
                        "occurrence_key",
                        "verdict",
                        "reason",
                        "run_id")) {
            line.put(column, row.getString(column));
        }
        line.put("version", integer(row, "version"));
        line.set("compared", json(row.getString("compared")));
        return Decided.read(line);
    }

    private RunStory run(ResultSet row) throws SQLException {
        String id = row.getString("id");
        return new RunStory(
                id,
                integer(row, "workflow_version"),
                Wording.orElse(row.getString("trigger_type"), ""),
                Wording.orElse(row.getString("occurrence_key"), ""),
                row.getTimestamp("occurred_at").getTime(),
                RunStatus.valueOf(ReplayedRuns.upper(row.getString("status"))),
                ReplayedRuns.reason(row.getString("reason")),
                row.getString("error"),
                json(row.getString("result")).path("retracted").asBoolean(false),
                json(row.getString("trigger_data")),
                steps(id),
                mails(id),
                true);
    }

    private List<StepStory> steps(String runId) throws SQLException {
        List<StepStory> steps = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(STEPS)) {
            statement.setString(1, runId);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    steps.add(
                            new StepStory(
                                    row.getInt("step"),
                                    row.getString("action_type"),
                                    StepStatus.valueOf(ReplayedRuns.upper(row.getString("status"))),
                                    instant(row.getTimestamp("due_at")),
                                    ReplayedRuns.reason(row.getString("reason")),
                                    row.getString("error")));
                }
            }
        }
        return steps;
    }

    private List<MailStory> mails(String runId) throws SQLException {
        List<MailStory> mails = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(MAILS)) {
            statement.setString(1, runId);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    mails.add(
                            new MailStory(
                                    row.getInt("step"),
                                    row.getString("address"),
                                    row.getString("template_id"),
                                    row.getString("template"),
                                    integer(row, "template_version"),
                                    row.getString("locale"),
                                    row.getString("arm"),
                                    null,
                                    DeliveryStatus.valueOf(
                                            ReplayedRuns.upper(row.getString("status"))),
                                    ReplayedRuns.reason(row.getString("reason")),
                                    instant(row.getTimestamp("accepted_at")),
                                    row.getString("error")));
                }
            }
        }
        return mails;
    }

    private static @Nullable Integer integer(ResultSet row, String column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : Integer.valueOf(value);
    }

    private static @Nullable Long instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : Long.valueOf(timestamp.getTime());
    }

    private static JsonNode json(@Nullable String text) {
        try {
            return ExplanationJson.JSON.readTree(text == null ? "{}" : text);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("jsonb is JSON", impossible);
        }
    }
}
