package io.automation.embedded.definitions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automation.embedded.definitions.CheckedDefinitions.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Definitions in the tables of a database, within the transaction of its connection. */
public final class DefinitionTables implements Directory {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    /** A workflow's columns with the defaults of the table, and its list of accounts. */
    private static final String WORKFLOW =
            """
            jsonb_build_object('name', w.name, 'description', w.description,
              'status', coalesce(w.status, 'draft'), 'enabled', coalesce(w.enabled, true),
              'scope_all_accounts', coalesce(w.scope_all_accounts, true), 'accounts',
              (SELECT coalesce(jsonb_agg(s.account_id ORDER BY s.account_id), '[]')
               FROM automation_workflow_accounts s WHERE s.workflow_id = w.id),
              'trigger_type', w.trigger_type, 'trigger_config', coalesce(w.trigger_config, '{}'),
              'condition_config', coalesce(w.condition_config, '{}'), 'action_type', w.action_type,
              'action_config', coalesce(w.action_config, '{}'), 'settings',
              coalesce(w.settings, '{}'))
            """;

    private static final String TEMPLATE =
            """
            jsonb_build_object('name', t.name, 'subject', t.subject, 'html_content', t.html_content,
              'text_content', t.text_content, 'variables', coalesce(t.variables, '[]'),
              'category', t.category, 'delivery_mode', t.delivery_mode, 'variants',
              coalesce(t.variants, '[]'))
            """;
    private static final Map<String, String> ONE =
            Map.of(
                    Definition.WORKFLOW,
                    "SELECT w.organization_id, w.deleted_at IS NOT NULL AS deleted, "
                            + WORKFLOW
                            + " AS fields FROM automation_workflows w WHERE w.id = ? FOR UPDATE OF w",
                    Definition.TEMPLATE,
                    "SELECT t.organization_id, false AS deleted, "
                            + TEMPLATE
                            + " AS fields FROM email_templates t WHERE t.id = ? FOR UPDATE");
    private static final String ALL =
            """
            SELECT 'template' AS kind, t.id, t.organization_id, o.name AS organization,
              %s AS fields FROM email_templates t JOIN organizations o ON o.id = t.organization_id
            WHERE o.deleted_at IS NULL
            UNION ALL
            SELECT 'workflow', w.id, w.organization_id, o.name, %s
            FROM automation_workflows w JOIN organizations o ON o.id = w.organization_id
            WHERE o.deleted_at IS NULL AND w.deleted_at IS NULL
            ORDER BY organization, kind, id
            """
                    .formatted(TEMPLATE, WORKFLOW);

    private static final String UPSERT_WORKFLOW =
            """
            INSERT INTO automation_workflows (id, organization_id, name, description, status, enabled,
              scope_all_accounts, trigger_type, trigger_config, condition_config, action_type,
              action_config, settings)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?::jsonb, ?::jsonb)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, description = excluded.description,
              status = excluded.status, enabled = excluded.enabled,
              scope_all_accounts = excluded.scope_all_accounts, trigger_type = excluded.trigger_type,
              trigger_config = excluded.trigger_config, condition_config = excluded.condition_config,
              action_type = excluded.action_type, action_config = excluded.action_config,
              settings = excluded.settings, deleted_at = NULL
            """;
    private static final String UPSERT_TEMPLATE =
            """
            INSERT INTO email_templates (id, organization_id, name, subject, html_content,
              text_content, variables, category, delivery_mode, variants)
            VALUES (?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?::jsonb)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, subject = excluded.subject,
              html_content = excluded.html_content, text_content = excluded.text_content,
              variables = excluded.variables, category = excluded.category,
              delivery_mode = excluded.delivery_mode, variants = excluded.variants
            """;

    private static final Map<String, String> EMPTY =
            Map.of(
                    "trigger_config", "{}",
                    "condition_config", "{}",
                    "action_config", "{}",
                    "settings", "{}",
                    "variables", "[]",
                    "variants", "[]");

    private final Connection connection;

    public DefinitionTables(Connection connection) {
        this.connection = connection;
    }

    /**
     * A definition as it is in its table.
     *
     * @param fields its columns as a file would have them, accounts by id
     */
    record Stored(
            String kind, String id, String organizationId, boolean deleted, ObjectNode fields) {}

    /** An organization's definition on its way to a file. */
    record Exported(Stored stored, String organization) {}

    /** Writes definitions, templates first, so that a workflow never misses its template. */
    public void write(List<Row> rows) throws SQLException {
        for (Row row : rows) {
            if (!row.definition().isWorkflow()) {
                writeTemplate(row);
            }
        }
        for (Row row : rows) {
            if (row.definition().isWorkflow()) {
                writeWorkflow(row);
            }
        }
    }

    /** What a definition says by the columns of its table, with their defaults; accounts by id. */
    public static ObjectNode fields(Row row) {
        Definition definition = row.definition();
        ObjectNode fields = JSON.createObjectNode();
        fields.put("name", definition.name());
        if (definition.isWorkflow()) {
            fields.put("description", definition.text("description"));
            String status = definition.text("status");
            fields.put("status", status == null ? "draft" : status);
            fields.put("enabled", flag(definition, "enabled"));
            fields.put("scope_all_accounts", flag(definition, "scope_all_accounts"));
            ArrayNode accounts = fields.putArray("accounts");
            row.accounts().stream().sorted().forEach(accounts::add);
            fields.put("trigger_type", definition.text("trigger_type"));
            fields.set("trigger_config", json(definition, "trigger_config"));
            fields.set("condition_config", json(definition, "condition_config"));
            fields.put("action_type", definition.text("action_type"));
            fields.set("action_config", json(definition, "action_config"));
            fields.set("settings", json(definition, "settings"));
        } else {
            fields.put("subject", definition.text("subject"));
            fields.put("html_content", definition.text("html_content"));
            fields.put("text_content", definition.text("text_content"));
            fields.set("variables", json(definition, "variables"));
            fields.put("category", definition.text("category"));
            fields.put("delivery_mode", definition.text("delivery_mode"));
            fields.set("variants", json(definition, "variants"));
        }
        return fields;
    }

    private static boolean flag(Definition definition, String column) {
        return !"false".equals(definition.text(column));
    }

    private static JsonNode json(Definition definition, String column) {
        JsonNode value = definition.value(column);
        return value == null ? read(EMPTY.getOrDefault(column, "{}")) : value;
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL gave no JSON", e);
        }
    }

    /** A column that holds JSON's null says no more than one that holds nothing. */
    private static ObjectNode columns(String json) {
        ObjectNode fields = (ObjectNode) read(json);
        EMPTY.forEach(
                (column, empty) -> {
                    if (fields.path(column).isNull()) {
                        fields.set(column, read(empty));
                    }
                });
        return fields;
    }

    /** The definition that has a row's id, locked until the transaction ends; null if none has. */
    @Nullable Stored stored(Row row) throws SQLException {
        String kind = row.definition().kind();
        try (PreparedStatement statement =
                connection.prepareStatement(ONE.getOrDefault(kind, ""))) {
            statement.setObject(1, UUID.fromString(row.id()));
            try (ResultSet found = statement.executeQuery()) {
                return found.next()
                        ? new Stored(
                                kind,
                                row.id(),
                                found.getString("organization_id"),
                                found.getBoolean("deleted"),
                                columns(found.getString("fields")))
                        : null;
            }
        }
    }

    /** All definitions of all organizations that are not deleted. */
    List<Exported> all() throws SQLException {
        List<Exported> all = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(ALL);
                ResultSet found = statement.executeQuery()) {
            while (found.next()) {
                Stored stored =
                        new Stored(
                                found.getString("kind"),
                                found.getString("id"),
                                found.getString("organization_id"),
                                false,
                                columns(found.getString("fields")));
                all.add(new Exported(stored, found.getString("organization")));
            }
        }
        return all;
    }

    /** An account's name; null if there is no account of that id, or it is deleted. */
    @Nullable String accountName(String id) throws SQLException {
        List<String> names =
                find("SELECT name FROM accounts WHERE id::text = ? AND deleted_at IS NULL", id);
        return names.isEmpty() ? null : names.get(0);
    }

    private void writeWorkflow(Row row) throws SQLException {
        ObjectNode fields = fields(row);
        try (PreparedStatement statement = connection.prepareStatement(UPSERT_WORKFLOW)) {
            statement.setObject(1, UUID.fromString(row.id()));
            statement.setObject(2, UUID.fromString(row.organizationId()));
            statement.setString(3, text(fields, "name"));
            statement.setString(4, text(fields, "description"));
            statement.setString(5, text(fields, "status"));
            statement.setBoolean(6, fields.path("enabled").booleanValue());
            statement.setBoolean(7, fields.path("scope_all_accounts").booleanValue());
            statement.setString(8, text(fields, "trigger_type"));
            statement.setString(9, fields.path("trigger_config").toString());
            statement.setString(10, fields.path("condition_config").toString());
            statement.setString(11, text(fields, "action_type"));
            statement.setString(12, fields.path("action_config").toString());
            statement.setString(13, fields.path("settings").toString());
            statement.executeUpdate();
        }
        writeScope(row);
    }

    private void writeScope(Row row) throws SQLException {
        UUID workflow = UUID.fromString(row.id());
        UUID[] accounts = row.accounts().stream().map(UUID::fromString).toArray(UUID[]::new);
        for (String sql :
                List.of(
                        "DELETE FROM automation_workflow_accounts"
                                + " WHERE workflow_id = ? AND account_id <> ALL (?)",
                        "INSERT INTO automation_workflow_accounts (workflow_id, account_id)"
                                + " SELECT ?, unnest(?::uuid[]) ON CONFLICT DO NOTHING")) {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setObject(1, workflow);
                statement.setArray(2, connection.createArrayOf("uuid", accounts));
                statement.executeUpdate();
            }
        }
    }

    private void writeTemplate(Row row) throws SQLException {
        ObjectNode fields = fields(row);
        try (PreparedStatement statement = connection.prepareStatement(UPSERT_TEMPLATE)) {
            statement.setObject(1, UUID.fromString(row.id()));
            statement.setObject(2, UUID.fromString(row.organizationId()));
            statement.setString(3, text(fields, "name"));
            statement.setString(4, text(fields, "subject"));
            statement.setString(5, text(fields, "html_content"));
            statement.setString(6, text(fields, "text_content"));
            statement.setString(7, fields.path("variables").toString());
            statement.setString(8, text(fields, "category"));
            statement.setString(9, text(fields, "delivery_mode"));
            statement.setString(10, fields.path("variants").toString());
            statement.executeUpdate();
        }
    }

    private static @Nullable String text(ObjectNode fields, String column) {
        return fields.path(column).textValue();
    }

    @Override
    public List<String> organizations(String idOrName) {
        return found(
                "SELECT id FROM organizations WHERE deleted_at IS NULL"
                        + " AND (id::text = lower(?) OR name = ?)",
                idOrName,
                idOrName);
    }

    /** By its id also a deleted one: a workflow may still list it. */
    @Override
    public List<String> accounts(String organizationId, String idOrName) {
        return found(
                "SELECT id FROM accounts WHERE organization_id::text = ?"
                        + " AND (id::text = lower(?) OR (name = ? AND deleted_at IS NULL))",
                organizationId,
                idOrName,
                idOrName);
    }

    @Override
    public List<String> templates(String organizationId, String idOrName) {
        return found(
                "SELECT id FROM email_templates WHERE organization_id::text = ?"
                        + " AND (id::text = lower(?) OR name = ?)",
                organizationId,
                idOrName,
                idOrName);
    }

    private List<String> found(String sql, String... parameters) {
        try {
            return find(sql, parameters);
        } catch (SQLException failed) {
            throw new IllegalStateException("names cannot be looked up", failed);
        }
    }

    private List<String> find(String sql, String... parameters) throws SQLException {
        List<String> values = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    values.add(found.getString(1));
                }
            }
        }
        return values;
    }
}
