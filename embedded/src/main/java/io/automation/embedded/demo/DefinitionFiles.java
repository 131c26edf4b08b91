package io.automation.embedded.demo;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.automation.model.run.Ids;
import io.automation.model.workflow.Problem;
import io.automation.model.workflow.TemplateParser;
import io.automation.model.workflow.TemplateRow;
import io.automation.model.workflow.WorkflowParser;
import io.automation.model.workflow.WorkflowRow;
import io.automation.udfs.template.Compilation;
import io.automation.udfs.template.TemplateCompiler;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Definition files (YAML or JSON, one definition or a list) and their way into the tables: all are
 * checked before the first is written.
 */
final class DefinitionFiles {

    private static final Set<String> COMMON =
            Set.of("kind", "id", "organization", "organization_id", "name");
    private static final Set<String> WORKFLOW =
            Set.of(
                    "description",
                    "status",
                    "enabled",
                    "scope_all_accounts",
                    "accounts",
                    "trigger_type",
                    "trigger_config",
                    "condition_config",
                    "action_type",
                    "action_config",
                    "settings");
    private static final Set<String> TEMPLATE =
            Set.of(
                    "subject",
                    "html_content",
                    "text_content",
                    "variables",
                    "category",
                    "delivery_mode",
                    "variants");

    private static final ObjectMapper YAML =
            YAMLMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .build();
    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .build();

    private static final String UPSERT_WORKFLOW =
            """
            INSERT INTO automation_workflows (id, organization_id, name, description, status, enabled,
              scope_all_accounts, trigger_type, trigger_config, condition_config, action_type,
              action_config, settings)
            VALUES (?, ?, ?, ?, coalesce(?, 'draft'), coalesce(?::boolean, true),
              coalesce(?::boolean, true), ?, coalesce(?::jsonb, '{}'), coalesce(?::jsonb, '{}'), ?,
              coalesce(?::jsonb, '{}'), coalesce(?::jsonb, '{}'))
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, description = excluded.description,
              status = excluded.status, enabled = excluded.enabled,
              scope_all_accounts = excluded.scope_all_accounts, trigger_type = excluded.trigger_type,
              trigger_config = excluded.trigger_config, condition_config = excluded.condition_config,
              action_type = excluded.action_type, action_config = excluded.action_config,
              settings = excluded.settings
            """;
    private static final String UPSERT_TEMPLATE =
            """
            INSERT INTO email_templates (id, organization_id, name, subject, html_content,
              text_content, variables, category, delivery_mode, variants)
            VALUES (?, ?, ?, ?, ?, ?, coalesce(?::jsonb, '[]'), ?, ?, coalesce(?::jsonb, '[]'))
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, subject = excluded.subject,
              html_content = excluded.html_content, text_content = excluded.text_content,
              variables = excluded.variables, category = excluded.category,
              delivery_mode = excluded.delivery_mode, variants = excluded.variants
            """;

    private DefinitionFiles() {}

    /** The names that definitions use, and the ids they stand for. */
    interface Directory {

        /** An organization by id or name; null if there is none. */
        @Nullable String organization(String idOrName);

        /** An account of an organization by id or name; null if there is none. */
        @Nullable String account(String organizationId, String idOrName);
    }

    /** A definition with its names resolved, ready to be written. */
    record Row(Definition definition, String id, String organizationId, List<String> accounts) {}

    /**
     * Reads a file's definitions.
     *
     * @param source the file's name; one that ends in json is read as JSON
     * @throws DefinitionsRefusedException if it is neither, or something else than definitions
     */
    static List<Definition> read(String source, String content) {
        boolean json = source.toLowerCase(Locale.ROOT).endsWith(".json");
        JsonNode root;
        try {
            root = (json ? JSON : YAML).readTree(content);
        } catch (JsonProcessingException unreadable) {
            var location = unreadable.getLocation();
            throw new DefinitionsRefusedException(
                    "%s%s: %s"
                            .formatted(
                                    source,
                                    location == null ? "" : " line " + location.getLineNr(),
                                    unreadable
                                            .getOriginalMessage()
                                            .lines()
                                            .findFirst()
                                            .orElse("")));
        }
        List<Definition> definitions = new ArrayList<>();
        Iterable<JsonNode> nodes = root.isArray() ? root : List.of(root);
        for (JsonNode node : nodes) {
            if (!(node instanceof ObjectNode fields)) {
                throw new DefinitionsRefusedException(
                        source + ": write one definition, or a list of them");
            }
            definitions.add(new Definition(source, definitions.size() + 1, fields));
        }
        return definitions;
    }

    /**
     * Resolves names and checks everything.
     *
     * @throws DefinitionsRefusedException with all problems of all definitions
     */
    static List<Row> resolve(List<Definition> definitions, Directory directory) {
        List<String> problems = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        for (Definition definition : definitions) {
            int before = problems.size();
            Row row = resolve(definition, directory, problems);
            if (row != null && problems.size() == before) {
                rows.add(row);
            }
        }
        if (!problems.isEmpty()) {
            throw new DefinitionsRefusedException(problems);
        }
        return rows;
    }

    /** Writes what was resolved: templates first, so that a workflow never misses its template. */
    static void write(Connection connection, List<Row> rows) throws SQLException {
        for (Row row : rows) {
            if (row.definition.kind().equals(Definition.TEMPLATE)) {
                writeTemplate(connection, row);
            }
        }
        for (Row row : rows) {
            if (row.definition.kind().equals(Definition.WORKFLOW)) {
                writeWorkflow(connection, row);
            }
        }
    }

    /** The names of a database. */
    static Directory directoryOf(Connection connection) {
        return new TableDirectory(connection);
    }

    private static @Nullable Row resolve(
            Definition definition, Directory directory, List<String> problems) {
        String kind = definition.kind();
        boolean workflow = kind.equals(Definition.WORKFLOW);
        if (!workflow && !kind.equals(Definition.TEMPLATE)) {
            problems.add(definition.place() + ": /kind: write workflow or template");
            return null;
        }
        for (String key : (Iterable<String>) definition.fields()::fieldNames) {
            if (!COMMON.contains(key) && !(workflow ? WORKFLOW : TEMPLATE).contains(key)) {
                problems.add("%s: /%s: unknown key".formatted(definition.place(), key));
            }
        }
        if (definition.name().isBlank()) {
            problems.add(definition.place() + ": /name: a definition needs a name");
        }
        String named = definition.text("organization");
        String organization = named != null ? named : definition.text("organization_id");
        String organizationId = organization == null ? null : directory.organization(organization);
        if (organizationId == null) {
            problems.add(
                    "%s: /organization: %s"
                            .formatted(
                                    definition.place(),
                                    organization == null
                                            ? "a definition belongs to an organization"
                                            : "there is no organization \"" + organization + '"'));
            return null;
        }
        String given = definition.text("id");
        String id =
                given != null ? given : Ids.uuid5(organizationId, kind + '|' + definition.name());
        List<String> accounts = accounts(definition, directory, organizationId, problems);
        check(definition, id, organizationId, problems);
        return new Row(definition, id, organizationId, accounts);
    }

    private static List<String> accounts(
            Definition definition,
            Directory directory,
            String organizationId,
            List<String> problems) {
        List<String> ids = new ArrayList<>();
        for (JsonNode account : definition.fields().path("accounts")) {
            String id = directory.account(organizationId, account.asText());
            if (id == null) {
                problems.add(
                        "%s: /accounts: there is no account \"%s\""
                                .formatted(definition.place(), account.asText()));
            } else {
                ids.add(id);
            }
        }
        return ids;
    }

    private static void check(
            Definition definition, String id, String organizationId, List<String> problems) {
        List<Problem> found;
        if (definition.kind().equals(Definition.WORKFLOW)) {
            found = WorkflowParser.parse(workflowRow(definition, id, organizationId)).problems();
        } else {
            found = TemplateParser.parse(templateRow(definition, id, organizationId)).problems();
            compile(definition, problems);
        }
        for (Problem problem : found) {
            if (problem.isError()) {
                problems.add(
                        "%s: %s: %s"
                                .formatted(
                                        definition.place(), problem.pointer(), problem.message()));
            }
        }
    }

    private static void compile(Definition definition, List<String> problems) {
        String subject = definition.text("subject");
        String html = definition.text("html_content");
        if (subject == null || html == null) {
            problems.add(definition.place() + ": a template needs a subject and html_content");
            return;
        }
        Compilation compilation =
                TemplateCompiler.compile(subject, html, definition.text("text_content"));
        if (compilation instanceof Compilation.Refused refused) {
            refused.problems()
                    .forEach(problem -> problems.add(definition.place() + ": " + problem));
        }
    }

    private static WorkflowRow workflowRow(
            Definition definition, String id, String organizationId) {
        return new WorkflowRow(
                id,
                organizationId,
                definition.text("name"),
                definition.text("status"),
                definition.text("enabled"),
                definition.text("scope_all_accounts"),
                definition.text("trigger_type"),
                definition.json("trigger_config"),
                definition.json("condition_config"),
                definition.text("action_type"),
                definition.json("action_config"),
                definition.json("settings"),
                null);
    }

    private static TemplateRow templateRow(
            Definition definition, String id, String organizationId) {
        return new TemplateRow(
                id,
                organizationId,
                definition.text("name"),
                definition.text("subject"),
                definition.text("html_content"),
                definition.text("text_content"),
                definition.json("variables"),
                definition.text("category"),
                definition.text("delivery_mode"),
                null);
    }

    private static void writeWorkflow(Connection connection, Row row) throws SQLException {
        Definition definition = row.definition;
        // A list of accounts means these and no others.
        String all =
                definition.fields().has("accounts")
                        ? "false"
                        : definition.text("scope_all_accounts");
        try (PreparedStatement statement = connection.prepareStatement(UPSERT_WORKFLOW)) {
            statement.setObject(1, UUID.fromString(row.id));
            statement.setObject(2, UUID.fromString(row.organizationId));
            statement.setString(3, definition.text("name"));
            statement.setString(4, definition.text("description"));
            statement.setString(5, definition.text("status"));
            statement.setString(6, definition.text("enabled"));
            statement.setString(7, all);
            statement.setString(8, definition.text("trigger_type"));
            statement.setString(9, definition.json("trigger_config"));
            statement.setString(10, definition.json("condition_config"));
            statement.setString(11, definition.text("action_type"));
            statement.setString(12, definition.json("action_config"));
            statement.setString(13, definition.json("settings"));
            statement.executeUpdate();
        }
        writeScope(connection, row);
    }

    private static void writeScope(Connection connection, Row row) throws SQLException {
        UUID workflow = UUID.fromString(row.id);
        UUID[] accounts = row.accounts.stream().map(UUID::fromString).toArray(UUID[]::new);
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "DELETE FROM automation_workflow_accounts"
                                + " WHERE workflow_id = ? AND account_id <> ALL (?)")) {
            statement.setObject(1, workflow);
            statement.setArray(2, connection.createArrayOf("uuid", accounts));
            statement.executeUpdate();
        }
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "INSERT INTO automation_workflow_accounts (workflow_id, account_id)"
                                + " SELECT ?, unnest(?::uuid[]) ON CONFLICT DO NOTHING")) {
            statement.setObject(1, workflow);
            statement.setArray(2, connection.createArrayOf("uuid", accounts));
            statement.executeUpdate();
        }
    }

    private static void writeTemplate(Connection connection, Row row) throws SQLException {
        Definition definition = row.definition;
        try (PreparedStatement statement = connection.prepareStatement(UPSERT_TEMPLATE)) {
            statement.setObject(1, UUID.fromString(row.id));
            statement.setObject(2, UUID.fromString(row.organizationId));
            statement.setString(3, definition.text("name"));
            statement.setString(4, definition.text("subject"));
            statement.setString(5, definition.text("html_content"));
            statement.setString(6, definition.text("text_content"));
            statement.setString(7, definition.json("variables"));
            statement.setString(8, definition.text("category"));
            statement.setString(9, definition.text("delivery_mode"));
            statement.setString(10, definition.json("variants"));
            statement.executeUpdate();
        }
    }

    /** Names looked up in the tables. */
    private record TableDirectory(Connection connection) implements Directory {

        @Override
        public @Nullable String organization(String idOrName) {
            return find(
                    "SELECT id FROM organizations WHERE deleted_at IS NULL AND ? IN (id::text,"
                            + " name)",
                    idOrName);
        }

        @Override
        public @Nullable String account(String organizationId, String idOrName) {
            return find(
                    "SELECT id FROM accounts WHERE deleted_at IS NULL AND ? IN (id::text, name)"
                            + " AND organization_id::text = ?",
                    idOrName,
                    organizationId);
        }

        private @Nullable String find(String sql, String... parameters) {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < parameters.length; i++) {
                    statement.setString(i + 1, parameters[i]);
                }
                try (ResultSet found = statement.executeQuery()) {
                    return found.next() ? found.getString(1) : null;
                }
            } catch (SQLException failed) {
                throw new IllegalStateException("names cannot be looked up", failed);
            }
        }
    }
}
