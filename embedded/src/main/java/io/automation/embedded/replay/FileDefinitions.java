package io.automation.embedded.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.automation.connectors.cdc.DebeziumJsonDecoder;
import io.automation.connectors.cdc.DecoderOptions;
import io.automation.connectors.history.HistoryFile;
import io.automation.embedded.definitions.CheckedDefinitions;
import io.automation.embedded.definitions.CheckedDefinitions.Row;
import io.automation.embedded.definitions.Definition;
import io.automation.embedded.definitions.DefinitionFiles;
import io.automation.embedded.definitions.DefinitionTables;
import io.automation.embedded.definitions.DefinitionsRefusedException;
import io.automation.embedded.definitions.FileProblem;
import io.automation.job.config.AutomationOptions;
import io.automation.job.history.Replacements;
import io.automation.model.change.Change;
import io.automation.model.change.Decoded;
import io.automation.model.change.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * The definitions of files that hold in place of a history's own.
 *
 * @param workflows the names of the files' workflows by their ids
 * @param idle the names of those that start nothing
 */
record FileDefinitions(
        Replacements replacements, Map<String, String> workflows, List<String> idle) {

    /** The history's own hold. */
    static final FileDefinitions NONE = new FileDefinitions(Replacements.NONE, Map.of(), List.of());

    private static final JsonMapper JSON = new JsonMapper();

    /**
     * Resolves the names of files against a history.
     *
     * @param folder the name that the history is replayed by
     * @throws DefinitionsRefusedException if one of the definitions is not good
     */
    static FileDefinitions of(
            DefinitionFiles.Loaded loaded,
            List<HistoryFile> history,
            String folder,
            boolean includesDrafts)
            throws IOException {
        HistoryNames names = HistoryNames.of(history);
        CheckedDefinitions checked = loaded.check(names);
        Builder builder = new Builder(names, folder, includesDrafts);
        checked.rows().forEach(builder::add);
        List<FileProblem> problems = new ArrayList<>(checked.problems());
        problems.addAll(builder.problems);
        if (problems.stream().anyMatch(FileProblem::isError)) {
            throw new DefinitionsRefusedException(loaded.files(), problems);
        }
        return new FileDefinitions(
                new Replacements(builder.rows, builder.changes), builder.workflows, builder.idle);
    }

    /** Puts one definition after the other in the place of those that it replaces. */
    private static final class Builder {

        private final HistoryNames names;
        private final String folder;
        private final boolean includesDrafts;
        private final DebeziumJsonDecoder decoder =
                new DebeziumJsonDecoder(
                        new DecoderOptions(AutomationOptions.TIME_PRECISION.defaultValue(), true));
        private final Set<String> rows = new HashSet<>();
        private final List<Change> changes = new ArrayList<>();
        private final Map<String, String> workflows = new TreeMap<>();
        private final List<String> idle = new ArrayList<>();
        private final List<FileProblem> problems = new ArrayList<>();

        Builder(HistoryNames names, String folder, boolean includesDrafts) {
            this.names = names;
            this.folder = folder;
            this.includesDrafts = includesDrafts;
        }

        void add(Row row) {
            Definition definition = row.definition();
            Table table =
                    definition.isWorkflow() ? Table.AUTOMATION_WORKFLOWS : Table.EMAIL_TEMPLATES;
            String organization = names.organizationOf(table, row.id());
            if (organization != null && !organization.equals(row.organizationId())) {
                problems.add(
                        definition.error(
                                "contradiction",
                                "/id",
                                "another organization has a definition of this id; leave the id"
                                        + " out"));
                return;
            }
            String id = organization == null ? replaced(row, table) : row.id();
            if (!rows.add(Replacements.row(table, id))) {
                problems.add(
                        definition.error(
                                "duplicate_definition",
                                "/name",
                                "another definition of these files replaces the same one of the"
                                        + " history; keep one of them"));
                return;
            }
            take(table, columns(row, id));
            if (definition.isWorkflow()) {
                workflows.put(id, definition.name());
                noteIfIdle(row);
                row.accounts().forEach(account -> take(id, account));
            }
        }

        /**
         * The id of a definition that the history does not know by its own: that of the one of its
         * name. An id that the file states stays, and the one of its name gives way.
         */
        private String replaced(Row row, Table table) {
            Definition definition = row.definition();
            List<String> found = names.named(table, row.organizationId(), definition.name());
            if (found.size() > 1) {
                problems.add(
                        definition.error(
                                "ambiguous_definition",
                                "/name",
                                "the history has %d of this name; write the id of one"
                                        .formatted(found.size())));
            }
            found.forEach(id -> rows.add(Replacements.row(table, id)));
            if (found.size() != 1 || definition.value("id") != null) {
                return row.id();
            }
            rows.remove(Replacements.row(table, found.get(0)));
            return found.get(0);
        }

        private static ObjectNode columns(Row row, String id) {
            ObjectNode columns = DefinitionTables.fields(row);
            columns.remove("accounts");
            columns.put("id", id).put("organization_id", row.organizationId());
            JsonNode version = row.definition().value("version");
            if (version != null) {
                columns.set("version", version);
            }
            return columns;
        }

        private void noteIfIdle(Row row) {
            Definition definition = row.definition();
            String status = DefinitionTables.fields(row).path("status").asText();
            boolean isDraft = status.equals("draft");
            boolean acts = status.equals("active") || (isDraft && includesDrafts);
            if ("false".equals(definition.text("enabled"))) {
                idle.add(definition.name() + " is not enabled in the file and starts nothing");
            } else if (!acts) {
                idle.add(
                        "%s is %s in the file and starts nothing%s"
                                .formatted(
                                        definition.name(),
                                        isDraft ? "a draft" : status,
                                        isDraft ? "; add --include-drafts" : ""));
            }
        }

        private void take(String workflowId, String accountId) {
            take(
                    Table.AUTOMATION_WORKFLOW_ACCOUNTS,
                    JSON.createObjectNode()
                            .put("workflow_id", workflowId)
                            .put("account_id", accountId));
        }

        /** A row that is valid from the beginning of time, as a snapshot would bring it. */
        private void take(Table table, ObjectNode columns) {
            ObjectNode event = JSON.createObjectNode().put("op", "r");
            event.set("after", columns);
            event.putObject("source").put("table", table.tableName());
            byte[] value = event.toString().getBytes(StandardCharsets.UTF_8);
            decoder.decode(null, value, folder, "", 1, this::take);
        }

        private void take(Decoded decoded) {
            changes.add(Objects.requireNonNull(decoded.change(), String.valueOf(decoded)));
        }
    }
}
