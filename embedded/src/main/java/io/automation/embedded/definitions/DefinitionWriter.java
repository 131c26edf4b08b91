package io.automation.embedded.definitions;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.automation.embedded.definitions.DefinitionTables.Exported;
import io.automation.embedded.definitions.DefinitionTables.Stored;
import io.automation.model.run.Ids;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes definitions of the tables as YAML that reads the same. */
final class DefinitionWriter {

    private static final YAMLMapper BLOCKS =
            YAMLMapper.builder()
                    .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                    .disable(YAMLGenerator.Feature.SPLIT_LINES)
                    .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
                    .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
                    .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .build();

    /** JSON is YAML, too, and holds every text. */
    private static final JsonMapper QUOTED =
            JsonMapper.builder().enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN).build();

    /** What need not be said, because it is so without. */
    private static final Map<String, String> DEFAULTS =
            Map.of(
                    "description", "null",
                    "enabled", "true",
                    "scope_all_accounts", "true",
                    "accounts", "[]",
                    "condition_config", "{}",
                    "settings", "{}",
                    "text_content", "null",
                    "category", "null",
                    "delivery_mode", "null");

    private static final Set<String> DEFAULT_LISTS = Set.of("variables", "variants");

    private final DefinitionTables tables;

    DefinitionWriter(DefinitionTables tables) {
        this.tables = tables;
    }

    String yaml(Exported exported) throws SQLException {
        ObjectNode document = document(exported);
        try {
            String blocks = BLOCKS.writeValueAsString(document);
            return reads(blocks, document)
                    ? blocks
                    : QUOTED.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can be written", e);
        }
    }

    private static boolean reads(String yaml, ObjectNode document) {
        DefinitionReader.Read read = DefinitionReader.read("exported.yaml", yaml);
        return read.definitions().size() == 1
                && Difference.between(document, read.definitions().get(0).fields()).isEmpty();
    }

    private ObjectNode document(Exported exported) throws SQLException {
        Stored stored = exported.stored();
        ObjectNode document = QUOTED.createObjectNode().put("kind", stored.kind());
        String name = stored.fields().path("name").asText();
        if (!stored.id().equals(Ids.uuid5(stored.organizationId(), stored.kind() + '|' + name))) {
            document.put("id", stored.id());
        }
        boolean named =
                tables.organizations(exported.organization())
                        .equals(List.of(stored.organizationId()));
        document.put("organization", named ? exported.organization() : stored.organizationId());
        for (Map.Entry<String, JsonNode> column : stored.fields().properties()) {
            String key = column.getKey();
            boolean isDefault =
                    column.getValue().toString().equals(DEFAULTS.get(key))
                            || (DEFAULT_LISTS.contains(key) && column.getValue().isEmpty());
            if (!isDefault) {
                document.set(key, column.getValue());
            }
        }
        if (document.has("accounts")) {
            document.set("accounts", accounts(stored));
        }
        return ordered(document);
    }

    private JsonNode accounts(Stored stored) throws SQLException {
        var names = QUOTED.createArrayNode();
        for (JsonNode id : stored.fields().path("accounts")) {
            String name = tables.accountName(id.asText());
            boolean isUnique =
                    name != null
                            && tables.accounts(stored.organizationId(), name)
                                    .equals(List.of(id.asText()));
            names.add(isUnique ? name : id.asText());
        }
        return names;
    }

    /** In the order in which people read them. */
    private static ObjectNode ordered(ObjectNode document) {
        ObjectNode ordered = QUOTED.createObjectNode();
        for (String key :
                List.of(
                        "kind",
                        "id",
                        "organization",
                        "name",
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
                        "settings",
                        "category",
                        "delivery_mode",
                        "subject",
                        "html_content",
                        "text_content",
                        "variables",
                        "variants")) {
            JsonNode value = document.get(key);
            if (value != null) {
                ordered.set(key, value);
            }
        }
        return ordered;
    }
}
